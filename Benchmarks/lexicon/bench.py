"""Measures lexicons of ten thousand and of a million names: compiling, loading, matching. One core.

    make bench-lexicon            or:  python3 Benchmarks/lexicon/bench.py [--program PATH] [--keep FOLDER]

Names and text are made up from the word lists in lexicons/words by a fixed seed, so that every run measures the same.
Matching is the time of the stage `tag-entities` over text that is tokenized already, as `wortlaut run --profile` tells
it; the runs of the two sizes take turns, and the fastest of each counts. Compiling is user time and peak memory of the
whole process. Loading is the time of a whole `wortlaut check` whose pipeline names the compiled file, less that of one
with a lexicon of a single name.
"""
import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STAGES = "layout, tokenize, normalize, split-sentences"


def words(name):
    with open(f"{ROOT}/lexicons/words/{name}.tsv", encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t")[0] for line in f if line.strip() and not line.startswith("#")]
    return rows[1:]


def make_names(count, rng):
    """Persons, companies, products, places and associations, as many of each as a real list of that size might have."""
    first, last = words("first-names"), words("last-names")
    nouns = [w.capitalize() for w in words("common-nouns") if w.isalpha() and 4 < len(w) < 12]
    syllables = "ba be bru da der dor ei el en fal gar hal hei in kal ker lan lin lo mar mei na nor o pas rei ro sa ta tel ul vin wal zel".split()
    ends = "berg burg dorf feld hausen heim ingen itz kirchen ow stadt stein tal walde".split()
    found = set()
    while len(found) < count:
        kind = rng.random()
        if kind < 0.4:
            name = f"{rng.choice(first)} {rng.choice(last)}-{rng.choice(last)}" if kind < 0.1 else f"{rng.choice(first)} {rng.choice(last)}", "PER"
        elif kind < 0.6:
            name = f"{rng.choice(last)} {rng.choice(nouns)} {rng.choice(['GmbH', 'AG', 'KG', 'SE'])}", "ORG"
        elif kind < 0.8:
            name = rng.choice(nouns) + rng.choice(nouns).lower() + f" {rng.randrange(100)}" * (kind < 0.65), "PRODUCT"
        elif kind < 0.95:
            name = "".join(rng.choice(syllables) for _ in range(rng.randint(2, 3))).capitalize() + rng.choice(ends), "LOC"
        else:
            name = f"{rng.choice(['Deutscher', 'Freie', 'Neues'])} {rng.choice(nouns)} für {rng.choice(nouns)}", "ORG"
        found.add(name)
    return sorted(found)


def write_lexicon(path, names):
    with open(path, "w", encoding="utf-8") as f:
        f.write("# title: Names for measuring\n# source: made up\n# licence: CC0-1.0\n# date: 2026-11-25\n")
        f.write("name\ttype\tid\taliases\tflags\n")
        for number, (name, kind) in enumerate(names):
            f.write(f"{name}\t{kind}\tX:{number}\t\t\n")


def write_text(path, names, size, rng):
    """Articles of some five kilobytes: function words, nouns, other words, and a name in every other sentence."""
    small, other = words("function-words"), [w for w in words("common-words") if w.isalpha()]
    nouns = [w.capitalize() for w in words("common-nouns") if w.isalpha()]
    zipf = lambda rows: rows[min(int(rng.paretovariate(0.7)) - 1, len(rows) - 1)] if rng.random() < 0.5 else rng.choice(rows)
    written = number = 0
    with open(path, "w", encoding="utf-8") as f:
        while written < size:
            text = []
            for _ in range(60):
                sentence = []
                for _ in range(rng.randint(6, 18)):
                    sentence += [zipf(small)] if rng.random() < 0.5 else [zipf(nouns)] if rng.random() < 0.55 else [zipf(other)]
                if rng.random() < 0.5:
                    sentence.insert(rng.randrange(len(sentence)), rng.choice(names)[0])
                text.append(" ".join(sentence)[:1].upper() + " ".join(sentence)[1:] + ".")
            text = " ".join(text)
            written += len(text.encode())
            f.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
            number += 1
    return written


def run(command, env, stdout=subprocess.DEVNULL):
    """Wall and user seconds, peak memory in MB, and what the command says on standard error."""
    start = time.perf_counter()
    child = subprocess.Popen(command, env=env, stdout=stdout, stderr=subprocess.PIPE, text=True)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: {errors}")
    return time.perf_counter() - start, usage.ru_utime, usage.ru_maxrss / 1024, errors


def stage_seconds(errors):
    found = re.search(r"tag-entities\s+([\d.]+)\s*(ms|s)\b", errors)
    if not found:
        sys.exit("no time of tag-entities in: " + errors)
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=f"{ROOT}/.build/release/wortlaut")
    parser.add_argument("--keep", help="a folder for the made files, to be used again")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", type=int, default=12_000_000, help="bytes of text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or scratch
        os.makedirs(folder, exist_ok=True)
        env = {**os.environ, "WORTLAUT_HOME": ROOT, "WORTLAUT_CACHE": f"{folder}/cache"}
        files = {1: f"{folder}/one.tsv", 10_000: f"{folder}/small.tsv", 1_000_000: f"{folder}/large.tsv"}
        text = f"{folder}/text.jsonl"
        if not os.path.exists(text):
            rng = random.Random(1)
            names = make_names(1_000_000, rng)
            few = sorted(rng.sample(names, 10_000))
            write_lexicon(files[1], names[:1])
            write_lexicon(files[10_000], few)
            write_lexicon(files[1_000_000], names)
            write_text(text, few, options.size, rng)
        with open(text, encoding="utf-8") as f:
            size = sum(len(json.loads(line)["text"].encode()) for line in f)
        pipelines = {}
        for count, path in files.items():
            compiled = path.replace(".tsv", ".wlex")
            wall, user, memory, _ = run([options.program, "lexicon", "compile", path, "-o", compiled], env)
            if count > 1:
                print(f"compile {count:>9,} names: {user:.2f} s user, {wall:.2f} s in all, {memory:.0f} MB peak, "
                      f"file {os.path.getsize(compiled) / 1e6:.1f} MB")
            for kind, lexicon in (("", compiled), ("-source", path)):
                pipelines[count, kind] = path.replace(".tsv", f"{kind}.yml")
                with open(pipelines[count, kind], "w") as f:
                    f.write(f"name: bench\nstages: [{STAGES}, tag-entities: {{ lexicons: [{lexicon}] }}]\n")
        for kind, what in (("", "the compiled file"), ("-source", "its source, compiled in the cache")):
            best = {}
            for _ in range(options.runs + 1):
                for count in (1, 1_000_000):
                    wall = run([options.program, "check", pipelines[count, kind]], env)[0]
                    best[count] = min(best.get(count, wall), wall)
            print(f"load  1,000,000 names by {what}: {(best[1_000_000] - best[1]) * 1000:.0f} ms")
        best = {}
        for _ in range(options.runs):
            for count in (10_000, 1_000_000):
                command = [options.program, "run", text, "-p", pipelines[count, ""], "--layers", "entities", "--jobs", "1", "--profile"]
                seconds = stage_seconds(run(command, env)[3])
                best[count] = min(best.get(count, seconds), seconds)
        for count, seconds in best.items():
            print(f"match {count:>9,} names: {size / seconds / 1e6:.1f} MB/s ({size / 1e6:.1f} MB of text in {seconds:.3f} s)")


main()
