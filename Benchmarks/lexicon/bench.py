"""Measures lexicons of ten thousand and of a million names: compiling, loading, matching. One core.

    make bench-lexicon            or:  python3 Benchmarks/lexicon/bench.py [--program PATH] [--keep FOLDER]

Names and text are made up from the word lists in lexicons/words by a fixed seed, so that every run measures the same.
All times are processor time, which other programs on the machine disturb least; runs take turns, and the fastest of each
kind counts. Compiling is the whole process and its peak memory. Loading is a whole `wortlaut check` whose pipeline names
the lexicon, less that of a pipeline without one. Matching is a run with the lexicon, less loading, less a run with a lexicon
of one name: what looking for the names costs over text that is tokenized, its words keyed, as all stages use them. What
keying and going over the text costs by itself is told beside it.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STAGES = "layout, tokenize, normalize, split-sentences"


def words(name):
    with open(f"{ROOT}/lexicons/words/{name}.tsv", encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t")[0] for line in f if line.strip() and not line.startswith("#")]
    return rows[1:]


def make_names(count, rng):
    """Persons, companies, products, places and associations, as many of each as a real list of that size might have."""
    first, last = words("first-names"), words("last-names")
    nouns = [w.capitalize() for w in words("common-nouns") if w.isalpha() and 4 < len(w) < 12]
    syllables = "ba be bru da der dor ei el en fal gar hal hei in kal ker lan lin lo mar mei na nor o pas rei ro sa ta tel ul vin wal zel".split()
    ends = "berg burg dorf feld hausen heim ingen itz kirchen ow stadt stein tal walde".split()
    found = set()
    while len(found) < count:
        kind = rng.random()
        if kind < 0.4:
            name = f"{rng.choice(first)} {rng.choice(last)}-{rng.choice(last)}" if kind < 0.1 else f"{rng.choice(first)} {rng.choice(last)}", "PER"
        elif kind < 0.6:
            name = f"{rng.choice(last)} {rng.choice(nouns)} {rng.choice(['GmbH', 'AG', 'KG', 'SE'])}", "ORG"
        elif kind < 0.8:
            name = rng.choice(nouns) + rng.choice(nouns).lower() + f" {rng.randrange(100)}" * (kind < 0.65), "PRODUCT"
        elif kind < 0.95:
            name = "".join(rng.choice(syllables) for _ in range(rng.randint(2, 3))).capitalize() + rng.choice(ends), "LOC"
        else:
            name = f"{rng.choice(['Deutscher', 'Freie', 'Neues'])} {rng.choice(nouns)} für {rng.choice(nouns)}", "ORG"
        found.add(name)
    return sorted(found)


def write_lexicon(path, names):
    with open(path, "w", encoding="utf-8") as f:
        f.write("# title: Names for measuring\n# source: made up\n# licence: CC0-1.0\n# date: 2026-11-25\n")
        f.write("name\ttype\tid\taliases\tflags\n")
        for number, (name, kind) in enumerate(names):
            f.write(f"{name}\t{kind}\tX:{number}\t\t\n")


def write_text(path, names, size, rng):
    """Articles of some five kilobytes: function words, nouns, other words, and a name in every other sentence."""
    small, other = words("function-words"), [w for w in words("common-words") if w.isalpha()]
    nouns = [w.capitalize() for w in words("common-nouns") if w.isalpha()]
    zipf = lambda rows: rows[min(int(rng.paretovariate(0.7)) - 1, len(rows) - 1)] if rng.random() < 0.5 else rng.choice(rows)
    written = number = 0
    with open(path, "w", encoding="utf-8") as f:
        while written < size:
            text = []
            for _ in range(60):
                sentence = []
                for _ in range(rng.randint(6, 18)):
                    sentence += [zipf(small)] if rng.random() < 0.5 else [zipf(nouns)] if rng.random() < 0.55 else [zipf(other)]
                if rng.random() < 0.5:
                    sentence.insert(rng.randrange(len(sentence)), rng.choice(names)[0])
                text.append(" ".join(sentence)[:1].upper() + " ".join(sentence)[1:] + ".")
            text = " ".join(text)
            written += len(text.encode())
            f.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
            number += 1
    return written


def run(command, env):
    """Processor seconds and peak memory in MB."""
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: {errors}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(runs, commands, env):
    """The least processor seconds of each command."""
    found = {}
    for _ in range(runs):
        for key, command in commands.items():
            seconds = run(command, env)[0]
            found[key] = min(found.get(key, seconds), seconds)
    return found


def make_files(files, text, size):
    rng = random.Random(1)
    names = make_names(1_000_000, rng)
    few = sorted(rng.sample(names, 10_000))
    write_lexicon(files[10_000], few)
    write_lexicon(files[1_000_000], names)
    write_text(text, few, size, rng)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=f"{ROOT}/.build/release/wortlaut")
    parser.add_argument("--keep", help="a folder for the made files, to be used again")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", type=int, default=12_000_000, help="bytes of text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or scratch
        os.makedirs(folder, exist_ok=True)
        env = {**os.environ, "WORTLAUT_HOME": ROOT, "WORTLAUT_CACHE": f"{folder}/cache"}
        files = {10_000: f"{folder}/small.tsv", 1_000_000: f"{folder}/large.tsv"}
        text = f"{folder}/text.jsonl"
        if not os.path.exists(text):
            # In a process of its own: what it holds would count as the peak memory of those started after it.
            if (child := os.fork()) == 0:
                make_files(files, text, options.size)
                os._exit(0)
            os.waitpid(child, 0)
        with open(text, encoding="utf-8") as f:
            size = sum(len(json.loads(line)["text"].encode()) for line in f)
        one = f"{folder}/one.tsv"
        write_lexicon(one, [("Zyxomma", "X")])
        pipelines = {0: f"{folder}/none.yml", 1: f"{folder}/one.yml"}
        stages = f"{STAGES}, tag-entities: {{ as: one, lexicons: [{one}] }}"
        for key, text_stages in ((0, STAGES), (1, stages)):
            with open(pipelines[key], "w") as f:
                f.write(f"name: bench\nstages: [{text_stages}]\n")
        for count, path in files.items():
            compiled = path.replace(".tsv", ".wlex")
            seconds, memory = run([options.program, "lexicon", "compile", path, "-o", compiled], env)
            print(f"compile {count:>9,} names: {seconds:.2f} s, {memory:.0f} MB peak, "
                  f"file {os.path.getsize(compiled) / 1e6:.1f} MB")
            for kind, lexicon in (("", compiled), (" by its source", path)):
                pipelines[f"{count:,}{kind}"] = path.replace(".tsv", f"{kind.replace(' ', '-')}.yml")
                with open(pipelines[f"{count:,}{kind}"], "w") as f:
                    f.write(f"name: bench\nstages: [{stages}, tag-entities: {{ lexicons: [{lexicon}] }}]\n")
        load = best(options.runs + 2, {k: [options.program, "check", p] for k, p in pipelines.items()}, env)
        for key in list(pipelines)[2:]:
            print(f"load {key} names: {(load[key] - load[1]) * 1000:.0f} ms")
        runs = [options.program, "run", text, "--layers", "sentences", "--jobs", "1", "--quiet", "-p"]
        kept = {k: p for k, p in pipelines.items() if "source" not in str(k)}
        match = best(options.runs, {k: runs + [p] for k, p in kept.items()}, env)
        for key, before, what in ((1, 0, "key the words and look for 1 name"), ("10,000", 1, "match 10,000 names"),
                                  ("1,000,000", 1, "match 1,000,000 names")):
            seconds = match[key] - match[before] - (load[key] - load[before])
            print(f"{what}: {size / seconds / 1e6:.1f} MB/s ({size / 1e6:.1f} MB of text in {seconds:.3f} s)")


main()
