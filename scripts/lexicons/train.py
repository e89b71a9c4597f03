"""Learn the weights of the evidence for names: a linear-chain conditional random field over what the program sees.

    python3 scripts/lexicons/train.py --gold FOLDER [--wortlaut PROGRAM] [--out FILE] [--folds 4]

FOLDER holds the two gold sets that texts.py names; the project's own corpus is learned from beside them. The program prints
the evidence it sees (`wortlaut evidence`); this script only finds how much each piece weighs for each label, so that nothing
is computed twice in two languages.

With --folds N the weights are learned N times without a part of the gold texts, and the program runs on that part with these
weights: what this prints is for texts the weights have not seen. Figures of the shipped weights on these sets are not.
Needs sklearn-crfsuite (requirements.txt); see `make train`.
"""
import argparse, collections, datetime, json, os, random, subprocess
import sklearn_crfsuite
import held_out, texts

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
Model = collections.namedtuple("Model", "state transitions")
# Told apart only in the word itself: in a neighbour only the coarser facts generalise, two words away only these.
OWN_ONLY = ("e2=", "e4=", "b3=", "m=")
FAR = ("w=", "c4=", "c8=", "k=", "first", "last", "role", "lex=", "capital", "edge", "say")
# Lexicons whose names are names wherever they stand, unless flagged `evidence`: the bias is not laid on them, and of labels
# that they cannot have something is taken beside. S is a whole name of one word, B and I words of a longer one.
SURE = {
    "S-countries": {"O": 1.0, "B-PER": 3.0, "I-PER": 2.0}, "S-persons": {}, "S-companies": {}, "S-media": {}, "S-places": {},
    "S-organisations": {},
    "B-organisations": {"O": 1.5, "B-PER": 2.0, "B-LOC": 1.0}, "I-organisations": {"O": 1.5, "B-PER": 2.0, "B-LOC": 1.0},
    "B-persons": {"O": 1.0}, "I-persons": {"O": 1.0}, "B-places": {"O": 1.0}, "I-places": {"O": 1.0},
    "B-countries": {"O": 1.0, "B-ORG": 3.0, "B-PER": 3.0}, "I-countries": {"O": 1.0, "I-ORG": 3.0},
    "B-cities": {"O": 1.0}, "I-cities": {"O": 1.0},
}
# A newspaper's name of two words ("Die Zeit") is no work's title, though not sure to be a name.
NO_TITLES = {"B-media?": "B-MISC", "I-media?": "I-MISC"}
# So are words derived from a place's name; and in German no noun that can be counted follows a preposition without an
# article ("im Hof"), so that a word that is also a place's name is that place there ("in Hof").
SURE_WORDS = ("derived=adjective", "derived=pair", "c=in|place", "c=nach|place", "c=aus|place")
# A noun follows a role without an article only where it is the person's name: "Bundeskanzler Kurz".
AFTER_ROLE, MORE_PERSONS = "0:p=role|last+", 0.5
# Of organisations the project's own corpus has more than texts have on the whole.
LESS_ORGANISATIONS = 0.15
HEAD = """# title: Weights of the evidence for names
# source: learned by scripts/lexicons/train.py from GermEval 2014 NER (Benikova, Biemann, Reznicek), the DFKI SmartData corpus \
and scripts/entities/corpus
# licence: CC-BY-4.0
# date: %s
"""


def used(name):
    distance, rest = name.split(":", 1)
    if abs(int(distance)) == 2:
        return rest.startswith(FAR)
    return distance == "0" or not rest.startswith(OWN_ONLY)


def evidence(program, rows):
    """For each row its sentences, each with its tokens and the evidence for each token."""
    feed = "".join(json.dumps({"id": r["id"], "text": r["text"]}, ensure_ascii=False) + "\n" for r in rows)
    out = subprocess.run([program, "evidence", "-"], input=feed.encode(), stdout=subprocess.PIPE, check=True,
                         env=dict(os.environ, WORTLAUT_HOME=ROOT)).stdout
    sentences = collections.defaultdict(list)
    for line in out.decode().split("\n"):
        if line:
            sentence = json.loads(line)
            sentences[sentence["id"]].append(sentence)
    return sentences


def lesson(row, sentence):
    """A sentence's evidence and labels; a token that cannot be in a name has the evidence `closed` and no label."""
    x = [[n for n in names if used(n)] or ["closed"] for names in sentence["evidence"]]
    return x, ["O" if names == ["closed"] else label for names, label in zip(x, texts.labels(row, sentence))]


def learn(gold, own, options):
    """The mean of several models, each learned without another part of our own texts. One alone, stopped before it has converged,
    differs by a point by chance; their mean does not. `own` holds the lessons of each text."""
    mean = Model(collections.Counter(), collections.Counter())
    for round in range(options.rounds):
        crf = sklearn_crfsuite.CRF(algorithm="lbfgs", c1=options.c1, c2=options.c2, max_iterations=options.iterations,
                                   all_possible_transitions=True)
        lessons = gold + [l for i, text in enumerate(own) if options.rounds == 1 or i % options.rounds != round for l in text]
        crf.fit([l[0] for l in lessons], [l[1] for l in lessons])
        print("model %d of %d learned from %d sentences" % (round + 1, options.rounds, len(lessons)), flush=True)
        for sums, weights in (mean.state, crf.state_features_), (mean.transitions, crf.transition_features_):
            for key, weight in weights.items():
                sums[key] += weight / options.rounds
    return mean


def write(model, path, options):
    """The file of weights. The bias stands on O of every word that could be a name, but for sure ones: precision before recall."""
    rows = collections.defaultdict(dict)
    for (name, label), weight in model.state.items():
        if name != "closed" and abs(weight) >= options.least:
            rows[name][label] = weight
    rows["0:open"]["O"] = rows["0:open"].get("O", 0) + options.bias
    for listed, less in SURE.items():
        row = rows["0:lex=" + listed]
        row["O"] = row.get("O", 0) - options.bias
        for label, weight in less.items():
            row[label] = row.get(label, 0) - weight
    for listed, label in NO_TITLES.items():
        rows["0:lex=" + listed][label] = rows["0:lex=" + listed].get(label, 0) - 2
    rows[AFTER_ROLE]["B-PER"] = rows[AFTER_ROLE].get("B-PER", 0) + MORE_PERSONS
    rows["0:open"]["B-ORG"] = rows["0:open"].get("B-ORG", 0) - LESS_ORGANISATIONS
    for name in SURE_WORDS:
        rows["0:" + name]["O"] = rows["0:" + name].get("O", 0) - options.bias
    for (a, b), weight in model.transitions.items():
        rows["after:" + a][b] = weight
    with open(path, "w", encoding="utf-8") as f:
        f.write(HEAD % options.date)
        f.write("evidence\t" + "\t".join(texts.LABELS) + "\n")
        for name in sorted(rows, key=lambda n: n.encode()):
            if "\t" in name or "\n" in name or name.startswith("#"):
                continue
            cells = [("%.2f" % rows[name][l]).rstrip("0").rstrip(".") if l in rows[name] else "" for l in texts.LABELS]
            f.write((name + "\t" + "\t".join(cells)).rstrip("\t") + "\n")
    return len(rows), os.path.getsize(path)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--gold", required=True)
    a.add_argument("--own", default=os.path.join(HERE, "..", "entities", "corpus"))
    a.add_argument("--wortlaut", default=".build/release/wortlaut")
    a.add_argument("--out")
    a.add_argument("--folds", type=int, default=0)
    a.add_argument("--seed", type=int, default=0, help="which texts go into which fold")
    a.add_argument("--c1", type=float, default=0.06)
    a.add_argument("--c2", type=float, default=0.2)
    a.add_argument("--rounds", type=int, default=3, help="how many models the weights are the mean of")
    a.add_argument("--iterations", type=int, default=110)
    a.add_argument("--least", type=float, default=0.03, help="smaller weights are left out of the file")
    a.add_argument("--bias", type=float, default=0.95, help="for being no name: precision before recall")
    a.add_argument("--differences", help="where to write what the folds found wrongly and missed")
    a.add_argument("--date", default=datetime.date.today().isoformat())
    o = a.parse_args()
    gold, own = list(texts.gold(o.gold)), list(texts.own(o.own))
    sentences = evidence(o.wortlaut, gold + own)
    lessons = {r["id"]: [lesson(r, s) for s in sentences[r["id"]]] for r in gold + own}
    own = [lessons[r["id"]] for r in own]
    print("%d gold texts, %d of our own" % (len(gold), len(own)), flush=True)
    if o.folds:
        random.Random(o.seed).shuffle(gold)
        tagged = []
        for k in range(o.folds):
            unseen = gold[k::o.folds]
            hidden = {r["id"] for r in unseen}
            model = learn([l for r in gold if r["id"] not in hidden for l in lessons[r["id"]]], own, o)
            folder = held_out.home(ROOT, lambda path: write(model, path, o))
            tagged += held_out.tag(o.wortlaut, folder.name, unseen)
            folder.cleanup()
        held_out.report(tagged)
        if o.differences:
            held_out.differences(tagged, o.differences)
    if o.out:
        model = learn([l for r in gold for l in lessons[r["id"]]], own, o)
        print("%s: %d rows, %d bytes" % ((o.out,) + write(model, o.out, o)))


if __name__ == "__main__":
    main()
