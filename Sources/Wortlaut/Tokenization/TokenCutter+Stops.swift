/// What follows a full stop inside the block.
struct TokenFollower {
  enum Sort { case nothing, lower, upper, digit, opening, other }
  var sort: Sort
  /// The word or number, where there is one.
  var start: Int
  var end: Int
  /// No space stands between.
  var isAdjacent: Bool
}

extension TokenCutter {
  typealias Follower = TokenFollower

  func follower(_ at: Int) -> Follower {
    let start = nextVisible(at)
    let isAdjacent = start == at
    guard start < blockEnd else { return Follower(sort: .nothing, start: start, end: start, isAdjacent: false) }
    var end = start
    while end < blockEnd, isWordByte(end) { end += 1 }
    let byte = text[start]
    let sort: Follower.Sort =
      if byte &- 0x30 < 10 {
        .digit
      } else if isLowercase(at: start) {
        .lower
      } else if isUppercase(at: start) {
        .upper
      } else if isOpening(start) {
        .opening
      } else {
        .other
      }
    return Follower(sort: sort, start: start, end: end, isAdjacent: isAdjacent)
  }

  private func isWordByte(_ at: Int) -> Bool {
    let byte = text[at]
    if byte < 0x80 { return (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }
    return byte != 0xC2 && byte != 0xE2 && !(at > 0 && (text[at - 1] == 0xC2 || text[at - 1] == 0xE2) && byte < 0xC0)
  }

  private func isOpening(_ at: Int) -> Bool {
    switch text[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "'"), UInt8(ascii: "`"): true
    case 0xC2: at + 1 < text.count && (text[at + 1] == 0xBB || text[at + 1] == 0xAB)
    case 0xE2: at + 2 < text.count && text[at + 1] == 0x80 && text[at + 2] &- 0x98 < 8
    default: false
    }
  }

  /// A word with full stops or dashes after it.
  mutating func wordWithStops(_ start: Int, _ end: Int) {
    var wordEnd = end
    while wordEnd > start && text[wordEnd - 1] == UInt8(ascii: ".") { wordEnd -= 1 }
    if wordEnd == end {
      // "Ende--", "Datei->Drucken"
      let isArrow = text[end - 1] == UInt8(ascii: ">")
      if isArrow { wordEnd -= 1 }
      while wordEnd > start && text[wordEnd - 1] == UInt8(ascii: "-") { wordEnd -= 1 }
      word(start, wordEnd)
      return append(wordEnd, end, isArrow ? .symbol : .punctuation)
    }
    if end - wordEnd == 1, let kind = stopKind(start, wordEnd) {
      append(start, end, kind)
    } else if text[start] &- 0x30 < 10 {
      numberWithStops(start, wordEnd, end)
    } else {
      word(start, wordEnd)
      append(wordEnd, end, .punctuation)
    }
  }

  /// The kind of the token if the full stop after a word belongs to it; nil if it stands for itself.
  func stopKind(_ start: Int, _ wordEnd: Int) -> TokenKind? {
    let next = follower(wordEnd + 1)
    if isRoman(start, wordEnd), wordEnd - start > 1 || isAtStart { return says(.ordinal, .roman) }
    if isSingleLetter(start, wordEnd) { return singleLetterKind(start, wordEnd, next) }
    if let known = language.abbreviations.match(bytes(start, wordEnd + 1)) {
      return !known.isWord || supports(known, next) ? says(.abbreviation, .listed) : says(nil, .alsoWord)
    }
    // No further mark follows the full stop of a sentence.
    if next.isAdjacent, next.sort == .other, isInnerMark(next.start) { return says(.abbreviation, .innerMark) }
    guard next.sort == .lower || next.sort == .digit || next.sort == .upper else { return nil }
    return looksAbbreviated(start, wordEnd, next) ? says(.abbreviation, .noVowel) : nil
  }

  /// One letter with its marks, if it has any.
  func isSingleLetter(_ start: Int, _ end: Int) -> Bool {
    if end - start == 1 { return true }
    if start == end || text[start] < 0x80 && text[start + 1] & 0xFE != 0xCC { return false }
    return end - start <= 7 && letters(start, end) == 1
  }

  func isInnerMark(_ at: Int) -> Bool {
    switch text[at] {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "!"): true
    default: false
    }
  }

  /// "J. S. Bach", "z. B.", but "Vitamin C. Das …".
  private func singleLetterKind(_ start: Int, _ end: Int, _ next: Follower) -> TokenKind? {
    let isTouched = next.isAdjacent && next.sort == .other
    if next.sort != .lower, !isTouched, isMeasure(start, end, next) { return says(nil, .measure) }
    if isVariable(start), next.sort != .lower, !isTouched { return says(nil, .variable) }
    guard isUppercase(at: start) else { return says(.abbreviation, .letter) }
    // "der I. Weltkrieg"
    if isRoman(start, end), next.sort == .upper, classes(next.start, next.end).contains(.ordinalNoun) {
      return says(.ordinal, .roman)
    }
    if let previous, previous.kind == .word, isPlainNoun(previous) {
      // "Karl V. war"; "Karl V. Meier" has an initial.
      if isRoman(start, end), next.sort == .lower { return says(.ordinal, .roman) }
      // "Plan B." ends; "Zeuge T. sagte" goes on.
      if next.sort == .nothing { return says(nil, .lastLetter) }
      if next.sort == .upper && classes(next.start, next.end).contains(.function) { return says(nil, .lastLetter) }
    }
    return says(.abbreviation, .letter)
  }

  /// A unit after its number: "1,70 m", "20 °C", "358 g/l"; but "2:2 K. Yilmaz" has no kelvins.
  private func isMeasure(_ start: Int, _ end: Int, _ next: Follower) -> Bool {
    guard let previous else { return false }
    if previous.span.end == start, text[start - 1] == 0xB0, text[start - 2] == 0xC2 { return true }
    guard classes(start, end).contains(.unit), !isAbbreviation(next) else { return false }
    if previous.span.end == start { return previous.kind == .number || text[start - 1] == UInt8(ascii: "/") }
    return previous.kind == .number && !isScore(previous)
  }

  /// The second number of a score, "2|:|2", or both in one token.
  private func isScore(_ number: Token) -> Bool {
    bytes(number.span.start, number.span.end).contains(UInt8(ascii: ":"))
      || number.span.start > 0 && text[number.span.start - 1] == UInt8(ascii: ":")
  }

  /// A letter of reckoning or of a key, "< ε", "a = b", "Strg+C": Greek letters abbreviate nothing in German.
  private func isVariable(_ start: Int) -> Bool {
    let character = UTF8Decoding.scalar(text, start).codePoint
    if 0x370..<0x400 ~= character || 0x1F00..<0x2000 ~= character { return true }
    guard let previous, previous.kind == .symbol else { return false }
    switch text[previous.span.end - 1] {
    case UInt8(ascii: "+"), UInt8(ascii: "="): return true
    case UInt8(ascii: "<"), UInt8(ascii: ">"): return previous.span.end < start && previous.span.count == 1
    default: return false
    }
  }

  func isAbbreviation(_ next: Follower) -> Bool {
    next.end > next.start && next.end < blockEnd && text[next.end] == UInt8(ascii: ".")
      && language.abbreviations[bytes(next.start, next.end + 1)] != nil
  }

  func isPlainNoun(_ token: Token) -> Bool {
    isUppercase(at: token.span.start) && letters(token.span.start, token.span.end) > 1
      && !classes(token.span.start, token.span.end).contains(.function)
  }

  private var isAfterDeterminer: Bool {
    previous.map { classes($0.span.start, $0.span.end).contains(.ordinalContext) } ?? false
  }

  /// Whether what follows speaks for an abbreviation that is also a word.
  private func supports(_ known: Abbreviation, _ next: Follower) -> Bool {
    switch (known.next, next.sort) {
    case (_, .nothing), (_, .opening): false
    // "Im Jan. 1999": the month's year.
    case (_, .digit) where known.kind == .time, (_, .lower) where known.kind == .time: true
    // "Er war der letzte seiner Art. 1945 starb er."
    case (_, .digit): next.end - next.start != 4 || !isAfterDeterminer
    case (_, .other): isInnerMark(next.start)
    case (.number, .upper), (.number, .lower): isRoman(next.start, next.end)
    case (.name, .upper): !classes(next.start, next.end).contains(.function)
    case (.any, .upper): false
    case (_, .lower): true
    }
  }

  /// No German word is without a vowel: "jmdn.", "hrsg.".
  private func looksAbbreviated(_ start: Int, _ wordEnd: Int, _ next: Follower) -> Bool {
    guard wordEnd - start >= 3, isLowercase(at: start) || next.sort != .upper else { return false }
    for at in start..<wordEnd {
      let byte = text[at]
      if byte >= 0x80 || byte &- 0x30 < 10 || byte &- 0x41 < 26 && at > start { return false }
      switch byte | 0x20 {
      case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
        UInt8(ascii: "y"):
        return false
      default: break
      }
    }
    // "hmm", "pst" and "brr" are words of their own; units end sentences.
    let last = text[wordEnd - 1]
    return last != text[wordEnd - 2] && last != UInt8(ascii: "t") && !classes(start, wordEnd).contains(.unit)
  }

  /// Roman numerals as German text uses them: I to XXXIX, and beyond with L.
  func isRoman(_ start: Int, _ end: Int) -> Bool {
    guard end > start, end - start <= 6 else { return false }
    var previous = 100
    var run = 0
    for at in start..<end {
      let value: Int
      switch text[at] {
      case UInt8(ascii: "I"): value = 1
      case UInt8(ascii: "V"): value = 5
      case UInt8(ascii: "X"): value = 10
      case UInt8(ascii: "L"): value = 50
      default: return false
      }
      if value == previous {
        run += 1
        if run > 3 || value == 5 || value == 50 { return false }
      } else {
        // A smaller value may stand before a larger one only once: IV, IX, XL.
        if value > previous, run > 1 || value > previous * 10 || previous == 5 || previous == 50 { return false }
        run = 1
      }
      previous = value
    }
    return true
  }
}
