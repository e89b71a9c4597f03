/// Turns UTF-16 into UTF-8, a piece of a stream at a time, so that rows can be cut out of it like any others.
struct WideText {
  private let isBigEndian: Bool
  /// The first half of a surrogate pair, whose second half is still to come.
  private var half: UInt32?
  /// The first byte of a unit, whose second is still to come.
  private var oddByte: UInt8?

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  /// What a byte-order mark says; nil where there is none, or it is that of UTF-32.
  init?(start: some Collection<UInt8>) {
    let first = Array(start.prefix(4))
    if first.starts(with: [0xFE, 0xFF]) {
      isBigEndian = true
    } else if first.starts(with: [0xFF, 0xFE]), !first.elementsEqual([0xFF, 0xFE, 0, 0]) {
      isBigEndian = false
    } else {
      return nil
    }
  }

  /// What an encoding's name says; nil where it is not UTF-16. The name alone is big-endian (RFC 2781).
  init?(encoding name: String) {
    switch name.uppercased() {
    case "UTF-16", "UTF16", "UTF-16BE", "UTF16BE": isBigEndian = true
    case "UTF-16LE", "UTF16LE": isBigEndian = false
    default: return nil
    }
  }

  /// Whether the text is cut off inside a character.
  var isInside: Bool { half != nil || oddByte != nil }

  /// Appends a piece as UTF-8, byte-order marks left out.
  ///
  /// - Returns: false at the half of a surrogate pair that stands alone; what comes before it has been appended.
  mutating func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) -> Bool {
    for byte in bytes {
      guard let first = oddByte else {
        oddByte = byte
        continue
      }
      oddByte = nil
      let unit = isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first)
      guard append(unit: unit, to: &text) else { return false }
    }
    return true
  }

  private mutating func append(unit: UInt32, to text: inout [UInt8]) -> Bool {
    if unit == 0xFEFF, half == nil { return true }
    var value = unit
    if let high = half {
      guard 0xDC00..<0xE000 ~= unit else { return false }
      value = 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00)
      half = nil
    } else if 0xD800..<0xDC00 ~= unit {
      half = unit
      return true
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    return true
  }
}
