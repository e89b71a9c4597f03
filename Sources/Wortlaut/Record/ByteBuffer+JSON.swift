extension ByteBuffer {
  /// Writes a text as a JSON string (RFC 8259): quotation marks, backslashes and controls escaped, the rest as UTF-8.
  public mutating func appendJSON(_ text: UnsafeBufferPointer<UInt8>) {
    append(byte: 0x22)
    var start = 0
    var at = 0
    while at < text.count {
      // Eight bytes at once, as long as none of them needs care.
      while at + 8 <= text.count, !Self.needsEscape(text, at) { at += 8 }
      let end = min(at + 8, text.count)
      while at < end {
        let byte = text[at]
        at += 1
        guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F else { continue }
        append(UnsafeBufferPointer(rebasing: text[start..<at - 1]))
        appendEscape(byte)
        start = at
      }
    }
    append(UnsafeBufferPointer(rebasing: text[start...]))
    append(byte: 0x22)
  }

  /// Whether one of eight bytes may be a control character, a quotation mark, a backslash or a delete. Bits of the
  /// words say it; a byte after a hit may be taken for one too, which costs a closer look and nothing else.
  @inline(__always)
  private static func needsEscape(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let word = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: at, as: UInt64.self)
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let delete = word ^ (ones &* 0x7F)
    let hits = (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash
    return (hits | (delete &- ones) & ~delete) & (ones &* 0x80) != 0
  }

  public mutating func appendJSON(_ text: String) {
    var text = text
    text.withUTF8 { appendJSON($0) }
  }

  private mutating func appendEscape(_ byte: UInt8) {
    switch byte {
    case 0x22: append("\\\"")
    case 0x5C: append("\\\\")
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    default:
      append("\\u00")
      append(byte: Self.hex(byte >> 4))
      append(byte: Self.hex(byte & 0xF))
    }
  }

  private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
}
