/// Ranges of tokens: an array that needs no memory of its own for the two that nearly all have at most.
struct TokenRanges: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral, Equatable {
  private var length: UInt32 = 0
  private var first = Span(0, 0)
  private var second = Span(0, 0)
  /// Nil where there are none: nothing to count up and down in a copy.
  private var further: [Span]?
  private static let nearCount = 2

  var startIndex: Int { 0 }
  @inline(__always)
  var endIndex: Int { Int(length) }

  @inline(__always)
  init() {}

  @inline(__always)
  init(arrayLiteral elements: Range<Int>...) { for range in elements { append(range) } }

  @inline(__always)
  init(_ range: Range<Int>) { append(range) }

  /// The same as of a literal, which needs memory for more than one.
  @inline(__always)
  init(_ first: Range<Int>, _ second: Range<Int>) {
    (self.first, self.second) = (Span(first), Span(second))
    length = 2
  }

  subscript(index: Int) -> Range<Int> {
    @inline(__always) get {
      switch index {
      case 0: first.range
      case 1: second.range
      default: (further ?? [])[index - Self.nearCount].range
      }
    }
    @inline(__always) set {
      let span = Span(newValue)
      switch index {
      case 0: first = span
      case 1: second = span
      default: further?[index - Self.nearCount] = span
      }
    }
  }

  @inline(__always)
  mutating func append(_ range: Range<Int>) {
    if length >= Self.nearCount {
      if further == nil { further = [] }
      further?.append(Span(range))
    }
    length += 1
    self[count - 1] = range
  }

  /// Calls `body` with each. By index: an iterator would hold a copy of all.
  @inline(__always)
  func visit(_ body: (Range<Int>) -> Void) {
    for index in 0..<endIndex { body(self[index]) }
  }

  @inline(__always)
  func contains(where isMeant: (Range<Int>) -> Bool) -> Bool {
    for index in 0..<endIndex where isMeant(self[index]) { return true }
    return false
  }

  /// Whether one of them holds all of a range.
  func cover(_ range: Range<Int>) -> Bool {
    contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
  }

  /// Those that hold a token.
  var withoutEmpty: TokenRanges {
    var result = TokenRanges()
    visit { if !$0.isEmpty { result.append($0) } }
    return result
  }

  /// In order, neighbours joined.
  var joined: TokenRanges {
    var result = TokenRanges()
    visit { result.insert($0) }
    return result
  }

  /// Adds a range to ranges in order, joined with those it touches.
  private mutating func insert(_ range: Range<Int>) {
    var result = TokenRanges()
    var range = range
    var isDone = false
    visit { other in
      if other.upperBound < range.lowerBound {
        result.append(other)
      } else if range.upperBound < other.lowerBound {
        if !isDone { result.append(range) }
        isDone = true
        result.append(other)
      } else {
        range = Swift.min(range.lowerBound, other.lowerBound)..<Swift.max(range.upperBound, other.upperBound)
      }
    }
    if !isDone { result.append(range) }
    self = result
  }
}
