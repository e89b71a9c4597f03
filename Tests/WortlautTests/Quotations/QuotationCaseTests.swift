import Testing

@testable import Wortlaut

/// `quotation-cases.tsv`: in each text [ ] marks the content, { } the speaker, < > the cue and ~ ~ the addressee of one
/// quotation.
struct QuotationCaseTests {
  /// A text without its marks, and the byte spans they showed.
  private struct Marked {
    var text: [UInt8] = []
    var spans: [UInt8: [Span]] = [:]

    init(_ cell: String) {
      var open: [UInt8: Int] = [:]
      for byte in cell.utf8 {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"): open[byte] = text.count
        case UInt8(ascii: "]"): close(UInt8(ascii: "["), &open)
        case UInt8(ascii: "}"): close(UInt8(ascii: "{"), &open)
        case UInt8(ascii: ">"): close(UInt8(ascii: "<"), &open)
        case UInt8(ascii: "~"):
          if open[byte] == nil { open[byte] = text.count } else { close(byte, &open) }
        default: text.append(byte)
        }
      }
    }

    private mutating func close(_ mark: UInt8, _ open: inout [UInt8: Int]) {
      if let start = open.removeValue(forKey: mark) { spans[mark, default: []].append(Span(start, text.count)) }
    }

    var content: Spans { Spans(spans[UInt8(ascii: "[")] ?? []) }
    var speaker: Spans { Spans(spans[UInt8(ascii: "{")] ?? []) }
    var cue: Spans { Spans(spans[UInt8(ascii: "<")] ?? []) }
    var addressee: Spans { Spans(spans[UInt8(ascii: "~")] ?? []) }
  }

  @Test("every case of the table has the quotation that is marked in it")
  func cases() throws {
    let table = try CaseTable("Quotations/quotation-cases.tsv", columns: ["construction", "type", "text"])
    #expect(table.cases.count >= 300)
    var runner = try TextRunner(TestData.pipeline("news"))
    try table.check { example in
      let marked = Marked(example.cells[2])
      let document = try runner.run(String(decoding: marked.text, as: UTF8.self))
      let found = document.quotations.map { quotation in
        "\(quotation.type) \(quotation.content) by \(quotation.speaker) cue \(quotation.cue) to \(quotation.addressee)"
      }
      let matches: Bool
      switch example.cells[1] {
      case "none": matches = document.quotations.isEmpty
      case "mark":
        matches = document.marks.contains {
          Spans([$0.span]) == marked.content && $0.verdict.rawValue == example.cells[0]
        }
      default:
        matches = document.quotations.contains {
          // A cue that stands outside the case's own clause is not marked in it.
          $0.type.rawValue == example.cells[1] && $0.content == marked.content && $0.speaker == marked.speaker
            && (marked.cue.isEmpty || $0.cue == marked.cue)
            && (marked.addressee.isEmpty || $0.addressee == marked.addressee)
        }
      }
      return (matches ? "as marked" : "\(found) in \(example.cells[2])", "as marked")
    }
  }

  @Test("a role or a pronoun means the person whom the document tells")
  func speakers() throws {
    let table = try CaseTable("Quotations/speaker-cases.tsv", columns: ["text", "speaker", "entity"])
    var runner = try TextRunner(TestData.pipeline("news"))
    try table.check { example in
      let document = try runner.run(example.cells[0])
      let quotation = document.quotations.last {
        $0.speaker.first.map { String(decoding: document[$0], as: UTF8.self) } == example.cells[1]
      }
      let entity = quotation?.speakerEntity.map { document.entities[$0].name }
      return (entity ?? "nobody", example.cells[2])
    }
  }

  @Test("on random text spans lie inside, on token borders, and content is nested or apart")
  func invariants() throws {
    let words = [
      "Die", "Ministerin", "sagte", ",", "dass", "„", "“", "»", "«", "\"", "‚", "‘", "er", "sei", "laut", "Polizei",
      ".",
      "so", "habe", "nach", "Angaben", "des", "Gerichts", "(", ")", ":", "?", "–", "\n\n", "wie", "mitteilte", "zu",
      "gehen",
      "heißt", "es", "zufolge", "[", "]", "’", "'", "…",
    ]
    var random = SeededGenerator(seed: 7)
    var runner = try TextRunner(TestData.pipeline("news"))
    for _ in 0..<300 {
      let count = Int.random(in: 0...60, using: &random)
      let text = (0..<count).map { _ in
        (words.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
      let document = try runner.run(text)
      let starts = Set(document.tokens.map(\.span.start))
      let ends = Set(document.tokens.map(\.span.end))
      let content = document.quotations.flatMap(\.content)
      for quotation in document.quotations {
        for span in [quotation.content, quotation.speaker, quotation.cue, quotation.frame].joined() {
          #expect(starts.contains(span.start) && ends.contains(span.end), "\(span) in \(text)")
        }
      }
      for left in content {
        for right in content where left.overlaps(right) {
          #expect(left.contains(right) || right.contains(left), "\(left) crosses \(right) in \(text)")
        }
      }
    }
  }
}
