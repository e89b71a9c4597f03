import CBytes

/// A bit for each of up to 64 bytes of a text, by the functions of `CBytes`.
package enum ByteMask {
  /// Looks at a stretch of at most 64 bytes, the bits of which are 0 beyond its end.
  ///
  /// - Parameter look: sees 64 bytes at once; those beyond the end may be any.
  @inline(__always)
  package static func of(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ look: (UnsafePointer<UInt8>) -> UInt64
  ) -> UInt64 {
    guard let base = text.baseAddress, start < end else { return 0 }
    if start &+ 64 <= end { return look(base + start) }
    let count = end &- start
    let all = start &+ 64 <= text.count ? look(base + start) : padded(base + start, count, look)
    return all & ~(~0 &<< UInt64(count))
  }

  private static func padded(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ look: (UnsafePointer<UInt8>) -> UInt64
  ) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { block in
      guard let base = block.baseAddress else { return 0 }
      base.initialize(repeating: 0, count: 64)
      base.update(from: start, count: count)
      return look(base)
    }
  }

  /// The first byte from `start` on that is meant, or `end`.
  @inline(__always)
  package static func first(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ look: (UnsafePointer<UInt8>) -> UInt64
  ) -> Int {
    var at = start
    while at < end {
      let mask = of(text, at, end, look)
      if mask != 0 { return at &+ mask.trailingZeroBitCount }
      at &+= 64
    }
    return end
  }
}
