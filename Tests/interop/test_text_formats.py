"""CoNLL-U, tables and the normalized text, read by Python's own readers and by `conllu`."""

import csv
import io
import re

import conllu
import pytest
from articles import ARTICLES
from conftest import entities, file_name, run

ESCAPES = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}


def unescape(value):
    raw = re.sub(
        rb"\\(x[0-9A-F]{2}|.)",
        lambda m: bytes([int(m[1][1:], 16)]) if m[1][:1] == b"x" and len(m[1]) == 3 else ESCAPES[m[1].decode()].encode(),
        value.encode())
    return raw.decode()


def documents(text):
    """The sentences by document, read with a check of our own that every line is as the format has it."""
    found, current, sentence = {}, None, None
    for line in text.split("\n"):
        if line.startswith("# newdoc id = "):
            current = found.setdefault(line[len("# newdoc id = "):], [])
        elif line.startswith("# sent_id = "):
            sentence = {"tokens": [], "text": None}
            current.append(sentence)
        elif line.startswith("# text = "):
            sentence["text"] = line[len("# text = "):]
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            assert len(columns) == 10 and all(columns), line
            assert int(columns[0]) == len(sentence["tokens"]) + 1
            assert columns[1] == columns[1].strip()
            assert columns[2:9] == ["_"] * 7
            misc = {} if columns[9] == "_" else dict(entry.split("=", 1) for entry in columns[9].split("|"))
            sentence["tokens"].append((columns[1], misc))
    return found


def test_conllu_is_read_by_the_conllu_package(results):
    sentences = conllu.parse(results.read("conllu"))
    assert len(sentences) == sum(len(row["sentences"]) for row in results.rows.values())
    assert sum(map(len, sentences)) == sum(len(row["tokens"]) for row in results.rows.values())
    assert [s.metadata["newdoc id"] for s in sentences if "newdoc id" in s.metadata] == [
        id for id, row in results.rows.items() if row["tokens"]]
    for sentence in sentences:
        text = "".join(
            token["form"] + ("" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ") for token in sentence)
        assert sentence.metadata["text"] == text.strip()
        assert sentence.metadata["sent_id"]


def test_conllu_rebuilds_the_source(results):
    for id, sentences in documents(results.read("conllu")).items():
        text = ""
        for form, misc in (token for sentence in sentences for token in sentence["tokens"]):
            text += unescape(misc.get("SpacesBefore", ""))
            text += unescape(misc["Source"]) if "Source" in misc else form
            text += "" if misc.get("SpaceAfter") == "No" else unescape(misc.get("SpacesAfter", "\\s"))
        assert text == ARTICLES[id] or text == ARTICLES[id] + " ", id


def test_conllu_holds_the_entities(results):
    for id, sentences in documents(results.read("conllu")).items():
        tokens = [misc for sentence in sentences for _, misc in sentence["tokens"]]
        begun = [misc["NER"][2:] for misc in tokens if misc.get("NER", "").startswith("B-")]
        assert begun == [e["type"] for e in results.rows[id]["entities"]], id


def table(text, **options):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True, **options))


def plain(cell):
    """A cell without the apostrophe that keeps it from running as a formula."""
    assert not cell or cell[0] not in "=+-@\t\r"
    return cell[1:] if cell.startswith("'") else cell


def test_entities_table(results):
    rows = table(results.read("entities.csv"))
    assert [
        (plain(r["article"]), r["layer"], int(r["start_codepoint"]), int(r["end_codepoint"]), r["type"]) for r in rows
    ] == [(id, *entity) for id, row in results.rows.items() for entity in entities(row)]
    for row in rows:
        text = ARTICLES[plain(row["article"])]
        assert plain(row["text"]) == text[int(row["start_codepoint"]):int(row["end_codepoint"])]


def test_quotes_table(results):
    rows = table(results.read("quotes.csv"))
    assert len(rows) == sum(len(row["quotes"]) for row in results.rows.values())
    for row in rows:
        text = ARTICLES[plain(row["article"])]
        quote = results.rows[plain(row["article"])]["quotes"][int(row["quote"]) - 1]
        spans = [tuple(map(int, span.split("-"))) for span in row["content_spans_codepoint"].split()]
        assert spans == [(s["start"], s["end"]) for s in quote["content"]]
        assert plain(row["content"]) == " … ".join(text[start:end] for start, end in spans)
        assert plain(row["speaker"]) == " … ".join(text[s["start"]:s["end"]] for s in quote["speaker"])
        if "speakerEntity" in quote:
            entity = results.rows[plain(row["article"])]["entities"][quote["speakerEntity"]]
            assert (plain(row["speaker_name"]), plain(row["speaker_id"])) == (entity["name"], entity.get("id", ""))


def test_tables_for_excel(articles_file):
    done = run(
        "run", "articles.jsonl", "--format", "quotes-csv", "--csv-dialect", "excel-de", "--quiet",
        folder=articles_file.parent)
    assert done.stdout.startswith(b"\xef\xbb\xbfarticle;quote;type;")
    text = done.stdout.decode("utf-8-sig")
    assert all(line.endswith("\r") for line in text.split("\n")[:1])
    assert len(table(text, delimiter=";")) > 5


def test_tokens_table(results):
    text = results.read("tokens.tsv")
    rows = list(csv.DictReader(io.StringIO(text, newline="\n"), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    assert len(rows) == sum(len(row["tokens"]) for row in results.rows.values())
    for row in rows:
        assert None not in row and None not in row.values()
        id = plain(row["article"])
        start, end = int(row["start_codepoint"]), int(row["end_codepoint"])
        cell = row["text"]
        assert len(cell) == 1 or cell[0] not in "=+-@\t\r"
        cell = cell[1:] if cell.startswith("'") and len(cell) > 1 else cell
        assert re.sub(r"\\(.)", lambda m: ESCAPES[m[1]], cell) == ARTICLES[id][start:end]


def test_normalized_text_leads_back_to_the_source(results):
    for id, row in results.rows.items():
        text = results.file("normalized", file_name(id), "txt").read_bytes().decode()
        table = results.file("normalized", file_name(id), "tsv").read_text().splitlines()
        assert table[0] == "normalized_start_codepoint\tnormalized_end_codepoint\tsource_start_codepoint\tsource_end_codepoint"
        assert len(table) - 1 == len(row["tokens"])
        end = 0
        for line, token in zip(table[1:], row["tokens"]):
            first, last, start, stop = map(int, line.split("\t"))
            assert (start, stop) == (token["start"], token["end"])
            surface = ARTICLES[id][start:stop]
            assert text[first:last] == token.get("norm", surface)
            assert text[end:first] in ("", " ", "\n")
            end = last
        assert end == len(text)


def test_losses_are_said(results):
    for says in (
        "conllu has no room for articles without tokens (2)", "brat has no room for",
        "characters that XML cannot hold (written as U+FFFD) (11)",
    ):
        assert says in results.errors
    assert "jsonl has no room" not in results.errors
