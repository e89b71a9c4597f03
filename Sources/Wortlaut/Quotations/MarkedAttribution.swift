/// Who spoke a marked span, by the clause before its colon or by the verb right after it.
extension QuotationReader {
  /// Speaker and cue from the clause that ends in a colon.
  func introduce(_ quotation: inout FoundQuotation, before colon: Int) {
    var start = units[unit].lowerBound
    guard start < colon else { return }
    // „Danke.“ – Der Richter: „Sie können gehen.“
    if let mark = (start..<colon).last(where: { mark[$0] >= 0 }), mark + 2 < colon, columns.sign(mark + 1) == .dash,
      columns.sign(mark - 1) == .stop
    {
      start = mark + 2
    }
    cut(start..<colon)
    quotation.frame = [start..<colon + 1]
    if let last = segments.last, last.kind == .relative || last.kind == .subordinate && has(last.first, .relative),
      let cue = directCue(last), let speaker = subordinateSubject(last, verb: last.verb)
    {
      // "dachte an das, was die Mutter immer sagte: „…“"
      quotation.cue = cue.spans
      quotation.speaker = speaker
      quotation.frame = [last.start..<colon + 1]
      return
    }
    // "wandte sich gegen die Behauptung, die Sorte werde nicht gegessen: „…“": what is itself reported introduces nothing.
    guard
      let index = segments.lastIndex(where: { $0.isMain && !$0.isKonjunktiv })
        ?? segments.lastIndex(where: { $0.isMain })
    else {
      var first = unitStart
      // "Und weiter: „…“", "Und zehn Minuten später: „…“"
      while first < colon, has(first, .coordinator) || has(first, .adverb) { first += 1 }
      // "Und am Tag darauf: „…“"
      if first < colon, has(first, .preposition), (first..<colon).contains(where: { has($0, .time) }) { first = colon }
      if first == colon || columns.isNumber(first) || has(first, .time) {
        quotation.speaker = speakerNearby(colon + 1)
        return
      }
      if let partner = talkPartner(first..<colon) {
        quotation.speaker = partner
        return
      }
      var end = nounPhraseEnd(first, limit: colon)
      if end > first, end < colon, segments.count > 1, segments[1...].allSatisfy({ $0.kind == .fragment }) {
        end = colon
      }
      if end < colon, has(end, .adverb), !isSomeone(first..<end) {
        quotation.speaker = speakerNearby(colon + 1)
      } else if end > first {
        quotation.speaker = owner(ofSpeech: first..<end, before: colon + 1)
      }
      return
    }
    // "…, und der norwegische Ministerpräsident: „…“"
    if let last = segments.last, last.kind == .fragment, last.first >= 0, last.end == colon, index + 1 < segments.count,
      last.isCoordinated, nounPhraseEnd(last.first, limit: colon) == colon, isSomeone(last.first..<colon)
    {
      quotation.speaker = last.first..<colon
      return
    }
    let clause = clauseOfSpeech(before: index)
    let segment = segments[clause]
    var verb = segment.verb
    var governs: Government = []
    for token in segment.range where isVisible(token) && columns.isCue(token) {
      guard let cue = cue(token, in: segment) else { continue }
      quotation.cue = cueSpans(cue, at: token, segment)
      governs = cue.governs
      if cue.voice != .active { verb = segment.firstFinite }
      break
    }
    if governs.contains(.quoted), let quoted = quotedObject(segment) {
      quotation.speaker = quoted
      return
    }
    if !governs.contains(.es) {
      quotation.speaker = subject(clauseStart(clause)..<segment.end, verb: verb)
      // "Er lobte die Mannschaft, mahnte aber: „…“"
      if quotation.speaker == nil, segment.kind == .verbFirst || segment.isCoordinated {
        quotation.speaker = subjectOfClause(before: clause)
      }
    }
    if let phrase = quotation.speaker { quotation.speaker = owner(ofSpeech: phrase, before: colon + 1) }
    if quotation.speaker == nil { quotation.speaker = medium(clauseStart(clause)..<segment.end) }
    if let cue = quotation.cue.first, cue.lowerBound < start { quotation.cue = [] }
  }

  /// "Dann sagte er, und seine Stimme zitterte: „…“": where the last main clause neither has a verb of speech nor is about
  /// someone, the one before it that has introduces the speech.
  private func clauseOfSpeech(before last: Int) -> Int {
    let segment = segments[last]
    guard last > 0, segment.isCoordinated, directCue(segment) == nil,
      !(subject(segment.range, verb: segment.verb).map(isSomeone) ?? true)
    else { return last }
    return segments[..<last].lastIndex { $0.isMain && directCue($0) != nil } ?? last
  }

  /// "Das Fazit der Trainerin lautet:", "Sein Urteil:": whose words a noun of speech names; the phrase itself where it is
  /// no such noun's.
  private func owner(ofSpeech phrase: Range<Int>, before mark: Int) -> Range<Int>? {
    guard !isSomeone(phrase.lowerBound..<phrase.lowerBound + min(phrase.count, 3)),
      let noun = phrase.first(where: { columns.isCapital($0) && !has($0, .determiner) }),
      columns.facts(noun).noun.contains(.clause), columns.facts(noun).noun.isDisjoint(with: .role)
    else { return phrase }
    if let owner = owner(of: noun, limit: phrase.upperBound) { return owner }
    return has(phrase.lowerBound, .possessive) ? speakerNearby(mark) ?? phrase : phrase
  }

  /// "Interview mit Anna Lind: „…“", "Ein Gespräch mit dem Minister: „…“": who is talked with speaks.
  private func talkPartner(_ range: Range<Int>) -> Range<Int>? {
    guard
      let with = range.first(where: {
        $0 > range.lowerBound && has($0, .toward) && columns.facts($0 - 1).noun.contains(.talk)
      })
    else { return nil }
    let end = nounPhraseEnd(with + 1, limit: range.upperBound, isWide: true)
    return end > with + 1 && isSomeone(with + 1..<end) ? with + 1..<end : nil
  }

  /// The segment's verb that introduces direct speech.
  private func directCue(_ segment: Segment) -> Cue? {
    for token in segment.range where isVisible(token) && columns.isCue(token) {
      if let cue = cue(token, in: segment), cue.governs.contains(.direct) { return cue }
    }
    return nil
  }

  /// "Der Sender zitierte Papandreou mit den Worten": who is quoted is the object.
  func quotedObject(_ segment: Segment) -> Range<Int>? {
    let start = segment.verb + 1
    guard segment.verb > segment.first, start < segment.end, has(start, .determiner) || columns.isCapital(start) else {
      return nil
    }
    let end = nounPhraseEnd(start, limit: segment.end)
    return end > start && isSomeone(start..<end) ? start..<end : nil
  }

  /// „Kommst du?“ fragte sie; „Gut“, nickte der Wirt: the finite verb and its subject right after the mark. Where the
  /// subject is someone any verb may introduce speech.
  func attributed(_ look: Look) -> FoundQuotation? {
    let span = look.span
    let unit = units[self.unit]
    var verb = span.end
    // „Das ist lästig.“ so das Fazit der Betreiber
    if verb + 1 < unit.upperBound, has(verb, .so), look.isWhole || look.afterColon || opensSegment(span) {
      cut(unit)
      let end = withApposition(nounPhraseEnd(verb + 1, limit: unit.upperBound, isWide: true))
      if end > verb + 1, end == withoutFinalStop(unit.upperBound) || columns.sign(end) == .comma {
        return FoundQuotation(
          type: .direct, content: [span.range], speaker: verb + 1..<end, cue: [verb..<verb + 1],
          frame: [span.end..<end], source: "so", unit: self.unit)
      }
    }
    if verb < unit.upperBound, columns.sign(verb) == .comma { verb += 1 }
    let with = columns.sign(min(verb, columns.count)) == .dash ? verb + 1 : verb
    if with + 1 < unit.upperBound, with > span.end, has(with, .toward), has(with + 1, .determiner), look.isWhole {
      cut(unit)
      return afterWords(with, span)
    }
    guard verb < unit.upperBound, isVisible(verb), !columns.isCapital(verb),
      !verbForms(verb).isDisjoint(with: .finite), look.isWhole || look.afterColon || opensSegment(span)
    else { return nil }
    cut(unit)
    guard let index = segments.firstIndex(where: { $0.range.contains(verb) }) else { return nil }
    let segment = segments[index]
    let cue = directCue(segment)?.spans
    var quotation = FoundQuotation(type: .direct, content: [span.range], source: "attributed", unit: self.unit)
    // »Wer da?« rief es aus dem Dunkel.
    if let cue, verb + 1 < unit.upperBound, has(verb + 1, .es) {
      quotation.cue = cue
      quotation.frame = [span.end..<segment.end]
      return quotation
    }
    guard let speaker = subject(verb..<segment.end, verb: verb) else { return nil }
    // »Ein Reiter«, war die Antwort.
    if cue == nil, endsLikeSpeech(span), speaker.count <= 3, let head = speaker.last, columns.isCapital(head),
      !columns.facts(head).noun.isDisjoint(with: [.clause, .beforeSpeech])
    {
      quotation.cue = [verb..<speaker.upperBound]
      quotation.frame = [span.end..<max(segment.end, speaker.upperBound)]
      return quotation
    }
    guard cue != nil || isSomeone(speaker) && endsLikeSpeech(span) else {
      return nil
    }
    quotation.speaker = speaker
    quotation.cue = cue ?? [verb..<verb + 1]
    quotation.frame = [span.end..<max(segment.end, speaker.upperBound)]
    if index + 1 < segments.count, segments[index + 1].isOnlyMark {
      quotation.content.append(outer[Int(mark[segments[index + 1].start])].range)
    }
    return quotation
  }

  /// "Die Polizei betonte, „Husum ist nicht Paris.“": after a comma alone, as after a colon.
  func afterComma(_ look: Look) -> FoundQuotation? {
    let span = look.span
    let unit = units[self.unit]
    guard look.isClause, look.words > 1, span.start > unit.lowerBound + 1, columns.sign(span.start - 1) == .comma,
      mark[span.start - 2] < 0
    else { return nil }
    cut(unit)
    guard let mark = segments.firstIndex(where: { $0.isOnlyMark && $0.start == span.start }), mark > 0,
      segments[mark - 1].isMain, !segments[mark - 1].isKonjunktiv, let cue = directCue(segments[mark - 1]),
      cue.voice == .active || cue.voice == .perfect
    else { return nil }
    let clause = segments[mark - 1]
    guard let speaker = subject(clauseStart(mark - 1)..<clause.end, verb: clause.verb) else { return nil }
    return FoundQuotation(
      type: .direct, content: [span.range], speaker: speaker, cue: cue.spans, frame: [clause.start..<span.start],
      source: "comma", unit: self.unit)
  }

  /// „Recht!“, riefen die einen, „Schande!“ die anderen: the verb is that of the speech before.
  func gapped(_ look: Look) -> FoundQuotation? {
    let span = look.span
    guard span.start > 0, columns.sign(span.start - 1) == .comma, span.end < columns.count, columns.isWord(span.end),
      mayBeNominative(span.end), let last = found.last, last.type == .direct, last.unit == unit,
      last.source == "inverted"
    else { return nil }
    let limit = withoutFinalStop(units[unit].upperBound)
    let end = nounPhraseEnd(span.end, limit: limit)
    guard end > span.end, end == limit || columns.sign(end) == .comma, isSomeone(span.end..<end) || end - span.end == 2
    else { return nil }
    return FoundQuotation(
      type: .direct, content: [span.range], speaker: span.end..<end, cue: last.cue, frame: [span.end..<end],
      source: "attributed", unit: unit)
  }

  /// „Ich habe fertig“, mit diesen Worten ging der Trainer.
  private func afterWords(_ with: Int, _ span: MarkedSpan) -> FoundQuotation? {
    guard let clause = segments.first(where: { $0.range.contains(with) }), clause.kind == .verbSecond,
      clause.verb > with, clause.verb - with < 5, columns.facts(clause.verb - 1).noun.contains(.beforeSpeech),
      let speaker = subject(clause.range, verb: clause.verb)
    else { return nil }
    return FoundQuotation(
      type: .direct, content: [span.range], speaker: speaker, cue: [with..<clause.verb],
      frame: [span.end..<clause.end], source: "attributed", unit: unit)
  }

  /// „Ohne Wien“ – sie macht eine Pause – „wäre ich verloren.“: speech that a clause of action cuts in two; between equal
  /// signs, the second part in a small letter and up to the end.
  func interrupted(_ look: Look) -> FoundQuotation? {
    let span = look.span
    let unit = units[self.unit]
    guard look.isWhole || look.afterColon, !look.endsInStop, nextMark < outer.count else { return nil }
    let rest = outer[nextMark]
    guard rest.end <= unit.upperBound, rest.start > span.end + 3, let word = rest.inside.first(where: columns.isWord),
      !columns.isCapital(word), columns.sign(span.end) == .dash || columns.sign(span.end) == .comma,
      columns.sign(rest.start - 1) == columns.sign(span.end),
      columns.sign(rest.inside.upperBound - 1) == .stop || withoutFinalStop(unit.upperBound) == rest.end
    else { return nil }
    cut(unit)
    let clause = span.end + 1..<rest.start - 1
    guard
      let index = segments.firstIndex(where: { $0.isMain && clause.contains($0.verb) && $0.start >= clause.lowerBound })
    else { return nil }
    return FoundQuotation(
      type: .direct, content: [span.range, rest.range],
      speaker: subject(segments[index].start..<segments[index].end, verb: segments[index].verb),
      frame: [span.end..<rest.start], source: "interrupted", unit: self.unit)
  }

  private func opensSegment(_ span: MarkedSpan) -> Bool {
    span.start == units[unit].lowerBound || columns.sign(span.start - 1) == .comma
  }

  private func endsLikeSpeech(_ span: MarkedSpan) -> Bool {
    columns.sign(span.inside.upperBound - 1) == .stop || span.end < columns.count && columns.sign(span.end) == .comma
  }
}
