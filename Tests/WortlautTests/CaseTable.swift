import Testing

@testable import Wortlaut

/// A table of cases beside the tests: a line a case, for people who know German and no Swift.
///
/// In its cells `\n` stands for a line break, `\t` for a tab and `\u{AD}` for the character of that code point.
struct CaseTable: Sendable {
  struct Case: Sendable {
    var line: Int
    var cells: [String]
  }

  var cases: [Case]

  init(_ name: String, columns: [String]) throws {
    let table = try DataTable(path: TestData.path(name), columns: columns)
    cases = table.rows.map { row in Case(line: row.line, cells: columns.indices.map { Self.unescape(row[$0]) }) }
  }

  static func unescape(_ cell: String) -> String {
    var result = ""
    var rest = Substring(cell)
    while let slash = rest.firstIndex(of: "\\") {
      result += rest[..<slash]
      rest = rest[slash...].dropFirst()
      switch rest.first {
      case "n":
        result += "\n"
        rest = rest.dropFirst()
      case "t":
        result += "\t"
        rest = rest.dropFirst()
      case "u":
        let code = rest.dropFirst(2).prefix { $0 != "}" }
        if let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value) {
          result.unicodeScalars.append(scalar)
        }
        rest = rest.dropFirst(code.count + 3)
      default: result += "\\"
      }
    }
    return result + rest
  }

  /// Runs `body` on every case and reports all that came out otherwise in one message.
  ///
  /// - Parameter body: gives what was found and what should have been.
  func check(_ body: (Case) throws -> (found: String, expected: String)) throws {
    var wrong: [String] = []
    for example in cases {
      let (found, expected) = try body(example)
      if found != expected { wrong.append("line \(example.line)\n  should be \(expected)\n  but is    \(found)") }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(cases.count) cases:\n\(wrong.joined(separator: "\n"))")
  }
}

/// Runs one pipeline over one text after the other.
struct TextRunner {
  private var worker: PipelineWorker

  init(_ pipeline: Pipeline) throws { worker = try pipeline.makeWorker() }

  mutating func run(_ text: String) throws -> Document {
    var document = Document(text: Array(text.utf8))
    try worker.process(&document)
    return document
  }
}
