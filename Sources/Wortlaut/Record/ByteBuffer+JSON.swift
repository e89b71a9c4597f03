extension ByteBuffer {
  /// Writes a text as a JSON string (RFC 8259): quotation marks, backslashes and controls escaped, the rest as UTF-8.
  public mutating func appendJSON(_ text: UnsafeBufferPointer<UInt8>) {
    writeJSON(after: "", text)
  }

  /// Writes a constant and then a text as a JSON string: `,"name":"…"`.
  mutating func appendJSON(after constant: StaticString, _ text: String) {
    var text = text
    text.withUTF8 { writeJSON(after: constant, $0) }
  }

  private mutating func writeJSON(after constant: StaticString, _ text: UnsafeBufferPointer<UInt8>) {
    var end = Self.firstEscape(text, 0)
    write(upTo: constant.utf8CodeUnitCount + end + 2) {
      var at = $0.put(constant)
      at.pointee = 0x22
      at = (at + 1).put(text, 0, end)
      at.pointee = 0x22
      return end == text.count ? at + 1 : at
    }
    while end < text.count {
      appendEscape(text[end])
      let start = end + 1
      end = Self.firstEscape(text, start)
      write(upTo: end - start + 1) {
        let at = $0.put(text, start, end)
        at.pointee = 0x22
        return end == text.count ? at + 1 : at
      }
    }
  }

  /// Where the first character stands that must be escaped, or the text ends.
  @inline(__always)
  private static func firstEscape(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < text.count {
      // Eight bytes at once, as long as none of them needs care.
      while at + 8 <= text.count, !needsEscape(text, at) { at += 8 }
      let end = min(at + 8, text.count)
      while at < end {
        let byte = text[at]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F { return at }
        at += 1
      }
    }
    return at
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

  /// The same for a string.
  public mutating func appendJSON(_ text: String) {
    appendJSON(after: "", text)
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

extension UnsafeMutablePointer<UInt8> {
  /// Writes a part of a text here; returns the pointer after it.
  @inline(__always)
  fileprivate func put(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Self {
    guard let source = text.baseAddress else { return self }
    update(from: source + start, count: end - start)
    return self + (end - start)
  }
}
