import Testing

@testable import Wortlaut

/// `entity-cases.tsv`: in each text [name|TYPE], [name|TYPE|form] or [name|TYPE|=usual name] marks an entity.
struct EntityCaseTests {
  /// A text without its marks, and the entities they showed.
  private struct Marked {
    var text: [UInt8] = []
    var entities: [String] = []

    init(_ cell: String) {
      var rest = Substring(cell)
      while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
        text += Array(rest[..<open].utf8)
        let parts = rest[rest.index(after: open)..<close].split(separator: "|")
        let start = text.count
        text += Array(parts[0].utf8)
        let extra = parts.count > 2 ? String(parts[2]) : ""
        entities.append("\(parts[0])|\(parts[1])\(extra.isEmpty ? "" : "|\(extra)") \(start)")
        rest = rest[rest.index(after: close)...]
      }
      text += Array(rest.utf8)
    }

    /// Whether these are the entities of the document, and no others.
    func matches(_ document: Document) -> Bool {
      guard document.entities.count == entities.count else { return false }
      return zip(document.entities, entities).allSatisfy { Self.says($0, document).contains($1) }
    }

    /// The ways to mark an entity that is there.
    static func says(_ entity: Entity, _ document: Document) -> [String] {
      let head = "\(document.string(entity.span))|\(entity.type.rawValue)"
      let form = entity.form.map { "|\($0.rawValue)" } ?? ""
      return ["\(head)\(form) \(entity.span.start)", "\(head)|=\(entity.name) \(entity.span.start)"]
    }
  }

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
      let marked = Marked(example.cells[2])
      let document = try runner.run(String(decoding: marked.text, as: UTF8.self))
      let isRight = marked.matches(document)
      if example.cells[0] == "known" {
        known += 1
        if isRight { mended.append(example.line) }
      } else if !isRight {
        let found = document.entities.map { "[\(Marked.says($0, document)[0])]" }.joined(separator: " ")
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
