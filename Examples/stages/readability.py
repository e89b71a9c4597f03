#!/usr/bin/env python3
"""How hard each sentence and the whole article are to read: LIX (Björnsson 1968), needing nothing but Python.

LIX = words per sentence + per cent of words with more than six letters. German newspapers lie at 50 to 60, laws above 60,
children's books below 40. The layer `readability` is a list with an object a sentence and, last, one for the article.
"""
import wortlaut_stage
from wortlaut_stage import norm


def lix(lengths, sentences):
    if not lengths:
        return None
    return round(len(lengths) / sentences + 100 * sum(length > 6 for length in lengths) / len(lengths), 1)


def readability(row):
    words = [
        (token["start"], len(norm(row, token)))
        for token in row["tokens"]
        if token["kind"] in ("word", "abbreviation", "number", "ordinal")
    ]
    result, all_lengths, at, counted = [], [], 0, 0
    for sentence in row["sentences"]:
        lengths = []
        while at < len(words) and words[at][0] < sentence["end"]:
            lengths.append(words[at][1])
            at += 1
        if lengths:
            counted += 1
            all_lengths += lengths
            result.append({"start": sentence["start"], "end": sentence["end"], "lix": lix(lengths, 1)})
    result.append({"article": True, "sentences": counted, "words": len(all_lengths), "lix": lix(all_lengths, max(1, counted))})
    return {"readability": result}


wortlaut_stage.run(readability, requires=["tokens", "norms", "sentences"], provides=["readability"])
