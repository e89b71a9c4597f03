"""Speed of the whole program against bare ICU, and with --peers against other tools, on the same articles in the same run.

    python3 Benchmarks/bench.py [--articles FILE.jsonl] [--megabytes 10] [--rounds 5] [--peers] [--record]

The articles are those of Examples/articles, or the rows of FILE ({"id", "text"}), repeated up to the size. Every figure
is the best of the rounds, taken in turn; the program runs on one core where the table does not say otherwise. --peers
wants the packages of peers/requirements.txt. --record appends the table to RESULTS.md.
"""
import argparse, datetime, glob, json, os, platform, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
NAMES = os.path.join(HERE, "peers", "names.yml")


def articles(path):
    if path:
        with open(path, encoding="utf-8") as f:
            return [json.loads(line)["text"] for line in f]
    files = sorted(glob.glob(os.path.join(ROOT, "Examples", "articles", "*.txt")))
    return [open(f, encoding="utf-8").read() for f in files]


def repeat(texts, size):
    """Texts over and over until they have so many bytes."""
    result, count, i = [], 0, 0
    while count < size:
        text = texts[i % len(texts)].replace("\f", "\n")
        result.append(text)
        count += len(text.encode())
        i += 1
    return result, count


def pieces(texts, size, total):
    """Articles of about so many bytes, cut at blanks out of the texts, until they have `total` bytes."""
    words = " ".join(texts).split(" ")
    result, current, length, count, i = [], [], 0, 0, 0
    while count < total:
        word = words[i % len(words)]
        i += 1
        current.append(word)
        length += len(word.encode()) + 1
        if length >= size:
            result.append(" ".join(current))
            count += length
            current, length = [], 0
    return result, count


def write_rows(texts, path):
    with open(path, "w", encoding="utf-8") as f:
        for i, text in enumerate(texts):
            f.write(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n")


def seconds(command, cores="0"):
    """Wall time of a command on these cores."""
    start = time.perf_counter()
    subprocess.run(["taskset", "-c", cores] + command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def seconds_side_by_side(commands):
    """Wall time of commands that run at once, each on a core of its own, until the last one ends."""
    start = time.perf_counter()
    running = [subprocess.Popen(["taskset", "-c", str(core)] + command, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL) for core, command in enumerate(commands)]
    if any([process.wait() for process in running]):
        sys.exit("bench.py: a run failed")
    return time.perf_counter() - start


def floor_speed(path):
    out = subprocess.run(["taskset", "-c", "0", os.path.join(HERE, "floor", "floor"), path, "1"], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    return float(out.split()[1])


def first_row(program):
    """Seconds from the start of the program to the answer to its first row, while its input stays open."""
    start = time.perf_counter()
    p = subprocess.Popen([program, "run", "-", "--from", "jsonl", "--quiet"], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE)
    p.stdin.write(b'{"id":"1","text":"Bern schweigt."}\n')
    p.stdin.flush()
    p.stdout.readline()
    took = time.perf_counter() - start
    p.stdin.close()
    p.wait()
    return took


def measure(o, folder):
    texts = articles(o.articles)
    all_texts, size = repeat(texts, int(o.megabytes * 1e6))
    megabytes = size / 1e6
    plain, rows = os.path.join(folder, "articles.txt"), os.path.join(folder, "articles.jsonl")
    with open(plain, "w", encoding="utf-8") as f:
        f.write("\f".join(all_texts))
    write_rows(all_texts, rows)
    middle = len(all_texts) // 2
    for half, part in enumerate((all_texts[:middle], all_texts[middle:])):
        write_rows(part, os.path.join(folder, "half%d.jsonl" % half))
    short, short_size = pieces(texts, 200, size)
    longer, longer_size = pieces(texts, 2000, size)
    write_rows(short, os.path.join(folder, "short.jsonl"))
    write_rows(longer, os.path.join(folder, "longer.jsonl"))
    out = os.path.join(folder, "out.jsonl")

    def run(source, pipeline, jobs, cores):
        # A new file each time: to free the old one's pages takes as long as to write some of the new.
        if os.path.exists(out):
            os.remove(out)
        return seconds([o.wortlaut, "run", os.path.join(folder, source), "-p", pipeline, "--jobs", jobs, "--quiet",
                        "-o", out], cores)

    def run_halves():
        halves = [os.path.join(folder, "half%d" % half) for half in (0, 1)]
        for half in halves:
            if os.path.exists(half + ".out"):
                os.remove(half + ".out")
        return seconds_side_by_side([[o.wortlaut, "run", half + ".jsonl", "-p", "news", "--jobs", "1", "--quiet", "-o",
                                      half + ".out"] for half in halves])

    run("articles.jsonl", "news", "1", "0")
    best, ratios = {}, {"tokens": [], "news": [], "two": [], "both": [], "apart": [], "short": []}
    for _ in range(o.rounds):
        floor = floor_speed(plain)
        tokens = megabytes / run("articles.jsonl", "tokens", "1", "0")
        names = megabytes / run("articles.jsonl", NAMES, "1", "0") if o.peers else 0
        news = megabytes / run("articles.jsonl", "news", "1", "0")
        two = megabytes / run("articles.jsonl", "news", "2", "0,1")
        one = megabytes / run("articles.jsonl", "news", "1", "0,1")
        apart = megabytes / run_halves()
        a = run("short.jsonl", "news", "1", "0") / short_size
        b = run("longer.jsonl", "news", "1", "0") / longer_size
        for name, value in (("floor", floor), ("tokens", tokens), ("names", names), ("news", news), ("two", two),
                            ("one", one), ("apart", apart)):
            best[name] = max(best.get(name, 0), value)
        ratios["tokens"].append(tokens / floor)
        ratios["news"].append(news / floor)
        ratios["two"].append(two / news)
        ratios["both"].append(two / one)
        ratios["apart"].append(apart / news)
        ratios["short"].append(a / b)
    start = min(first_row(o.wortlaut) for _ in range(max(5, o.rounds)))
    median = {name: statistics.median(values) for name, values in ratios.items()}
    return megabytes, best, median, start


def stages(folder):
    """The table of single stages, if the harness is built."""
    program = os.path.join(HERE, ".build", "release", "StageBenchmark")
    if not os.path.exists(program):
        return None
    environment = dict(os.environ, WORTLAUT_HOME=ROOT)
    return subprocess.run(["taskset", "-c", "0", program, os.path.join(folder, "articles.txt")], check=True,
                          env=environment, stdout=subprocess.PIPE).stdout.decode()


def machine():
    model = platform.processor()
    try:
        with open("/proc/cpuinfo") as f:
            model = next(line.split(":")[1].strip() for line in f if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return "%s, %d cores, %s" % (model, os.cpu_count(), platform.system())


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--wortlaut", default=os.path.join(ROOT, ".build", "release", "wortlaut"))
    a.add_argument("--articles")
    a.add_argument("--megabytes", type=float, default=10)
    a.add_argument("--rounds", type=int, default=5)
    a.add_argument("--peers", action="store_true")
    a.add_argument("--record", action="store_true")
    o = a.parse_args()
    subprocess.run(["make", "-s", "-C", os.path.join(HERE, "floor"), "floor"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        megabytes, best, median, start = measure(o, folder)
        lines = ["## %s" % datetime.date.today().isoformat(), "",
                 "%s. %.1f MB of %s, best of %d rounds; ratios are medians." % (
                     machine(), megabytes, "articles of one's own" if o.articles else "Examples/articles, repeated",
                     o.rounds), "",
                 "| what | MB/s | ratio | aim |", "|---|---:|---:|---:|",
                 "| ICU's word and sentence breaks in C, the floor | %.1f | 1 | |" % best["floor"],
                 "| `tokens`, JSON Lines in and out, one core | %.1f | %.2f of the floor | 0.7 |" % (
                     best["tokens"], median["tokens"]),
                 "| `news`, JSON Lines in and out, one core | %.1f | %.2f of the floor | 0.5 |" % (
                     best["news"], median["news"]),
                 "| `news`, two workers on two cores | %.1f | %.2f of one worker on one core | 1.8 |" % (
                     best["two"], median["two"]),
                 "| | | %.2f of one worker that has the second core for reading and writing | |" % median["both"],
                 "| two runs at once, half of the articles each: what the machine gives | %.1f | %.2f of one | |" % (
                     best["apart"], median["apart"]),
                 "| articles of 200 bytes | | %.2f times the cost of 2 kB articles | 2 |" % median["short"],
                 "| start to the first answered row | | %.0f ms | 100 |" % (start * 1000), ""]
        if o.peers:
            sys.path.insert(0, os.path.join(HERE, "peers"))
            import peers
            with open(os.path.join(folder, "articles.txt"), encoding="utf-8") as f:
                texts = f.read().split("\f")
            lines += ["| other tools, the same articles, one core | MB/s | `news` is faster by | the same work is faster by |",
                      "|---|---:|---:|---:|"]
            for name, speed, same in peers.measure(texts, os.path.join(ROOT, "lexicons")):
                lines.append("| %s | %.2f | %.1f times | %s |" % (
                    name, speed, best["news"] / speed, "%.1f times" % (best[same] / speed) if same else ""))
            lines += ["", "The same work: `tokens`, or for spaCy tokens to names without quotations (%.1f MB/s), whole"
                      % best["names"], "runs with reading and JSON Lines out; the other tools' results are not written.", ""]
        table = stages(folder)
        if table:
            lines += ["Single stages of `news`, articles in memory, one core:", "", "```", table.rstrip(), "```", ""]
    text = "\n".join(lines)
    print(text)
    if o.record:
        with open(os.path.join(HERE, "RESULTS.md"), "a", encoding="utf-8") as f:
            f.write(text + "\n")


if __name__ == "__main__":
    main()
