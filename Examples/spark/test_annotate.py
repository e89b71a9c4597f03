"""Runs annotate.py on a Spark with two executors of their own and compares with a single run of the program."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(ROOT / ".build/release/wortlaut")
os.environ["WORTLAUT_HOME"] = str(ROOT)
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

from pyspark.sql import SparkSession

from annotate import annotate, annotation

ARTICLES = sorted((ROOT / "Examples/articles").glob("*.txt"))


class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = (
            SparkSession.builder.master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", False)
            .config("spark.executor.memory", "1g")
            .config("spark.executorEnv.WORTLAUT_HOME", str(ROOT))
            .config("spark.executorEnv.PYTHONPATH", str(pathlib.Path(__file__).parent))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", 50)
            .getOrCreate()
        )
        cls.spark.sparkContext.setLogLevel("ERROR")

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def test_two_executors_give_what_one_run_gives_and_failed_articles_stay_rows(self):
        rows = []
        for number in range(400):
            text = ARTICLES[number % len(ARTICLES)].read_text(encoding="utf-8")
            if number % 97 == 13:
                text = None if number % 2 else text[:50] + "\0"
            rows.append({"id": f"a{number}", "text": text, "rank": number})
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/articles.parquet"
            self.spark.createDataFrame(rows, "id string, text string, rank int").repartition(4).write.parquet(path)
            start = time.time()
            table = annotate(self.spark.read.parquet(path), PROGRAM)
            table.write.parquet(f"{folder}/annotated.parquet")
            seconds = time.time() - start
            found = {row["id"]: row.asDict(True) for row in self.spark.read.parquet(f"{folder}/annotated.parquet").collect()}
        megabytes = sum(len((row["text"] or "").encode()) for row in rows) / 1e6
        print(f"\n400 articles, {megabytes:.1f} MB on two executors: {seconds:.1f} s", file=sys.stderr)
        lines = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
        command = [PROGRAM, "run", "-", "--from", "jsonl", "--layers", "entities,quotes", "--quiet"]
        single = subprocess.run(command, input=lines.encode(), capture_output=True).stdout.splitlines()
        self.assertEqual(len(found), 400)
        failed = 0
        for given, line in zip(rows, single):
            row = found[given["id"]]
            self.assertEqual((row["rank"], row["text"]), (given["rank"], given["text"]))
            expected = json.loads(json.dumps(annotation(json.loads(line), given["text"] or "")))
            failed += row["error"] is not None
            for column, value in expected.items():
                self.assertEqual(without_empty(row[column]), without_empty(value), given["id"])
        self.assertEqual(failed, sum(row["text"] is None or "\0" in row["text"] for row in rows))
        self.assertGreater(failed, 2)

    def test_a_program_that_is_not_there_fails_the_job_with_its_name(self):
        table = self.spark.createDataFrame([("a", "Gut.")], "id string, text string")
        with self.assertRaisesRegex(Exception, "no-such-program"):
            annotate(table, "/no-such-program").collect()

    def test_a_wrong_pipeline_fails_the_job_with_wortlauts_own_words(self):
        table = self.spark.createDataFrame([("a", "Gut.")], "id string, text string")
        with self.assertRaisesRegex(Exception, "did you mean 'news'"):
            annotate(table, PROGRAM, "newz").collect()


def without_empty(value):
    """A struct's missing fields are null in Spark and absent in JSON."""
    if isinstance(value, dict):
        return {key: without_empty(item) for key, item in value.items() if item is not None}
    return [without_empty(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    unittest.main(verbosity=2)
