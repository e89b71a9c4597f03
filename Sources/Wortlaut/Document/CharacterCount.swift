import CBytes

/// Counting of characters in well-formed UTF-8.
enum CharacterCount {
  /// How many code points begin in a stretch.
  @inline(__always)
  static func codePoints(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var count = end &- start
    var at = start
    while at < end {
      count &-= ByteMask.of(text, at, min(at &+ 64, end), cb_continuing).nonzeroBitCount
      at &+= 64
    }
    return count
  }
}
