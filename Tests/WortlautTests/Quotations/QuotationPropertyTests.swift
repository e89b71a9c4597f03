import Testing

@testable import Wortlaut

/// What must hold of entities and quotations in any text, however odd.
struct QuotationPropertyTests {
  /// The words of the case table at random, with words and marks that rules begin with strewn in.
  private static func texts(count: Int) throws -> [String] {
    let table = try CaseTable("Quotations/quotation-cases.tsv", columns: ["construction", "type", "text"])
    let cells = table.cases.map { $0.cells[2].filter { !"[]{}<>~".contains($0) } }
    let words = cells.flatMap { $0.split(separator: " ") }
    let odd: [Substring] = [
      "„", "“", "»", "«", "\"", "'", ",", ",", ";", ":", "–", "(", ")", ".", "?", "\n\n", "mit", "hervor", "dass",
      "wie",
      "laut", "nach", "soll", "haben", "so", "das", "Wer", "der", "heißt es", "(Zuruf von der SPD:",
    ]
    var random = SeededGenerator(seed: 20_261_125)
    return (0..<count).map { index in
      let share = [0.1, 0.4, 0.7][index % 3]
      return (0..<Int.random(in: 1...80, using: &random)).map { _ in
        let isOdd = Double.random(in: 0..<1, using: &random) < share
        return String((isOdd ? odd : words).randomElement(using: &random) ?? "")
      }.joined(separator: " ")
    }
  }

  @Test("in any order of words quotations stand on borders of tokens, their content in order and apart")
  func shuffledWords() throws {
    var runner = try TextRunner(TestData.pipeline("news"))
    var count = 0
    for text in try Self.texts(count: 4000) {
      let document = try runner.run(text)
      let starts = Set(document.tokens.map(\.span.start))
      let ends = Set(document.tokens.map(\.span.end))
      func stands(_ span: Span) -> Bool { !span.isEmpty && starts.contains(span.start) && ends.contains(span.end) }
      for quotation in document.quotations {
        count += 1
        let spans = [quotation.content, quotation.speaker, quotation.cue, quotation.frame, quotation.addressee]
        #expect(spans.joined().allSatisfy(stands), "\(quotation) in \(text)")
        #expect(!quotation.content.isEmpty)
        #expect(
          zip(quotation.content, quotation.content.dropFirst()).allSatisfy { $0.end <= $1.start },
          "\(quotation) in \(text)")
        #expect(quotation.speakerEntity.map { document.entities.indices.contains($0) } ?? true)
      }
      #expect(
        zip(document.entities, document.entities.dropFirst()).allSatisfy { $0.span.end <= $1.span.start }, "in \(text)")
    }
    #expect(count > 1000)
  }
}
