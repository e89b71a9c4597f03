import CBytes

/// Reads one JSON text (RFC 8259) from bytes, strictly, without building a tree.
///
/// A library's parser would decode every field of a row into objects; here the article's text is unescaped once into
/// its final buffer and all other fields are passed on as the bytes they are, so that nothing in them can change.
package struct JSONScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Offset of the next byte.
  package private(set) var position = 0

  package init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  package struct Fault: Error, Equatable {
    package enum Kind: Equatable { case notJSON, loneSurrogate }
    package let kind: Kind
    /// Offset in bytes.
    package let offset: Int
    package let expected: String

    package init(kind: Kind, offset: Int, expected: String) {
      self.kind = kind
      self.offset = offset
      self.expected = expected
    }
  }

  private func fault(_ expected: String) -> Fault { Fault(kind: .notJSON, offset: position, expected: expected) }

  package var isAtEnd: Bool { position >= bytes.count }

  /// The next byte after white space, not consumed; 0 at the end.
  package mutating func peek() -> UInt8 {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return bytes[position]
      }
    }
    return 0
  }

  /// Consumes a byte that must come next.
  package mutating func expect(_ byte: UInt8, _ what: String) throws(Fault) {
    guard peek() == byte else { throw fault(what) }
    position += 1
  }

  /// Consumes a byte if it comes next.
  package mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// The name of an object's field, as it stands.
  package struct Key {
    /// With its quotation marks.
    package let range: Range<Int>
    let hasEscape: Bool
  }

  /// Reads an object and calls `member` with each field's name; `member` must consume the value.
  package mutating func readObject(_ member: (inout JSONScanner, String) throws(Fault) -> Void) throws(Fault) {
    try readFields { (scanner, key) throws(Fault) in
      var name = JSONScanner(UnsafeBufferPointer(rebasing: scanner.bytes[key.range]))
      try member(&scanner, try name.readText())
    }
  }

  /// Reads an object and calls `member` with each field's name as it stands, which allocates nothing; `member` must
  /// consume the value.
  package mutating func readFields(_ member: (inout JSONScanner, Key) throws(Fault) -> Void) throws(Fault) {
    try expect(0x7B, "an object")
    if skip(0x7D) { return }
    repeat {
      guard peek() == 0x22 else { throw fault("a field's name") }
      let start = position
      position += 1
      let hasEscape = try skipString()
      let key = Key(range: start..<position, hasEscape: hasEscape)
      try expect(0x3A, "':'")
      try member(&self, key)
    } while skip(0x2C)
    try expect(0x7D, "',' or '}'")
  }

  /// Reads an array and calls `element` before each element, which it must consume.
  public mutating func readArray(_ element: (inout JSONScanner) throws(Fault) -> Void) throws(Fault) {
    try expect(0x5B, "a list")
    if skip(0x5D) { return }
    repeat { try element(&self) } while skip(0x2C)
    try expect(0x5D, "',' or ']'")
  }

  /// Reads a string.
  public mutating func readText() throws(Fault) -> String {
    _ = peek()
    var text: [UInt8] = []
    try readString(into: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a whole number that is not negative.
  public mutating func readInteger() throws(Fault) -> Int {
    _ = peek()
    let start = position
    var value = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10, value < 1 << 50 {
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    guard position > start else { throw fault("a whole number") }
    return value
  }

  /// Whether a field has this name.
  package func matches(_ key: Key, _ name: [UInt8]) -> Bool {
    if !key.hasEscape { return bytes[key.range.lowerBound + 1..<key.range.upperBound - 1].elementsEqual(name) }
    var scanner = JSONScanner(UnsafeBufferPointer(rebasing: bytes[key.range]))
    var decoded: [UInt8] = []
    guard (try? scanner.readString(into: &decoded)) != nil else { return false }
    return decoded == name
  }

  /// Reads past any value and returns the stretch it takes.
  package mutating func skipValue(depth: Int = 0) throws(Fault) -> Range<Int> {
    let first = peek()
    let start = position
    switch first {
    case 0x22:
      position += 1
      _ = try skipString()
    case 0x7B: try skipContainer(closing: 0x7D, hasKeys: true, depth)
    case 0x5B: try skipContainer(closing: 0x5D, hasKeys: false, depth)
    case 0x74: try skipWord("true")
    case 0x66: try skipWord("false")
    case 0x6E: try skipWord("null")
    default: try skipNumber()
    }
    return start..<position
  }

  private mutating func skipContainer(closing: UInt8, hasKeys: Bool, _ depth: Int) throws(Fault) {
    guard depth < 200 else { throw fault("at most 200 levels of nesting") }
    position += 1
    if skip(closing) { return }
    repeat {
      if hasKeys {
        guard peek() == 0x22 else { throw fault("a field's name") }
        position += 1
        _ = try skipString()
        try expect(0x3A, "':'")
      }
      _ = try skipValue(depth: depth + 1)
    } while skip(0x2C)
    try expect(closing, hasKeys ? "',' or '}'" : "',' or ']'")
  }

  private mutating func skipWord(_ word: StaticString) throws(Fault) {
    let length = word.utf8CodeUnitCount
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: length)
    guard position + length <= bytes.count, bytes[position..<position + length].elementsEqual(expected) else {
      throw fault("a value")
    }
    position += length
  }

  private mutating func skipNumber() throws(Fault) {
    func digits() -> Int {
      let start = position
      while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
      return position - start
    }
    func next(_ byte: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
      return true
    }
    _ = next(0x2D)
    let start = position
    let count = digits()
    guard count > 0, count == 1 || bytes[start] != 0x30 else { throw fault("a value") }
    if next(0x2E) { guard digits() > 0 else { throw fault("a digit") } }
    if next(0x65) || next(0x45) {
      if !next(0x2B) { _ = next(0x2D) }
      guard digits() > 0 else { throw fault("a digit") }
    }
  }

  /// Reads past a string's rest and says whether it holds escapes.
  private mutating func skipString() throws(Fault) -> Bool {
    var hasEscape = false
    while true {
      skipPlain()
      guard position < bytes.count else { throw fault("'\"'") }
      switch bytes[position] {
      case 0x22:
        position += 1
        return hasEscape
      case 0x5C:
        hasEscape = true
        position += 1
        _ = try readEscape()
      default: throw fault("an escape for a control character")
      }
    }
  }

  /// Reads a string, unescaped, and appends it to `output`.
  package mutating func readString(into output: inout [UInt8]) throws(Fault) {
    try expect(0x22, "a text")
    while true {
      let start = position
      skipPlain()
      let run = UnsafeBufferPointer(rebasing: bytes[start..<position])
      guard position < bytes.count else { throw fault("'\"'") }
      switch bytes[position] {
      case 0x22:
        position += 1
        output.append(contentsOf: run)
        return
      case 0x5C:
        // Room for the rest of the row, once: a text is most of its row, and pages that stay untouched cost nothing.
        if output.isEmpty { output.reserveCapacity(bytes.count - start) }
        output.append(contentsOf: run)
        position += 1
        let scalar = try readEscape()
        if scalar.value < 0x80 {
          output.append(UInt8(scalar.value))
        } else {
          output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
      default: throw fault("an escape for a control character")
      }
    }
  }

  /// Goes on to the next quotation mark, backslash or control character.
  @inline(__always)
  private mutating func skipPlain() { position = ByteMask.first(bytes, position, bytes.count, cb_json_special) }

  /// Reads what follows a backslash.
  private mutating func readEscape() throws(Fault) -> Unicode.Scalar {
    guard position < bytes.count else { throw fault("an escape") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: return Unicode.Scalar(byte)
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75: return try readUnicodeEscape()
    default:
      position -= 1
      throw fault("an escape")
    }
  }

  private mutating func readUnicodeEscape() throws(Fault) -> Unicode.Scalar {
    let start = position - 2
    let lone = Fault(kind: .loneSurrogate, offset: start, expected: "both halves of a surrogate pair")
    let unit = try readHex()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == 0x5C, bytes[position + 1] == 0x75 else {
      throw lone
    }
    position += 2
    let low = try readHex()
    guard low >= 0xDC00, low < 0xE000, let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    else { throw lone }
    return scalar
  }

  private mutating func readHex() throws(Fault) -> UInt32 {
    guard position + 4 <= bytes.count else { throw fault("four hexadecimal digits") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = bytes[position]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: throw fault("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
