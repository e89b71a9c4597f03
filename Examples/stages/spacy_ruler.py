#!/usr/bin/env python3
"""A spaCy component as a stage: entities by spaCy's EntityRuler, over Wortlaut's own tokens and sentences.

Any component fits here in the same way: load a model with `spacy.load("de_core_news_sm")` where one is installed, and
what it finds becomes a layer. The tokens are Wortlaut's, so that spaCy's spans stand on the same borders.
"""
import json
import pathlib
import sys

try:
    import spacy
    from spacy.tokens import Doc
except ImportError:
    sys.exit("spaCy is not installed here; 'make spacy' makes a Python environment that has it")

import wortlaut_stage

nlp = spacy.blank("de")
ruler = nlp.add_pipe("entity_ruler")
patterns = pathlib.Path(__file__).with_name("spacy_patterns.jsonl")
ruler.add_patterns([json.loads(line) for line in patterns.read_text(encoding="utf-8").splitlines() if line])


def to_doc(row):
    """A spaCy Doc with Wortlaut's tokens. Blank stretches other than one space become tokens, as spaCy wants them."""
    text, words, spaces, at = row["text"], [], [], 0

    def add(word, end):
        words.append(word)
        spaces.append(text[end : end + 1] == " ")
        return end + (1 if spaces[-1] else 0)

    for token in row["tokens"]:
        if at < token["start"]:
            at = add(text[at : token["start"]], token["start"])
        if at > token["start"]:  # the blank stretch began with the space that spaCy counts to the word before it
            spaces[-1], at = False, token["start"]
        at = add(text[token["start"] : token["end"]], token["end"])
    if at < len(text):
        add(text[at:], len(text))
    return Doc(nlp.vocab, words=words, spaces=spaces)


def entities(row):
    doc = nlp(to_doc(row))
    return {
        row["provides"][0]: [
            {"start": entity.start_char, "end": entity.end_char, "type": entity.label_, "source": "spacy"}
            | ({"id": entity.ent_id_} if entity.ent_id_ else {})
            for entity in doc.ents
        ]
    }


wortlaut_stage.run(entities, requires=["tokens"])
