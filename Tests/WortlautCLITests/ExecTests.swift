import Foundation
import Testing

/// Runs the program with a stage that is a program of its own, and looks what becomes of that one.
private final class ExecRun {
  let scratch = try? Scratch()
  let process = Process()
  let input = Pipe()
  let output = Pipe()

  /// A stage that writes its process id to `pid`, says `ended` in a file when its input closes, and at a text with
  /// HANG neither answers nor heeds a request to end.
  static let script = """
    import json, os, signal, sys, time
    json.loads(sys.stdin.readline())
    open("pid", "w").write(str(os.getpid()))
    print('{"wortlaut":"stage/1","requires":[],"provides":["t"]}', flush=True)
    for line in sys.stdin:
        row = json.loads(line)
        if "HANG" in row["text"]:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            open("hangs", "w").close()
            time.sleep(600)
        print(json.dumps({"row": row["row"], "layers": {"t": os.getppid()}}), flush=True)
    open("ended", "w").close()
    """

  init(text: String) throws {
    try scratch?.write("stage.py", Self.script)
    try scratch?.write(
      "p.yml", "stages: [exec: { name: child, command: [python3, stage.py], provides: [t] }]")
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", "-", "--from", "jsonl", "-p", "p.yml", "--jobs", "1", "--quiet"]
    process.currentDirectoryURL = scratch.map { URL(fileURLWithPath: $0.path) }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    input.fileHandleForWriting.write(Data("{\"id\":\"a\",\"text\":\"\(text)\"}\n".utf8))
  }

  func has(_ file: String) -> Bool { wait { self.scratch?.exists(file) == true } }

  /// Waits at most ten seconds.
  func wait(_ condition: () -> Bool) -> Bool {
    for _ in 0..<1000 where !condition() { usleep(10_000) }
    return condition()
  }

  /// Whether the stage's process is gone.
  func isChildGone() throws -> Bool {
    let pid = try #require(try scratch.flatMap { Int32(try $0.read("pid")) })
    return wait { kill(pid, 0) != 0 }
  }
}

@Suite("Programs as stages, on every way out", .timeLimit(.minutes(1))) struct ExecTests {
  @Test("the program ends in order at the end of a run, and on Ctrl-C and kill -TERM", arguments: [0, SIGINT, SIGTERM])
  func orderlyEnd(signal: Int32) throws {
    Program.heedCtrlC()
    let run = try ExecRun(text: "Gut.")
    #expect(!run.output.fileHandleForReading.availableData.isEmpty)
    if signal == 0 { try run.input.fileHandleForWriting.close() } else { kill(run.process.processIdentifier, signal) }
    run.process.waitUntilExit()
    #expect(run.process.terminationStatus == (signal == 0 ? 0 : 130))
    #expect(run.has("ended"))
    #expect(try run.isChildGone())
  }

  @Test("no program is left behind after kill -9, nor after a second kill -TERM, however busy it is")
  func suddenEnd() throws {
    for signals in [[SIGKILL], [SIGTERM, SIGTERM]] {
      let run = try ExecRun(text: "HANG")
      #expect(run.has("hangs"))
      for signal in signals {
        kill(run.process.processIdentifier, signal)
        usleep(200_000)
      }
      run.process.waitUntilExit()
      #expect(try run.isChildGone())
    }
  }

  @Test("one kill -TERM ends a run whose program hangs within seconds, and leaves none behind")
  func hangingEnd() throws {
    let run = try ExecRun(text: "HANG")
    #expect(run.has("hangs"))
    let began = ContinuousClock.now
    run.process.terminate()
    run.process.waitUntilExit()
    #expect(run.process.terminationStatus == 130)
    #expect(ContinuousClock.now - began < .seconds(15))
    #expect(try run.isChildGone())
  }

  @Test("check finds a program that is not there, with its place")
  func check() throws {
    let scratch = try Scratch()
    try scratch.write(
      "p.yml", "stages:\n  - exec:\n      name: x\n      command: [pythn3, x.py]\n      provides: [t]\n")
    let result = try Program.run("check", "p.yml", in: scratch.path)
    #expect(result.exit == 2)
    #expect(result.errors.hasPrefix("p.yml:4:17: there is no program 'pythn3'"))
  }

  @Test("output is the same bytes whatever the number of jobs, and each worker has a program of its own")
  func jobs() throws {
    let scratch = try Scratch()
    try scratch.write("stage.py", ExecRun.script.replacingOccurrences(of: "os.getppid()", with: "len(row['text'])"))
    try scratch.write("p.yml", "stages: [exec: { name: child, command: [python3, stage.py], provides: [t] }]")
    let rows = (0..<700).map { "{\"id\":\"\($0)\",\"text\":\"\(String(repeating: "Wörter ", count: $0 % 90))\"}" }
    try scratch.write("a.jsonl", rows.joined(separator: "\n"))
    let outputs = try [1, 3].map {
      try Program.run("run", "a.jsonl", "-p", "p.yml", "--jobs", "\($0)", in: scratch.path)
    }
    #expect(outputs[0].rows.count == 700 && outputs[0].exit == 0)
    #expect(outputs[0].output == outputs[1].output)
  }

  @Test("with --changed-only the program gets the changed articles alone")
  func changedOnly() throws {
    let scratch = try Scratch()
    try scratch.write(
      "stage.py",
      """
      import json, sys
      json.loads(sys.stdin.readline())
      print('{"wortlaut":"stage/1","requires":[],"provides":["t"]}', flush=True)
      for line in sys.stdin:
          row = json.loads(line)
          open("seen", "a").write(row["text"] + "\\n")
          print(json.dumps({"row": row["row"], "layers": {"t": 1}}), flush=True)
      """)
    try scratch.write("p.yml", "stages: [exec: { name: child, command: [python3, stage.py], provides: [t] }]")
    let arguments = ["run", "in.jsonl", "-p", "p.yml", "-o", "out.jsonl", "--changed-only", "--quiet"]
    for text in ["Alt.", "Neu."] {
      try scratch.write("in.jsonl", "{\"id\":\"a\",\"text\":\"Gleich.\"}\n{\"id\":\"b\",\"text\":\"\(text)\"}\n")
      #expect(try Program.run(arguments, in: scratch.path).exit == 0)
    }
    #expect(try scratch.read("seen").split(separator: "\n").sorted() == ["Alt.", "Gleich.", "Neu."])
    #expect(try scratch.read("out.jsonl").split(separator: "\n").count == 2)
  }
}
