import Testing
import Wortlaut

@testable import WortlautFormats

@Suite("Nested spans") struct NestedSpansTests {
  /// The text with `<0>`…`</0>` for the first item's fragments, and so on.
  private func marked(_ text: String, _ items: [NestedSpans.Item]) -> String {
    let bytes = Array(text.utf8)
    var result = ""
    var at = 0
    for (place, event) in NestedSpans.events(items, in: bytes) {
      result += String(decoding: bytes[at..<place], as: UTF8.self)
      at = place
      switch event {
      case .open(let item, _, _): result += "<\(item)>"
      case .close(let item, _): result += "</\(item)>"
      }
    }
    return result + String(decoding: bytes[at...], as: UTF8.self)
  }

  @Test("of two that cross the inner one is cut")
  func crossing() {
    let items = [NestedSpans.Item(span: Span(0, 4), level: 0), .init(span: Span(2, 8), level: 1)]
    #expect(marked("abcdefgh", items) == "<0>ab<1>cd</1></0><1>efgh</1>")
    #expect(marked("abcdefgh", items.reversed()) == "<1>ab<0>cd</0></1><0>efgh</0>")
    let outer = [NestedSpans.Item(span: Span(2, 8), level: 0), .init(span: Span(0, 4), level: 1)]
    #expect(marked("abcdefgh", outer) == "<1>ab</1><0><1>cd</1>efgh</0>")
  }

  @Test("a fragment of white space is left out")
  func blank() {
    let items = [
      NestedSpans.Item(span: Span(0, 2), level: 0), .init(span: Span(3, 5), level: 0),
      .init(span: Span(0, 5), level: 1),
    ]
    #expect(marked("ab cd", items) == "<0><2>ab</2></0> <1><2>cd</2></1>")
  }

  @Test("whatever the spans are, elements nest, every item is there whole, and counts are right")
  func random() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let text = (0..<30).map { _ in Int.random(in: 0..<6, using: &generator) == 0 ? " " : "x" }.joined()
      let items = (0..<Int.random(in: 0..<9)).map { _ in
        let start = Int.random(in: 0...30)
        return NestedSpans.Item(span: Span(start, Int.random(in: start...30)), level: Int.random(in: 0..<4))
      }
      var open: [Int] = []
      var seen = Array(repeating: 0, count: items.count)
      var covered = items.map { _ in Set<Int>() }
      var at = 0
      for (place, event) in NestedSpans.events(items, in: Array(text.utf8)) {
        for item in open { covered[item].formUnion(at..<place) }
        at = place
        switch event {
        case .open(let item, let fragment, let count):
          #expect(fragment == seen[item] && fragment < count)
          seen[item] += 1
          open.append(item)
        case .close(let item, _): #expect(open.popLast() == item)
        }
        for (outer, inner) in zip(open, open.dropFirst()) { #expect(items[outer].level <= items[inner].level) }
      }
      #expect(open.isEmpty)
      let letters = Set(Array(text.utf8).indices.filter { Array(text.utf8)[$0] != 0x20 })
      for (item, places) in zip(items, covered) {
        #expect(places.intersection(letters) == Set(item.span.range).intersection(letters))
      }
    }
  }
}
