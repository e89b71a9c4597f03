extension TokenCutter {
  /// A word without a full stop.
  @inline(__always)
  mutating func word(_ start: Int, _ end: Int) {
    if apostropheEnd == start || convention.isUD || text[start] | 0x20 == UInt8(ascii: "s") {
      wordWithMarks(start, end)
    } else {
      append(start, end, .word)
    }
  }

  private mutating func wordWithMarks(_ start: Int, _ end: Int) {
    if apostropheEnd == start && joinsClitic(start, end) { return }
    if let cut = contraction(start, end) {
      append(start, cut, .word)
      append(cut, end, .word)
    } else if convention.isUD {
      cutAtHyphens(start, end)
    } else {
      append(start, end, .word, by: "word")
    }
  }

  /// "'ne", "'s": the apostrophe before a short form belongs to it, unless it opens a quotation.
  private mutating func joinsClitic(_ start: Int, _ end: Int) -> Bool {
    guard let mark = tokens.last, mark.span.end == start, classes(start, end).contains(.clitic) else { return false }
    tokens[tokens.count - 1] = Token(Span(mark.span.start, end), .word)
    hasOpenQuote = false
    apostropheEnd = -1
    return true
  }

  /// Where a contraction is cut: "so|'nem" everywhere, "geht|'s" in Universal Dependencies, never "O'Sullivan".
  private func contraction(_ start: Int, _ end: Int) -> Int? {
    guard let mark = lastApostrophe(start, end) else { return nil }
    let tail = classes(mark.end, end)
    if tail.contains(.articleClitic), mark.start - start == 2, text[start] | 0x20 == UInt8(ascii: "s"),
      text[start + 1] == UInt8(ascii: "o")
    {
      return mark.start
    }
    guard convention.isUD, end - mark.end == 1, text[mark.end] == UInt8(ascii: "s") else { return nil }
    // "TV's" is a plural of initials, not a clitic.
    let before = text[mark.start - 1]
    return before &- 0x41 < 26 ? nil : mark.start
  }

  private func lastApostrophe(_ start: Int, _ end: Int) -> (start: Int, end: Int)? {
    var at = end - 1
    while at > start {
      if text[at] == 0x27 { return (at, at + 1) }
      if text[at] == 0x99, at - 2 > start, text[at - 1] == 0x80, text[at - 2] == 0xE2 { return (at - 2, at + 1) }
      at -= 1
    }
    return nil
  }

  /// "EU|-|Gipfel", "Handels|-".
  private mutating func cutAtHyphens(_ start: Int, _ end: Int) {
    var from = start
    var at = start + 1
    while at < end {
      if text[at] == UInt8(ascii: "-"), text[at - 1] != UInt8(ascii: "/") {
        append(from, at, isDigits(from, at) ? .number : .word)
        append(at, at + 1, .punctuation)
        from = at + 1
      }
      at += 1
    }
    append(from, end, isDigits(from, end) ? .number : .word)
  }

  func isDigits(_ start: Int, _ end: Int) -> Bool {
    start < end && bytes(start, end).allSatisfy { $0 &- 0x30 < 10 }
  }

  /// "-verstecke" is one word, the second half of a compound; "-Wie" after a sentence or at a line's start is a dash.
  mutating func leadingHyphen(_ start: Int, _ end: Int) {
    let hyphen = text[start] == UInt8(ascii: "-") ? 1 : 3
    if isAtStart || convention.isUD && isUppercase(at: start + hyphen) {
      append(start, start + hyphen, .punctuation)
      piece(start + hyphen, end)
    } else {
      // "(-8)"
      append(start, end, isDigits(start + hyphen, end) ? .number : .word)
    }
  }

  /// "Wirtschafts-⏎beziehungen" is one token, unless the hyphen is a suspended one ("Handels-⏎und") or the break ends
  /// the block.
  mutating func broken(_ start: Int, _ end: Int) {
    var hyphenEnd = start
    while !isLineBreakAhead(hyphenEnd) { hyphenEnd += 1 }
    let rest = blankEnd(hyphenEnd, end)
    var wordEnd = end
    while wordEnd > rest && text[wordEnd - 1] == UInt8(ascii: ".") { wordEnd -= 1 }
    let isSuspended = classes(rest, wordEnd).contains(.suspendedFollower)
    if isSuspended || hyphenEnd >= blockEnd || rest >= blockEnd {
      append(start, hyphenEnd, .word)
      // What follows may begin a block of its own.
      reenter(rest)
      piece(rest, end)
    } else if wordEnd == end {
      append(start, end, .word)
    } else {
      wordWithStops(start, end)
    }
  }

  private func isLineBreakAhead(_ at: Int) -> Bool {
    guard at < text.count else { return true }
    let byte = text[at]
    return byte <= 0x20 && Blank.isASCII(byte) || byte >= 0xC2 && isBreakingBlank(at)
  }

  private func isBreakingBlank(_ at: Int) -> Bool {
    let (character, _) = UTF8Decoding.scalar(text, at)
    return character == 0x85 || character == 0xA0 || character >= 0x2000 && character <= 0x200A
      || character == 0x2028 || character == 0x2029 || character == 0x202F || character == 0x3000
  }

  private func blankEnd(_ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end {
      let length = text[at] < 0x80 ? (Blank.isASCII(text[at]) ? 1 : 0) : Blank.length(text, at)
      if length == 0 { break }
      at += length
    }
    return at
  }

  // MARK: Marks inside words

  /// "Kund:innen" and "Mörder/in" are one word, "und/oder" is three tokens.
  mutating func infix(_ start: Int, _ end: Int) {
    if bytes(start, end).starts(with: "doi:10".utf8) { return namedURL(start, end) }
    if let colon = (start..<end).first(where: { text[$0] == UInt8(ascii: ":") }), bytes(colon, end).contains(0x40) {
      // "E-Mail:info@example.org"
      word(start, colon)
      character(colon, colon + 1)
      return append(colon + 1, end, .email)
    }
    var unitEnd = end
    while text[unitEnd - 1] == UInt8(ascii: ".") { unitEnd -= 1 }
    var unit = start
    while unit < unitEnd, text[unit] &- 0x30 < 10 { unit += 1 }
    if unit < unitEnd, classes(unit, unitEnd).contains(.unit) {
      // "km/h", "30km/h"
      let cut = convention.isUD ? start : unit
      append(start, cut, .number)
      append(cut, unitEnd, .word)
      return append(unitEnd, end, .punctuation)
    }
    var marks: [(start: Int, end: Int)] = []
    var at = start + 1
    while at < end {
      let length = infixLength(at)
      if length > 0 { marks.append((at, at + length)) }
      at += max(1, length)
    }
    var from = start
    var index = 0
    while index < marks.count {
      let mark = marks[index]
      let next = index + 1 < marks.count ? marks[index + 1].start : end
      if !isBetweenDigits(mark.start, mark.end) && !isGenderMark(word: from, mark.start, mark.end, next) {
        piece(from, mark.start)
        character(mark.start, mark.end)
        from = mark.end
      }
      index += 1
    }
    piece(from, end)
  }

  /// "doi:10.1000/182", and the sentence's stop after it.
  private mutating func namedURL(_ start: Int, _ end: Int) {
    let stop = text[end - 1] == UInt8(ascii: ".") ? end - 1 : end
    append(start, stop, .url)
    append(stop, end, .punctuation)
  }

  private func infixLength(_ at: Int) -> Int {
    switch text[at] {
    case UInt8(ascii: ":"), UInt8(ascii: "*"), UInt8(ascii: "/"): 1
    case 0xC2 where at + 1 < text.count && text[at + 1] == 0xB7: 2
    case 0xE2 where at + 2 < text.count && text[at + 1] == 0x80 && text[at + 2] == 0xA2: 3
    case 0xEA where at + 2 < text.count && text[at + 1] == 0x9E && text[at + 2] == 0x89: 3
    default: 0
    }
  }

  /// "C-131/12" and "5:30min": a file's or a time's mark.
  private func isBetweenDigits(_ start: Int, _ end: Int) -> Bool {
    end - start == 1 && text[start] != UInt8(ascii: "*") && text[start - 1] &- 0x30 < 10 && text[end] &- 0x30 < 10
  }

  /// Whether the mark stands between a stem and a gender ending.
  private func isGenderMark(word start: Int, _ mark: Int, _ after: Int, _ end: Int) -> Bool {
    guard letters(start, mark) >= 2, isLetterEnd(mark) else { return false }
    var from = after
    if text[from] == UInt8(ascii: "-") { from += 1 }
    var stop = end
    while stop > from && text[stop - 1] == UInt8(ascii: ".") { stop -= 1 }
    let isSlash = text[mark] == UInt8(ascii: "/")
    // "er/sie/es" are three words.
    if isSlash, bytes(from, stop).elementsEqual("es".utf8) { return false }
    if classes(from, stop).contains(.genderEnding) { return true }
    // A compound goes on after "in" or "innen": "Nutzer:innendaten".
    return !isSlash && letters(start, mark) >= 3 && bytes(from, stop).starts(with: [0x69, 0x6E, 0x6E, 0x65, 0x6E])
  }

  private func isLetterEnd(_ at: Int) -> Bool {
    let byte = text[at - 1]
    return byte >= 0x80 || (byte | 0x20) &- 0x61 < 26
  }

  /// "Kolleg(inn)en" and "Bürger(innen)" are one word; "f(x)" is not.
  mutating func parenthesized(_ start: Int, _ end: Int) {
    guard let open = (start..<end).first(where: { text[$0] == UInt8(ascii: "(") }),
      let close = (open..<end).first(where: { text[$0] == UInt8(ascii: ")") })
    else { return append(start, end, .word) }
    if classes(open + 1, close).contains(.genderEnding) {
      append(start, end, .word)
    } else {
      piece(start, open)
      character(open, open + 1)
      piece(open + 1, close)
      character(close, close + 1)
      piece(close + 1, end)
    }
  }

  // MARK: Pieces

  /// A stretch that was cut out of a larger one: a word or number, perhaps with full stops.
  mutating func piece(_ start: Int, _ end: Int) {
    guard start < end else { return }
    let content = bytes(start, end)
    let startsWithDigit = content[0] &- 0x30 < 10
    guard let stop = content.firstIndex(of: UInt8(ascii: ".")) else {
      if startsWithDigit, isAmount(start, end) {
        return append(start, end, .number)
      }
      return startsWithDigit ? numberWithLetters(start, end) : word(start, end)
    }
    if startsWithDigit && content.allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") })
    {
      number(start, end)
    } else if content[stop...].allSatisfy({ $0 == UInt8(ascii: ".") }) {
      wordWithStops(start, end)
    } else {
      dotted(start, end)
    }
  }

  func isUppercase(at: Int) -> Bool {
    guard at < text.count else { return false }
    let byte = text[at]
    if byte < 0x80 { return byte &- 0x41 < 26 }
    if byte == 0xC3, at + 1 < text.count { return text[at + 1] < 0x9F && text[at + 1] != 0x97 }
    return CharacterProperties.isUppercase(UTF8Decoding.scalar(text, at).codePoint)
  }

  func isLowercase(at: Int) -> Bool {
    guard at < text.count else { return false }
    let byte = text[at]
    if byte < 0x80 { return byte &- 0x61 < 26 }
    if byte == 0xC3, at + 1 < text.count { return text[at + 1] >= 0x9F && text[at + 1] != 0xB7 }
    return CharacterProperties.isLowercase(UTF8Decoding.scalar(text, at).codePoint)
  }
}
