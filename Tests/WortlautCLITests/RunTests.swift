import Foundation
import Testing

@Suite("wortlaut") struct RunTests {
  @Test("wrong usage ends with 2 and names what was meant")
  func wrongUsage() throws {
    for (arguments, says) in [
      (["run", "x", "--format", "jsno"], "did you mean 'jsonl'?"), (["run", "x", "--frm", "text"], "--from"),
      (["run", "x", "--encoding", "klingon"], "ICU knows no encoding 'klingon'"),
      (["run", "x", "--max-size", "many"], "is no size"), (["run", "x", "--max-size", "3G"], "it is below 2G"),
      (["run", "x", "--jobs", "0"], "--jobs"),
      (["run", "x", "-p", "newz"], "did you mean 'news'?"), (["check", "nope.yml"], "there is no such file"),
      (["run", "x", "--layers", "topics", "-p", "tokens"], "has no layer 'topics'"),
      (["stages", "layuot"], "'layout'"), (["run", "x", "--text-field", ","], "--text-field names"),
      (["run", "x", "--text-field", "id,text"], "both name 'id'"),
      (["run", "x", "-o", "x.html"], "x.html would hold JSON Lines; say --format html, or jsonl"),
      (["run", "x", "-o", "x.csv.gz"], "--format entities-csv or quotes-csv"),
      (["rnu", "x"], "there is no command 'rnu'; did you mean 'run'?"),
      (["run", ""], "the name of an input is empty"), (["run", "x", "-o", ""], "--output is empty"),
      (["check", "/tmp"], "this is a folder"),
      (["run", "x", "--separator", "x"], "there is 'comma', 'semicolon', 'tab'"),
      (["help", "lexikon"], "did you mean 'lexicon'?"), (["/dev/null"], "to annotate it: wortlaut run /dev/null"),
      (["run", "x", "--format", "conllu", "--layers", "tokens"], "needs the layers sentences"), (["run"], "<input>"),
    ] {
      let result = try Program.run(arguments)
      #expect(result.exit == 2, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(says), "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
  }

  @Test("help reads on standard output, with an example, for the program and every command")
  func help() throws {
    for command in [
      [], ["run"], ["check"], ["stages"], ["diff"], ["explain"], ["lexicon"], ["lexicon", "check"],
      ["lexicon", "compile"], ["lexicon", "lookup"],
    ] {
      let result = try Program.run(command + ["--help"])
      #expect(result.exit == 0)
      #expect(result.output.contains("wortlaut \(command.first ?? "run")"))
      #expect(result.output.contains("xample"))
      // On eighty columns no example is broken, and no paragraph has lines of its own.
      let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  ") {
        #expect(next.isEmpty || next.hasPrefix("  "), "\(line) … \(next)")
      }
    }
  }

  @Test("an input whose name begins like an option is told how to be named")
  func nameLikeOption() throws {
    let scratch = try Scratch()
    try scratch.write("-x.txt", "Eins.")
    let result = try Program.run("run", "-x.txt", in: scratch.path)
    #expect(result.exit == 2 && result.errors.contains("write './-x.txt'"), "\(result.errors)")
    #expect(try Program.run("run", "./-x.txt", "--quiet", in: scratch.path).exit == 0)
    #expect(try Program.run("run", "--quiet", "--", "-x.txt", in: scratch.path).exit == 0)
  }

  @Test("a file gets its name only when it is whole, and an older one stays until then")
  func outputFile() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", "Eins.")
    try scratch.write("out.jsonl", "alt\n")
    let stopped = try Program.run("run", "a.txt", "fehlt.txt", "--strict", "-o", "out.jsonl", in: scratch.path)
    #expect(stopped.exit == 1)
    #expect(try scratch.read("out.jsonl") == "alt\n")
    #expect(stopped.errors.contains("out.jsonl.partial"))
    let whole = try Program.run("run", "a.txt", "-o", "out.jsonl", in: scratch.path)
    #expect(whole.exit == 0 && whole.output.isEmpty)
    #expect(try scratch.read("out.jsonl").hasPrefix("{\"schema\":\"wortlaut/1\",\"id\":\"a.txt\""))
    #expect(!scratch.exists("out.jsonl.partial"))
  }

  @Test("several formats at once go to a folder, a file each, named after the input")
  func severalFormats() throws {
    let scratch = try Scratch()
    try scratch.write("in/a.txt", "Der Rat tagt.")
    let result = try Program.run("run", "in", "--format", "jsonl,conllu", "-o", "out/neu", in: scratch.path)
    #expect(result.exit == 0, "\(result.errors)")
    #expect(try scratch.read("out/neu/in.jsonl").hasPrefix("{\"schema\":\"wortlaut/1\""))
    #expect(try scratch.read("out/neu/in.conllu").hasPrefix("# newdoc id = a.txt"))
    let nowhere = try Program.run("run", "in", "--format", "jsonl,conllu", in: scratch.path)
    #expect(nowhere.exit == 2 && nowhere.errors.contains("name a folder for them with -o"))
    let taken = try Program.run("run", "in", "--format", "jsonl,conllu", "-o", "in/a.txt", in: scratch.path)
    #expect(taken.exit == 2 && taken.errors.contains("in/a.txt is a file"))
    let twice = try Program.run("run", "in", "--format", "jsonl,jsonl", "-o", "out", in: scratch.path)
    #expect(twice.exit == 2 && twice.errors.contains("each once"))
  }

  @Test("a full disk says so and leaves no half result under the final name")
  func fullDisk() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", "Eins.")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", scratch.url("a.txt").path]
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(message.contains("no space left on the disk"))
  }

  @Test("a reader that closes the pipe ends the run quietly")
  func closedPipe() throws {
    let scratch = try Scratch()
    try scratch.write("a.jsonl", String(repeating: "{\"id\":\"a\",\"text\":\"Der Rat tagt.\"}\n", count: 20000))
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [
      "-c",
      "set -o pipefail; '\(Program.path)' run a.jsonl -p tokens --quiet 2>errors | head -n 1 >first; echo ${PIPESTATUS[0]} >code",
    ]
    shell.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try shell.run()
    shell.waitUntilExit()
    #expect(try scratch.read("code") == "0\n")
    #expect(try !scratch.read("errors").contains("pipe"))
    #expect(try scratch.read("first").hasPrefix("{\"schema\""))
  }

  @Test("a row that arrives on standard input is answered without waiting for the next")
  func liveStream() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", "-", "--from", "jsonl", "-p", "tokens", "--quiet"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    for number in 0..<3 {
      input.fileHandleForWriting.write(Data("{\"id\":\"\(number)\",\"text\":\"Gut.\"}\n".utf8))
      var row = Data()
      while row.last != 0x0A { row += output.fileHandleForReading.availableData }
      #expect(String(decoding: row, as: UTF8.self).contains("\"id\":\"\(number)\""))
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("Ctrl-C ends a run that waits for input, with 130")
  func interrupt() throws {
    Program.heedCtrlC()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", "-", "--from", "jsonl", "-p", "tokens", "--quiet"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    input.fileHandleForWriting.write(Data("{\"id\":\"a\",\"text\":\"Gut.\"}\n".utf8))
    _ = output.fileHandleForReading.availableData
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
  }

  @Test("output is the same bytes whatever the number of jobs")
  func jobs() throws {
    let scratch = try Scratch()
    let rows = (0..<400).map { number in
      let text = String(repeating: "Der Rat der Stadt tagt zum \(number). Mal. ", count: 1 + number % 60)
      return "{\"id\":\"\(number)\",\"text\":\"\(number % 50 == 7 ? "\\ud800" : text)\"}"
    }
    try scratch.write("a.jsonl", rows.joined(separator: "\n"))
    let outputs = try [1, 2, 7].map {
      try Program.run("run", "a.jsonl", "-p", "tokens", "--jobs", "\($0)", in: scratch.path).output
    }
    #expect(outputs[0].split(separator: "\n").count == 400)
    #expect(outputs[0] == outputs[1] && outputs[0] == outputs[2])
  }

  @Test("folders are read recursively in the order of their names, with ids relative to them, hidden files left out")
  func folders() throws {
    let scratch = try Scratch()
    for name in ["b/z.txt", "b/a/x.md", "a.txt", ".versteckt.txt", "b.txt", "bild.png", "c.jsonl"] {
      try scratch.write("in/\(name)", name.hasSuffix("jsonl") ? "{\"id\":\"row\",\"text\":\"Eins.\"}\n" : "Eins.")
    }
    let result = try Program.run("run", "in", "-p", "tokens", in: scratch.path)
    #expect(result.rows.map(\.id) == ["a.txt", "b/a/x.md", "b/z.txt", "b.txt", "row"])
    let texts = try Program.run("run", "in", "-p", "tokens", "--from", "text", in: scratch.path)
    #expect(texts.rows.map(\.id) == ["a.txt", "b/a/x.md", "b/z.txt", "b.txt"])
  }

  @Test("many files that the shell names are read like a few, and a start does not take their square")
  func manyInputs() throws {
    let scratch = try Scratch()
    let names = (1000..<7000).map { "in/\($0).txt" }
    for name in names { try scratch.write(name, "Eins.") }
    let began = ContinuousClock.now
    let few = try Program.run(["run", "-p", "tokens"] + names.prefix(10) + ["--quiet"], in: scratch.path)
    let soon = ContinuousClock.now
    let many = try Program.run(
      ["run", "-p", "tokens"] + names.prefix(3000) + ["--jobs", "2", "--quiet"] + names.dropFirst(3000),
      in: scratch.path)
    #expect(few.rows.map(\.id) == Array(names.prefix(10)))
    #expect(many.exit == 0 && many.rows.map(\.id) == names, "\(many.errors.prefix(300))")
    #expect(ContinuousClock.now - soon < (soon - began) + .seconds(4))
  }

  @Test("fields of a row can be named and joined, an integer id is its decimal string, the rest rides along")
  func fields() throws {
    let row = #"{"nr":17,"title":"Kopf","body":"Rumpf.","tags":[1, 2],"x":{"y":1.50}}"#
    let result = try Program.run(
      "run", "-", "--from", "jsonl", "--id-field", "nr", "--text-field", "title,body", "-p", "tokens",
      input: Array(row.utf8))
    #expect(result.rows.first?.id == "17")
    #expect(result.rows.first?.text == "Kopf\n\nRumpf.")
    #expect(result.output.contains(#""meta":{"tags":[1, 2],"x":{"y":1.50}}"#))
  }

  @Test("error rows can go to a file of their own, and too many of them stop the run")
  func errorsFile() throws {
    let rows = "{\"id\":\"a\",\"text\":\"Gut.\"}\nkaputt\nkaputt\n"
    let scratch = try Scratch()
    let apart = try Program.run(
      "run", "-", "--from", "jsonl", "-p", "tokens", "--errors", "errors.jsonl", input: Array(rows.utf8),
      in: scratch.path)
    #expect(apart.exit == 3 && apart.rows.map(\.id) == ["a"])
    #expect(try scratch.read("errors.jsonl").split(separator: "\n").count == 2)
    let stopped = try Program.run(
      "run", "-", "--from", "jsonl", "-p", "tokens", "--max-errors", "1", input: Array(rows.utf8))
    #expect(stopped.exit == 1 && stopped.errors.contains("stopped after 2 failed articles"))
  }

  @Test("without data the program says where it looked and how to name the place")
  func noData() throws {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["check", "news"]
    process.environment = ["WORTLAUT_HOME": scratch.path]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(message.contains(scratch.path) && message.contains("set WORTLAUT_HOME"))
  }
}
