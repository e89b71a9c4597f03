import Testing

@testable import Wortlaut

/// `entity-cases.tsv`: in each text [name|TYPE], [name|TYPE|form] or [name|TYPE|=usual name] marks an entity.
struct EntityCaseTests {
  /// Traps that must always come out right: without these nothing else matters.
  private static let plain: Set<String> = ["plain", "nothing", "sentence-start", "acronym"]
  /// How many other rows may come out wrong that are not marked `known`: weights are learned, and learning them anew
  /// trades a few rows for others.
  private static let tolerated = 8

  @Test("every case of the table has the names that are marked in it, and no others")
  func cases() throws {
    let table = try CaseTable("Entities/entity-cases.tsv", columns: ["known", "trap", "text"])
    #expect(table.cases.count >= 300)
    var runner = try TextRunner(TestData.pipeline("news"))
    var wrongPlain: [String] = []
    var wrong: [String] = []
    var mended: [Int] = []
    var known = 0
    for example in table.cases {
      let marked = MarkedText(example.cells[2])
      let document = try runner.run(String(decoding: marked.bytes, as: UTF8.self))
      let isRight = marked.matches(document)
      if example.cells[0] == "known" {
        known += 1
        if isRight { mended.append(example.line) }
      } else if !isRight {
        let found = document.entities.map { "[\(MarkedText.says($0, document)[0])]" }.joined(separator: " ")
        let message = "line \(example.line): \(example.cells[2])\n  found \(found.isEmpty ? "nothing" : found)"
        if Self.plain.contains(example.cells[1]) { wrongPlain.append(message) } else { wrong.append(message) }
      }
    }
    #expect(wrongPlain.isEmpty, "\(wrongPlain.joined(separator: "\n"))")
    #expect(wrong.count <= Self.tolerated, "\(wrong.count) rows:\n\(wrong.joined(separator: "\n"))")
    #expect(
      known * 8 <= table.cases.count, "\(known) of \(table.cases.count) rows are marked 'known': mend some first")
    if !mended.isEmpty { print("entity-cases.tsv: no longer wrong, take 'known' away: lines \(mended)") }
  }
}
