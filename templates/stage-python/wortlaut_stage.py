"""A stage for Wortlaut's `exec`, in Python. Copy this file beside your program; it needs nothing else.

    import wortlaut_stage

    def topics(row):                       # row["text"], row["tokens"], … : the layers you require, spans in code points
        return {"topics": [...]}           # the layers you provide

    wortlaut_stage.run(topics, requires=["tokens"], provides=["topics"])

Raise an exception to report that one article failed; the others go on. `print` goes to Wortlaut's log, not into the answers.
"""
import json
import sys
import traceback

VERSION = "stage/1"


class Failure(Exception):
    """Why an article has no answer: a short fixed word for programs, and a sentence for people."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def run(process, requires=(), provides=()):
    """Greets, then answers each row with `process(row)`, in order, until Wortlaut closes the input.

    Without `provides` the program fills whatever layers the pipeline file names: they stand in `row["provides"]`.
    """
    rows, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what the program prints must not stand among the answers

    def write(answer):
        answers.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n")
        answers.flush()

    line = rows.readline()
    if not line:
        return
    greeting = json.loads(line)
    names = list(provides) or greeting["provides"]
    write({"wortlaut": VERSION, "requires": list(requires), "provides": names})
    for line in rows:
        row = json.loads(line)
        row["provides"] = names
        try:
            write({"row": row["row"], "layers": process(row)})
        except Failure as failure:
            write({"row": row["row"], "error": {"code": failure.code, "message": failure.message}})
        except Exception as error:
            traceback.print_exc()
            write({"row": row["row"], "error": {"code": "stage-failed", "message": f"{type(error).__name__}: {error}"}})


def surface(row, span):
    """The text of a token, sentence or entity."""
    return row["text"][span["start"] : span["end"]]


def norm(row, token):
    """A token's normal form: needs the layers tokens and norms."""
    return token.get("norm") or surface(row, token)
