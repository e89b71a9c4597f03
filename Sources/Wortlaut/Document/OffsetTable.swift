import CBytes

/// The unit in which an export counts positions in a text.
public enum OffsetUnit: String, Sendable, CaseIterable {
  /// Bytes.
  case utf8
  /// As Java, JavaScript and UIMA count.
  case utf16
  /// Unicode code points, as Python counts.
  case codepoint
}

/// Converts byte offsets of a text to code points or UTF-16 units, and back.
///
/// Built in one pass over the text; a conversion looks at one word of bits and does not touch the text. Three sixteenths
/// of the text's size.
public struct OffsetTable: Sendable {
  /// What the converted offsets count.
  public let unit: OffsetUnit
  private let text: [UInt8]
  /// How many units begin before each stretch of 64 bytes. Empty where units are bytes.
  private let before: [UInt32]
  /// A bit for each byte of a stretch at which no unit begins.
  private let inner: [UInt64]
  private static let stretch = 64

  /// Whether offsets are byte offsets: the unit is bytes, or the text is ASCII.
  public var isIdentity: Bool { before.isEmpty }

  /// Looks at each byte of the text once.
  public init(_ text: [UInt8], unit: OffsetUnit) {
    self.unit = unit
    self.text = text
    // In ASCII every unit is a byte, which an empty table says.
    let isIdentity =
      unit == .utf8 || text.withUnsafeBufferPointer { ByteMask.first($0, 0, $0.count, cb_not_ascii) == $0.count }
    (before, inner) = isIdentity ? ([], []) : Self.read(text, areUTF16: unit == .utf16)
  }

  private static func read(_ text: [UInt8], areUTF16: Bool) -> ([UInt32], [UInt64]) {
    let count = text.count / stretch + 1
    var inner: [UInt64] = []
    inner.reserveCapacity(count)
    let before = [UInt32](unsafeUninitializedCapacity: count) { before, initialized in
      text.withUnsafeBufferPointer { text in
        var total: UInt32 = 0
        var secondUnit: UInt64 = 0
        for index in 0..<count {
          let start = index * stretch
          let end = min(start + stretch, text.count)
          var bits = ByteMask.of(text, start, end, cb_continuing)
          if areUTF16 {
            let longest = ByteMask.of(text, start, end, cb_beginning_four)
            // The second unit of a character of four bytes begins at its second byte.
            bits &= ~(longest << 1 | secondUnit)
            secondUnit = longest >> 63
          }
          before.initializeElement(at: index, to: total)
          inner.append(bits)
          total &+= UInt32(stretch &- bits.nonzeroBitCount)
        }
      }
      initialized = count
    }
    return (before, inner)
  }

  /// The offset in units of a byte offset that stands on a character's border.
  @inline(__always)
  public subscript(byteOffset: Int) -> Int {
    guard !isIdentity else { return byteOffset }
    return inner.withUnsafeBufferPointer { inner in
      before.withUnsafeBufferPointer { Counter($0, inner)[byteOffset] }
    }
  }

  /// A span's offsets in units.
  func units(of span: Span) -> Range<Int> { self[span.start]..<self[span.end] }

  /// Calls `body` with what converts offsets in a loop: no reference is counted up and down for each.
  @inline(__always)
  func withCounter<Result>(_ body: (Counter) throws -> Result) rethrows -> Result {
    try inner.withUnsafeBufferPointer { inner in
      try before.withUnsafeBufferPointer { try body(Counter($0, inner)) }
    }
  }

  /// Converts byte offsets to units, for as long as its table lives.
  struct Counter {
    private let before: UnsafeBufferPointer<UInt32>
    private let inner: UnsafeBufferPointer<UInt64>
    private let isIdentity: Bool

    @inline(__always)
    fileprivate init(_ before: UnsafeBufferPointer<UInt32>, _ inner: UnsafeBufferPointer<UInt64>) {
      self.before = before
      self.inner = inner
      isIdentity = before.isEmpty
    }

    /// The offset in units of a byte offset that stands on a character's border.
    @inline(__always)
    subscript(byteOffset: Int) -> Int {
      if isIdentity { return byteOffset }
      let stretch = byteOffset >> 6
      precondition(stretch < before.count, "an offset lies behind the text's end")
      let bits = inner[stretch] & ~(~0 << UInt64(byteOffset & 63))
      return Int(before[stretch]) &+ (byteOffset & 63) &- bits.nonzeroBitCount
    }
  }

  /// The byte offset of an offset in units; nil if it lies outside the text or inside a character.
  public func byteOffset(of offset: Int) -> Int? {
    guard offset >= 0 else { return nil }
    guard !isIdentity else {
      let isBorder = offset == text.count || (offset < text.count && text[offset] & 0xC0 != 0x80)
      return isBorder ? offset : nil
    }
    var low = 0
    var high = before.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if before[middle] <= offset { low = middle } else { high = middle }
    }
    var byte = low * Self.stretch
    while byte < text.count && text[byte] & 0xC0 == 0x80 { byte += 1 }
    var count = self[byte]
    while count < offset && byte < text.count {
      count += unit == .utf16 && text[byte] >= 0xF0 ? 2 : 1
      byte += 1
      while byte < text.count && text[byte] & 0xC0 == 0x80 { byte += 1 }
    }
    return count == offset ? byte : nil
  }
}
