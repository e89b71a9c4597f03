extension TokenCutter {
  /// Whether the full stop after a whole number makes it an ordinal or ends the sentence.
  func isOrdinal(_ start: Int, _ end: Int) -> Bool {
    let next = follower(end + 1)
    let digits = end - start
    let before = previous
    let context = before.map { classes($0.span.start, $0.span.end) } ?? []
    let isStrong = context.contains(.ordinalContext)
    let nextClasses = next.sort == .upper ? classes(next.start, next.end) : []
    // A year or a sum, unless the phrase says otherwise: "am 1000. Tag".
    if digits > 3 { return isStrong && next.sort == .upper && !nextClasses.contains(.function) }
    // Behind a colon a list begins with 1; "Zuschauer: 300. Schiedsrichter" has none.
    if isAtStart, !isAfterColon || digits == 1 && text[start] == UInt8(ascii: "1") {
      return next.sort != .nothing || before == nil
    }
    if next.isAdjacent && next.sort == .other {
      return text[next.start] != UInt8(ascii: ")") || isStrong || isListedInBrackets
    }
    // "1 + 1 = 2. Der": a result.
    if let before, before.kind == .symbol, before.span.count == 1, text[before.span.start] == UInt8(ascii: "=") {
      return false
    }
    switch next.sort {
    case .nothing, .opening, .other: return isStrong
    case .lower: return true
    case .digit:
      // "13. 10. 2012": a day before a month, a month before a year.
      if let before, before.kind == .ordinal, next.end - next.start == 4 || next.end - next.start == 2 { return true }
      return isStrong || isDayOrMonth(next) && !context.contains(.cardinalContext)
    case .upper:
      if endsRange(before), nextClasses.isDisjoint(with: [.month, .ordinalNoun]) { return false }
      if !nextClasses.isDisjoint(with: [.month, .ordinalNoun]) { return true }
      if isStrong || isRoman(next.start, next.end) || isCoordinated { return true }
      // "3. Aufl."
      if isAbbreviation(next) { return before?.kind != .abbreviation }
      if nextClasses.contains(.function) { return false }
      if counts(start, end) { return true }
      if context.contains(.cardinalContext) { return false }
      if let before, before.kind == .abbreviation || before.kind == .symbol { return false }
      // Of a hundred and more few are counted without an article: "oder 110. Hinweise an".
      if digits > 2 { return false }
      // "des neuen 16. Pakets": an adjective before, a noun after.
      return before.map { isLowercase(at: $0.span.start) && $0.kind == .word } ?? false
    }
  }

  private var isAfterColon: Bool { previous.map { text[$0.span.start] == UInt8(ascii: ":") } ?? false }

  /// "S. 1–3.", "2 oder 3.": a number and a dash or conjunction stand before.
  private func endsRange(_ before: Token?) -> Bool {
    guard let before, tokens.count - firstOfBlock >= 2, tokens[tokens.count - 2].kind == .number else { return false }
    if before.kind == .punctuation { return dashLength(before.span.start) > 0 }
    return before.kind == .word && classes(before.span.start, before.span.end).contains(.suspendedFollower)
  }

  /// "1. die Arbeit, 2. das Geld und 3. Europa": the number before stands as an ordinal in the same list.
  private func counts(_ start: Int, _ end: Int) -> Bool {
    guard end - start == 1 else { return false }
    return tokens[max(firstOfBlock, tokens.count - 40)...].contains { token in
      token.kind == .ordinal && token.span.count == 2 && text[token.span.start] == text[start] - 1
    }
  }

  /// "das 3. und 4.", "vom 3. bis 4.": another ordinal stands before the conjunction. "am 3. um 4." has none.
  private var isCoordinated: Bool {
    guard tokens.count - firstOfBlock >= 2, tokens[tokens.count - 2].kind == .ordinal else { return false }
    let middle = tokens[tokens.count - 1]
    return middle.kind != .word || classes(middle.span.start, middle.span.end).contains(.suspendedFollower)
  }

  /// "Müller (12.)", "(60./67.)", "(70., 88.)": nothing but ordinals stands in the bracket, as minutes of goals do.
  private var isListedInBrackets: Bool {
    guard let previous else { return false }
    let mark = text[previous.span.start]
    if mark == UInt8(ascii: "(") { return true }
    guard mark == UInt8(ascii: "/") || mark == UInt8(ascii: ","), tokens.count - firstOfBlock >= 2 else { return false }
    return tokens[tokens.count - 2].kind == .ordinal
  }

  private func isDayOrMonth(_ next: Follower) -> Bool {
    next.end - next.start <= 2 && next.end < text.count && text[next.end] == UInt8(ascii: ".")
  }
}
