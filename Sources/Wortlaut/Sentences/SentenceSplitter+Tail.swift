/// What belongs to a sentence behind the mark that may end it: further marks, closing quotation marks and brackets,
/// footnote marks, emoticons.
struct SentenceTail {
  /// The token that begins what follows.
  var end: Int
  /// The mark that counts: the last of several.
  var terminal: SentenceTerminal
  var closesBracket = false
  /// A closing quotation mark is among it.
  var hasCloser = false
  var hasEmoticon = false
}

extension SentenceSplitter {
  mutating func tail(_ at: Int, _ terminal: Terminal) -> SentenceTail {
    var tail = SentenceTail(end: at + 1, terminal: terminal)
    while tail.end < block.upperBound, takeOne(&tail) {}
    return tail
  }

  /// Whether the next token belongs to the sentence; then it is taken.
  private mutating func takeOne(_ tail: inout SentenceTail) -> Bool {
    let at = tail.end
    switch tokens[at].kind {
    case .punctuation: return takeMark(&tail)
    case .emoticon:
      tail.hasEmoticon = true
      tail.end += 1
    default:
      guard let after = closingMarkup(at) ?? footnote(at) ?? action(at) ?? footnoteNumber(at) else { return false }
      tail.end = after
    }
    return true
  }

  private mutating func takeMark(_ tail: inout SentenceTail) -> Bool {
    let at = tail.end
    if let further = terminal(at),
      isAdjacent(at) || further != .ellipsis && tokens[at].span.count == 1 || isDotsBeforeClosing(at)
    {
      if further != .ellipsis { tail.terminal = further }
      tail.end += 1
    } else if byte(at) == UInt8(ascii: ")") || byte(at) == UInt8(ascii: "]") {
      if byte(at) == UInt8(ascii: ")") { brackets = max(0, brackets - 1) }
      tail.closesBracket = true
      tail.end += 1
    } else if isClosingQuote(at) {
      tail.hasCloser = true
      tail.end += 1
    } else if isDashBeforeClosing(at) {
      tail.hasCloser = true
      tail.end += 2
    } else if isDash(at), at + 1 == block.upperBound {
      // "Wohin so früh?« –"
      tail.end += 1
    } else if let after = footnote(at) {
      tail.end = after
    } else {
      return false
    }
    return true
  }

  /// Dots before a closing quotation mark: »Weißt du noch? …«
  private func isDotsBeforeClosing(_ at: Int) -> Bool {
    let quote = at + 1
    return quote < block.upperBound && isAdjacent(quote) && isClosingQuote(quote)
      && (quote + 1 == block.upperBound || !isAdjacent(quote + 1))
  }

  /// A dash before a closing quotation mark: the speaker breaks off. "So reite! –«"
  private func isDashBeforeClosing(_ at: Int) -> Bool {
    let quote = at + 1
    guard isDash(at), quote < block.upperBound, isAdjacent(quote), QuoteMark.isQuote(bytes(quote)) else { return false }
    return quote + 1 == block.upperBound || !isAdjacent(quote + 1)
  }

  func isClosingQuote(_ at: Int) -> Bool {
    guard QuoteMark.isQuote(bytes(at)) else { return false }
    if isAdjacent(at) { return true }
    // With a space on both sides it closes only if it opens nothing.
    return !(at + 1 < block.upperBound && isAdjacent(at + 1))
  }

  /// "¹", "²", "⁴"
  private func isSuperscript(_ at: Int) -> Bool {
    let mark = bytes(at)
    guard mark.count >= 2 else { return false }
    return mark[0] == 0xC2 && (mark[1] == 0xB9 || mark[1] & 0xFE == 0xB2)
      || mark[0] == 0xE2 && mark[1] == 0x81 && mark[2] &- 0xB0 < 10
  }

  /// The index behind a footnote mark like "[5]", "[a]", "[Anm. 1]" or "¹" that stands at `at`.
  private func footnote(_ at: Int) -> Int? {
    if isSuperscript(at), isAdjacent(at) { return at + 1 }
    guard byte(at) == UInt8(ascii: "["), at + 2 < block.upperBound else { return nil }
    var mark = at + 1
    if isAdjacent(at) {
      // A letter alone, or a word before a number; both touch what they explain.
      if tokens[mark].span.count == 1, byte(at + 2) == UInt8(ascii: "]") { return at + 3 }
      if tokens[mark].kind != .number { mark += 1 }
    }
    guard mark + 1 < block.upperBound, tokens[mark].kind == .number, byte(mark + 1) == UInt8(ascii: "]") else {
      return nil
    }
    return mark + 2
  }

  /// The index behind an element's or emphasis's end that touches what it closes: "</i>", "**", "_".
  private func closingMarkup(_ at: Int) -> Int? {
    guard isAdjacent(at) else { return nil }
    if byte(at) == UInt8(ascii: "<") {
      return tokens[at].span.count > 3 && bytes(at)[1] == UInt8(ascii: "/") ? at + 1 : nil
    }
    guard byte(at) == UInt8(ascii: "*") || byte(at) == UInt8(ascii: "_"), tokens[at].kind == .symbol else { return nil }
    return at + 1 < block.upperBound && isAdjacent(at + 1) ? nil : at + 1
  }

  /// The index behind an action in a chat, "*freu*", which belongs to what was said before it.
  private func action(_ at: Int) -> Int? {
    guard byte(at) == UInt8(ascii: "*"), tokens[at].span.count == 1, !isAdjacent(at) else { return nil }
    guard at + 1 < block.upperBound, isAdjacent(at + 1), isLower(at + 1) else { return nil }
    for index in at + 2..<max(at + 2, min(block.upperBound, at + 12))
    where byte(index) == UInt8(ascii: "*") && isAdjacent(index) {
      return index + 1
    }
    return nil
  }

  /// The index behind a footnote's bare number, the last thing of the block.
  private func footnoteNumber(_ at: Int) -> Int? {
    tokens[at].kind == .number && tokens[at].span.count <= 2 && at + 1 == block.upperBound ? at + 1 : nil
  }
}
