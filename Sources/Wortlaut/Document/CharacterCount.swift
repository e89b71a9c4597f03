/// Counting of characters in well-formed UTF-8, eight bytes at a time.
enum CharacterCount {
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// How many code points begin in a stretch.
  @inline(__always)
  static func codePoints(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var count = end &- start
    var at = start
    let raw = UnsafeRawBufferPointer(text)
    while at &+ 64 <= end {
      var continuations: UInt64 = 0
      for word in 0..<8 { continuations &+= self.continuations(StableHash.word(raw, at &+ 8 &* word)) }
      count &-= sum(continuations)
      at &+= 64
    }
    while at &+ 8 <= end {
      count &-= sum(continuations(StableHash.word(raw, at)))
      at &+= 8
    }
    if at < end { count &-= sum(continuations(rest(raw, at, end))) }
    return count
  }

  /// The last one to seven bytes before an end, with zeros behind them: these continue and begin nothing.
  @inline(__always)
  private static func rest(_ raw: UnsafeRawBufferPointer, _ at: Int, _ end: Int) -> UInt64 {
    let count = end &- at
    if at &+ 8 <= raw.count { return StableHash.word(raw, at) & ~(~0 &<< UInt64(8 &* count)) }
    return StableHash.tail(UnsafeRawBufferPointer(rebasing: raw[..<end]), at)
  }

  /// A 1 in each byte that continues a character.
  @inline(__always)
  private static func continuations(_ word: UInt64) -> UInt64 { (word >> 7) & ~(word >> 6) & ones }

  /// The sum of eight bytes, which stands in the top byte of their product with ones; at most 255.
  @inline(__always)
  private static func sum(_ word: UInt64) -> Int { Int(truncatingIfNeeded: (word &* ones) >> 56) }
}
