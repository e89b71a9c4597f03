"""Articles with what is hard for formats, written for these tests."""

DECOMPOSED = "Mu\u0308ller"

ARTICLES = {
    "plain": (
        "Kühler Empfang in Berlin\n\n"
        "„Wir warten“, sagte Ministerpräsidentin Berger am Montag in Berlin. „Und wir bleiben dabei.“ "
        "Frankreich wolle zahlen, erklärte sie.\n\nDer Rat der Stadt Bern tagt am 3. Oktober 2019 in Zürich."
    ),
    "emoji": "Anna " + DECOMPOSED + " 😀 lebt in Köln 👩‍👩‍👧. „Schön 🎉!“, rief Anna " + DECOMPOSED + " aus Bern. Dann ging sie.",
    "quotes": (
        "„Er sagte: ‚Nein, in Paris nicht‘, und ging“, berichtete Anna Schmidt. "
        "„Wir“, sagte Karl Meier, „kommen nach Wien. Morgen.“\n"
        "Laut Karl Meier sei „alles \"gut\" & <b>richtig</b>“ in Österreich gewesen. Das „Feuilleton“ schwieg."
    ),
    "lines": (
        "Die Wirtschafts-\nbeziehungen zu Russland,\tdie seit Jahren\nschwierig sind, bes-\nsern sich.  Zwei Blanks.\r\n"
        "Eine Zeile mit CRLF in Hamburg.\r\n\r\n- Punkt eins\r\n- Punkt zwei\r\n"
    ),
    "signs": "=SUMME(A1) + 3 ist <klar> & \"wahr\"; 'ja' | @berlin schrieb: -5 Grad -> [kalt] _unter_ * \\n \\ #wetter. "
    "Der EU-Gipfel in EU-Staaten; die US-Regierung zahlt 5 %.",
    "controls": "Ein\x01 Satz\x02 mit\x0bSteuer\x0czeichen\x1b in Berlin.\x1c Noch\x1d ein\x1e Satz\x1f in Bonn.\x7f Und\x85 dann\u2028"
    "weiter\u2029in Köln\ufffe\uffff. \u200bEnde\ufeff in\u00a0Rom.",
    "empty": "",
    "blank": " \n\t\n ",
    "=odd/id \"1\"; <a&b>": "Bern liegt in der Schweiz.",
    "../../up": "Wien liegt in Österreich.",
}

# A row that cannot be read: it fails, and the others go on.
BROKEN_ROW = '{"id":"broken","text":"halb \\ud83d"}'
FORMATS = [
    "jsonl", "conllu", "text", "entities-csv", "quotes-csv", "tokens-tsv", "spacy", "brat", "webanno", "xmi",
    "cas-json", "tei", "normalized", "html", "sqlite",
]
