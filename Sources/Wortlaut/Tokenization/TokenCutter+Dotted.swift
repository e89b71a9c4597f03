/// Words with full stops inside.
extension TokenCutter {
  /// "z.B.", "Dipl.-Ing.", "spiegel.de", "Abs.1", "Ende.Dann".
  mutating func dotted(_ start: Int, _ end: Int) {
    var stopsStart = end
    while stopsStart > start && text[stopsStart - 1] == UInt8(ascii: ".") { stopsStart -= 1 }
    if text[start..<stopsStart].contains(UInt8(ascii: "/")) { return path(start, stopsStart, end) }
    if bytes(start, end).starts(with: "www.".utf8) {
      append(start, stopsStart, .url)
      return append(stopsStart, end, .punctuation)
    }
    if let kind = isDottedName(start, stopsStart) ? .word : nameKind(start, stopsStart) {
      append(start, stopsStart, kind)
      return append(stopsStart, end, .punctuation)
    }
    if text[start] &- 0x30 < 10, let stop = numberEnd(start, stopsStart) { return numberBeforeWord(start, stop, end) }
    // A list entry covers forms that are one token though they have inner stops: "o.k.".
    if end - stopsStart == 1, language.abbreviations[bytes(start, end)] != nil {
      return append(start, end, .abbreviation)
    }
    if hasHyphenAfterStop(start, stopsStart) { return compoundOfAbbreviation(start, stopsStart, end) }
    if isChain(start, stopsStart) { return chain(start, stopsStart, end) }
    cutAtStops(start, stopsStart, end)
  }

  /// Where the digits end that a full stop and a letter follow: "3.Mai".
  private func numberEnd(_ start: Int, _ end: Int) -> Int? {
    var at = start
    while at < end, text[at] &- 0x30 < 10 { at += 1 }
    return at + 1 < end && text[at] == UInt8(ascii: ".") && text[at + 1] > 0x40 ? at : nil
  }

  /// "3.Mai", "1.OG": an ordinal if what follows says so; "Um 5.Dann" has two sentences.
  private mutating func numberBeforeWord(_ start: Int, _ stop: Int, _ end: Int) {
    if isDigits(start, stop), stop + 2 == end, text[stop + 1] == UInt8(ascii: "x") {
      // "3.x": any version that begins so.
      return append(start, end, .number)
    }
    if isOrdinal(start, stop) {
      append(start, stop + 1, .ordinal)
    } else {
      append(start, stop, .number)
      append(stop, stop + 1, .punctuation)
    }
    piece(stop + 1, end)
  }

  /// A listed name with stops inside, also with a genitive -s or at the head of a compound: "ver.di-Chefin".
  private func isDottedName(_ start: Int, _ end: Int) -> Bool {
    let head = start + (bytes(start, end).firstIndex(of: UInt8(ascii: "-")) ?? end - start)
    if classes(start, head).contains(.dottedName) { return true }
    return head - start > 2 && text[head - 1] == UInt8(ascii: "s") && classes(start, head - 1).contains(.dottedName)
  }

  /// The kind of a domain name or file name.
  private func nameKind(_ start: Int, _ end: Int) -> TokenKind? {
    guard let stop = bytes(start, end).lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let last = start + stop + 1
    // "d.h" and "h.c" are no files of C.
    guard last - start >= 2, end - last > 1 || !isChain(start, end) else { return nil }
    var partEnd = last
    while partEnd < end, text[partEnd] != UInt8(ascii: "-"), text[partEnd] != UInt8(ascii: "/"),
      text[partEnd] != UInt8(ascii: ":")
    { partEnd += 1 }
    let ending = classes(last, partEnd)
    if ending.contains(.domainEnding) { return .url }
    return ending.contains(.fileEnding) ? .word : nil
  }

  /// "spiegel.de/politik"; what is not one is cut at its slashes.
  private mutating func path(_ start: Int, _ end: Int, _ stops: Int) {
    guard let slash = (start..<end).first(where: { text[$0] == UInt8(ascii: "/") }) else { return }
    if nameKind(start, slash) == .url {
      append(start, end, .url)
      return append(end, stops, .punctuation)
    }
    piece(start, slash)
    character(slash, slash + 1)
    // The rest may hold anything a URL may; words are cut at the next slash, and what is left stays together.
    let rest = slash + 1
    if rest < end, text[rest..<end].contains(UInt8(ascii: "/")), text[rest..<end].contains(UInt8(ascii: ".")) {
      path(rest, end, stops)
    } else {
      piece(rest, stops)
    }
  }

  private func hasHyphenAfterStop(_ start: Int, _ end: Int) -> Bool {
    var at = start
    while at + 1 < end {
      if text[at] == UInt8(ascii: "."), text[at + 1] == UInt8(ascii: "-") { return true }
      at += 1
    }
    return false
  }

  /// "St.-Pauli-Fan", "U.S.-Präsident"; "Dipl.-Ing." and what else goes on after the stop is an abbreviation as a whole.
  private mutating func compoundOfAbbreviation(_ start: Int, _ end: Int, _ stops: Int) {
    if stops - end == 1, language.abbreviations.match(bytes(start, stops)) != nil || goesOn(stops) {
      return append(start, stops, .abbreviation)
    }
    append(start, end, .word)
    append(end, stops, .punctuation)
  }

  /// A small letter or an inner mark follows.
  private func goesOn(_ at: Int) -> Bool {
    let next = follower(at)
    return next.sort == .lower || next.isAdjacent && next.sort == .other && isInnerMark(next.start)
  }

  /// Whether all parts are single letters or known abbreviations: "z.B", "v.l.n.r.", "Dr.med.".
  private func isChain(_ start: Int, _ end: Int) -> Bool {
    var from = start
    for at in start...end where at == end || text[at] == UInt8(ascii: ".") {
      let isSingle = isSingleLetter(from, at)
      let isKnown = at < end && language.abbreviations[bytes(from, at + 1)] != nil
      let isLastKnown =
        at == end && at < text.count && text[at] == UInt8(ascii: ".")
        && language.abbreviations[bytes(from, at + 1)] != nil
      if !isSingle && !isKnown && !isLastKnown || isDigits(from, at) { return false }
      from = at + 1
    }
    return true
  }

  /// "z.|B." in the web convention, "z.B." in Universal Dependencies.
  private mutating func chain(_ start: Int, _ end: Int, _ stops: Int) {
    let last = stops - end == 1 ? stops : end
    if convention.isUD {
      append(start, last, .abbreviation)
    } else {
      var from = start
      for at in start..<end where text[at] == UInt8(ascii: ".") {
        append(from, at + 1, .abbreviation)
        from = at + 1
      }
      append(from, last, .abbreviation)
    }
    append(last, stops, .punctuation)
  }

  /// "Abs.1" and "Ende.Dann": cut behind abbreviations and around full stops that end a sentence.
  private mutating func cutAtStops(_ start: Int, _ end: Int, _ stops: Int) {
    guard let stop = (start..<end).first(where: { text[$0] == UInt8(ascii: ".") }) else { return piece(start, stops) }
    let isShort = isSingleLetter(start, stop)
    if text[stop - 1] &- 0x30 < 10, text[stop + 1] &- 0x30 < 10 {
      // "Web2.0": the stop belongs to the number.
      append(start, end, .word)
      append(end, stops, .punctuation)
    } else if !isShort && stop - start <= 3 && end - stop <= 4 && stops == end && isCapitals(start, stop)
      && isCapitals(stop + 1, end)
    {
      // "SP.ON", though "Sp." is an abbreviation
      append(start, end, .word)
    } else if isShort || language.abbreviations.match(bytes(start, stop + 1)) != nil {
      if isUppercase(at: start) && !isShort && isLowercase(at: stop + 1) && letters(stop + 1, end) > 2 {
        // "Zeitschr.titel": a compound of an abbreviation.
        append(start, end, .word)
        append(end, stops, .punctuation)
      } else if isShort && isUppercase(at: start) && stops == end && isCapitals(stop + 1, end) {
        // "E.ON"
        append(start, end, .word)
      } else {
        append(start, stop + 1, .abbreviation)
        piece(stop + 1, stops)
      }
    } else {
      piece(start, stop)
      append(stop, stop + 1, .punctuation)
      piece(stop + 1, stops)
    }
  }

  private func isCapitals(_ start: Int, _ end: Int) -> Bool { bytes(start, end).allSatisfy { $0 &- 0x41 < 26 } }
}
