import Foundation
import Testing

@testable import WortlautCLI

@Suite("Memory", .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"))) struct MemoryTests {
  private static let paragraph = """
    Der Rat der Stadt Bern tagte am Montag und beriet über die Straße. Niemand war dagegen, und die Kosten stiegen um \
    3,5 Prozent auf etwa zwölf Millionen Franken im Jahr, was vielen zu hoch erschien.


    """

  /// The most memory that the program held, in bytes.
  private func peak(_ text: String) throws -> Int {
    try peak("article.txt", text, ["--layers", "sentences,entities,quotes"])
  }

  /// The same for an input file and further arguments.
  private func peak(_ file: String, _ content: String, _ arguments: [String]) throws -> Int {
    let scratch = try Scratch()
    try scratch.write(file, content)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", file, "--quiet", "-o", "out.jsonl"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try process.run()
    // The kernel keeps the highest figure, but only while the program runs.
    var peak = 0
    while process.isRunning {
      let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
      peak = max(peak, kilobytes << 10)
      usleep(2000)
    }
    #expect(process.terminationStatus == 0 && scratch.exists("out.jsonl"))
    return peak
  }

  @Test("very large articles among small ones, ever fewer of these, are held one at a time")
  func oneAtATime() throws {
    let large = String(repeating: "Bern schweigt am Montag. ", count: 120_000)
    func rows(_ texts: [String]) -> String {
      texts.enumerated().map { "{\"id\":\"\($0)\",\"text\":\"\($1)\"}\n" }.joined()
    }
    let arguments = ["-p", "tokens", "--layers", "sentences", "--jobs", "1"]
    let one = try peak("a.jsonl", rows([large]), arguments)
    let mixed = stride(from: 16, to: 0, by: -2).flatMap { Array(repeating: "Bern schweigt.", count: $0) + [large] }
    let many = try peak("a.jsonl", rows(mixed), arguments)
    #expect(many < one + (32 << 20), "\(one >> 20) MB for one, \(many >> 20) MB for eight, one after the other")
  }

  /// The program under `ulimit -v`, in megabytes.
  private func run(_ arguments: [String], megabytes: Int, in scratch: Scratch) throws -> Program.Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let command = "ulimit -v \(megabytes << 10); exec \"$@\" > output 2> errors"
    process.arguments = ["-c", command, "sh", Program.path] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try process.run()
    process.waitUntilExit()
    return Program.Result(
      exit: process.terminationStatus, output: try scratch.read("output"), errors: try scratch.read("errors"))
  }

  @Test("where too little memory is allowed a message says how much is needed, and nothing crashes")
  func tooLittle() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", "Bern schweigt.")
    let result = try run(["run", "a.txt", "--jobs", "2"], megabytes: 170, in: scratch)
    #expect(result.exit == 1 && result.output.isEmpty)
    #expect(result.errors.contains("only 170 MB of memory are allowed (ulimit -v), and 2 jobs need 228 MB"))
  }

  @Test("where little memory is allowed an article too large for it is an error row, and the others go on")
  func little() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", String(repeating: Self.paragraph, count: 100_000))
    try scratch.write("b.txt", "Bern schweigt.")
    let result = try run(["run", "a.txt", "b.txt", "--jobs", "1"], megabytes: 400, in: scratch)
    #expect(result.exit == 3, "\(result.errors)")
    try #require(result.rows.map(\.id) == ["a.txt", "b.txt"])
    #expect(result.rows[0].error?.message.contains("400 MB of memory (ulimit -v) are too little") == true)
    #expect(result.rows[1].text == "Bern schweigt.")
  }

  struct Groups: Sendable {
    let groups: String
    let files: [String: String]
    let bytes: Int?
  }

  static let groups = [
    Groups(groups: "0::/\n", files: ["memory.max": "536870912\n"], bytes: 536_870_912),
    Groups(groups: "0::/\n", files: ["memory.max": "max\n"], bytes: nil),
    Groups(
      groups: "0::/a.slice/b\n", files: ["a.slice/memory.max": "1000\n", "a.slice/b/memory.max": "2000\n"], bytes: 1000),
    Groups(
      groups: "4:cpu,memory:/docker/x\n1:pids:/\n0::/\n",
      files: [
        "memory/docker/x/memory.limit_in_bytes": "3000\n", "memory/memory.limit_in_bytes": "9223372036854771712\n",
      ],
      bytes: 3000),
    Groups(groups: "1:pids:/\n", files: ["memory/memory.limit_in_bytes": "3000\n"], bytes: nil),
  ]

  @Test("a container's limit is the lowest of its control groups", arguments: groups)
  func container(groups: Groups) throws {
    let scratch = try Scratch()
    let list = try scratch.write("list", groups.groups)
    for (path, text) in groups.files { try scratch.write("groups/" + path, text) }
    let limit = MemoryLimit.container(groups: list, folder: scratch.url("groups").path)
    #expect(limit?.bytes == groups.bytes)
  }

  @Test("a large article takes at most thirteen times its size beyond what any takes")
  func largeArticle() throws {
    let text = String(repeating: Self.paragraph, count: 6_000_000 / Self.paragraph.utf8.count)
    let extra = try peak(text) - peak("Kurz.")
    #expect(extra < 13 * text.utf8.count, "\(Double(extra) / Double(text.utf8.count)) times")
  }
}
