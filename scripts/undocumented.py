#!/usr/bin/env python3
"""Names public declarations without a comment, from symbol graphs: undocumented.py FOLDER."""
import json
import pathlib
import sys

# What a protocol of the standard library asks for is explained there.
KNOWN = {"init(from:)", "encode(to:)", "hash(into:)", "==(_:_:)", "<(_:_:)", "init(rawValue:)", "rawValue", "description"}
KNOWN |= {"init(stringLiteral:)", "RawValue", "!=(_:_:)", "hashValue", "allCases", "AllCases", "StringLiteralType"}

graphs = [json.loads(path.read_text()) for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.symbols.json"))]
symbols = [symbol for graph in graphs for symbol in graph["symbols"] if "location" in symbol]
# A member that a protocol of ours asks for is explained at the protocol.
protocols = {tuple(s["pathComponents"]) for s in symbols if s["kind"]["identifier"] == "swift.protocol"}
asked = {s["pathComponents"][-1] for s in symbols if tuple(s["pathComponents"][:-1]) in protocols and "docComment" in s}

missing = set()
for symbol in symbols:
    name = symbol["pathComponents"][-1]
    if "docComment" in symbol or name in KNOWN or "::SYNTHESIZED::" in symbol["identifier"]["precise"]:
        continue
    if name in asked and tuple(symbol["pathComponents"][:-1]) not in protocols:
        continue
    place = symbol["location"]
    file = place["uri"].split("/Sources/")[-1]
    missing.add((file, place["position"]["line"] + 1, ".".join(symbol["pathComponents"])))
for file, line, name in sorted(missing):
    print(f"Sources/{file}:{line}: {name}")
