"""Runs the real program once over the articles; the tests read back what it wrote."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from articles import ARTICLES, BROKEN_ROW, FORMATS

HERE = Path(__file__).parent
PROGRAM = os.environ.get("WORTLAUT", str(HERE.parents[1] / ".build/release/wortlaut"))


@dataclass
class Results:
    folder: Path
    errors: str
    # JSONL rows by id, without the failed one: what the other formats are held against.
    rows: dict

    def read(self, ending: str) -> str:
        return (self.folder / f"articles.{ending}").read_bytes().decode("utf-8")

    def file(self, format: str, name: str, ending: str) -> Path:
        return self.folder / format / f"{name}.{ending}"


def run(*arguments, folder, **options):
    environment = {**os.environ, "WORTLAUT_HOME": str(HERE.parents[1])}
    return subprocess.run([PROGRAM, *arguments], cwd=folder, env=environment, capture_output=True, **options)


@pytest.fixture(scope="session")
def articles_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("interop") / "articles.jsonl"
    rows = [json.dumps({"id": id, "text": text, "ressort": "Probe"}) for id, text in ARTICLES.items()]
    rows.insert(3, BROKEN_ROW)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def results(articles_file):
    folder = articles_file.parent
    done = run(
        "run", "articles.jsonl", "-p", str(HERE / "pipeline.yml"), "--format", ",".join(FORMATS), "-o", "out",
        folder=folder)
    errors = done.stderr.decode()
    assert done.returncode == 3, errors
    rows = {}
    for line in (folder / "out/articles.jsonl").read_bytes().decode("utf-8").split("\n"):
        if line:
            row = json.loads(line)
            if "error" not in row:
                rows[row["id"]] = row
    assert {id: row["text"] for id, row in rows.items()} == ARTICLES
    return Results(folder / "out", errors, rows)


def entities(row):
    """All entities of all layers: (layer, start, end, type)."""
    layers = {"entities": row["entities"], **row.get("layers", {})}
    return [(name, e["start"], e["end"], e["type"]) for name, list in layers.items() for e in list]


# The files of the articles whose ids are their names.
NAMES = {"=odd/id \"1\"; <a&b>": "=odd/id _1_; _a&b_", "../../up": "up"}


def file_name(id):
    return NAMES.get(id, id)
