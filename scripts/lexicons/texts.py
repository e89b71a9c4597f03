"""Texts with marked names, and what they teach: labels for the tokens that the program sees.

Three sources: germeval14-dev.jsonl and smartdata-dev.jsonl (both CC BY 4.0), and the project's own corpus in
scripts/entities/corpus (CC0), where a name is written `[Angela Merkel|PER]` and a blank line ends a text.
"""
import glob, json, os, re

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC", "B-LOCderiv", "I-LOCderiv",
          "PERpart", "LOCpart", "ORGpart", "MISCpart"]
GOLD = ("germeval14-dev", "smartdata-dev")
OWN = "own"
SURE_ORGANISATIONS = {"0:lex=S-organisations", "0:lex=S-companies", "0:lex=S-media"}
MARKED = re.compile(r"\[([^\[\]|]+)\|([A-Za-z]+)(?:\|(derived|part))?\]")


def gold(folder):
    """The rows of the two sets, each with the name of its set."""
    for name in GOLD:
        with open(os.path.join(folder, name + ".jsonl"), encoding="utf-8") as f:
            for line in f:
                yield dict(json.loads(line), set=name)


def own(folder):
    """The texts of the project's own corpus; one that stands there twice counts once."""
    seen = set()
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        for row in marked(path):
            if row["text"] not in seen:
                seen.add(row["text"])
                yield row


def marked(path):
    """The texts of a file where names are marked; lines that begin with # are notes."""
    with open(path, encoding="utf-8") as f:
        lines = [l for l in f.read().split("\n") if not l.startswith("#")]
    for number, block in enumerate(re.split(r"\n\s*\n", "\n".join(lines))):
        row = unmarked(block.strip("\n"))
        if row["text"].strip():
            yield dict(row, id="%s %d" % (os.path.basename(path), number), set=OWN)


def unmarked(marked):
    """The text without its marks, and the names with their places in it."""
    text, names, at = "", [], 0
    for m in MARKED.finditer(marked):
        text += marked[at:m.start()]
        names.append({"start": len(text), "end": len(text) + len(m[1]), "type": m[2] + {"derived": "deriv"}.get(m[3], m[3] or "")})
        text += m[1]
        at = m.end()
    return {"text": text + marked[at:], "entities": names}


def kind(name):
    """The label of a name without B- and I-; None for the kinds that are not told apart."""
    label = name["type"].replace("OTH", "MISC")
    if label.endswith("deriv") and label != "LOCderiv":
        return None
    return label


def labels(row, sentence):
    """The label of each token of a sentence. SmartData does not tell derived forms and parts: their shape does. Nor does it mark
    agencies and exchanges ("dpa", "Nasdaq"): what a lexicon is sure of is learned as a name there all the same."""
    tokens, found = sentence["tokens"], ["O"] * len(sentence["tokens"])
    for name in row["entities"]:
        label = kind(name)
        if label is None or name.get("level", 1) != 1:
            continue
        start, end, inside = name["start"], name["end"], False
        for i, (a, b) in enumerate(tokens):
            if a >= end or b <= start:
                continue
            this = label
            if row["set"].startswith("smartdata"):
                if label == "LOC" and (a, b) == (start, end) and any(x.startswith("0:derived=") for x in sentence["evidence"][i]):
                    this = "LOCderiv"
                elif (a < start or b > end) and label in ("PER", "LOC", "ORG"):
                    this = label + "part"
            if this.endswith("part"):
                found[i] = "O" if inside else this
            else:
                found[i] = ("I-" if inside else "B-") + this
            inside = True
    if row["set"].startswith("smartdata"):
        for i, names in enumerate(sentence["evidence"]):
            if found[i] == "O" and not SURE_ORGANISATIONS.isdisjoint(names):
                found[i] = "B-ORG"
    return found
