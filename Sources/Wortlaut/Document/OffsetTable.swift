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
/// Built in one pass over the text; a conversion then looks at no more than 64 bytes.
public struct OffsetTable: Sendable {
  /// What the converted offsets count.
  public let unit: OffsetUnit
  private let text: [UInt8]
  /// How many units stand before each stretch of 64 bytes. Empty where units are bytes.
  private let before: [UInt32]
  private static let stretch = 64

  /// Whether offsets are byte offsets: the unit is bytes, or the text is ASCII.
  public var isIdentity: Bool { before.isEmpty }

  /// Looks at each byte of the text once.
  public init(_ text: [UInt8], unit: OffsetUnit) {
    self.unit = unit
    self.text = text
    before = unit == .utf8 ? [] : Self.count(text, unit)
  }

  private static func count(_ text: [UInt8], _ unit: OffsetUnit) -> [UInt32] {
    text.withUnsafeBufferPointer { bytes in
      // In ASCII every unit is a byte, which an empty table says.
      if bytes.allSatisfy({ $0 < 0x80 }) { return [] }
      var before: [UInt32] = []
      before.reserveCapacity(bytes.count / stretch + 1)
      var total: UInt32 = 0
      var at = 0
      while at <= bytes.count {
        before.append(total)
        let end = min(at + stretch, bytes.count)
        total += units(bytes, at, end, unit)
        at += stretch
      }
      return before
    }
  }

  @inline(__always)
  static func units(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ unit: OffsetUnit) -> UInt32 {
    UInt32(truncatingIfNeeded: CharacterCount.units(bytes, start, end, areUTF16: unit == .utf16))
  }

  /// The offset in units of a byte offset that stands on a character's border (in its middle: after the character).
  public subscript(byteOffset: Int) -> Int {
    guard !isIdentity else { return byteOffset }
    let stretch = byteOffset / Self.stretch
    let rest = text.withUnsafeBufferPointer { Self.units($0, stretch * Self.stretch, byteOffset, unit) }
    return Int(before[stretch] + rest)
  }

  /// A span's offsets in units. Of a short one the end is counted on from the start.
  func units(of span: Span) -> Range<Int> {
    guard !isIdentity else { return span.range }
    let start = self[span.start]
    guard span.count <= Self.stretch else { return start..<self[span.end] }
    let length = text.withUnsafeBufferPointer { Self.units($0, span.start, span.end, unit) }
    return start..<start + Int(length)
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

/// Converts byte offsets that come in rising order: looks at each byte of the text once.
public struct OffsetCursor {
  private let table: OffsetTable
  private var byte = 0
  private var offset = 0

  /// Begins at the start of the table's text.
  public init(_ table: OffsetTable) { self.table = table }

  /// The offset in the table's unit; `text` is the text the table was made from.
  @inline(__always)
  public mutating func offset(of byteOffset: Int, in text: [UInt8]) -> Int {
    if table.isIdentity { return byteOffset }
    guard byteOffset >= byte else { return table[byteOffset] }
    text.withUnsafeBufferPointer { offset += Int(OffsetTable.units($0, byte, byteOffset, table.unit)) }
    byte = byteOffset
    return offset
  }
}
