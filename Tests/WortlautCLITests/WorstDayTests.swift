import Foundation
import Testing

@Suite("Worst days") struct WorstDayTests {
  private static let rows = "{\"id\":\"a\",\"text\":\"Bern schweigt.\"}\n{\"id\":\"b\",\"text\":\"Köln auch.\"}\n"

  /// Arguments under which results would take an article's place.
  static let dangerous: [[String]] = [
    ["in.jsonl", "-o", "in.jsonl"], ["in.jsonl", "-o", "./in.jsonl"], ["link.jsonl", "-o", "in.jsonl"],
    ["d/*.jsonl", "-o", "d/a.jsonl"], ["d", "-o", "d/a.jsonl"], ["d", "-o", "d", "--per-article"],
    ["d/page.html", "-o", ".", "--per-article", "--format", "html"], ["d", "-o", "x.jsonl", "--errors", "d/a.jsonl"],
    ["parts-00001.jsonl", "-o", "parts.jsonl", "--shard-size", "1"], ["in.jsonl", "--errors", "in.jsonl"],
  ]

  @Test("results never take the place of an article", arguments: dangerous)
  func overwriting(arguments: [String]) throws {
    let scratch = try Scratch()
    let articles = ["in.jsonl", "d/a.jsonl", "d/page.html", "parts-00001.jsonl"]
    for name in articles { try scratch.write(name, Self.rows) }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.url("link.jsonl").path, withDestinationPath: "in.jsonl")
    let result = try Program.run(["run"] + arguments, in: scratch.path)
    #expect(result.exit == 2, "\(result.errors)")
    #expect(result.errors.contains("would take its place; name another place with -o"))
    for name in articles { #expect(try scratch.read(name) == Self.rows, "\(name)") }
  }

  @Test(
    "results that lie among the articles are not read when the run is repeated",
    arguments: [
      ["-o", "d/out.jsonl"], ["-o", "d/out.jsonl", "--shard-size", "1"], ["-o", "d/results", "--per-article"],
      ["-o", "d/out.jsonl", "--errors", "d/errors.jsonl"],
    ])
  func repeated(arguments: [String]) throws {
    let scratch = try Scratch()
    try scratch.write("d/a.jsonl", Self.rows)
    try scratch.write("d/z.jsonl", "{\"id\":\"c\",\"text\":7}\n")
    for _ in 0..<2 {
      let result = try Program.run(["run", "d"] + arguments, in: scratch.path)
      #expect(result.exit == 3)
      #expect(("\n" + result.errors).contains("\n3 articles, "), "\(result.errors)")
    }
  }

  @Test("a link that leads back into its folder is followed once at most")
  func loop() throws {
    let scratch = try Scratch()
    try scratch.write("d/a.txt", "Bern schweigt.")
    try scratch.write("d/e/b.txt", "Köln auch.")
    for (link, target) in [("d/self", "."), ("d/e/up", ".."), ("d/e/other", "../../d")] {
      try FileManager.default.createSymbolicLink(atPath: scratch.url(link).path, withDestinationPath: target)
    }
    let folder = try Program.run("run", "d", in: scratch.path)
    #expect(folder.exit == 0 && folder.rows.map(\.id) == ["a.txt", "e/b.txt"])
    let pattern = try Program.run("run", "**/*.txt", in: scratch.path)
    #expect(pattern.exit == 0 && pattern.rows.map(\.id) == ["d/a.txt", "d/e/b.txt"])
  }

  @Test("a pipe in a folder is named and not waited for")
  func pipeInFolder() throws {
    let scratch = try Scratch()
    try scratch.write("d/b.txt", "Bern schweigt.")
    #expect(mkfifo(scratch.url("d/a.txt").path, 0o600) == 0)
    let result = try Program.run("run", "d", in: scratch.path)
    #expect(result.exit == 3 && result.rows.map(\.id) == ["a.txt", "b.txt"])
    #expect(result.rows.first?.error?.message.contains("no plain file") == true)
  }

  @Test("names with line breaks are names, and one that is not UTF-8 is told with the way out")
  func names() throws {
    let scratch = try Scratch()
    try scratch.write("d/a\nb/x.txt", "Bern schweigt.")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "touch \"d/$(printf 'z\\377').txt\""]
    shell.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try shell.run()
    shell.waitUntilExit()
    let result = try Program.run("run", "d", in: scratch.path)
    #expect(result.exit == 3 && result.rows.map(\.id).first == "a\nb/x.txt")
    #expect(result.rows.last?.error?.message.contains("rename it") == true, "\(result.errors)")
    let files = try Program.run("run", "d/a\nb", "-o", "out", "--per-article", in: scratch.path)
    #expect(files.exit == 0 && scratch.exists("out/x.jsonl"))
  }

  @Test("where nothing could be written nothing is said of going on")
  func nothingWritten() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", "Bern schweigt.")
    let result = try Program.run("run", "a.txt", "-o", "missing/out.jsonl", in: scratch.path)
    #expect(result.exit == 1 && !result.errors.contains("--resume"))
    #expect(result.errors.contains("missing/out.jsonl: cannot be written: no such file or directory"))
  }

  @Test(
    "results never take the place of the file that standard input is read from",
    arguments: ["-o in.jsonl", "-o link.jsonl", "--errors in.jsonl", "-o out.jsonl --errors in.jsonl"])
  func overwritingStandardInput(places: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.rows)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.url("link.jsonl").path, withDestinationPath: "in.jsonl")
    let run = "$W run - --from jsonl < in.jsonl > /dev/null 2> messages"
    #expect(try Program.shell("\(run) \(places)", in: scratch) == 2)
    #expect(try scratch.read("messages").contains("standard input is an input, and the results would take its place"))
    #expect(try scratch.read("in.jsonl") == Self.rows)
    #expect(try Program.shell("\(run) -o other.jsonl", in: scratch) == 0)
  }

  @Test(
    "that nobody can read messages ends no run, and no message gets into the results",
    arguments: ["2>&-", "2>/dev/full", "2>&1 | true", "<&- >&- 2>&-"])
  func messages(redirection: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", "{\"id\":\"c\",\"text\":7}\n" + Self.rows)
    let wanted = try Program.run("run", "in.jsonl", in: scratch.path).output
    let exit = try Program.shell("\"$W\" run in.jsonl -o out.jsonl \(redirection)", in: scratch)
    #expect(exit == (redirection.contains("|") ? 0 : 3))
    for _ in 0..<1000 where scratch.exists("out.jsonl.journal") { usleep(10_000) }
    #expect(try scratch.read("out.jsonl") == wanted)
  }

  @Test("results for a closed standard output are not lost without a word")
  func closedOutput() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", "Bern schweigt.")
    #expect(try Program.shell("\"$W\" run a.txt >&- 2> errors", in: scratch) == 1)
    #expect(try scratch.read("errors").contains("standard output: cannot be written"))
  }

  @Test("two runs never write the same results at once")
  func twoRuns() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.rows)
    let first = Process()
    first.executableURL = URL(fileURLWithPath: Program.path)
    first.arguments = ["run", "-", "--from", "jsonl", "--quiet", "-o", "out.jsonl"]
    first.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    let input = Pipe()
    first.standardInput = input
    try first.run()
    while first.isRunning, !scratch.exists("out.jsonl.journal") { usleep(10_000) }
    for options in [["--resume"], []] {
      let second = try Program.run(["run", "in.jsonl", "-o", "out.jsonl"] + options, in: scratch.path)
      #expect(second.exit == 1 && second.errors.contains("another run is writing"), "\(second.errors)")
    }
    try input.fileHandleForWriting.write(contentsOf: Data(Self.rows.utf8))
    try input.fileHandleForWriting.close()
    first.waitUntilExit()
    #expect(first.terminationStatus == 0)
    #expect(try scratch.read("out.jsonl") == Program.run("run", "in.jsonl", in: scratch.path).output)
    #expect(try Program.run("run", "in.jsonl", "-o", "out.jsonl", in: scratch.path).exit == 0)
  }

  @Test("a run that a script has put in the background does not heed the Ctrl-C that is meant for others")
  func background() throws {
    let scratch = try Scratch()
    let exit = try Program.shell(
      """
      trap '' INT; mkfifo in; $W run - --from jsonl < in > out.jsonl & exec 3> in
      echo '{"id":"a","text":"Eins."}' >&3; until grep -q a out.jsonl; do sleep 0.05; done
      kill -INT $!; sleep 0.3; echo '{"id":"b","text":"Zwei."}' >&3; exec 3>&-; wait $!
      """, in: scratch)
    #expect(exit == 0)
    #expect(try scratch.read("out.jsonl").contains("Zwei."))
  }

  @Test("a second Ctrl-C ends a run at once and says how to go on")
  func secondInterrupt() throws {
    Program.heedCtrlC()
    let scratch = try Scratch()
    try scratch.write("a.txt", String(repeating: "Der Rat der Stadt Bern tagte am Montag. ", count: 200_000))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", "a.txt", "-o", "out.jsonl", "--jobs", "1"]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try scratch.write("errors", [])
    process.standardError = try FileHandle(forWritingTo: scratch.url("errors"))
    try process.run()
    while process.isRunning, !scratch.exists("out.jsonl.journal") { usleep(10_000) }
    usleep(300_000)
    kill(process.processIdentifier, SIGINT)
    usleep(200_000)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let errors = try scratch.read("errors")
    #expect(errors.contains("interrupted") && errors.contains("go on with --resume"), "\(errors)")
  }

  @Test(
    "error rows never go into a file of the results, nor where they could not be kept",
    arguments: [
      (["-o", "out.jsonl", "--errors", "./out.jsonl"], 2, "is a file of the results; name another one with --errors"),
      (["-o", "out.jsonl", "--errors", "out.jsonl.manifest.json"], 2, "is a file of the results"),
      (["-o", "d", "--errors", "d/in.jsonl"], 2, "is a file of the results"),
      (["-o", "out.jsonl", "--errors", "d"], 1, "d: cannot be written: it is a folder"),
      (["-o", "out.jsonl", "--errors", "-"], 2, "--errors needs a file"),
    ] as [([String], Int32, String)])
  func errorsPlace(arguments: [String], exit: Int32, says: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.rows)
    try scratch.write("d/x", "")
    let result = try Program.run(["run", "in.jsonl"] + arguments, in: scratch.path)
    #expect(result.exit == exit && result.errors.contains(says), "\(result.errors)")
    #expect(!scratch.exists("out.jsonl") && !scratch.exists("d/in.jsonl") && !scratch.exists("d.partial"))
  }

  @Test("a run that --strict or --max-errors stopped says what failed, and how to go on all the same")
  func goingOn() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.rows + "kaputt\n" + Self.rows)
    let strict = try Program.run("run", "in.jsonl", "-o", "out.jsonl", "--strict", "--quiet", in: scratch.path)
    #expect(strict.exit == 1 && strict.errors.contains("go on with --resume and without --strict"), "\(strict.errors)")
    #expect(strict.errors.contains("in.jsonl:3: the row is not JSON"), "\(strict.errors)")
    let rest = try Program.run("run", "in.jsonl", "-o", "out.jsonl", "--resume", in: scratch.path)
    #expect(rest.exit == 3 && rest.errors.contains("5 articles, "))
  }

  @Test("a terminal that is closed ends a run in order, and nohup lets it go on")
  func hangUp() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.rows)
    for isKept in [false, true] {
      let command =
        "mkfifo p; \(isKept ? "nohup " : "")\"$W\" run - --from jsonl -o out.jsonl --quiet < p 2> errors & exec 3> p; "
        + "cat in.jsonl >&3; until [ -e out.jsonl.journal ]; do sleep 0.01; done; kill -HUP $!; sleep 0.3; exec 3>&-; "
        + "wait $!; echo $? > code; rm p"
      #expect(try Program.shell(command, in: scratch) == 0)
      #expect(try scratch.read("code") == (isKept ? "0\n" : "130\n"))
      #expect(try scratch.read("errors").contains("go on with --resume") == !isKept)
      #expect(scratch.exists("out.jsonl") == isKept)
    }
  }

  @Test("- is standard output, and results in a folder have a name that is one")
  func outputNames() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.rows)
    try scratch.write("v1.2/a.txt", "Bern schweigt.")
    let plain = try Program.run("run", "in.jsonl", "-o", "-", in: scratch.path)
    #expect(plain.exit == 0 && plain.rows.map(\.id) == ["a", "b"] && !scratch.exists("-"))
    #expect(try Program.shell("gzip -k in.jsonl", in: scratch) == 0)
    for (input, name) in [
      ("in.jsonl", "in"), ("in.jsonl.gz", "in"), ("in.*", "results"), ("v1.2", "v1.2"), ("v1.2/a.txt", "a"),
    ] {
      #expect(try Program.run("run", input, "-o", "out/", in: scratch.path).exit == 0)
      #expect(scratch.exists("out/\(name).jsonl"), "\(input)")
      try FileManager.default.removeItem(at: scratch.url("out"))
    }
  }

  @Test("results go where a link leads, and an open file that has a name is written as it is")
  func linksAndStreams() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.rows + "kaputt\n")
    let wanted = try Program.run("run", "in.jsonl", in: scratch.path).output
    try scratch.write("disk/old.jsonl", "alt\n")
    for (link, target) in [
      ("new.jsonl", "disk/new.jsonl"), ("old.jsonl", "second.jsonl"), ("second.jsonl", "disk/old.jsonl"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: scratch.url(link).path, withDestinationPath: target)
    }
    for name in ["new.jsonl", "old.jsonl"] {
      #expect(try Program.run("run", "in.jsonl", "-o", name, in: scratch.path).exit == 3)
      #expect(try scratch.read("disk/\(name)") == wanted && scratch.read(name) == wanted)
    }
    let command = "$W run in.jsonl -o /dev/fd/4 --errors /dev/fd/5 4> rows 5> errors 2> messages"
    #expect(try Program.shell("\(command); echo $? > code", in: scratch) == 0)
    #expect(try scratch.read("code") == "3\n")
    #expect(try scratch.read("rows") + scratch.read("errors") == wanted)
    // What goes to a stream cannot be cut, only gone on with.
    let stopped = "$W run in.jsonl -o out.jsonl --errors /dev/stderr --checkpoint 0"
    #expect(try Program.shell("\(stopped) --strict 2> messages; \(stopped) --resume 2> messages", in: scratch) == 3)
    #expect(
      try Program.shell("(echo vor; $W run in.jsonl -o /dev/stdout; echo nach) > rows 2> messages", in: scratch) == 0)
    #expect(try scratch.read("rows") == "vor\n\(wanted)nach\n")
  }
}
