import Foundation
import Testing

@testable import Wortlaut

/// Entities in sentences of our own, a case a line: `entity-cases.tsv`.
///
/// In the text an entity stands as `[Kasachstans|LOC]`, with a form `[russische|LOC:derived]`, and with what it means
/// `[Kasachstans|LOC=Kasachstan]`. What is not marked must not be tagged. The line's first column names the trap.
struct EntityCaseTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var line: Int
    var trap: String
    var marked: String
    var testDescription: String { "\(line) \(trap): \(marked)" }
  }

  struct Expected: Equatable, CustomStringConvertible {
    var text: String
    var type: String
    var form: String?
    var name: String?
    var start: Int
    var description: String { "\(text)|\(type)\(form.map { ":\($0)" } ?? "") at \(start)" }
  }

  static let cases: [Case] = {
    let path = TestData.path("Entities/entity-cases.tsv")
    let table = try? DataTable(path: path, columns: ["trap", "text"])
    return table?.rows.map { Case(line: $0.line, trap: $0[0], marked: $0[1]) } ?? []
  }()

  @Test("the table of cases is there and long")
  func tableIsThere() { #expect(Self.cases.count >= 300) }

  @Test("every case of the table is tagged as it is marked")
  func allCases() throws {
    var worker = try TestData.pipeline("news").makeWorker()
    var wrong: [String] = []
    for example in Self.cases {
      let (text, expected) = Self.read(example.marked)
      var document = Document(text: Array(text.utf8))
      try worker.process(&document)
      let found = document.entities.map {
        Expected(
          text: document.string($0.span), type: $0.type.rawValue, form: $0.form?.rawValue, name: $0.name,
          start: $0.span.start)
      }
      let matches = found.count == expected.count && zip(found, expected).allSatisfy { Self.fits($0, $1) }
      if !matches { wrong.append("\(example.testDescription)\n    found \(found)") }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(Self.cases.count):\n\(wrong.joined(separator: "\n"))")
  }

  private static func fits(_ found: Expected, _ expected: Expected) -> Bool {
    found.text == expected.text && found.type == expected.type && found.form == expected.form
      && found.start == expected.start && (expected.name == nil || expected.name == found.name)
  }

  /// The text without its marks, and what they say.
  static func read(_ marked: String) -> (String, [Expected]) {
    var text = ""
    var expected: [Expected] = []
    var rest = marked[...]
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      text += rest[..<open]
      let inner = rest[rest.index(after: open)..<close]
      let parts = inner.split(separator: "|", maxSplits: 1)
      let label = parts[1].split(separator: "=", maxSplits: 1)
      let type = label[0].split(separator: ":")
      expected.append(
        Expected(
          text: String(parts[0]), type: String(type[0]), form: type.count > 1 ? String(type[1]) : nil,
          name: label.count > 1 ? String(label[1]) : nil, start: text.utf8.count))
      text += parts[0]
      rest = rest[rest.index(after: close)...]
    }
    return (text + rest, expected)
  }
}
