import Foundation
import Testing

@Suite("Memory", .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"))) struct MemoryTests {
  private static let paragraph = """
    Der Rat der Stadt Bern tagte am Montag und beriet über die Straße. Niemand war dagegen, und die Kosten stiegen um \
    3,5 Prozent auf etwa zwölf Millionen Franken im Jahr, was vielen zu hoch erschien.


    """

  /// The most memory that the program held, in bytes.
  private func peak(_ text: String) throws -> Int {
    let scratch = try Scratch()
    try scratch.write("article.txt", text)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", "article.txt", "--layers", "sentences,entities,quotes", "--quiet", "-o", "out.jsonl"]
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

  @Test("a large article takes at most thirteen times its size beyond what any takes")
  func largeArticle() throws {
    let text = String(repeating: Self.paragraph, count: 6_000_000 / Self.paragraph.utf8.count)
    let extra = try peak(text) - peak("Kurz.")
    #expect(extra < 13 * text.utf8.count, "\(Double(extra) / Double(text.utf8.count)) times")
  }
}
