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

  /// Of at most 64 bytes, a bit each: those that continue a character, and, where asked for, those that begin one of four
  /// bytes. Bits beyond the end are 0.
  @inline(__always)
  static func bits(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, withLongest: Bool
  ) -> (continuations: UInt64, longest: UInt64) {
    var continuations: UInt64 = 0
    var longest: UInt64 = 0
    var at = start
    let raw = UnsafeRawBufferPointer(text)
    while at < end {
      let word = at &+ 8 <= end ? StableHash.word(raw, at) : rest(raw, at, end)
      let place = UInt64(truncatingIfNeeded: at &- start)
      continuations |= gather(self.continuations(word)) &<< place
      if withLongest { longest |= gather(self.longest(word)) &<< place }
      at &+= 8
    }
    return (continuations, longest)
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

  /// A 1 in each byte that begins a character of four bytes.
  @inline(__always)
  private static func longest(_ word: UInt64) -> UInt64 { (word >> 7) & (word >> 6) & (word >> 5) & (word >> 4) & ones }

  /// The sum of eight bytes, which stands in the top byte of their product with ones; at most 255.
  @inline(__always)
  private static func sum(_ word: UInt64) -> Int { Int(truncatingIfNeeded: (word &* ones) >> 56) }

  /// The lowest bits of eight bytes side by side, which the multiplication brings into the top byte.
  @inline(__always)
  private static func gather(_ word: UInt64) -> UInt64 { (word &* 0x0102_0408_1020_4080) >> 56 }
}
