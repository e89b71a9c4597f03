/// Marked parts of a clause: words quoted within a sentence that is not itself speech.
extension QuotationReader {
  /// "als „A“ und „B“": the second goes with the first.
  func continues(_ last: FoundQuotation, _ look: Look) -> Bool {
    guard last.type == .direct, last.unit == unit, let end = last.content.last?.upperBound, end < look.span.start,
      look.span.start - end <= 2
    else { return false }
    return (end..<look.span.start).allSatisfy {
      has($0, .and) || has($0, .or) || columns.sign($0) == .comma
    }
  }

  /// "stellte die neue CD vor: „X“": after a colon a name is announced, not speech, where the clause has no cue verb or
  /// speaks of a name or title.
  func isListed(_ look: Look) -> Bool {
    if look.endsInStop { return false }
    if inBrackets(look.span.start - 1) { return true }
    let range = units[unit].lowerBound..<look.span.start
    let hasCue = followsCue(look)
    let hasNaming = range.contains { !columns.facts($0).noun.isDisjoint(with: [.beforeTitle, .beforeName]) }
    if hasNaming { return !hasCue || !look.hasFiniteVerb }
    return !hasCue && look.isNameShaped
      && range.contains { isVisible($0) && !verbForms($0).isDisjoint(with: .finite) }
  }

  /// A verb of speech stands before the mark in its unit.
  func followsCue(_ look: Look) -> Bool {
    (units[unit].lowerBound..<look.span.start).contains {
      isVisible($0) && columns.isCue($0) && !columns.isCapital($0)
    }
  }

  /// A quoted phrase of a clause without a cue is its subject's, where that is someone.
  func ascribe(_ quotation: inout FoundQuotation) {
    cut(units[unit])
    let start = quotation.content[0].lowerBound
    if let index = segments.lastIndex(where: { $0.isMain && $0.start <= start && $0.verb >= 0 }),
      let speaker = subject(clauseStart(index)..<segments[index].end, verb: segments[index].verb), isSomeone(speaker)
    {
      quotation.speaker = speaker
    } else if let first = segments.first?.first, has(first, .for),
      isSomeone(first + 1..<nounPhraseEnd(first + 1, limit: start))
    {
      // "Für den Minister ist das „ein klarer Auftrag“"
      quotation.speaker = first + 1..<nounPhraseEnd(first + 1, limit: start)
    } else {
      quotation.speaker = speakerNearby(start)
    }
  }

  /// "nannte ihn „…“", "sprach von „…“", "kritisierte als „…“": a marked part of a clause with a cue verb.
  func fragmentOfCue(_ look: Look) -> FoundQuotation? {
    let span = look.span
    let unit = units[self.unit]
    cut(unit)
    guard var index = segments.firstIndex(where: { $0.range.contains(span.start) }) else { return nil }
    let before = span.start - 1
    // "bezeichnete den Plan, sollte er kommen, als „verfehlt“": the clause goes on after an inserted one.
    if segments[index].kind == .fragment, index > 1,
      has(segments[index].opening < 0 ? before : segments[index].opening, .als),
      let main = segments[..<index].lastIndex(where: { $0.kind == .verbSecond })
    {
      index = main
    }
    let segment = segments[index]
    if look.isNameShaped, isNamed(in: segment, before: span.start) {
      isTerm = true
      return nil
    }
    let isReflexive =
      segment.range.contains { isVisible($0) && (has($0, .reflexive) || has($0, .man)) }
      // "den alle nur „Käpt'n“ nennen"
      || segment.kind == .relative && segment.first + 1 < span.start && has(segment.first + 1, .pronoun)
        && has(segment.first + 1, .determiner)
    if !isReflexive, let quotation = deemed(look, index) ?? seen(look, index) ?? wanted(look, index) {
      return quotation
    }
    for token in segment.range where isVisible(token) && columns.isCue(token) {
      guard let cue = cue(token, in: segment) else { continue }
      let governs = cue.governs
      // "wird „Ente“ genannt" names, "ist als „Ente“ bezeichnet worden" tells what was once said.
      let isHabit = cue.voice == .passive && agent(segment) == nil && !segment.range.contains { has($0, .worden) }
      if look.isNameShaped, isReflexive || isHabit {
        isTerm = true
        return nil
      }
      // "Das Gerät heißt „Rolli“": without es the verb names.
      if governs.contains(.es), !segment.range.contains(where: { isVisible($0) && has($0, .es) }) {
        isTerm = true
        return nil
      }
      // "als „falsch“", "als ein „Fehler“"
      let comparison = look.afterIndefinite ? before - 1 : before
      let isAs = comparison >= unit.lowerBound && has(comparison, .als)
      var fits =
        governs.contains(.judgement)
        && (isAs || look.afterIndefinite || look.naming.isEmpty && governs.contains(.naming))
      let von = (max(segment.start, span.start - 4)..<span.start).last { has($0, .von) }
      if governs.contains(.von), von != nil { fits = true }
      if !governs.isDisjoint(with: [.nounPhrase, .direct]), !look.isNameShaped, look.naming.isEmpty,
        !(look.words == 1 && look.startsWithCapital)
      {
        fits = true
      }
      // "eine wachsende „Kluft zwischen Arm und Reich“"
      if governs.contains(.nounPhrase), look.words >= 3, look.hasFunctionWord, look.naming.isEmpty, !look.afterNoun {
        fits = true
      }
      // "antwortete mit „Ja“", but not "im Gespräch mit „Bild“"
      if governs.contains(.direct), has(before, .toward), !has(token, .says), look.endsInStop || look.words == 1,
        columns.facts(before - 1).noun.isDisjoint(with: .talk), before - 1 == token || has(before - 1, .person)
      {
        fits = true
      }
      // "antwortete der Minister mit einem knappen „Nein“"
      if governs.contains(.direct), look.words <= 6, isWithArticle(before, in: segment) { fits = true }
      // Er sagte „Danke“ und ging.
      if has(token, .says), token < span.start, isSpeakerOnly(token + 1..<span.start) { fits = true }
      // "Auf dem Plakat steht „Kein Geld für Beton“"
      if governs.contains(.place), look.words >= 3, segment.isMain, let text = medium(segment.range),
        before == token || span.start == text.upperBound && columns.isCapital(before)
      {
        return FoundQuotation(
          type: .direct, content: [span.range], speaker: text, cue: cue.spans,
          frame: ([segment.start..<span.start] as TokenRanges).withoutEmpty, source: "fragment", unit: self.unit)
      }
      guard fits else { continue }
      let verb = cue.voice == .active ? (segment.verb >= 0 ? segment.verb : token) : segment.firstFinite
      var quotation = FoundQuotation(type: .direct, content: [span.range], source: "fragment", unit: self.unit)
      if cue.voice == .passive {
        quotation.speaker = agent(segment) ?? text(in: segment)
      } else if segment.kind == .subordinate || segment.kind == .relative {
        quotation.speaker = subordinateSubject(segment, verb: min(verb, von ?? span.start))
      } else {
        quotation.speaker = subject(clauseStart(index)..<segment.end, verb: verb)
      }
      if let speaker = quotation.speaker, speaker.lowerBound < span.start, span.start < speaker.upperBound {
        quotation.speaker = speaker.lowerBound..<span.start
      }
      quotation.cue = cue.spans
      if isAs { quotation.cue.append(comparison..<comparison + 1) }
      quotation.cue = quotation.cue.joined
      quotation.frame = [segment.start..<span.start, span.end..<max(span.end, segment.end)]
      quotation.frame = quotation.frame.withoutEmpty
      return quotation
    }
    return nil
  }

  /// "Für die Ministerin ist die Lage „alarmierend“": what something is in someone's eyes.
  private func seen(_ look: Look, _ index: Int) -> FoundQuotation? {
    let segment = segments[index]
    guard !look.isNameShaped, segment.kind == .verbSecond, has(segment.first, .for),
      columns.facts(segment.verb).verb.contains(.auxiliary), look.span.start > segment.verb, look.naming.isEmpty,
      nounPhraseEnd(segment.first + 1, limit: segment.verb, isWide: true) == segment.verb,
      isSomeone(segment.first + 1..<segment.verb)
    else { return nil }
    return FoundQuotation(
      type: .direct, content: [look.span.range], speaker: segment.first + 1..<segment.verb,
      frame: ([segment.start..<look.span.start, look.span.end..<max(look.span.end, segment.end)] as TokenRanges)
        .withoutEmpty,
      source: "fragment", unit: unit)
  }

  /// "Die Ministerin will den Brief „sorgfältig prüfen“": what someone says they will do.
  private func wanted(_ look: Look, _ index: Int) -> FoundQuotation? {
    let segment = segments[index]
    guard look.words > 1, !look.startsWithCapital, segment.isMain, has(segment.verb, .claim),
      look.span.end == segment.end, segment.verb < look.span.start,
      let last = look.span.inside.last(where: { columns.isWord($0) }), !columns.isCapital(last),
      columns.facts(last).verb.contains(.infinitive),
      let speaker = subject(clauseStart(index)..<look.span.start, verb: segment.verb), isSomeone(speaker)
    else { return nil }
    return FoundQuotation(
      type: .direct, content: [look.span.range], speaker: speaker, frame: [segment.start..<look.span.start],
      source: "fragment", unit: unit)
  }

  /// "hält den Plan für „reine Symbolpolitik“": what someone is said to hold it for.
  private func deemed(_ look: Look, _ index: Int) -> FoundQuotation? {
    let segment = segments[index]
    let preposition = look.afterIndefinite ? look.span.start - 2 : look.span.start - 1
    guard segment.isMain, preposition > segment.verb, has(preposition, .for), has(segment.verb, .deem),
      let speaker = subject(clauseStart(index)..<segment.end, verb: segment.verb), isSomeone(speaker)
    else { return nil }
    return FoundQuotation(
      type: .direct, content: [look.span.range], speaker: speaker,
      cue: [segment.verb..<segment.verb + 1, preposition..<preposition + 1],
      frame: ([segment.start..<look.span.start, look.span.end..<max(look.span.end, segment.end)] as TokenRanges)
        .withoutEmpty,
      source: "fragment", unit: unit)
  }

  /// "Darauf sagte der Minister „Nein“": nothing but the speaker stands between the verb and the mark.
  private func isSpeakerOnly(_ range: Range<Int>) -> Bool {
    range.isEmpty
      || nounPhraseEnd(range.lowerBound, limit: range.upperBound) == range.upperBound && isSomeone(range)
        && mayBeNominative(range.lowerBound)
  }

  /// "mit einem knappen „Nein“", but not "nach einem Gespräch mit einem „Insider“".
  private func isWithArticle(_ last: Int, in segment: Segment) -> Bool {
    var at = last
    while at > segment.start, isAdjective(at), !has(at, .determiner) { at -= 1 }
    return at > segment.start + 1 && has(at, .indefinite) && has(at - 1, .toward)
      && !columns.facts(at - 2).noun.contains(.talk)
  }

  /// "der Titel der Studie lautet „…“": what the clause speaks of is a name.
  private func isNamed(in segment: Segment, before mark: Int) -> Bool {
    guard
      let head = segment.range.first(where: {
        $0 < mark && isVisible($0) && columns.isCapital($0) && !has($0, .determiner)
      })
    else { return false }
    return columns.facts(head).noun.contains(.isName)
  }
}
