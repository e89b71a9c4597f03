"""A program for `exec` that keeps to the protocol, or breaks it in the way its first argument says.

It works without the helper module on purpose: what is tested is the protocol. An article whose text holds the word BAD
is the one it breaks at.
"""
import json
import os
import sys
import time

mode = sys.argv[1]
# A file that counts how often the program was started.
if len(sys.argv) > 2:
    with open(sys.argv[2], "a") as starts:
        starts.write("x")


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if mode == "exits-at-once":
    sys.exit("the model is missing")
if mode == "never-greets":
    time.sleep(60)
greeting = json.loads(sys.stdin.readline())
assert greeting["wortlaut"] == "stage/1", greeting
if mode == "greets-with-garbage":
    say("Loading model …")
if mode == "speaks-another-version":
    say('{"wortlaut":"stage/9","requires":[],"provides":[]}')
if mode == "requires-more":
    say(json.dumps({"wortlaut": "stage/1", "requires": ["tokens", "sentences"], "provides": greeting["provides"]}))
if mode == "provides-others":
    say('{"wortlaut":"stage/1","requires":[],"provides":["topic"]}')
say(json.dumps({"wortlaut": "stage/1", "requires": [], "provides": greeting["provides"]}))


def good(row):
    """The fields it was given, and the stretch of the first word."""
    end = (row["text"] + " ").index(" ")
    return {"fields": sorted(row), "id": row["id"], "first": {"start": 0, "end": end}}


def answer(row, layer=None):
    say(json.dumps({"row": row["row"], "layers": {greeting["provides"][0]: good(row) if layer is None else layer}}))


def rows():
    for line in sys.stdin:
        yield json.loads(line)


if mode == "floods-errors":
    for row in rows():
        sys.stderr.write("noise " * 20 + "\n")
        for number in range(5000):
            sys.stderr.write(f"line {number} " + "x" * 600 + "\n")
        answer(row)
if mode == "out-of-order":
    held = None
    for row in rows():
        if held is None and "BAD" in row["text"]:
            held = row
            continue
        answer(row)
if mode == "reads-ahead-and-dies":
    # Reads all it can get before it answers, and dies at one of them.
    os.set_blocking(0, False)
    rest = b""
    while True:
        time.sleep(0.05)
        try:
            rest += os.read(0, 1 << 20)
        except BlockingIOError:
            pass
        *lines, rest = rest.split(b"\n")
        batch = [json.loads(line) for line in lines]
        if any("BAD" in row["text"] for row in batch):
            os._exit(7)
        for row in batch:
            answer(row)
        if os.getppid() == 1:
            sys.exit()
count = 0
for row in rows():
    count += 1
    is_bad = "BAD" in row["text"]
    if mode == "dies-after-three" and count == 4:
        os._exit(1)
    if not is_bad:
        answer(row)
    elif mode == "hangs":
        time.sleep(600)
    elif mode == "dies":
        sys.exit("cannot bear this text")
    elif mode == "is-killed":
        os.kill(os.getpid(), 9)
    elif mode == "garbage":
        say("Warning: something")
    elif mode == "broken-utf8":
        sys.stdout.buffer.write(b'{"row":%d,"layers":{"t":"\xff"}}\n' % row["row"])
        sys.stdout.flush()
    elif mode == "twice":
        answer(row)
        answer(row)
    elif mode == "closes-output":
        os.close(1)
        time.sleep(600)
    elif mode == "huge":
        say("x" * 2_000_000)
    elif mode == "outside-text":
        answer(row, {"start": 0, "end": len(row["text"]) + 1})
    elif mode == "reports-failure":
        say(json.dumps({"row": row["row"], "error": {"code": "too-odd", "message": "this text is odd"}}))
    elif mode == "other-layer":
        say(json.dumps({"row": row["row"], "layers": {greeting["provides"][0]: 1, "more": 2}}))
    elif mode == "no-layer":
        say(json.dumps({"row": row["row"], "layers": {}}))
    elif mode == "says":
        # Answers with whatever the third argument says.
        answer(row, json.loads(sys.argv[3]))
    else:
        answer(row)
