"""Other tools over the same articles: what `make bench-peers` compares with. Single-threaded, CPU time, models loaded
before the clock starts."""
import glob, os, time

# Slow tools get less text: their speed does not depend on its amount.
LIMIT = {"spaCy": 400_000, "SoMaJo": 200_000, "NLTK Punkt": 1_000_000, "syntok": 400_000, "pyahocorasick": 2_000_000}


def names(lexicons):
    """Names and types of the built-in lexicons."""
    found = {}
    for path in sorted(glob.glob(os.path.join(lexicons, "*.tsv"))):
        with open(path, encoding="utf-8") as f:
            rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
        for row in rows[1:]:
            if len(row) > 1 and row[0]:
                found.setdefault(row[0], row[1])
    return found


def spacy_run(lexicon):
    import spacy
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": kind, "pattern": name} for name, kind in lexicon.items()])
    return lambda text: [(len(doc), len(list(doc.sents)), len(doc.ents)) for doc in [nlp(text)]]


def somajo_run(lexicon):
    from somajo import SoMaJo
    tokenizer = SoMaJo("de_CMC")
    return lambda text: sum(len(s) for s in tokenizer.tokenize_text([text]))


def punkt_run(lexicon, sample):
    from nltk.tokenize.destructive import NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer
    # Its German model is a download; one trained on the articles themselves runs at the same speed.
    trainer = PunktTrainer()
    trainer.train(sample, finalize=True)
    sentences, words = PunktSentenceTokenizer(trainer.get_params()), NLTKWordTokenizer()
    return lambda text: sum(len(words.tokenize(s)) for s in sentences.tokenize(text))


def syntok_run(lexicon):
    import syntok.segmenter as segmenter
    return lambda text: sum(len(s) for p in segmenter.process(text) for s in p)


def ahocorasick_run(lexicon):
    import ahocorasick
    automaton = ahocorasick.Automaton()
    for name, kind in lexicon.items():
        automaton.add_word(name, (name, kind))
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter(text))


def measure(texts, lexicons):
    """Yields (tool, MB/s, what does the same work here) for each tool that is installed; says which is not."""
    lexicon = names(lexicons)
    sample = "\n".join(texts)[:300_000]
    tools = [
        ("spaCy", "spaCy blank de, sentencizer, EntityRuler with %d names" % len(lexicon), lambda: spacy_run(lexicon), "names"),
        ("SoMaJo", "SoMaJo, tokens and sentences", lambda: somajo_run(lexicon), "tokens"),
        ("NLTK Punkt", "NLTK Punkt and word tokenizer", lambda: punkt_run(lexicon, sample), "tokens"),
        ("syntok", "syntok, tokens and sentences", lambda: syntok_run(lexicon), "tokens"),
        ("pyahocorasick", "pyahocorasick, the names alone", lambda: ahocorasick_run(lexicon), None),
    ]
    for name, label, make, same in tools:
        try:
            run = make()
        except ImportError as missing:
            print("%s is left out: %s" % (name, missing))
            continue
        chosen, size = [], 0
        for text in texts:
            if size >= LIMIT[name]:
                break
            chosen.append(text)
            size += len(text.encode())
        run(chosen[0])
        best = 1e30
        for _ in range(2):
            start = time.process_time()
            for text in chosen:
                run(text)
            best = min(best, time.process_time() - start)
        yield label, size / 1e6 / best, same
