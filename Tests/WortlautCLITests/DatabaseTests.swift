import Foundation
import GRDB
import Testing

@Suite("Databases of large runs") struct DatabaseTests {
  /// All rows of all tables, but not how long the run took.
  private func content(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      try ["documents", "sentences", "entities", "quotes"].flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY key").map { "\(table) \($0)" }
      }
    }
  }

  private func collection(_ count: Int) -> String {
    (0..<count).map { number in
      let text = String(repeating: "„Nein“, sagte Anna Muster in Bern zum \(number). Mal. ", count: 1 + number % 7)
      // Some ids come twice: the later article stays.
      return "{\"id\":\"a\(number % 290)\",\"text\":\"\(text)\"}\n"
    }.joined()
  }

  @Test("a run that is killed and gone on with gives the same rows with the same keys as one that is not")
  func resumed() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", collection(3000))
    let arguments = ["run", "in.jsonl", "--format", "sqlite", "--quiet", "--jobs", "1", "--checkpoint", "0.02", "-o"]
    #expect(try Program.run(arguments + ["whole.sqlite"], in: scratch.path).exit == 0)
    var kills = 0
    for _ in 0..<40 where kills < 5 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = arguments + ["broken.sqlite", "--resume"]
      process.currentDirectoryURL = scratch.url("")
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32.random(in: 100_000...600_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { kills += 1 } else { break }
    }
    #expect(kills > 0)
    #expect(try Program.run(arguments + ["broken.sqlite", "--resume"], in: scratch.path).exit == 0)
    #expect(try content(scratch.url("broken.sqlite").path) == content(scratch.url("whole.sqlite").path))
  }

  @Test("what a broken run left is no part of a run that begins anew")
  func begunAnew() throws {
    let scratch = try Scratch()
    try scratch.write("in.jsonl", collection(200) + "kaputt\n")
    let broken = try Program.run(
      "run", "in.jsonl", "--format", "sqlite", "-o", "out.sqlite", "--strict", in: scratch.path)
    #expect(broken.exit == 1 && scratch.exists("out.sqlite.partial"))
    try scratch.write("in.jsonl", "{\"id\":\"b\",\"text\":\"Bern schweigt.\"}\n")
    #expect(try Program.run("run", "in.jsonl", "--format", "sqlite", "-o", "out.sqlite", in: scratch.path).exit == 0)
    #expect(try content(scratch.url("out.sqlite").path).count { $0.hasPrefix("documents ") } == 1)
  }
}
