"""The database, read by SQLite's own command line."""

import json
import os
import random
import re
import shutil
import subprocess
import time

import pytest
from articles import ARTICLES
from conftest import HERE, PROGRAM, entities, run

SQLITE = shutil.which("sqlite3")
pytestmark = pytest.mark.skipif(SQLITE is None, reason="needs the sqlite3 command line")


def query(path, sql):
    done = subprocess.run([SQLITE, "-json", path, sql], capture_output=True, text=True, check=True)
    return json.loads(done.stdout or "[]")


def check(path, rows):
    found = {row["id"]: row for row in query(path, "SELECT * FROM documents")}
    assert {id: row["text"] for id, row in found.items() if row["error_code"] is None} == ARTICLES
    assert found["broken"]["error_code"] == "lone-surrogate"
    assert all(json.loads(row["meta"]) == {"ressort": "Probe"} for id, row in found.items() if id in ARTICLES)
    of = "SELECT d.id AS article, x.* FROM {} x JOIN documents d ON d.key = x.document ORDER BY x.key"
    sentences = [(s["article"], s["number"], s["start"], s["end"], s["text"]) for s in query(path, of.format("sentences"))]
    assert sorted(sentences) == sorted(
        (id, n + 1, s["start"], s["end"], row["text"][s["start"]:s["end"]])
        for id, row in rows.items() for n, s in enumerate(row["sentences"]))
    named = [(e["article"], e["layer"], e["start"], e["end"], e["type"]) for e in query(path, of.format("entities"))]
    assert sorted(named) == sorted((id, *entity) for id, row in rows.items() for entity in entities(row))
    quotes = [(q["article"], q["number"], q["type"], q["speaker"], q["content"]) for q in query(path, of.format("quotes"))]
    text = lambda row, spans: " … ".join(row["text"][s["start"]:s["end"]] for s in spans) or None
    assert sorted(quotes) == sorted(
        (id, n + 1, q["type"], text(row, q["speaker"]), text(row, q["content"]))
        for id, row in rows.items() for n, q in enumerate(row["quotes"]))
    assert query(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    query(path, "INSERT INTO sentences_fts(sentences_fts) VALUES ('integrity-check')")


def test_every_row_is_there_once_however_often_it_is_written(results, articles_file):
    path = results.folder / "articles.sqlite"
    check(path, results.rows)
    again = run(
        "run", "articles.jsonl", "-p", str(HERE / "pipeline.yml"), "--format", "sqlite", "-o", str(path), "--quiet",
        folder=articles_file.parent)
    assert again.returncode == 3, again.stderr
    check(path, results.rows)
    # Only the run's manifest stands beside it: no log, shared memory or journal of the database is left.
    assert [f.name for f in results.folder.glob("*.sqlite?*")] == ["articles.sqlite.manifest.json"]


def test_sentences_are_found_by_their_words(results):
    path = results.folder / "articles.sqlite"
    sql = "SELECT s.text FROM sentences_fts f JOIN sentences s ON s.key = f.rowid WHERE sentences_fts MATCH {}"
    assert {row["text"] for row in query(path, sql.format("'zürich'"))} == {
        "Der Rat der Stadt Bern tagt am 3. Oktober 2019 in Zürich."}
    assert query(path, sql.format("'zurich'")) == []


def test_the_queries_of_the_readme_run(results):
    readme = (HERE.parents[1] / "README.md").read_text()
    queries = re.search(r"```sql\n(.*?)```", readme, re.S)[1].split(";")
    queries = [re.sub(r"^--.*$", "", q, flags=re.M).strip() for q in queries]
    queries = [q for q in queries if q]
    assert len(queries) == 3
    for sql in queries:
        assert query(results.folder / "articles.sqlite", sql), sql


def test_another_programs_database_is_left_alone(articles_file):
    folder = articles_file.parent
    query(folder / "other.sqlite", "CREATE TABLE mine(x)")
    (folder / "text.sqlite").write_text("no database at all, and longer than a header of one hundred bytes " * 3)
    for name, says in (("other.sqlite", "is another program's database"), ("text.sqlite", "is no SQLite database")):
        done = run("run", "articles.jsonl", "--format", "sqlite", "-o", name, "-p", "tokens", folder=folder)
        assert done.returncode == 1 and says in done.stderr.decode(), done.stderr
    nowhere = run("run", "articles.jsonl", "--format", "sqlite", folder=folder)
    assert nowhere.returncode == 2 and b"name a file for it with -o" in nowhere.stderr


def content(path):
    """All rows, with the index for words proved whole. Keys are left out: those of rows written twice are used up."""
    query(path, "INSERT INTO sentences_fts(sentences_fts) VALUES ('integrity-check')")
    tables = {"documents": query(path, "SELECT * FROM documents ORDER BY key")}
    for table in ("sentences", "entities", "quotes"):
        tables[table] = query(path, f"SELECT d.id AS article, x.* FROM {table} x JOIN documents d ON d.key = x.document ORDER BY x.key")
    return {name: [{k: v for k, v in row.items() if k not in ("key", "document")} for row in rows] for name, rows in tables.items()}


def test_a_run_killed_at_any_time_is_gone_on_with(tmp_path):
    rows = [
        {"id": str(n), "text": f"Die Ministerin Rohde sagte in Kiel: „Das ist die Zahl {n}.“ Der Bund solle zahlen."}
        for n in range(6000)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    command = ["run", "in.jsonl", "-p", "news", "--format", "sqlite", "--quiet", "-o"]
    assert run(*command, "whole.sqlite", folder=tmp_path).returncode == 0
    wanted = content(tmp_path / "whole.sqlite")
    assert len(wanted["documents"]) == len(rows) and len(wanted["quotes"]) >= len(rows)
    chance = random.Random(7)
    cut = 0
    for attempt in range(8):
        name = f"killed{attempt}.sqlite"
        environment = {**os.environ, "WORTLAUT_HOME": str(HERE.parents[1])}
        with subprocess.Popen([PROGRAM, *command, name], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.05, 0.6))
            process.kill()
        cut += not (tmp_path / name).exists()
        done = run(*command, name, "--resume", folder=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
        assert content(tmp_path / name) == wanted
    assert cut > 0
