import CBytes

/// A line that is not blank, and what can be seen of it without reading it.
struct TextLine {
  /// The stretch without white space at its ends, in bytes.
  var start: Int
  var end: Int
  /// Where its words begin: behind the angle brackets of a mail that is quoted.
  var content: Int
  /// How many of these brackets there are.
  var quoteDepth: Int
  /// Two spaces or more, or a tab, stand before.
  var isIndented: Bool
  /// Its length in characters, indentation included.
  var length: Int
  /// The length in characters of its first word.
  var firstWord: Int
  /// A blank line, or the text's start, stands before.
  var afterBlank: Bool
  /// How it begins and ends.
  var head: Head
  var tail: Tail
  /// A tab or a run of spaces stands in its middle, as between the cells of a table.
  var hasGap: Bool

  enum Head { case lower, upper, digit, bullet, mark }
  enum Tail { case sentenceEnd, colon, comma, hyphen, word }

  /// Reads the lines of a text; `lines` keeps its memory. LF, CR, CRLF, form feed and Unicode's separators end a line.
  static func read(_ text: UnsafeBufferPointer<UInt8>, into lines: inout [TextLine]) {
    lines.removeAll(keepingCapacity: true)
    let hasMarks = Composition.mayHaveMarks(text)
    var start = 0
    var afterBlank = true
    while start < text.count {
      let end = nextBreak(text, start)
      if let line = TextLine(text, start, end, afterBlank: afterBlank, hasMarks: hasMarks) {
        lines.append(line)
        afterBlank = line.content == line.end
      } else {
        afterBlank = true
      }
      start = end + breakLength(text, end)
    }
  }

  /// Where the next line break stands, or the text ends.
  private static func nextBreak(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start
    while true {
      at = ByteMask.first(text, at, text.count, cb_maybe_break)
      if at == text.count || isBreak(text, at) { return at }
      at += 1
    }
  }

  @inline(__always)
  private static func isBreak(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    let byte = text[at]
    if byte > 0x0D { return byte == 0xE2 && isSeparator(text, at) }
    return byte >= 0x0A
  }

  private static func isSeparator(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    at + 2 < text.count && text[at + 1] == 0x80 && (text[at + 2] == 0xA8 || text[at + 2] == 0xA9)
  }

  private static func breakLength(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    guard at < text.count else { return 1 }
    if text[at] == 0xE2 { return 3 }
    return text[at] == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A ? 2 : 1
  }

  private init?(
    _ text: UnsafeBufferPointer<UInt8>, _ lineStart: Int, _ lineEnd: Int, afterBlank: Bool, hasMarks: Bool
  ) {
    var start = lineStart
    var end = lineEnd
    while start < end {
      let length = Self.blankLength(text, start)
      if length == 0 { break }
      start += length
    }
    guard start < end else { return nil }
    while end > start {
      let length = Blank.isASCII(text[end - 1]) ? 1 : Self.endsBlank(text, start, end) ? 2 : 0
      if length == 0 { break }
      end -= length
    }
    self.start = start
    isIndented = start - lineStart >= 2 || text[lineStart] == 0x09
    self.end = end
    self.afterBlank = afterBlank

    quoteDepth = 0
    content = start
    while content < end, text[content] == UInt8(ascii: ">") || quoteDepth > 0 && Blank.isASCII(text[content]) {
      if text[content] == UInt8(ascii: ">") { quoteDepth += 1 }
      content += 1
    }

    length = CharacterCount.codePoints(text, lineStart, end)
    let word = Self.firstBlank(text, content, end)
    firstWord = word < end ? CharacterCount.codePoints(text, content, word) : length
    if hasMarks {
      length -= Composition.marks(text, lineStart, end)
      firstWord -= Composition.marks(text, word < end ? content : lineStart, word)
    }
    hasGap = Self.hasGap(text, content, end)
    head = content < end ? Self.head(text, content, end) : .mark
    tail = Self.tail(text, content, end)
  }

  /// Where the first space or tab stands.
  private static func firstBlank(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end, text[at] != 0x20, text[at] != 0x09 { at += 1 }
    return at
  }

  /// Whether a tab or three spaces stand in a stretch.
  private static func hasGap(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var at = start
    // Of the 64 bytes before, the last two if they are spaces.
    var carried: UInt64 = 0
    while at < end {
      if ByteMask.of(text, at, end, cb_tabs) != 0 { return true }
      let spaces = ByteMask.of(text, at, end, cb_spaces)
      if spaces & (spaces << 1 | carried >> 1) & (spaces << 2 | carried) != 0 { return true }
      carried = spaces >> 62
      at &+= 64
    }
    return false
  }

  private static func blankLength(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    text[at] < 0x80 ? (Blank.isASCII(text[at]) ? 1 : 0) : Blank.length(text, at)
  }

  /// Whether a no-break space stands at the end.
  private static func endsBlank(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    end - 2 >= start && text[end - 1] == 0xA0 && text[end - 2] == 0xC2
  }

  private static func head(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Head {
    let (character, length) = UTF8Decoding.scalar(text, start)
    if character &- 0x30 < 10 { return .digit }
    if CharacterProperties.isLowercase(character) { return .lower }
    if CharacterProperties.isUppercase(character) { return .upper }
    let isBullet =
      switch character {
      case 0x2A, 0x2D, 0x2B, 0x2022, 0x2023, 0x25AA, 0x25CF, 0x25E6, 0x2013, 0x2014, 0xB7, 0x2043, 0x25BA, 0x2713: true
      default: false
      }
    return isBullet && start + length < end && blankLength(text, start + length) > 0 ? .bullet : .mark
  }

  private static func tail(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Tail {
    var at = end
    // Closing quotation marks and brackets stand behind the mark that counts.
    while at > start {
      switch text[at - 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"): at -= 1
      case 0x98...0x9D where at - 3 >= start && text[at - 2] == 0x80 && text[at - 3] == 0xE2: at -= 3
      case let byte where byte | 0x10 == 0xBB && at - 2 >= start && text[at - 2] == 0xC2: at -= 2
      default:
        switch text[at - 1] {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return .sentenceEnd
        case 0xA6 where at - 3 >= start && text[at - 2] == 0x80: return .sentenceEnd
        case UInt8(ascii: ":"): return .colon
        case UInt8(ascii: ","), UInt8(ascii: ";"): return .comma
        case UInt8(ascii: "-"), UInt8(ascii: "="): return .hyphen
        case 0xAC...0xAD where at - 2 >= start && text[at - 2] == 0xC2: return .hyphen
        default: return .word
        }
      }
    }
    return .word
  }
}
