extension ByteBuffer {
  /// Writes a text as a JSON string (RFC 8259): quotation marks, backslashes and controls escaped, the rest as UTF-8.
  public mutating func appendJSON(_ text: UnsafeBufferPointer<UInt8>) {
    append(byte: 0x22)
    var start = 0
    for at in text.indices {
      let byte = text[at]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F else { continue }
      append(UnsafeBufferPointer(rebasing: text[start..<at]))
      appendEscape(byte)
      start = at + 1
    }
    append(UnsafeBufferPointer(rebasing: text[start...]))
    append(byte: 0x22)
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
