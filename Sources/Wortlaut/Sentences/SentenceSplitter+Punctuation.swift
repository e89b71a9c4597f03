/// What kind of mark may end a sentence.
enum SentenceTerminal { case stop, exclamation, ellipsis }

extension SentenceSplitter {
  typealias Terminal = SentenceTerminal

  mutating func afterPunctuation(_ at: Int) -> Int {
    switch byte(at) {
    case UInt8(ascii: "("):
      brackets += 1
      return at
    case UInt8(ascii: ")"):
      brackets = max(0, brackets - 1)
      return afterClosingBracket(at)
    case UInt8(ascii: ";"): return afterSemicolon(at)
    case UInt8(ascii: ":"): return afterColon(at)
    default: break
    }
    guard let terminal = terminal(at) else { return at }
    return isOmission(at, terminal) ? goesOn(at, .omission) : afterTerminal(at, terminal)
  }

  func terminal(_ at: Int) -> Terminal? {
    let mark = bytes(at)
    switch mark[0] {
    case UInt8(ascii: "."): return mark.count == 1 ? .stop : .ellipsis
    case UInt8(ascii: "!"), UInt8(ascii: "?"): return .exclamation
    case 0xE2 where mark.count >= 3 && mark[1] == 0x80:
      if mark[2] == 0xA6 { return .ellipsis }
      return mark[2] == 0xBD ? .exclamation : nil
    case 0xE2 where mark.count >= 3 && mark[1] == 0x81 && mark[2] &- 0x87 < 3: return .exclamation
    default: return nil
    }
  }

  /// Dots that open a bracket stand for something left out, "[…]", "(… die Klägerin)", and so do those that touch only
  /// the next word: "und ...aber", „...But Seriously“.
  private func isOmission(_ at: Int, _ terminal: Terminal) -> Bool {
    guard terminal == .ellipsis, at > block.lowerBound else { return false }
    if byte(at - 1) == UInt8(ascii: "[") || byte(at - 1) == UInt8(ascii: "(") { return true }
    guard at + 1 < block.upperBound, isAdjacent(at + 1), tokens[at + 1].kind == .word else { return false }
    return !isAdjacent(at) || isOpeningQuote(at - 1)
  }

  private mutating func afterTerminal(_ at: Int, _ terminal: Terminal) -> Int {
    let tail = tail(at, terminal)
    let end = tail.end
    guard end < block.upperBound else { return ends(end, .blockEnd) }
    // A sentence that only begins with dots, or a stop that touches a word, has not ended: "… und weiter", ".@wer".
    if at == first && (tail.terminal == .ellipsis || isAdjacent(end)) { return goesOn(at, .touchesNext) }
    if tail.terminal == .stop, end == at + 1, !isAdjacent(at), isAdjacent(end), tokens[end].kind == .word {
      return goesOn(at, .touchesNext)
    }
    if isInsideBrackets(at) && !tail.closesBracket { return goesOn(at, .insideBrackets) }
    return ends(at, tail) ? end : at
  }

  private mutating func ends(_ at: Int, _ tail: SentenceTail) -> Bool {
    let (next, terminal) = (tail.end, tail.terminal)
    let hasCloser = tail.hasCloser || tail.closesBracket
    if tokens[next].kind == .punctuation, isInnerMark(next) { return says(false, .innerMark) }
    guard let start = opening(next) else { return says(true, .blockEnd) }
    // »Fort …« »O weh!«: another speaks.
    if terminal == .ellipsis, hasCloser, isOpeningQuote(next), isUpper(start) {
      return says(true, .anotherSpeaks)
    }
    if isDash(start), start + 1 < block.upperBound, isLower(start + 1) { return says(false, .dashGoesOn) }
    guard isLower(start) else {
      if terminal != .ellipsis { return says(true, .stop) }
      return endsAfterDots(at, start) ? says(true, .dots) : says(false, .dotsApart)
    }
    if isItem(start) { return says(true, .item) }
    // A small letter after: in a quotation the frame goes on; dots are a pause; else someone writes all small.
    if tail.hasEmoticon { return says(true, .emoticonCloses) }
    if hasCloser { return says(false, .frameGoesOn) }
    if terminal == .ellipsis { return says(false, .pause) }
    if isOldProse { return says(false, .oldProse) }
    // A note in brackets stands for itself: "… unbedenklich. (redaktioneller Leitsatz)".
    if byte(next) != UInt8(ascii: "("), beginsWithCapitals() { return says(false, .smallLetter) }
    return terminal != .exclamation && isCutWord(at) ? says(false, .cutWord) : says(true, .writesSmall)
  }

  @inline(__always)
  private func says(_ answer: Bool, _ rule: SentenceRule) -> Bool {
    trace.note(rule)
    return answer
  }

  /// A comma, semicolon or colon after the mark: the sentence goes on.
  func isInnerMark(_ at: Int) -> Bool {
    byte(at) == UInt8(ascii: ",") && tokens[at].span.count == 1 || byte(at) == UInt8(ascii: ";")
      || byte(at) == UInt8(ascii: ":")
  }

  func isDash(_ at: Int) -> Bool {
    byte(at) == UInt8(ascii: "-")
      || bytes(at).count == 3 && byte(at) == 0xE2 && bytes(at)[1] == 0x80
        && bytes(at)[2] &- 0x90 < 6
  }

  /// The document begins its sentences with capitals. A small letter after a mark then says that the sentence goes on:
  /// the mark is a title's or a name's ("Yahoo! wurde verkauft"), or an abbreviation's that no list has. In a chat, where
  /// many write all small, it says nothing. Worked out once, when first asked for.
  private mutating func beginsWithCapitals() -> Bool {
    if let known = capitalsBegin { return known }
    var capital = 0
    var small = 0
    for at in tokens.indices.dropLast()
    where tokens[at].kind == .punctuation && tokens[at].span.count == 1 && byte(at) == UInt8(ascii: ".") {
      guard tokens[at + 1].kind == .word else { continue }
      if isLower(at + 1) { small += 1 } else { capital += 1 }
    }
    let begins = capital >= 8 && small * 20 <= capital || capital >= 4 && small == 0
    capitalsBegin = begins
    return begins
  }

  /// "b) Wie groß ist er?": the letter of a list's item.
  private func isItem(_ at: Int) -> Bool {
    tokens[at].span.count == 1 && at + 2 < block.upperBound && brackets == 0 && byte(at + 1) == UInt8(ascii: ")")
      && isAdjacent(at + 1) && !isAdjacent(at + 2)
  }

  /// Dots end a sentence if they touch its last word; standing apart they are a gap in it.
  private func endsAfterDots(_ at: Int, _ next: Int) -> Bool {
    isAdjacent(at) || isStarter(next)
  }

  /// A short word of no list before a full stop and a small letter is more likely cut than last.
  private func isCutWord(_ at: Int) -> Bool {
    guard at > first, tokens[at - 1].kind == .word else { return false }
    let span = tokens[at - 1].span
    return isUpper(at - 1) && Composition.letters(text, span.start, span.end) <= 3
  }

  /// Whether the token stands in brackets that were opened inside the sentence and close in this block.
  private func isInsideBrackets(_ at: Int) -> Bool {
    guard brackets > 0, byte(first) != UInt8(ascii: "(") || brackets > 1 else { return false }
    var depth = brackets
    for index in at + 1..<min(block.upperBound, at + 80) where tokens[index].kind == .punctuation {
      if byte(index) == UInt8(ascii: "(") { depth += 1 }
      if byte(index) == UInt8(ascii: ")") {
        depth -= 1
        if depth < brackets { return true }
      }
    }
    return false
  }

  /// A sentence that is a bracket as a whole ends with it: "(Rn. 15) (Leitsatz)".
  private func afterClosingBracket(_ at: Int) -> Int {
    guard brackets == 0, byte(first) == UInt8(ascii: "("), at + 1 < block.upperBound, at - first > 1 else { return at }
    // "(Beifall bei der SPD) Und": inside a sentence the word after the bracket had no capital.
    let isNote = isStarter(at + 1) && !isAdjacent(at + 1) && at - first > 2 && isNoun(first + 1)
    return byte(at + 1) == UInt8(ascii: "(") || isNote ? ends(at + 1, .bracketSentence) : at
  }

  private func isNoun(_ at: Int) -> Bool { tokens[at].kind == .word && isUpper(at) && !classes(at).contains(.function) }

  /// In texts that are cut at semicolons: before a clause, not in brackets, not between citations.
  private func afterSemicolon(_ at: Int) -> Int {
    guard cutsSemicolons, brackets == 0, at + 1 < block.upperBound else { return goesOn(at, .semicolonInside) }
    let next = at + 1
    if semicolons == .end || isOldProse { return ends(next, .semicolon) }
    // A clause begins with a small function word; a citation goes on with a name, "vom" or a number.
    return isLower(next) && classes(next).contains(.function) && !isCitation(next)
      ? ends(next, .semicolon) : goesOn(at, .semicolonInside)
  }

  /// "; vom 3. März": a list of decisions goes on.
  private func isCitation(_ at: Int) -> Bool {
    at + 1 < block.upperBound && (tokens[at + 1].kind != .word || classes(at).contains(.weakOrdinalContext))
  }

  /// A colon ends a sentence before a numbered list: "die Gründe: 1. Es regnet." In old prose, or if it is set so, it
  /// does before any words but a quotation.
  private func afterColon(_ at: Int) -> Int {
    if cutsColons, brackets == 0, at + 1 < block.upperBound, !isAdjacent(at + 1), tokens[at + 1].kind == .word {
      return ends(at + 1, .colon)
    }
    guard at + 2 < block.upperBound, tokens[at + 1].kind == .ordinal, byte(at + 1) == UInt8(ascii: "1"),
      tokens[at + 1].span.count == 2, isUpper(at + 2), classes(at + 2).isDisjoint(with: [.month, .ordinalNoun]),
      abbreviations.match(bytes(at + 2))?.kind != .time
    else { return goesOn(at, .colonInside) }
    return ends(at + 1, .numberedList)
  }
}
