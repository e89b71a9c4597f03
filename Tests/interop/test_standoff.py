"""spaCy, brat and WebAnno."""

import json
import re

import pytest
import spacy
from articles import ARTICLES
from bratly.io import read_and_load_ann_file
from conftest import entities, file_name
from spacy.tokens import Doc, DocBin


def spacy_documents(results):
    """Documents with their rows, which hold what spaCy passes over."""
    vocab = spacy.blank("de").vocab
    rows = [json.loads(line) for line in results.read("spacy.jsonl").split("\n") if line]
    return [(Doc(vocab).from_json(row, validate=True), row) for row in rows]


def test_spacy_reads_every_document(results):
    documents = spacy_documents(results)
    assert {json["wortlaut"]["id"]: doc.text for doc, json in documents} == ARTICLES
    for doc, passed_over in documents:
        row = results.rows[passed_over["wortlaut"]["id"]]
        borders = {(t.idx, t.idx + len(t)) for t in doc}
        tokens = {(t["start"], t["end"]) for t in row["tokens"] if not doc.text[t["start"]:t["end"]].isspace()}
        assert tokens <= borders
        assert all(t.text.isspace() or (t.idx, t.idx + len(t)) in tokens or not t.text.strip("\u200b\ufeff ") for t in doc)
        inside = [(start, end, type) for layer, start, end, type in entities(row) if layer == "entities"]
        whole = [e for e in inside if {e[0]} <= {b[0] for b in borders} and {e[1]} <= {b[1] for b in borders}]
        assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == whole
        assert [e.kb_id_ for e in doc.spans["entities"]] == [
            e.get("id", "") for e in row["entities"] if (e["start"], e["end"], e["type"]) in whole]
        assert passed_over["wortlaut"]["quotes"] == row["quotes"]
        contents = [(s["start"], s["end"]) for q in row["quotes"] for s in q["content"]]
        assert [(s.start_char, s.end_char) for s in doc.spans["quotes"]] == contents
        if row["sentences"]:
            assert [(s.start_char, s.text.strip()) for s in doc.sents if s.text.strip()]
        details = [(t["start"], t["kind"], t.get("norm")) for t in passed_over["tokens"] if "kind" in t]
        assert details == [(t["start"], t["kind"], t.get("norm")) for t in row["tokens"] if (t["start"], t["end"]) in tokens]


def test_spacy_documents_go_through_docbin(results):
    documents = [doc for doc, _ in spacy_documents(results)]
    packed = DocBin(docs=documents, store_user_data=True).to_bytes()
    again = list(DocBin().from_bytes(packed).get_docs(spacy.blank("de").vocab))
    assert [doc.text for doc in again] == [doc.text for doc in documents]
    assert [[e.label_ for e in doc.ents] for doc in again] == [[e.label_ for e in doc.ents] for doc in documents]


def test_brat_is_read_by_bratly(results):
    for id, row in results.rows.items():
        path = results.file("brat", file_name(id), "ann")
        read = read_and_load_ann_file(str(path), no_duplicates=False, renumerotize=False)
        if not row["entities"] and not row["quotes"] and not row["marks"]:
            assert path.read_bytes() == b""
            continue
        lines = path.read_bytes().decode().split("\n")
        assert lines.pop() == ""
        assert len(read.annotations) == len(lines), id


def test_brat_keeps_its_own_rules(results):
    """What brat's server checks: known targets, the text of every span, no line break or tab in one."""
    for id, row in results.rows.items():
        text = results.file("brat", file_name(id), "txt").read_bytes().decode()
        assert text == ARTICLES[id]
        spans, content = {}, results.file("brat", file_name(id), "ann").read_bytes().decode()
        assert content.splitlines() == content.split("\n")[:-1]
        for line in content.split("\n")[:-1]:
            fields = line.split("\t")
            number = re.fullmatch(r"([TRNA#])(\d+)", fields[0])
            assert number, line
            if number[1] == "T":
                assert len(fields) == 3, line
                type, places = fields[1].split(" ", 1)
                assert re.fullmatch(r"[\w-]+", type)
                pieces = [tuple(map(int, place.split(" "))) for place in places.split(";")]
                assert all(0 <= start < end <= len(text) for start, end in pieces)
                assert all(left[1] <= right[0] for left, right in zip(pieces, pieces[1:]))
                assert fields[2] == " ".join(text[start:end] for start, end in pieces)
                spans[fields[0]] = (type, pieces)
            else:
                targets = re.findall(r"\b(T\d+)\b", fields[1])
                assert targets and all(target in spans for target in targets), line
        types = [type for type, _ in spans.values()]
        for layer, start, end, type in entities(row):
            name = type if layer == "entities" else f"{layer}-{type}"
            assert any(t == name and p[0][0] == start and p[-1][1] == end for t, p in spans.values()), (id, start, end)
        kinds = [q["type"][0].upper() + q["type"][1:] for q in row["quotes"]]
        assert [type for type in types if type in set(kinds)] == kinds


UNESCAPED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b", "\\": "\\"}


def unescape_text(value):
    return re.sub(r"\\([\x00-\x07\x0e-\x1ftnrfb\\])", lambda m: UNESCAPED.get(m[1], m[1]), value, flags=re.S)


def split_unescaped(value, separator):
    return re.split(r"(?<!\\)(?:\\\\)*" + re.escape(separator), value)


def utf16(text, start, end):
    return text.encode("utf-16-le", "surrogatepass")[2 * start:2 * end].decode("utf-16-le")


def read_webanno(content, text):
    """A strict reader of WebAnno TSV 3.3, after the appendix of WebAnno's user guide."""
    lines = content.split("\n")
    assert lines.pop() == "" and lines.pop(0) == "#FORMAT=WebAnno TSV 3.3"
    columns = []
    while lines and lines[0].startswith("#T_SP="):
        layer, *features = lines.pop(0)[len("#T_SP="):].split("|")
        assert re.fullmatch(r"[\w.]+", layer) and features
        columns += [(layer, feature) for feature in features]
    assert lines.pop(0) == ""
    found, sentence, number, rows, texts = {}, 0, 0, [], []
    for line in lines:
        if line == "":
            sentence, number = sentence + 1, 0
            texts.append([])
        elif line.startswith("#Text="):
            assert number == 0
            texts[-1].append(unescape_text(line[len("#Text="):]))
        else:
            fields = line.split("\t")
            assert fields.pop() == "" and len(fields) == 3 + len(columns), line
            match = re.fullmatch(r"(\d+)-(\d+)(?:\.(\d+))?", fields[0])
            start, end = map(int, fields[1].split("-"))
            assert unescape_text(fields[2]) == utf16(text, start, end), line
            if match[3] is None:
                number += 1
                assert (int(match[1]), int(match[2])) == (sentence, number)
                rows.append((start, end))
            else:
                assert rows[-1][0] <= start < end <= rows[-1][1]
            for (layer, feature), cell in zip(columns, fields[3:]):
                if cell == "_":
                    continue
                for place, value in enumerate(split_unescaped(cell, "|")):
                    numbered = re.fullmatch(r"(.*)(?<!\\)\[(\d+)\]", value, flags=re.S)
                    key = (layer, numbered[2]) if numbered else (layer, fields[0], place)
                    entry = found.setdefault(key, {"layer": layer, "start": start, "end": end})
                    entry["start"], entry["end"] = min(entry["start"], start), max(entry["end"], end)
                    raw = numbered[1] if numbered else value
                    entry[feature] = None if raw == "*" else re.sub(r"\\(->|.)", r"\1", raw)
    return ["\n".join(parts) for parts in texts], rows, list(found.values())


def test_webanno(results):
    for id, row in results.rows.items():
        text = ARTICLES[id]
        content = results.file("webanno", file_name(id), "tsv").read_bytes().decode()
        sentences, tokens, annotations = read_webanno(content, text)
        unit = lambda offset: len(text[:offset].encode("utf-16-le")) // 2
        assert sentences == [text[s["start"]:s["end"]] for s in row["sentences"]]
        assert tokens == [(unit(t["start"]), unit(t["end"])) for t in row["tokens"]]
        named = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
        expected = [
            (named if layer == "entities" else f"webanno.custom.{layer}", unit(start), unit(end), type)
            for layer, start, end, type in entities(row)]
        assert sorted((a["layer"], a["start"], a["end"], a["value"]) for a in annotations if "value" in a) == sorted(expected)
        ids = {e["id"] for list in [row["entities"], *row.get("layers", {}).values()] for e in list if "id" in e}
        assert ids == {a["identifier"] for a in annotations if a.get("identifier")}
        parts = [
            (str(number + 1), role, unit(s["start"]), unit(s["end"]))
            for number, quote in enumerate(row["quotes"])
            for role in ("content", "speaker", "cue", "frame", "addressee") for s in quote[role]]
        assert sorted((a["quote"], a["role"], a["start"], a["end"]) for a in annotations if "quote" in a) == sorted(parts)
