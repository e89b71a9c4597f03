/// Counting of characters in well-formed UTF-8, eight bytes at a time.
enum CharacterCount {
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// How many code points begin in a stretch.
  @inline(__always)
  static func codePoints(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    units(text, start, end, areUTF16: false)
  }

  /// How many code points begin in a stretch, or how many UTF-16 units these take.
  @inline(__always)
  static func units(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, areUTF16: Bool) -> Int {
    var count = 0
    var at = start
    let raw = UnsafeRawBufferPointer(text)
    while at &+ 64 <= end {
      var continuations: UInt64 = 0
      var longest: UInt64 = 0
      for word in 0..<8 {
        let bytes = StableHash.word(raw, at &+ 8 &* word)
        continuations &+= self.continuations(bytes)
        if areUTF16 { longest &+= self.longest(bytes) }
      }
      count &+= 64 &- sum(continuations) &+ sum(longest)
      at &+= 64
    }
    while at &+ 8 <= end {
      count &+= units(StableHash.word(raw, at), areUTF16: areUTF16)
      at &+= 8
    }
    if at >= end { return count }
    if at &+ 8 <= raw.count {
      // The bytes beyond the end are taken for continuations, which count for nothing.
      let beyond = ~UInt64(0) << UInt64((end &- at) &* 8)
      return count &+ units(StableHash.word(raw, at) & ~beyond | beyond & 0x8080_8080_8080_8080, areUTF16: areUTF16)
    }
    for byte in text[at..<end] {
      // A code point begins at every byte that is not a continuation; one of four bytes is two UTF-16 units.
      if byte & 0xC0 != 0x80 { count &+= areUTF16 && byte >= 0xF0 ? 2 : 1 }
    }
    return count
  }

  /// The same for at most eight bytes with eight to be read; nil where they are more or not there.
  @inline(__always)
  static func shortUnits(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, areUTF16: Bool) -> Int? {
    let length = end &- start
    guard UInt(bitPattern: length) <= 8, start &+ 8 <= text.count else { return nil }
    // Shifted twice, since a word's whole width is too far at once. The zeros that come in continue nothing.
    let beyond = UInt64(8 &- length) &* 4
    let word = (StableHash.word(UnsafeRawBufferPointer(text), start) &<< beyond) &<< beyond
    let count = length &- sum(continuations(word))
    return areUTF16 ? count &+ sum(longest(word)) : count
  }

  /// How many units begin in eight bytes.
  @inline(__always)
  private static func units(_ word: UInt64, areUTF16: Bool) -> Int {
    let count = 8 &- sum(continuations(word))
    return areUTF16 ? count &+ sum(longest(word)) : count
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
}
