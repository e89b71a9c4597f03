"""Learn the weights of the evidence for names: a linear-chain conditional random field over what the program sees.

    python3 scripts/lexicons/train.py --gold FOLDER [--wortlaut PROGRAM] [--out FILE] [--folds 4]

FOLDER holds germeval14-dev.jsonl and smartdata-dev.jsonl (both CC BY 4.0). The program prints the evidence it sees
(`wortlaut evidence`); this script only finds how much each piece weighs for each label, so that nothing is computed twice
in two languages. With --folds N the weights are learned N times without a part of the texts and scored on that part: the
figures that this prints are for texts the weights have not seen; figures of the shipped weights on these sets are not.
"""
import argparse, collections, datetime, json, os, random, subprocess
import sklearn_crfsuite

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC", "B-LOCderiv", "I-LOCderiv",
          "PERpart", "LOCpart", "ORGpart", "MISCpart"]
# Told apart only in the word itself: in a neighbour only the coarser facts generalise.
OWN = ("e2=", "e4=", "b3=", "m=")


def used(name):
    distance, rest = name.split(":", 1)
    return distance == "0" or not rest.startswith(OWN)


def gold_rows(folder):
    for name in ("germeval14-dev", "smartdata-dev"):
        with open(os.path.join(folder, name + ".jsonl"), encoding="utf-8") as f:
            for line in f:
                row = json.loads(line)
                row["set"] = name
                yield row


def label_of(entity, text, tokens):
    """The label of a gold entity's first token and its type inside; SmartData does not tell derived forms and parts."""
    kind = {"OTH": "MISC"}.get(entity["type"], entity["type"])
    for base in ("PER", "LOC", "ORG", "OTH"):
        if kind == base + "part":
            return base.replace("OTH", "MISC") + "part"
    if kind == "LOCderiv":
        return "LOCderiv"
    if kind.endswith("deriv"):
        return None
    return kind


def labelled(row, sentences):
    """For each sentence of a row its evidence and labels."""
    text = row["text"]
    spans = []
    for e in row["entities"]:
        if e.get("level", 1) != 1:
            continue
        kind = label_of(e, text, None)
        if kind:
            spans.append((e["start"], e["end"], kind))
    for s in sentences:
        y = ["O"] * len(s["tokens"])
        for start, end, kind in spans:
            inside = False
            for i, (a, b) in enumerate(s["tokens"]):
                if a >= end or b <= start:
                    continue
                this = kind
                surface = text[a:b]
                if row["set"].startswith("smartdata"):
                    if kind == "LOC" and a == start and b == end and any(x.startswith("0:derived=") for x in s["evidence"][i]):
                        this = "LOCderiv"
                    elif (a < start or b > end) and kind in ("PER", "LOC", "ORG"):
                        this = kind + "part"
                if this.endswith("part"):
                    y[i] = this if not inside else "O"
                else:
                    y[i] = ("I-" if inside else "B-") + this
                inside = True
        x = [[n for n in names if used(n)] or ["closed"] for names in s["evidence"]]
        yield x, [l if f != ["closed"] else "O" for l, f in zip(y, x)], s["tokens"]


def learn(data, c1, c2, iterations):
    crf = sklearn_crfsuite.CRF(algorithm="lbfgs", c1=c1, c2=c2, max_iterations=iterations, all_possible_transitions=True)
    crf.fit([d[0] for d in data], [d[1] for d in data])
    return crf


def entities(y, tokens):
    found, current = [], None
    for l, (a, b) in zip(y, tokens):
        if l == "O":
            current = None
            continue
        kind = l.split("-", 1)[1] if "-" in l else l
        kind = kind.replace("MISC", "OTH")
        if l.startswith("I-") and current and current["type"] == kind:
            current["end"] = b
        else:
            current = {"start": a, "end": b, "type": kind}
            found.append(current)
    return found


def write(crf, path, bias, head):
    rows = collections.defaultdict(dict)
    for (name, label), weight in crf.state_features_.items():
        if name != "closed" and abs(weight) >= 0.02:
            rows[name][label] = weight
    rows["0:open"]["O"] = rows["0:open"].get("O", 0) + bias
    for (a, b), weight in crf.transition_features_.items():
        rows["after:" + a][b] = weight
    with open(path, "w", encoding="utf-8") as f:
        f.write(head)
        f.write("evidence\t" + "\t".join(LABELS) + "\n")
        for name in sorted(rows, key=lambda n: n.encode()):
            if "\t" in name or "\n" in name or name.startswith("#"):
                continue
            cells = [("%.2f" % rows[name][l]).rstrip("0").rstrip(".") if l in rows[name] else "" for l in LABELS]
            f.write((name + "\t" + "\t".join(cells)).rstrip("\t") + "\n")
    print("%s: %d rows, %d bytes" % (path, len(rows), os.path.getsize(path)))


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--gold", required=True)
    a.add_argument("--wortlaut", default=".build/release/wortlaut")
    a.add_argument("--out")
    a.add_argument("--folds", type=int, default=0)
    a.add_argument("--c1", type=float, default=0.15)
    a.add_argument("--c2", type=float, default=0.02)
    a.add_argument("--iterations", type=int, default=80)
    a.add_argument("--bias", type=float, default=0.0, help="weight for being no name, once a word: precision before recall")
    a.add_argument("--predictions", default=".", help="where to write what the folds predict, one file a set")
    a.add_argument("--date", default=datetime.date.today().isoformat())
    o = a.parse_args()
    gold = list(gold_rows(o.gold))
    feed = "".join(json.dumps({"id": r["id"], "text": r["text"]}, ensure_ascii=False) + "\n" for r in gold)
    out = subprocess.run([o.wortlaut, "evidence", "-"], input=feed.encode(), stdout=subprocess.PIPE, check=True).stdout
    sentences = collections.defaultdict(list)
    for line in out.decode().split("\n"):
        if line:
            s = json.loads(line)
            sentences[s["id"]].append(s)
    data = {r["id"]: list(labelled(r, sentences[r["id"]])) for r in gold}
    def training(ids):
        return [s for i in ids for s in data[i]]

    ids = [r["id"] for r in gold]
    if o.folds:
        random.Random(0).shuffle(ids)
        predicted = collections.defaultdict(list)
        of = {r["id"]: r["set"] for r in gold}
        for k in range(o.folds):
            test = ids[k::o.folds]
            crf = learn(training([i for i in ids if i not in set(test)]), o.c1, o.c2, o.iterations)
            for i in test:
                found = []
                for s, y in zip(data[i], predict(crf, [s[0] for s in data[i]], o.bias)):
                    found += entities(y, s[2])
                predicted[of[i]].append({"id": i, "entities": found})
        for name, rows in predicted.items():
            path = os.path.join(o.predictions, "folds-" + name + ".jsonl")
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(r) + "\n" for r in rows)
            print("held-out predictions: " + path)
    if o.out:
        crf = learn(training(ids), o.c1, o.c2, o.iterations)
        head = ("# title: Weights of the evidence for names\n"
                "# source: learned by scripts/lexicons/train.py from GermEval 2014 NER (Benikova, Biemann, Reznicek) and the DFKI "
                "SmartData corpus\n# licence: CC-BY-4.0\n# date: %s\n" % o.date)
        write(crf, o.out, o.bias, head)


def predict(crf, sentences, bias):
    """The labels of sentences; the bias stands on O of every word that could be a name, as in the file of weights."""
    if not bias:
        return crf.predict(sentences)
    state, change = crf.state_features_, crf.transition_features_
    labels = crf.classes_
    by_name = collections.defaultdict(list)
    for (name, label), weight in state.items():
        by_name[name].append((label, weight))
    result = []
    for x in sentences:
        best = {l: (0.0 if l == "O" else -99.0, None) for l in labels}
        back = []
        for i, names in enumerate(x):
            score = collections.Counter()
            for n in names:
                for label, weight in by_name.get(n, ()):
                    score[label] += weight
            if names != ["closed"]:
                score["O"] += bias
            new = {}
            for l in labels:
                if i == 0:
                    new[l] = (score[l] + (-99 if l.startswith("I-") else 0), None)
                else:
                    p = max(labels, key=lambda p: best[p][0] + change.get((p, l), 0))
                    new[l] = (best[p][0] + change.get((p, l), 0) + score[l], p)
            back.append(new)
            best = new
        y = []
        l = max(labels, key=lambda l: best[l][0]) if x else None
        for new in reversed(back):
            y.append(l)
            l = new[l][1]
        result.append(y[::-1])
    return result


if __name__ == "__main__":
    main()
