#!/usr/bin/env python3
"""Writes lexicons/words/verbs.tsv and cue-verbs.tsv from the principal parts in scripts/wordlists.

usage: python3 scripts/german_verbs.py

Source of the paradigms: German grammar (weak and strong conjugation, Duden-Grammatik, "Das Verb"); no corpus is read.
"""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
INSEPARABLE = ("be", "emp", "ent", "er", "ge", "hinter", "miss", "über", "unter", "ver", "wider", "zer")
IRREGULAR = {
    "sein": ("bin bist ist sind seid seyd war warst waren wart", "sei seist seien seiet sey seyst seyen", "wäre wärst wären wäret"),
    "haben": ("habe hast hat haben habt hatte hattest hatten hattet", "habe habest haben habet",
              "hätte hättest hätten hättet"),
    "werden": ("werde wirst wird werden werdet wurde wurdest wurden wurdet ward", "werde werdest werden werdet",
               "würde würdest würden würdet"),
    "tun": ("tue tust tut tun tat tatest taten", "tue tuest tuen", "täte täten"),
}
PRETERITE_PRESENT = {"können": "kann", "müssen": "muss", "sollen": "soll", "wollen": "will", "dürfen": "darf",
                     "mögen": "mag", "wissen": "weiß"}


HELPERS = {v: ["auxiliary"] for v in ("sein", "haben", "werden")}
HELPERS.update({v: ["modal"] for v in ("können", "müssen", "sollen", "wollen", "dürfen", "mögen")})


def stem(infinitive):
    return infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]


def forms(infinitive, parts):
    """Indicative, Konjunktiv I, Konjunktiv II and participle of a verb without its separable particle."""
    s = stem(infinitive)
    if infinitive in IRREGULAR:
        i, k1, k2 = (x.split() for x in IRREGULAR[infinitive])
        return i, k1, k2, [parts[2]] if parts else []
    liquid = infinitive.endswith(("eln", "ern"))
    e = "e" if re.search(r"([dt]|[^lrmnaeiouäöü][mn])$", s) and not liquid else ""
    if re.search(r"[aeiouäöü]hn$", s):
        e = ""
    first = [s + "e"] if not liquid else [s + "e", s[:-2] + s[-1] + "e"]
    if parts:
        present, preterite, participle = parts[:3]
        preterite_plural = preterite + ("n" if preterite.endswith("e") else "en")
        second = preterite + ("st" if not re.search(r"[sßz]$", preterite) else "t")
        indicative = ([] if infinitive in PRETERITE_PRESENT else first) + [present, infinitive, s + e + "t", preterite, preterite_plural, second]
        k2 = []
        if len(parts) > 3:
            k2 = [parts[3], parts[3] + "n"]
        if infinitive in PRETERITE_PRESENT:
            indicative += [present + "st", infinitive]
    else:
        indicative = first + [s + e + "t", s + (e or ("" if s.endswith(("s", "ß", "z", "x")) else "")) + "st", infinitive,
                              s + e + "te", s + e + "ten", s + e + "test", s + e + "tet"]
        k2 = []
        participle = s + e + "t"
        if not infinitive.endswith("ieren") and not (infinitive.startswith(INSEPARABLE) and len(infinitive) > 5
                                                    and re.search("[aeiouäöü]", stem(infinitive)[2:])
                                                    and not infinitive.startswith(NOT_PREFIXED)):
            participle = "ge" + participle
    k1 = [s + "e", infinitive, s + "est"] if not liquid else [s + "e", s[:-2] + s[-1] + "e", infinitive]
    return list(dict.fromkeys(indicative)), k1, k2, [participle]


NOT_PREFIXED = ("beten", "bellen", "betteln", "erben", "ernten", "geigen", "gelten", "geben", "erden", "enden", "überstand", "bessern", "beben", "beugen", "geistern")


def head(title):
    return (f"# title: {title}\n# source: written for this project from German grammar, by scripts/german_verbs.py\n"
            "# licence: Apache-2.0\n# date: 2026-11-24\n")


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def main():
    lists = ROOT / "scripts" / "wordlists"
    out = {}
    for line in rows(lists / "verbs.txt"):
        infinitive, *parts = line.split()
        left_out = {x[1:] for x in parts if x.startswith("-")}
        i, k1, k2, p = forms(infinitive, [x for x in parts if not x.startswith("-")])
        i, k1 = ([x for x in some if x not in left_out] for some in (i, k1))
        out[infinitive] = "\t".join([infinitive, "|".join(i), "|".join(k1), "|".join(k2), "|".join(p)] + HELPERS.get(infinitive, []))
    target = ROOT / "lexicons" / "words"
    (target / "verbs.tsv").write_text(
        head("Finite and non-finite forms of common verbs")
        + "lemma\tindicative\tkonjunktiv1\tkonjunktiv2\tparticiple\thelper\n"
        + "".join(out[k] + "\n" for k in sorted(out)), encoding="utf-8")
    cues = {}
    for line in rows(lists / "cue-verbs.txt"):
        lemma, parts, governs = (x.strip() for x in line.split("|"))
        lemma = lemma.removeprefix("sich ")
        particle, _, verb = lemma.rpartition("·")
        if " " in verb:
            continue
        i, k1, k2, p = forms(verb, parts.split())
        if not parts and verb in BASES:
            i, k1, k2, p = forms(verb, BASES[verb])
        if "zu" in governs.split():
            i, k1, k2, p = [], [], [], []
        key = (particle, verb, {"lassen", "in", "zu"}.isdisjoint(governs.split()))
        if key in cues:
            g = cues[key][-1]
            cues[key][-1] = g + [x for x in governs.split() if x not in g]
            for at, more in ((2, i), (3, k1), (4, k2), (5, p)):
                cues[key][at] = list(dict.fromkeys(cues[key][at] + more))
            continue
        cues[key] = [particle, verb, i, k1, k2, p, governs.split()]
    lines = []
    for (particle, verb, _), (_, _, i, k1, k2, p, g) in sorted(cues.items(), key=lambda x: (x[0][1], x[0][0], x[0][2])):
        lines.append("\t".join([verb, particle, " ".join(g), "|".join(i), "|".join(k1), "|".join(k2), "|".join(p)]))
    (target / "cue-verbs.tsv").write_text(
        head("Verbs that introduce speech, with their forms and what they govern")
        + "# Forms are without the separable particle; the particle stands before them in a subordinate clause.\n"
        + "lemma\tparticle\tgoverns\tindicative\tkonjunktiv1\tkonjunktiv2\tparticiple\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(out), "verbs,", len(lines), "cue verbs")


BASES = {}
for _line in rows(ROOT / "scripts" / "wordlists" / "verbs.txt"):
    _inf, *_parts = [x for x in _line.split() if not x.startswith("-")]
    if _parts:
        BASES[_inf] = _parts

if __name__ == "__main__":
    main()
