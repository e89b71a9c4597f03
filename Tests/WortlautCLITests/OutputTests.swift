import Foundation
import Testing

@Suite("Outputs of large runs", .serialized) struct OutputTests {
  /// A collection of short articles, some rows of it no articles.
  private static func collection(_ count: Int) -> String {
    var rows = ""
    for number in 0..<count {
      let text = String(repeating: "Der Rat der Stadt tagt zum \(number). Mal. ", count: 1 + number % 23)
      rows += number % 97 == 50 ? "kaputt\n" : "{\"id\":\"a\(number)\",\"text\":\"\(text)\",\"n\":\(number)}\n"
    }
    return rows
  }

  /// All files of a folder that are results, with their content.
  private func results(_ scratch: Scratch, _ folder: String) throws -> [String: Data] {
    let all = FileManager.default.enumerator(atPath: scratch.url(folder).path)?.compactMap { $0 as? String } ?? []
    var files: [String: Data] = [:]
    for name in all where !name.hasSuffix(".manifest.json") {
      let url = scratch.url(folder + "/" + name)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue { continue }
      files[name] = try Data(contentsOf: url)
    }
    return files
  }

  private func start(_ arguments: [String], in scratch: Scratch) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  static let shapes: [[String]] = [
    ["-o", "OUT/r.jsonl"], ["-o", "OUT/r.jsonl.gz", "--shard-size", "300"],
    ["-o", "OUT/r.jsonl", "--shard-size", "100K", "--compress", "zstd"],
    ["-o", "OUT/", "--format", "jsonl,conllu", "--layers", "tokens,sentences", "--errors", "OUT/errors"],
    ["-o", "OUT/", "--per-article", "--layers", "sentences"],
  ]

  @Test(
    "a run that is killed at random points and gone on with writes the same bytes as one that is not", arguments: shapes
  )
  func killed(shape: [String]) throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(800))
    for folder in ["whole", "broken"] {
      try FileManager.default.createDirectory(at: scratch.url(folder), withIntermediateDirectories: true)
    }
    func arguments(_ folder: String) -> [String] {
      ["run", "in.jsonl", "-p", "tokens", "--quiet"] + shape.map { $0.replacingOccurrences(of: "OUT", with: folder) }
    }
    let began = ContinuousClock.now
    let whole = try Program.run(arguments("whole"), in: scratch.path)
    #expect(whole.exit == 3, "\(whole.errors)")
    let microseconds = max(50_000, Int((ContinuousClock.now - began) / .microseconds(1)))
    // Ten kills for each of the five shapes.
    var kills = 0
    var exit: Int32 = -1
    for _ in 0..<200 where kills < 10 {
      let process = try start(
        arguments("broken").map { $0.replacingOccurrences(of: "whole", with: "broken") } + [
          "--resume", "--checkpoint", "0",
        ],
        in: scratch)
      usleep(UInt32(Int.random(in: microseconds / 20...microseconds)))
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal {
        kills += 1
        continue
      }
      exit = process.terminationStatus
      #expect(exit == 3)
      if kills < 10 {
        // It came to its end: once more from the start.
        try FileManager.default.removeItem(at: scratch.url("broken"))
        try FileManager.default.createDirectory(at: scratch.url("broken"), withIntermediateDirectories: true)
      }
    }
    #expect(kills == 10)
    let last = try Program.run(arguments("broken") + ["--resume"], in: scratch.path)
    #expect(last.exit == 3, "\(last.errors)")
    let (expected, found) = (try results(scratch, "whole"), try results(scratch, "broken"))
    #expect(Set(expected.keys) == Set(found.keys))
    for (name, content) in expected { #expect(found[name] == content, "\(name) differs") }
  }

  @Test("a run is not gone on with where options, pipeline or input are others, and the message names what differs")
  func otherRun() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(300))
    func run(_ more: [String], input: String = "in.jsonl") throws -> Program.Result {
      try Program.run(["run", input, "-o", "out.jsonl", "--resume"] + more, in: scratch.path)
    }
    let stopped = try Program.run(
      "run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--strict", "--checkpoint", "0", in: scratch.path)
    #expect(stopped.exit == 1 && stopped.errors.contains("go on with --resume"))
    let format = try run(["-p", "tokens", "--format", "conllu"])
    #expect(format.exit == 2 && format.errors.contains("--format was jsonl, and is conllu"), "\(format.errors)")
    let pipeline = try run(["-p", "ud"])
    #expect(pipeline.exit == 2 && pipeline.errors.contains("the pipeline changed"), "\(pipeline.errors)")
    try scratch.write("in.jsonl", Self.collection(301))
    let input = try run(["-p", "tokens"])
    #expect(input.exit == 2 && input.errors.contains("the inputs changed"), "\(input.errors)")
    let anew = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", in: scratch.path)
    #expect(anew.exit == 3 && !scratch.exists("out.jsonl.journal"))
    // What was written is gone, or not all of it is there.
    for length in [10, 0] {
      _ = try Program.run(
        "run", "in.jsonl", "-p", "tokens", "-o", "cut.jsonl", "--strict", "--checkpoint", "0", in: scratch.path)
      if length > 0 { try scratch.write("cut.jsonl.partial", Array(repeating: 0x20, count: length)) }
      if length == 0 { try FileManager.default.removeItem(at: scratch.url("cut.jsonl.partial")) }
      let cut = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "cut.jsonl", "--resume", in: scratch.path)
      #expect(cut.exit == 1 && cut.errors.contains("run without --resume to begin anew"), "\(cut.errors)")
      #expect(!cut.errors.contains("go on with --resume"), "\(cut.errors)")
    }
    let whole = try run(["-p", "tokens"])
    #expect(whole.exit == 3 && whole.errors.contains("is whole already"), "\(whole.errors)")
    try FileManager.default.removeItem(at: scratch.url("out.jsonl"))
    let gone = try run(["-p", "tokens"])
    #expect(gone.exit == 3 && scratch.exists("out.jsonl"), "results that are gone are not whole: \(gone.errors)")
    let nothing = try Program.run("run", "in.jsonl", "--resume", in: scratch.path)
    #expect(nothing.exit == 2 && nothing.errors.contains("--resume needs a file"))
  }

  @Test("parts hold so many articles, or about so many bytes, and together they are the whole")
  func parts() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(1000))
    let whole = try Program.run("run", "in.jsonl", "-p", "tokens", "--quiet", in: scratch.path).output
    let counted = try Program.run(
      "run", "in.jsonl", "-p", "tokens", "-o", "c/out.jsonl", "--shard-size", "300", in: scratch.path)
    #expect(counted.exit == 1 && counted.errors.contains("no such file"), "a folder that is missing is named")
    _ = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--shard-size", "300", in: scratch.path)
    let parts = try (1...4).map { try scratch.read("out-0000\($0).jsonl") }
    #expect(parts.map { $0.split(separator: "\n").count } == [300, 300, 300, 100])
    #expect(parts.joined() == whole && !scratch.exists("out-00005.jsonl"))
    _ = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--shard-size", "500K", in: scratch.path)
    var joined = ""
    var number = 0
    while scratch.exists("out-0000\(number + 1).jsonl") {
      number += 1
      joined += try scratch.read("out-0000\(number).jsonl")
    }
    #expect(joined == whole && number > 1)
  }

  @Test("compressed results are read by the usual programs", arguments: [("gzip", ".gz"), ("zstd", ".zst")])
  func compressed(program: String, suffix: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(1000))
    let plain = try Program.run("run", "in.jsonl", "-p", "tokens", "--quiet", in: scratch.path).output
    for arguments in [["-o", "out.jsonl" + suffix], ["-o", "out.jsonl", "--compress", program]] {
      #expect(try Program.run(["run", "in.jsonl", "-p", "tokens"] + arguments, in: scratch.path).exit == 3)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [program, "-dc"]
      process.standardInput = try FileHandle(forReadingFrom: scratch.url(arguments[1]))
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      #expect(String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == plain)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let again = try Program.run(
      "run", "out.jsonl" + suffix, "-p", "tokens", "--layers", "sentences", "--quiet", in: scratch.path)
    #expect(again.rows.count == 1000, "what was written compressed can be read again")
  }

  @Test("each article can be a file of its own, with a safe name that no other has")
  func perArticle() throws {
    let scratch = try Scratch()
    let ids = ["a", "a", "../b", "c/d", "x:y*", ".e", "A"]
    let rows = ids.map { "{\"id\":\"\($0)\",\"text\":\"Gut.\"}\n" }.joined()
    try scratch.write("in.jsonl", rows)
    let result = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "out", "--per-article", in: scratch.path)
    #expect(result.exit == 0, "\(result.errors)")
    let found = try results(scratch, "out")
    #expect(
      Set(found.keys) == ["a.jsonl", "a~2.jsonl", "b.jsonl", "c/d.jsonl", "x_y_.jsonl", "_e.jsonl", "A~3.jsonl"])
    #expect(found.values.allSatisfy { $0.last == 0x0A })
    // Longer than a file system takes, and a folder that has the name of a file.
    let hard = [
      String(repeating: "€", count: 120), String(repeating: "ä", count: 400), "x", "x.jsonl/y",
      Array(repeating: String(repeating: "d", count: 90), count: 60).joined(separator: "/"),
    ]
    try scratch.write("hard.jsonl", hard.map { "{\"id\":\"\($0)\",\"text\":\"Gut.\"}\n" }.joined())
    for format in ["jsonl", "brat"] {
      let result = try Program.run(
        ["run", "hard.jsonl", "-o", "hard-\(format)", "--format", format]
          + (format == "jsonl" ? ["--per-article", "-p", "tokens"] : []), in: scratch.path)
      #expect(result.exit == 0, "\(result.errors)")
      let ending = format == "jsonl" ? ".jsonl" : ".ann"
      #expect(try results(scratch, "hard-\(format)").keys.count { $0.hasSuffix(ending) } == 5)
    }
    try scratch.write("taken/c", "")
    let taken = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "taken", "--per-article", in: scratch.path)
    #expect(taken.exit == 1 && taken.errors.contains("taken/c: cannot be made: a file of that name is there"))
    let packed = try Program.run(
      "run", "in.jsonl", "-p", "tokens", "-o", "packed", "--per-article", "--compress", "gzip", in: scratch.path)
    #expect(packed.exit == 0)
    #expect(try results(scratch, "packed")["c/d.jsonl.gz"]?.starts(with: [0x1F, 0x8B]) == true)
  }

  @Test("two inputs may have their articles in one folder, though one run was interrupted when the other began")
  func sharedFolder() throws {
    let scratch = try Scratch()
    try scratch.write("a.jsonl", Self.collection(300))
    try scratch.write("b.jsonl", "{\"id\":\"b\",\"text\":\"Gut.\"}\n")
    func run(_ input: String, _ more: String...) throws -> Program.Result {
      try Program.run(["run", input, "-p", "tokens", "-o", "out", "--per-article"] + more, in: scratch.path)
    }
    #expect(try run("a.jsonl", "--strict", "--checkpoint", "0").exit == 1)
    #expect(try run("b.jsonl").exit == 0)
    let rest = try run("a.jsonl", "--resume")
    #expect(rest.exit == 3, "\(rest.errors)")
    #expect(try results(scratch, "out").count == 301, "each article has its file, and nothing else is left")
  }

  @Test("articles that have not changed are copied from the earlier results, and the new ones are complete")
  func changedOnly() throws {
    let scratch = try Scratch()
    let arguments = ["run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--changed-only"]
    try scratch.write("in.jsonl", Self.collection(400))
    #expect(try Program.run(arguments, in: scratch.path).exit == 3)
    let changed = Self.collection(500).replacingOccurrences(of: "zum 7. Mal", with: "zum siebten Mal")
    try scratch.write("in.jsonl", changed)
    let second = try Program.run(arguments, in: scratch.path)
    // Of 400 rows four are no articles, and one has changed.
    #expect(second.errors.contains("395 unchanged articles were copied"), "\(second.errors)")
    let plain = try Program.run("run", "in.jsonl", "-p", "tokens", "--quiet", in: scratch.path).output
    #expect(try scratch.read("out.jsonl") == plain)
    let third = try Program.run(arguments, in: scratch.path)
    #expect(third.errors.contains("495 unchanged articles were copied"), "\(third.errors)")
    #expect(try scratch.read("out.jsonl") == plain)
    let other = try Program.run(arguments + ["--offsets", "utf8"], in: scratch.path)
    #expect(!other.errors.contains("copied"), "another shape of output is made anew")
    let packed = try Program.run(arguments + ["--compress", "gzip"], in: scratch.path)
    #expect(packed.exit == 2 && packed.errors.contains("--changed-only copies from one file"))
  }

  @Test("a run that copies what has not changed can be killed and gone on with")
  func changedOnlyResumed() throws {
    let scratch = try Scratch()
    let arguments = ["run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--changed-only", "--checkpoint", "0"]
    try scratch.write("in.jsonl", Self.collection(2000))
    #expect(try Program.run(arguments, in: scratch.path).exit == 3)
    let longer = Self.collection(6000).replacingOccurrences(of: "zum 7. Mal", with: "zum siebten Mal")
    try scratch.write("in.jsonl", longer)
    let process = try start(arguments, in: scratch)
    while process.isRunning, ((try? scratch.read("out.jsonl.partial").utf8.count) ?? 0) < 100_000 { usleep(1000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    let rest = try Program.run(arguments + ["--resume"], in: scratch.path)
    #expect(rest.exit == 3 && rest.errors.contains("unchanged articles were copied"), "\(rest.errors)")
    let plain = try Program.run("run", "in.jsonl", "-p", "tokens", "--quiet", in: scratch.path).output
    #expect(try scratch.read("out.jsonl") == plain)
    let again = try Program.run(arguments, in: scratch.path)
    #expect(again.errors.contains("5938 unchanged articles were copied"), "\(again.errors)")
    #expect(try scratch.read("out.jsonl") == plain)
  }

  @Test("a named pipe is written as it is, and nothing is put beside it or in its place")
  func namedPipe() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(100))
    #expect(mkfifo(scratch.url("pipe").path, 0o600) == 0)
    let process = try start(["run", "in.jsonl", "-p", "tokens", "-o", "pipe", "--quiet"], in: scratch)
    let read = try FileHandle(forReadingFrom: scratch.url("pipe")).readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
    let plain = try Program.run("run", "in.jsonl", "-p", "tokens", "--quiet", in: scratch.path).output
    #expect(String(decoding: read, as: UTF8.self) == plain)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["in.jsonl", "pipe"])
  }

  @Test("a file that may grow no further (ulimit -f) is said, and the run can be gone on with")
  func fileLimit() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(3000))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "ulimit -f 200; exec '\(Program.path)' run in.jsonl -p tokens -o out.jsonl 2> errors"]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 1)
    let errors = try scratch.read("errors")
    #expect(errors.contains("file too large") && errors.contains("--resume"), "\(errors)")
    let rest = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--resume", in: scratch.path)
    #expect(rest.exit == 3, "\(rest.errors)")
  }

  @Test("a manifest says how results were made")
  func manifest() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(200))
    _ = try Program.run(
      "run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--shard-size", "150", in: scratch.path)
    let manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.url("out.jsonl.manifest.json")))
    let found = try #require(manifest as? [String: Any])
    #expect(found["schema"] as? String == "wortlaut-run/1")
    let pipeline = try #require(found["pipeline"] as? [String: Any])
    #expect(pipeline["name"] as? String == "tokens" && (pipeline["fingerprint"] as? String)?.count == 16)
    let counts = try #require(found["counts"] as? [String: Int])
    #expect(counts["articles"] == 200 && counts["failed"] == 2 && (counts["tokens"] ?? 0) > 1000)
    let outputs = try #require(found["outputs"] as? [[String: Any]])
    #expect(outputs.first?["files"] as? [String] == ["out-00001.jsonl", "out-00002.jsonl"])
    #expect(found["program"] as? String == "0.1.0" && found["finished"] != nil && found["seconds"] != nil)
  }

  @Test("Ctrl-C in a long run says how to go on, and --resume does")
  func interrupted() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(6000))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--checkpoint", "0"]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try scratch.write("errors", [])
    process.standardError = try FileHandle(forWritingTo: scratch.url("errors"))
    try process.run()
    while ((try? scratch.read("out.jsonl.partial").utf8.count) ?? 0) < 100_000 { usleep(2000) }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(try scratch.read("errors").contains("go on with --resume"))
    let rest = try Program.run("run", "in.jsonl", "-p", "tokens", "-o", "out.jsonl", "--resume", in: scratch.path)
    #expect(rest.exit == 3 && rest.errors.contains("6000 articles"))
    #expect(
      try scratch.read("out.jsonl")
        == Program.run("run", "in.jsonl", "-p", "tokens", "--quiet", in: scratch.path).output)
  }

  @Test(
    "on a full disk the last whole state stays, and the run goes on when there is room", .enabled(if: getuid() == 0))
  func fullDisk() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(1500))
    try FileManager.default.createDirectory(at: scratch.url("disk"), withIntermediateDirectories: true)
    func shell(_ command: String) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", command]
      process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    // A container may forbid it.
    guard try shell("mount -t tmpfs -o size=1m none disk") == 0 else { return }
    defer { _ = try? shell("umount disk") }
    let arguments = ["run", "in.jsonl", "-p", "tokens", "-o", "disk/out.jsonl", "--checkpoint", "0"]
    let full = try Program.run(arguments, in: scratch.path)
    #expect(full.exit == 1)
    #expect(full.errors.contains("no space left on the disk") && full.errors.contains("--resume"), "\(full.errors)")
    #expect(!scratch.exists("disk/out.jsonl"))
    let stillFull = try Program.run(arguments + ["--resume"], in: scratch.path)
    #expect(stillFull.exit == 1 && stillFull.errors.contains("no space left"), "\(stillFull.errors)")
    #expect(try shell("mount -o remount,size=64m disk") == 0)
    let rest = try Program.run(arguments + ["--resume"], in: scratch.path)
    #expect(rest.exit == 3, "\(rest.errors)")
    #expect(
      try scratch.read("disk/out.jsonl")
        == Program.run("run", "in.jsonl", "-p", "tokens", "--quiet", in: scratch.path).output)
  }

  @Test("on a terminal a line is redrawn at most ten times a second and says what is left; --quiet shows nothing")
  func progress() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", Self.collection(6000))
    for isQuiet in [false, true] {
      let command = "stty cols 60; '\(Program.path)' run in.jsonl -p tokens -o out.jsonl" + (isQuiet ? " --quiet" : "")
      // `script` runs a command on a terminal of its own, this one with short lines.
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
      process.arguments = ["-q", "-c", command, "/dev/null"]
      process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
      process.standardInput = FileHandle.nullDevice
      let terminal = Pipe()
      process.standardOutput = terminal
      let began = ContinuousClock.now
      try process.run()
      let shown = String(decoding: terminal.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      let seconds = (ContinuousClock.now - began) / .seconds(1)
      if isQuiet {
        #expect(shown.isEmpty)
        continue
      }
      let redraws = shown.components(separatedBy: " left (").count - 1
      let drawn = shown.components(separatedBy: "\r\u{1B}[K").filter { $0.contains(" left (") }
      #expect(drawn.allSatisfy { $0.count < 60 }, "a line that breaks cannot be drawn over: \(drawn)")
      #expect(redraws >= 1 && Double(redraws) <= seconds * 10 + 1, "\(redraws) in \(seconds) s")
      #expect(shown.contains("6000 articles") && shown.contains("slowest stage:") && shown.contains("62 failed"))
    }
  }
}
