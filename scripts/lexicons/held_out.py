"""How well names are found in texts that the weights have not seen: the program itself runs, with weights learned without them."""
import collections, json, os, subprocess, tempfile

MAIN = ("PER", "LOC", "ORG")


def home(data, weights):
    """A data folder like `data` but with other weights; the folder that holds it (call its cleanup)."""
    folder = tempfile.TemporaryDirectory()
    words = os.path.join(folder.name, "lexicons", "words")
    os.makedirs(words)
    os.symlink(os.path.abspath(os.path.join(data, "pipelines")), os.path.join(folder.name, "pipelines"))
    for name in os.listdir(os.path.join(data, "lexicons")):
        if name != "words":
            os.symlink(os.path.abspath(os.path.join(data, "lexicons", name)), os.path.join(folder.name, "lexicons", name))
    for name in os.listdir(os.path.join(data, "lexicons", "words")):
        if name != "evidence-weights.tsv":
            os.symlink(os.path.abspath(os.path.join(data, "lexicons", "words", name)), os.path.join(words, name))
    weights(os.path.join(words, "evidence-weights.tsv"))
    return folder


def tag(program, folder, rows):
    """What the program finds in the rows, in the gold's terms: parts are marked as the whole token, MISC is OTH."""
    feed = "".join(json.dumps({"id": r["id"], "text": r["text"]}, ensure_ascii=False) + "\n" for r in rows)
    environment = dict(os.environ, WORTLAUT_HOME=folder, XDG_CACHE_HOME=os.path.join(folder, "cache"))
    out = subprocess.run([program, "run", "-", "--from", "jsonl", "--format", "jsonl", "--layers", "tokens,entities", "--quiet"],
                         input=feed.encode(), stdout=subprocess.PIPE, env=environment, check=True).stdout
    for row, line in zip(rows, out.decode().strip("\n").split("\n")):
        found = json.loads(line)
        names = set()
        for e in found.get("entities", []):
            kind, start, end = e["type"].replace("MISC", "OTH"), e["start"], e["end"]
            if e.get("form") == "derived":
                kind += "deriv"
            elif e.get("form") == "part":
                kind += "part"
                start, end = next(((t["start"], t["end"]) for t in found["tokens"] if t["start"] <= start and end <= t["end"]),
                                  (start, end))
            names.add((start, end, kind))
        yield row, names


def wanted(row):
    return {(e["start"], e["end"], e["type"]) for e in row["entities"] if e.get("level", 1) == 1}


def figures(right, found, gold):
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return 100 * precision, 100 * recall, 200 * precision * recall / max(precision + recall, 1e-9)


def report(tagged):
    """Prints precision, recall and F1 by type: exact spans, and where a set merges kinds, by overlap of the plain types."""
    exact = collections.defaultdict(collections.Counter)
    overlap = collections.Counter()
    for row, found in tagged:
        gold = wanted(row)
        if row["set"].startswith("smartdata"):
            plain = lambda names: {(a, b, k[:3]) for a, b, k in names if k[:3] in MAIN}
            found, gold = plain(found), plain(gold)
            touches = lambda x, others: any(x[2] == o[2] and x[0] < o[1] and o[0] < x[1] for o in others)
            overlap.update(found=len(found), gold=len(gold), right=sum(touches(x, gold) for x in found),
                           seen=sum(touches(x, found) for x in gold))
            continue
        for key in {k for _, _, k in found | gold}:
            of = lambda names: {x for x in names if x[2] == key}
            counts = collections.Counter(found=len(of(found)), gold=len(of(gold)), right=len(of(found) & of(gold)))
            exact[key] += counts
            if key in MAIN:
                exact["PER+LOC+ORG"] += counts
    for key in ("PER+LOC+ORG",) + MAIN + ("LOCderiv", "OTH", "LOCpart", "ORGpart", "PERpart"):
        c = exact[key]
        print("germeval exact   %-12s P %5.1f  R %5.1f  F1 %5.1f" % ((key,) + figures(c["right"], c["found"], c["gold"])))
    precision, recall = overlap["right"] / max(overlap["found"], 1), overlap["seen"] / max(overlap["gold"], 1)
    print("smartdata overlap %-11s P %5.1f  R %5.1f  F1 %5.1f" % (
        "", 100 * precision, 100 * recall, 200 * precision * recall / max(precision + recall, 1e-9)), flush=True)


def differences(tagged, path):
    """Writes what was found wrongly (+) and missed (-), text by text, for reading."""
    with open(path, "w", encoding="utf-8") as f:
        for row, found in tagged:
            gold = wanted(row)
            show = lambda names: "; ".join("%s [%s]" % (k, row["text"][a:b]) for a, b, k in sorted(names))
            if found != gold:
                f.write("%s\n\t+ %s\n\t- %s\n" % (row["text"][:300].replace("\n", " "), show(found - gold), show(gold - found)))
