"""Annotates a table of articles with Wortlaut, on as many machines as Spark has.

    spark-submit annotate.py articles.parquet annotated.parquet --wortlaut /usr/local/bin/wortlaut

`articles` has the columns `id` and `text`; further ones ride along. A task keeps one `wortlaut run -` as a filter: rows go
in and come out as JSON Lines, in order, one for one. An article that fails stays a row, with `error` filled and the layers
null. Every worker machine needs the program and its data in the same place (or ship them: see README.md).
"""
import argparse
import collections
import json
import os
import subprocess
import tempfile
import threading

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import types as t

SPAN = [t.StructField("start", t.IntegerType()), t.StructField("end", t.IntegerType())]
SPANS = t.ArrayType(t.StructType(SPAN))


def text(name):
    return t.StructField(name, t.StringType())


ENTITIES = t.ArrayType(t.StructType(SPAN + [text("text"), text("type"), text("name"), text("id"), text("source"), text("form")]))
QUOTES = t.ArrayType(
    t.StructType(
        [text("type"), text("text"), text("speakerText")]
        + [t.StructField(name, SPANS) for name in ("content", "speaker", "cue", "frame", "addressee")]
        + [t.StructField("speakerEntity", t.IntegerType()), text("source")]
    )
)
ERROR = t.StructType([text("stage"), text("code"), text("message")])
ANNOTATION = [t.StructField("entities", ENTITIES), t.StructField("quotes", QUOTES), t.StructField("error", ERROR)]


def covered(article, spans):
    """The text of several spans; offsets are code points, as Python counts."""
    return " ".join(article[span["start"] : span["end"]] for span in spans) or None


def annotation(row, article):
    """The columns of one answer of Wortlaut's."""
    if "error" in row:
        # The place is a line of the task's own stream, which says nothing of the table.
        error = {name: value for name, value in row["error"].items() if name != "place"}
        return {"entities": None, "quotes": None, "error": error}
    entities = [entity | {"text": covered(article, [entity])} for entity in row["entities"]]
    quotes = [
        quote | {"text": covered(article, quote["content"]), "speakerText": covered(article, quote["speaker"])}
        for quote in row["quotes"]
    ]
    return {"entities": entities, "quotes": quotes, "error": None}


class Filter:
    """A `wortlaut run -` that is kept for a task: rows in, rows out, in order."""

    def __init__(self, program, pipeline):
        self.log = tempfile.TemporaryFile()
        command = [program, "run", "-", "--from", "jsonl", "-p", pipeline, "--format", "jsonl"]
        command += ["--layers", "entities,quotes", "--jobs", "1", "--quiet"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)

    def map(self, batches, rows_of):
        """Yields each batch with its answers. Another thread writes, so that no full pipe can hold the two up."""
        sent, failure = collections.deque(), []
        room = threading.Semaphore(4)  # how many batches may be under way
        there = threading.Semaphore(0)

        def write():
            try:
                for batch in batches:
                    room.acquire()
                    sent.append(batch)
                    there.release()
                    for row in rows_of(batch):
                        self.process.stdin.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                    self.process.stdin.flush()
                self.process.stdin.close()
            except BrokenPipeError:
                pass  # the reader sees that the program is gone
            except Exception as error:
                failure.append(error)
                self.process.kill()
            finally:
                sent.append(None)
                there.release()

        threading.Thread(target=write, daemon=True).start()
        while True:
            there.acquire()
            batch = sent.popleft()
            if batch is None:
                break
            answers = [self.process.stdout.readline() for _ in range(batch.num_rows)]
            if failure:
                raise failure[0]
            if answers and not answers[-1]:
                raise RuntimeError(f"wortlaut ended early: {self.last_words()}")
            yield batch, answers
            room.release()
        if failure:
            raise failure[0]
        if self.process.wait() not in (0, 3):  # 3: some articles failed; they are rows
            raise RuntimeError(f"wortlaut ended with {self.process.returncode}: {self.last_words()}")

    def last_words(self):
        self.process.wait()
        self.log.seek(0)
        return self.log.read()[-500:].decode(errors="replace").strip()

    def close(self):
        self.process.kill()
        self.process.wait()
        self.log.close()


def annotate(table, program="wortlaut", pipeline="news"):
    """The table with the columns `entities`, `quotes` and `error`."""
    from pyspark.sql.pandas.types import to_arrow_schema

    fields = table.schema.fields
    schema = t.StructType(fields + ANNOTATION)

    def task(batches):
        arrow = to_arrow_schema(schema)
        filter = Filter(program, pipeline)

        def rows_of(batch):
            for id, text in zip(batch.column("id").to_pylist(), batch.column("text").to_pylist()):
                # A missing text becomes an error row like any other fault.
                yield {"id": str(id), "text": text}

        try:
            for batch, answers in filter.map(batches, rows_of):
                texts = batch.column("text").to_pylist()
                columns = [annotation(json.loads(answer), text) for answer, text in zip(answers, texts)]
                extra = [pa.array([c[field.name] for c in columns], arrow.field(field.name).type) for field in ANNOTATION]
                given = [batch.column(field.name).cast(arrow.field(field.name).type) for field in fields]
                yield pa.RecordBatch.from_arrays(given + extra, schema=arrow)
        finally:
            filter.close()

    return table.mapInArrow(task, schema)


def read(spark, path):
    return spark.read.json(path) if ".json" in os.path.basename(path) else spark.read.parquet(path)


def main():
    arguments = argparse.ArgumentParser(description="Annotate a table of articles with Wortlaut.")
    arguments.add_argument("input", help="Parquet, or JSON Lines where the name has .json in it")
    arguments.add_argument("output", help="the Parquet folder to write")
    arguments.add_argument("--wortlaut", default="wortlaut", help="the program, on every worker machine")
    arguments.add_argument("-p", "--pipeline", default="news")
    options = arguments.parse_args()
    spark = SparkSession.builder.appName("wortlaut").getOrCreate()
    annotate(read(spark, options.input), options.wortlaut, options.pipeline).write.parquet(options.output)


if __name__ == "__main__":
    main()
