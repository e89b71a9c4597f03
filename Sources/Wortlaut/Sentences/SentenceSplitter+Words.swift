extension SentenceSplitter {
  /// An abbreviation carries the full stop of the sentence it ends: "… usw. Dann".
  func afterAbbreviation(_ at: Int) -> Int {
    guard byte(tokens[at]) == UInt8(ascii: ".") else { return at }
    guard brackets == 0 || byte(first) == UInt8(ascii: "(") else { return goesOn(at, .insideBrackets) }
    var end = at + 1
    while end < block.upperBound, tokens[end].kind == .punctuation,
      isAdjacent(end) && (isClosingQuote(end) || byte(end) == UInt8(ascii: ")"))
    { end += 1 }
    guard end < block.upperBound, let next = opening(end) else { return goesOn(at, .blockEnd) }
    guard isUpper(next) else { return goesOn(at, .smallAfterAbbreviation) }
    if isOpening(at) { return goesOn(at, .abbreviationsOpen) }
    // "„Wir sparen 8 Mio. Euro jährl.“ Müller widersprach"
    if end > at + 1, isClosingQuote(end - 1), end - first > 5, quoteLength(end - 1) > 4 {
      return ends(end, .quotationEnds)
    }
    let starts = isStarter(next)
    if starts && isOpenPhrase(at) { return goesOn(at, .openPhrase) }
    // "Frankfurt a. M. Dort": a letter after a small one is no initial.
    if at > first, isPartOfPhrase(at - 1), isSingleLetter(at) {
      return starts ? ends(end, .phraseEnds) : goesOn(at, .phraseGoesOn)
    }
    let known = abbreviations.match(bytes(at))
    switch known?.kind {
    case .title: return starts && known?.mayEnd == true ? ends(end, .titleEnds) : goesOn(at, .title)
    // "u. Ä."; but "Herr Ä. Müller".
    case .list where !isSingleLetter(at) || at > first && tokens[at - 1].kind == .abbreviation:
      return ends(end, .listEnds)
    case .reference:
      return starts && tokens[next].kind == .word ? ends(end, .starterFollows) : goesOn(at, .reference)
    case .general where known?.mayEnd == false: return goesOn(at, .abbreviationOpen)
    case nil where isSingleLetter(at), .list:
      // An initial: a name follows, unless a word that is no name does.
      return starts && !isInitialOfName(at) ? ends(end, .starterFollows) : goesOn(at, .initial)
    default: return starts ? ends(end, .starterFollows) : goesOn(at, .abbreviation)
    }
  }

  /// Nothing but abbreviations stands before it in the sentence: "P. S. Das Buch folgt".
  private func isOpening(_ at: Int) -> Bool {
    at > first && at - first < 4 && (first..<at).allSatisfy { tokens[$0].kind == .abbreviation }
  }

  /// How many tokens stand between a closing quotation mark and the mark before it in the sentence.
  private func quoteLength(_ closing: Int) -> Int {
    var at = closing - 1
    while at > first, !QuoteMark.isQuote(bytes(at)) { at -= 1 }
    return closing - at - 1
  }

  /// "J.", "Ö.", also with its two dots as a mark of their own.
  private func isSingleLetter(_ at: Int) -> Bool {
    let span = tokens[at].span
    return span.count <= 2 || Composition.letters(text, span.start, span.end) <= 2
  }

  /// A small letter with its stop: "z.", "a.".
  private func isPartOfPhrase(_ at: Int) -> Bool {
    tokens[at].kind == .abbreviation && isLower(at) && isSingleLetter(at)
  }

  /// Whether the abbreviation and those before it announce what follows: "z. B.".
  private func isOpenPhrase(_ at: Int) -> Bool {
    var start = at
    while start > first, at - start < 3, tokens[start - 1].kind == .abbreviation, isSingleLetter(start - 1) {
      start -= 1
    }
    var phrase: [UInt8] = []
    for part in (start...at).reversed() {
      phrase.insert(contentsOf: bytes(part), at: 0)
      if phrase.withUnsafeBufferPointer({ abbreviations.isOpenPhrase($0) }) { return true }
    }
    return false
  }

  private func byte(_ token: Token) -> UInt8 { text[token.span.end - 1] }

  /// "J. S. Bach": an initial beside another, or at the sentence's start.
  private func isInitialOfName(_ at: Int) -> Bool {
    guard at > first else { return true }
    return tokens[at - 1].kind == .abbreviation && isSingleLetter(at - 1)
  }

  /// "am 3. Die", "Thutmosis III. Die"; but "am 3. Mai", and "1. Die" at the start numbers the sentence.
  func afterOrdinal(_ at: Int) -> Int {
    guard at > first else { return goesOn(at, .numbering) }
    guard brackets == 0 else { return goesOn(at, .insideBrackets) }
    guard at + 1 < block.upperBound, let next = opening(at + 1) else { return goesOn(at, .blockEnd) }
    guard byte(tokens[at]) == UInt8(ascii: "."), isStarter(next) else { return goesOn(at, .ordinal) }
    // "13.|10.|2012 Die" is decided by the year; "Der III. Weg" is no starter.
    return isAdjacent(at + 1) ? goesOn(at, .touchesNext) : ends(at + 1, .starterFollows)
  }

  /// An emoticon ends what stands before it if a capital follows.
  func afterEmoticon(_ at: Int) -> Int {
    guard at > first else { return at }
    // What the first of several said holds for all: none looks through them again.
    if at - 1 > first, tokens[at - 1].kind == .emoticon { return goesOn(at, .emoticonInside) }
    var end = at + 1
    while end < block.upperBound && tokens[end].kind == .emoticon { end += 1 }
    guard end < block.upperBound, let next = opening(end) else { return goesOn(at, .blockEnd) }
    return isUpper(next) || tokens[next].kind == .mention || tokens[next].kind == .hashtag
      ? ends(end, .emoticon) : goesOn(at, .emoticonInside)
  }

  /// Mentions and hashtags that open a message are an address, not words of its first sentence.
  func afterAddress(_ at: Int) -> Int {
    guard at == block.lowerBound else { return at }
    var end = at
    var hasMention = false
    while end < block.upperBound, tokens[end].kind == .mention || tokens[end].kind == .hashtag {
      if tokens[end].kind == .mention { hasMention = true }
      // "#Klicken Sie": a hashtag right before a word may be that sentence's first.
      end += 1
    }
    guard end < block.upperBound, let next = opening(end) else { return goesOn(at, .blockEnd) }
    // "@anna: Komm!", but "@anna, kommst du?": no sentence begins with such a mark.
    if isAdjacent(end), tokens[end].kind == .punctuation, isInnerMark(end) || byte(end) == UInt8(ascii: "!") {
      return hasMention && byte(end) == UInt8(ascii: ":") && end + 1 < block.upperBound
        ? ends(end + 1, .address) : goesOn(at, .addressGoesOn)
    }
    if hasMention { return ends(end, .address) }
    return isUpper(next) && classes(next).contains(.function) || next > end
      ? ends(end, .address) : goesOn(at, .addressGoesOn)
  }

  /// "<-" after a quotation points at it and begins a remark of its own.
  mutating func afterSymbol(_ at: Int) -> Int {
    guard byte(at) == UInt8(ascii: "<"), tokens[at].span.count > 1, bytes(at)[1] == UInt8(ascii: "-"), at > first,
      tokens[at - 1].kind == .punctuation, QuoteMark.isQuote(bytes(at - 1))
    else { return at }
    close(at)
    // The boundary stands before the arrow.
    trace.note(.pointer)
    trace.decide(at - 1, at)
    return at
  }
}
