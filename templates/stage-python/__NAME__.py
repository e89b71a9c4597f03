#!/usr/bin/env python3
"""The stage __NAME__: says how many words each sentence has. Put what you want to know in its place.

    wortlaut run articles/ -p __NAME__.yml --layers sentences,__NAME__
"""
import wortlaut_stage


def process(row):
    """The layer of one article. `row` holds `id`, `text` and the layers listed in `requires`; spans are code points."""
    counts, at = [], 0
    words = [token for token in row["tokens"] if token["kind"] == "word"]
    for sentence in row["sentences"]:
        first = at
        while at < len(words) and words[at]["start"] < sentence["end"]:
            at += 1
        # An object with `start` and `end` is about a stretch of the text; beside them it may hold anything.
        counts.append({"start": sentence["start"], "end": sentence["end"], "words": at - first})
    return {"__NAME__": counts}


wortlaut_stage.run(process, requires=["tokens", "sentences"], provides=["__NAME__"])
