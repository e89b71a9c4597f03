import Wortlaut

extension ByteBuffer {
  /// Where a text stands in XML, which decides what white space becomes.
  enum XMLPlace {
    /// Between tags. A carriage return is written as a reference, else a parser would make a line feed of it.
    case content
    /// In a quoted value. Tabs and line ends are references, else a parser would make spaces of them.
    case attribute
  }

  /// Writes a text as XML 1.0. A character that XML cannot hold becomes U+FFFD, so that offsets in code points and
  /// UTF-16 units stay right.
  ///
  /// - Returns: how many characters XML cannot hold.
  @discardableResult
  mutating func appendXML(_ text: UnsafeBufferPointer<UInt8>, in place: XMLPlace = .content) -> Int {
    var start = 0
    var at = 0
    var illegal = 0
    while at < text.count {
      let byte = text[at]
      guard Self.needsCare[Int(byte)] else {
        at += 1
        continue
      }
      var length = 1
      let escape: StaticString
      switch byte {
      case 0x26: escape = "&amp;"
      case 0x3C: escape = "&lt;"
      case 0x3E: escape = "&gt;"
      case 0x22: escape = "&quot;"
      case 0x0D: escape = "&#13;"
      case 0x09, 0x0A:
        guard place == .attribute else {
          at += 1
          continue
        }
        escape = byte == 0x09 ? "&#9;" : "&#10;"
      case 0xEF:
        // U+FFFE and U+FFFF are no characters.
        guard at + 2 < text.count, text[at + 1] == 0xBF, text[at + 2] >= 0xBE else {
          at += 1
          continue
        }
        length = 3
        illegal += 1
        escape = "\u{FFFD}"
      default:
        illegal += 1
        escape = "\u{FFFD}"
      }
      append(UnsafeBufferPointer(rebasing: text[start..<at]))
      append(escape)
      at += length
      start = at
    }
    append(UnsafeBufferPointer(rebasing: text[start...]))
    return illegal
  }

  @discardableResult
  mutating func appendXML(_ text: ArraySlice<UInt8>, in place: XMLPlace = .content) -> Int {
    text.withUnsafeBufferPointer { appendXML($0, in: place) }
  }

  @discardableResult
  mutating func appendXML(_ text: String, in place: XMLPlace = .attribute) -> Int {
    var text = text
    return text.withUTF8 { appendXML($0, in: place) }
  }

  private static let needsCare: [Bool] = (0...255).map { byte in
    byte < 0x20 || [0x22, 0x26, 0x3C, 0x3E, 0xEF].contains(byte)
  }
}
