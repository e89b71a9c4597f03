extension TokenCutter {
  /// A number with inner marks and perhaps full stops: "1.000,50", "13.10.2012", "14:20", "16.".
  mutating func number(_ start: Int, _ end: Int) {
    if start > 0, text[start - 1] == UInt8(ascii: "+"), takesSign(start) {
      // "+49" at a block's start or behind a bracket; behind a space the rules see it.
      tokens.removeLast()
      return number(start - 1, end)
    }
    var digitsEnd = end
    while digitsEnd > start && text[digitsEnd - 1] == UInt8(ascii: ".") { digitsEnd -= 1 }
    let stops = end - digitsEnd
    if isDigits(start, digitsEnd) || text[start] == UInt8(ascii: "+") {
      if stops == 1 && isOrdinal(start, digitsEnd) { return append(start, end, says(.ordinal, .ordinal)) }
      append(start, digitsEnd, .number)
      return append(digitsEnd, end, .punctuation)
    }
    let parts = fields(start, digitsEnd, UInt8(ascii: "."))
    if let parts, isDate(parts, stops: stops) { return date(start, digitsEnd, end, parts) }
    if let parts, parts.count >= 2, stops == 1, isAtStart, parts.allSatisfy({ $0.end - $0.start <= 2 }) {
      // "1.1.", the number of a paragraph.
      return append(start, end, says(.number, .paragraph))
    }
    if let parts = fields(start, digitsEnd, UInt8(ascii: ":")), parts.count == 2, !convention.isUD, !isTime(parts) {
      append(parts[0].start, parts[0].end, .number)
      append(parts[0].end, parts[1].start, .punctuation)
      // "Es stand 2:1. Jetzt 3:1.": no ordinal.
      append(parts[1].start, digitsEnd, .number)
      return append(digitsEnd, end, .punctuation)
    }
    if let parts = fields(start, digitsEnd, UInt8(ascii: "/")), parts.count == 3, !convention.wholeDates {
      for part in parts.dropLast() { append(part.start, part.end + 1, .number) }
      append(parts[2].start, digitsEnd, .number)
      return append(digitsEnd, end, .punctuation)
    }
    append(start, digitsEnd, .number)
    append(digitsEnd, end, .punctuation)
  }

  /// Digits, commas and high figures: "1,80", "10⁵", "10⁻³".
  func isAmount(_ start: Int, _ end: Int) -> Bool {
    var at = start
    while at < end {
      if text[at] &- 0x30 < 10 || text[at] == UInt8(ascii: ",") {
        at += 1
      } else {
        let (character, length) = UTF8Decoding.scalar(text, at)
        guard [0xB2, 0xB3, 0xB9].contains(character) || 0x2070...0x207B ~= character else { return false }
        at += length
      }
    }
    return true
  }

  private func takesSign(_ start: Int) -> Bool {
    guard let sign = previous, sign.span.start == start - 1 else { return false }
    if tokens.count - firstOfBlock < 2 { return true }
    let before = tokens[tokens.count - 2].span
    return before.end < sign.span.start || text[before.end - 1] == UInt8(ascii: "(")
  }

  typealias Field = (start: Int, end: Int)

  /// The parts of a stretch of digits that only `separator` divides; nil if anything else stands in it.
  private func fields(_ start: Int, _ end: Int, _ separator: UInt8) -> [Field]? {
    guard let first = (start..<end).first(where: { text[$0] &- 0x30 >= 10 }), text[first] == separator else {
      return nil
    }
    var parts: [Field] = [(start, first)]
    var from = first + 1
    for at in from..<end {
      if text[at] == separator {
        parts.append((from, at))
        from = at + 1
      } else if text[at] &- 0x30 >= 10 {
        return nil
      }
    }
    parts.append((from, end))
    return parts
  }

  private func value(_ field: Field) -> Int {
    guard field.end - field.start <= 4 else { return Int.max }
    return text[field.start..<field.end].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
  }

  /// "13.10.2012", "1.1.00", and "13.10." with its full stop.
  private func isDate(_ parts: [Field], stops: Int) -> Bool {
    guard parts.count == 3 || parts.count == 2 && stops == 1 else { return false }
    guard parts[0].end - parts[0].start <= 2, parts[1].end - parts[1].start <= 2, 1...31 ~= value(parts[0]),
      1...12 ~= value(parts[1])
    else { return false }
    if parts.count == 2 { return !isAtStart && !isSection(parts) }
    let year = parts[2].end - parts[2].start
    // "1.1.1." and "2.3.4" number paragraphs.
    return year == 4 || year == 2 && parts[1].end - parts[1].start == 2 || year == 2 && value(parts[2]) > 12
  }

  /// "Abschn. 2.3." and "USB 3.1. Danach": the number of a part or a version.
  private func isSection(_ parts: [Field]) -> Bool {
    guard let previous else { return false }
    let before = bytes(previous.span.start, previous.span.end)
    if previous.kind == .abbreviation { return language.abbreviations[before]?.kind == .reference }
    guard previous.kind == .word, isPlainNoun(previous), follower(parts[1].end + 1).sort == .upper else { return false }
    // "Montag 3.5. Chorprobe"
    return classes(previous.span.start, previous.span.end).isEmpty && before.count > 2
  }

  private func isTime(_ parts: [Field]) -> Bool {
    parts[0].end - parts[0].start <= 2 && parts[1].end - parts[1].start == 2 && value(parts[0]) <= 24
      && value(parts[1]) < 60
  }

  private mutating func date(_ start: Int, _ digitsEnd: Int, _ end: Int, _ parts: [Field]) {
    let hasYear = parts.count == 3
    let last = hasYear ? digitsEnd : digitsEnd + 1
    if convention.wholeDates {
      append(start, last, .number)
    } else {
      append(parts[0].start, parts[0].end + 1, .ordinal)
      append(parts[1].start, hasYear ? parts[1].end + 1 : last, .ordinal)
      if hasYear { append(parts[2].start, parts[2].end, .number) }
    }
    append(last, end, .punctuation)
  }

  /// "2009/10" is a number, "5-7" a range of two, "2012-10-13" a date.
  mutating func range(_ start: Int, _ end: Int) {
    if isISODate(start, end) {
      if convention.wholeDates { return append(start, end, .number) }
      append(start, start + 4, .number)
      append(start + 4, start + 7, .number)
      return append(start + 7, end, .number)
    }
    let codeEnd = text[end - 1] == UInt8(ascii: ".") ? end - 1 : end
    if isCode(start, codeEnd) {
      append(start, codeEnd, .number)
      return append(codeEnd, end, .punctuation)
    }
    var from = start
    var at = start
    while at < end {
      let length = dashLength(at)
      if length > 0 {
        rangePart(from, at)
        append(at, at + length, .punctuation)
        from = at + length
      }
      at += max(1, length)
    }
    number(from, end)
  }

  /// In "12.-14. Mai" the first number is an ordinal as the last one is.
  private mutating func rangePart(_ start: Int, _ end: Int) {
    guard start < end else { return }
    if text[end - 1] == UInt8(ascii: "."), isDigits(start, end - 1) {
      append(start, end, .ordinal)
    } else {
      number(start, end)
    }
  }

  private func isISODate(_ start: Int, _ end: Int) -> Bool {
    guard end - start == 10, text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-") else {
      return false
    }
    return isDigits(start, start + 4) && isDigits(start + 5, start + 7) && isDigits(start + 8, end)
  }

  /// "978-3-16-148410-0", "0176-1234567", "123456-78": a book's or telephone's number, no range. It has several hyphens,
  /// begins with a zero, or ends in an extension shorter than what it extends.
  private func isCode(_ start: Int, _ end: Int) -> Bool {
    let isPlain = bytes(start, end).allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }
    guard isPlain, let hyphen = (start..<end).first(where: { text[$0] == UInt8(ascii: "-") }) else { return false }
    if bytes(hyphen + 1, end).contains(UInt8(ascii: "-")) { return true }
    if text[start] == UInt8(ascii: "0"), hyphen - start > 2 { return true }
    return hyphen - start >= 5 && end - hyphen - 1 < hyphen - start - 1 && end - hyphen - 1 <= 4
  }

  func dashLength(_ at: Int) -> Int {
    if text[at] == UInt8(ascii: "-") { return 1 }
    guard text[at] == 0xE2, at + 2 < text.count else { return 0 }
    if text[at + 1] == 0x80 && text[at + 2] &- 0x90 < 6 { return 3 }
    return text[at + 1] == 0x88 && text[at + 2] == 0x92 ? 3 : 0
  }

  /// "25kg" is cut by the web guideline, "1990er" and "18jährig" are words.
  mutating func numberWithLetters(_ start: Int, _ end: Int) {
    var unit = end
    while unit > start, text[unit - 1] &- 0x30 >= 10 { unit -= 1 }
    if !convention.isUD && unit > start && unit < end && classes(unit, end).contains(.unit) {
      isRange(start, unit) ? range(start, unit) : append(start, unit, .number)
      append(unit, end, .word)
    } else {
      word(start, end)
    }
  }

  /// "10-12": digits on both sides of a dash, and no letter.
  private func isRange(_ start: Int, _ end: Int) -> Bool {
    var hasDash = false
    var at = start
    while at < end {
      let dash = dashLength(at)
      if dash > 0 { hasDash = true }
      guard dash > 0 || text[at] &- 0x30 < 10 || text[at] == UInt8(ascii: ",") || text[at] == UInt8(ascii: ".") else {
        return false
      }
      at += max(1, dash)
    }
    return hasDash
  }

  /// "25kg.", "112ff.": a number with letters, and full stops.
  mutating func numberWithStops(_ start: Int, _ wordEnd: Int, _ end: Int) {
    var letter = wordEnd
    while letter > start, text[letter - 1] &- 0x30 >= 10 { letter -= 1 }
    let isFollowing = wordEnd - letter <= 2 && bytes(letter, wordEnd).allSatisfy { $0 == UInt8(ascii: "f") }
    guard isFollowing, letter < wordEnd, end - wordEnd == 1 else {
      numberWithLetters(start, wordEnd)
      return append(wordEnd, end, .punctuation)
    }
    if convention.isUD { return append(start, end, .abbreviation) }
    append(start, letter, .number)
    append(letter, end, .abbreviation)
  }
}
