import Testing

@testable import Wortlaut

@Suite("a quotation")
struct QuotationTests {
  private let all: [WritableKeyPath<Quotation, Spans>] = [\.content, \.speaker, \.cue, \.frame, \.addressee]

  @Test("the spans of each role can be set in any order, and again, without touching another's")
  func roles() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var quotation = Quotation(.direct, content: [], source: "test")
      var expected: [[Span]] = [[], [], [], [], []]
      for _ in 0..<12 {
        let role = Int.random(in: 0..<5, using: &random)
        let spans = (0..<Int.random(in: 0...4, using: &random)).map { Span($0, $0 + role) }
        quotation[keyPath: all[role]] = Spans(spans)
        expected[role] = spans
        #expect(all.map { Array(quotation[keyPath: $0]) } == expected)
      }
    }
  }

  @Test("two quotations with the same spans in the same roles are equal, with others not")
  func equality() {
    var one = Quotation(.direct, content: [Span(0, 4)], source: "test")
    var other = Quotation(.direct, content: [Span(0, 4)], source: "test")
    #expect(one == other)
    one.speaker = [Span(5, 9)]
    other.cue = [Span(5, 9)]
    #expect(one != other)
    other.cue = []
    other.speaker = [Span(5, 9)]
    #expect(one == other)
  }
}
