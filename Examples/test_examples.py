"""Runs the examples as a user would. `make test-examples` builds what they need."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

EXAMPLES = pathlib.Path(__file__).resolve().parent
ROOT = EXAMPLES.parent
PROGRAM = ROOT / ".build/release/wortlaut"
ARTICLES = EXAMPLES / "articles"
SPACY = ROOT / ".venv/spacy/bin/python"
SCRATCH = EXAMPLES / "CustomStage/.build"


def run(*command, cwd=None, exit_code=0):
    result = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert result.returncode == exit_code, f"{command}: {result.returncode}\n{result.stdout[-3000:]}\n{result.stderr[-3000:]}"
    return result.stdout


def rows(output):
    return [json.loads(line) for line in output.splitlines()]


def text(row, span):
    return row["text"][span["start"] : span["end"]]


class PythonStages(unittest.TestCase):
    def test_readability_measures_every_sentence_with_words(self):
        pipeline = EXAMPLES / "stages/readability.yml"
        for row in rows(run(PROGRAM, "run", ARTICLES, "-p", pipeline, "--layers", "sentences,readability", "--quiet")):
            *sentences, article = row["layers"]["readability"]
            spans = {(sentence["start"], sentence["end"]) for sentence in row["sentences"]}
            self.assertTrue(sentences and all((s["start"], s["end"]) in spans for s in sentences))
            self.assertTrue(article["article"] and 20 < article["lix"] < 90, article)

    @unittest.skipUnless(SPACY.exists(), "no spaCy: 'make spacy' makes an environment that has it")
    def test_spacy_finds_entities_on_wortlauts_tokens(self):
        pipeline = EXAMPLES / "stages/spacy.yml"
        found = {}
        for row in rows(run(PROGRAM, "run", ARTICLES, "-p", pipeline, "--layers", "tokens,offices", "--quiet")):
            starts = {token["start"] for token in row["tokens"]}
            for entity in row["layers"]["offices"]:
                self.assertIn(entity["start"], starts)
                self.assertEqual(entity["name"], text(row, entity))
                found.setdefault(entity["type"], set()).add(entity["name"])
        self.assertIn("Umweltministerin", found["AMT"])
        self.assertIn("Nordsee", found["GEWAESSER"])
        self.assertIn("1,8 Millionen Euro", found["BETRAG"])

    def test_a_new_python_stage_runs_as_it_is_and_is_never_overwritten(self):
        with tempfile.TemporaryDirectory() as folder:
            run(PROGRAM, "new", "stage", "long-sentences", cwd=folder)
            pipeline = "long-sentences/long-sentences.yml"
            run(PROGRAM, "check", pipeline, cwd=folder)
            for row in rows(run(PROGRAM, "run", ARTICLES, "-p", pipeline, "--quiet", cwd=folder)):
                self.assertEqual(len(row["layers"]["long-sentences"]), len(row["sentences"]))
                words = sum(sentence["words"] for sentence in row["layers"]["long-sentences"])
                self.assertEqual(words, sum(token["kind"] == "word" for token in row["tokens"]))
            run(PROGRAM, "new", "stage", "long-sentences", cwd=folder, exit_code=1)


class SwiftStages(unittest.TestCase):
    def test_the_custom_stage_passes_its_tests_and_fills_layer_and_column(self):
        package = EXAMPLES / "CustomStage"
        run("swift", "test", "--package-path", package, "--scratch-path", SCRATCH)
        program = SCRATCH / "debug/readable"
        command = [program, "run", ARTICLES, "-p", package / "readable.yml", "--quiet"]
        for row in rows(run(*command, "--layers", "sentences,readability")):
            for element in row["layers"]["readability"]:
                self.assertIn(element["span"], row["sentences"])
                self.assertGreater(element["lix"], 0)
        heading, *table = run(*command, "--format", "tokens-tsv").splitlines()
        self.assertEqual(heading.split("\t")[-1], "lix")
        self.assertTrue(all(line.split("\t")[-1] for line in table if "\tword\t" in line))
        self.assertIn("readability  measures how hard", run(program, "stages"))

    def test_a_new_swift_stage_builds_and_runs_as_it_is(self):
        with tempfile.TemporaryDirectory() as folder:
            run(PROGRAM, "new", "stage", "long-sentences", "--language", "swift", "--wortlaut", ROOT, cwd=folder)
            package = pathlib.Path(folder) / "long-sentences"
            # The library is built already there.
            run("swift", "build", "--package-path", package, "--scratch-path", SCRATCH)
            command = [SCRATCH / "debug/LongSentences", "run", ARTICLES, "-p", package / "long-sentences.yml", "--quiet"]
            for row in rows(run(*command)):
                self.assertTrue(all(element["words"] >= 3 for element in row["layers"]["long-sentences"]))


if __name__ == "__main__":
    os.environ["WORTLAUT_HOME"] = str(ROOT)
    unittest.main(verbosity=2)
