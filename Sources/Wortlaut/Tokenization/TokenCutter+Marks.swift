extension TokenCutter {
  /// A single character that is no part of a word.
  mutating func character(_ start: Int, _ end: Int) {
    let byte = text[start]
    switch byte {
    case UInt8(ascii: "("): openBrackets += 1
    case UInt8(ascii: ")"): openBrackets = max(0, openBrackets - 1)
    case UInt8(ascii: "'"): return apostrophe(start, end)
    case 0xE2 where end - start == 3 && text[start + 1] == 0x80:
      if text[start + 2] == 0x99 || text[start + 2] == 0x98 { return apostrophe(start, end) }
      if text[start + 2] == 0x9A { hasOpenQuote = true }
    default: break
    }
    append(start, end, MarkKind.of(text, start))
  }

  /// An apostrophe after a word belongs to it ("Hans'") if it closes no quotation; one before a word may be a short
  /// form's ("'ne"), which is seen when the word comes.
  private mutating func apostrophe(_ start: Int, _ end: Int) {
    let touchesWord = tokens.last.map { $0.span.end == start && $0.kind == .word } ?? false
    if touchesWord && !hasOpenQuote && tokens.count > firstOfBlock {
      let last = tokens.count - 1
      tokens[last] = Token(Span(tokens[last].span.start, end), .word)
      return
    }
    append(start, end, .punctuation)
    if touchesWord || hasOpenQuote {
      hasOpenQuote = false
    } else {
      hasOpenQuote = true
      apostropheEnd = end
    }
  }

  /// Several of the same mark: "--", "**", "§§"; "§." before a number.
  mutating func run(_ start: Int, _ end: Int) {
    let hasStop = text[start] == 0xC2 && text[end - 1] == UInt8(ascii: ".") && follower(end).sort != .digit
    append(start, hasStop ? end - 1 : end, MarkKind.of(text, start))
    if hasStop { append(end - 1, end, .punctuation) }
  }

  /// "?!" is one token by the web guideline; Universal Dependencies cuts it.
  mutating func exclamation(_ start: Int, _ end: Int) {
    guard convention.isUD else { return append(start, end, .punctuation) }
    var at = start
    while at < end {
      // "!!!1elf"
      if text[at] != UInt8(ascii: "!"), text[at] & 0xC0 != 0xC0, text[at] != UInt8(ascii: "?") {
        return append(at, end, .word)
      }
      let length = UTF8Decoding.scalar(text, at).length
      append(at, at + length, .punctuation)
      at += length
    }
  }

  /// In "(ja :-))" the last bracket closes the bracket and not the face; in "**Fazit:**" the stars close the bold print.
  mutating func emoticon(_ start: Int, _ end: Int) {
    if closesMarkup(start + 1, end) {
      character(start, start + 1)
      return run(start + 1, end)
    }
    let closes =
      openBrackets > 0 && end - start > 2 && text[end - 1] == UInt8(ascii: ")")
      && (text[end - 2] == UInt8(ascii: ")") || text[end - 2] == UInt8(ascii: "D"))
    if closes {
      append(start, end - 1, .emoticon)
      character(end - 1, end)
    } else {
      append(start, end, .emoticon)
    }
  }

  /// Stars of which as many were opened in this block and not closed.
  private func closesMarkup(_ start: Int, _ end: Int) -> Bool {
    guard start < end, text[start..<end].allSatisfy({ $0 == UInt8(ascii: "*") }) else { return false }
    let marks = tokens[firstOfBlock...].count { $0.span.count == end - start && text[$0.span.start] == text[start] }
    return marks % 2 == 1
  }

  /// A block may begin in the middle of a stretch; nothing to do where it does not.
  mutating func reenter(_ start: Int) {
    if start >= blockEnd { enterBlock(of: start) }
  }
}

/// Whether a mark is punctuation or a symbol.
enum MarkKind {
  /// "©", "®", "™", arrows, and the signs of sexes and weddings, telephones, letters and ticks, which Unicode counts among emoji, are
  /// symbols unless a selector says otherwise.
  static func isTextSymbol(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard end - start <= 3 else { return false }
    switch UTF8Decoding.scalar(text, start).codePoint {
    case 0..<0x100, 0x2122, 0x2190...0x21FF, 0x260E...0x2612, 0x2640, 0x2642, 0x26A2...0x26B1, 0x2702...0x2718, 0x271D:
      return true
    default: return false
    }
  }

  static func of(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> TokenKind {
    let byte = text[at]
    if byte < 0x80 {
      switch byte {
      case UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "+"),
        UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: "\\"),
        UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"),
        UInt8(ascii: "#"):
        return .symbol
      default: return byte < 0x20 || byte == 0x7F ? .symbol : .punctuation
      }
    }
    let character = UTF8Decoding.scalar(text, at).codePoint
    // ICU's categories of punctuation: dash 19, opening 20, closing 21, connector 22, other 23, quotation 28 and 29.
    switch CharacterProperties.category(character) {
    case 19...23, 28, 29: return character == 0xA7 || character == 0xB6 ? .symbol : .punctuation
    default: return .symbol
    }
  }
}
