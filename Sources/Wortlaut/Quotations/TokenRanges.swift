/// Ranges of tokens: an array that needs no memory of its own for the four ranges that nearly all have at most.
struct TokenRanges: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral, Equatable {
  private(set) var count = 0
  /// Start and end of each of the first four.
  private var near = SIMD8<UInt32>()
  private var further: [Range<Int>] = []
  private static let nearCount = 4

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  @inline(__always)
  init() {}

  @inline(__always)
  init(arrayLiteral elements: Range<Int>...) { for range in elements { append(range) } }

  @inline(__always)
  init(_ range: Range<Int>) { append(range) }

  subscript(index: Int) -> Range<Int> {
    @inline(__always) get {
      index < Self.nearCount
        ? Int(near[2 * index])..<Int(near[2 * index + 1]) : further[index - Self.nearCount]
    }
    @inline(__always) set {
      if index < Self.nearCount {
        near[2 * index] = UInt32(truncatingIfNeeded: newValue.lowerBound)
        near[2 * index + 1] = UInt32(truncatingIfNeeded: newValue.upperBound)
      } else {
        further[index - Self.nearCount] = newValue
      }
    }
  }

  @inline(__always)
  mutating func append(_ range: Range<Int>) {
    if count >= Self.nearCount { further.append(range) }
    count += 1
    self[count - 1] = range
  }

  /// Whether one of them holds all of a range.
  func cover(_ range: Range<Int>) -> Bool {
    contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
  }

  /// Those that hold a token.
  var withoutEmpty: TokenRanges {
    var result = TokenRanges()
    for range in self where !range.isEmpty { result.append(range) }
    return result
  }

  /// In order, neighbours joined.
  var joined: TokenRanges {
    var result = TokenRanges()
    for range in self { result.insert(range) }
    return result
  }

  /// Adds a range to ranges in order, joined with those it touches.
  private mutating func insert(_ range: Range<Int>) {
    var result = TokenRanges()
    var range = range
    var isDone = false
    for other in self {
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
