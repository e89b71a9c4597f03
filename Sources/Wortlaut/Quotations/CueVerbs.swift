/// Reads clauses with a verb of speech: who speaks, and what it introduces.
extension QuotationReader {
  // MARK: - A unit's cues
  func readCueVerbs(_ unit: Range<Int>) {
    for index in segments.indices {
      let segment = segments[index]
      if segment.opening >= 0 {
        // "räumte Fehler ein und sagte, …": the content belongs to the last of two verbs.
        let last = segment.lastFinite
        var isRead = false
        if last > segment.firstFinite, segment.isMain, columns.isCue(last),
          let cue = cue(last, in: segment)
        {
          isRead = introduced(by: cue.governs, after: index) != nil && read(cue, at: last, segment: index, unit)
        }
        for token in segment.range where !isRead && isVisible(token) && columns.isCue(token) {
          guard let cue = cue(token, in: segment) else { continue }
          // "hat Fehler eingeräumt und angegeben, …"
          if cue.voice == .perfect, token + 2 == segment.last, has(token + 1, .and), columns.isCue(segment.last) {
            continue
          }
          isRead = read(cue, at: token, segment: index, unit)
        }
        readSo(index, unit)
      }
      if index + 1 < segments.count { readCueNoun(index, unit) }
    }
  }

  private func read(_ cue: Cue, at token: Int, segment index: Int, _ unit: Range<Int>) -> Bool {
    let segment = segments[index]
    var cue = cue
    // "Die EU beabsichtige nicht, …": a cue in the Konjunktiv I after reported speech is itself reported, and so is one whose
    // subject is a pronoun or nobody: "Er könne nicht sagen, wann …".
    if segment.isMain, segment.mood == .konjunktiv1 {
      if previousUnit == self.unit - 1 && previousType != .direct { return false }
      let own = index == 0 ? subject(segment.range, verb: segment.verb) : nil
      if index == 0, own.map({ has($0.lowerBound, .person) }) ?? true { return false }
    }
    if cue.governs.contains(.davon), !segment.range.contains(where: { isVisible($0) && has($0, .davon) }) {
      return false
    }
    if cue.governs.contains(.es), !segment.range.contains(where: { isVisible($0) && has($0, .es) }) { return false }
    let verb = cue.voice == .active ? (segment.verb >= 0 ? segment.verb : token) : segment.firstFinite
    cue.spans = cueSpans(cue, at: token, segment)
    if segment.kind == .subordinate, has(segment.first, .wie) {
      guard cue.governs.contains(.that) else { return false }
      // "wie aus dem Brief hervorgeht", "wie sich aus den Akten ergab"
      let subject = cue.governs.contains(.origin) ? nil : subordinateSubject(segment, verb: verb)
      let speaker = subject ?? origin(segment.range)
      return readWie(index, cue, speaker, unit)
    }
    let and = matrixVerb(in: segment)
    if segment.kind == .subordinate || segment.kind == .relative, and.map({ $0 > token }) ?? true {
      // "weil es zeige, dass …": itself reported.
      if segment.mood == .konjunktiv1, has(segment.first, .reason) { return false }
      if segment.kind == .relative, cue.governs.contains(.place), !has(segment.first, .preposition) { return false }
      guard let content = introduced(by: cue.governs, after: index), content.rule != "colon",
        content.rule != "unmarked"
      else { return false }
      // "Nachdem er das angekündigt hatte, habe er …": the main clause goes on.
      // "Ein Tief, das dort gestanden hatte, habe nun …": so it does after a relative clause.
      if content.rule == "konjunktiv", segments[content.segment].kind == .verbFirst {
        return false
      }
      let speaker = cue.voice == .passive ? nil : subordinateSubject(segment, verb: verb)
      addClause(content, speaker, cue.spans, frameStart: unit.lowerBound, unit)
      return true
    }
    let opensWithSo = has(segment.opening, .so)
    if index > 0, segment.kind == .verbFirst || segment.kind == .verbSecond && opensWithSo,
      readInverted(index, cue, verb: verb, token: token, unit)
    {
      return true
    }
    var start = clauseStart(index)
    var speaker: Range<Int>?
    if cue.voice == .passive, cue.governs.contains(.quoted) {
      // "Huber wird mit den Worten zitiert, man prüfe"
      speaker = subject(start..<segment.end, verb: verb)
    } else if cue.voice == .passive {
      speaker = agent(segment) ?? medium(start..<segment.end)
      if let place = speaker, place.lowerBound > start + 1, isBarePlace(place) { speaker = nil }
    } else if cue.governs.contains(.origin) {
      speaker = origin(start..<segment.end)
    } else if cue.governs.contains(.place) {
      speaker = medium(start..<segment.end)
      guard speaker != nil || has(segment.first, .therein) else { return false }
    } else if cue.governs.contains(.es) {
      speaker = medium(start..<segment.end)
    } else {
      // "Lind sagte, Keller sei krank und kündigte an, …": the clause that reports goes on.
      if let and, and < token { speaker = subjectOfClause(before: index) }
      if speaker == nil { speaker = subjectAfterAnd(segment, verb: token) }
      if let second = speaker { start = second.lowerBound }
      if speaker == nil, cue.governs.contains(.quoted) { speaker = quotedObject(segment) }
      if speaker == nil { speaker = subject(start..<segment.end, verb: verb) }
    }
    guard let content = introduced(by: cue.governs, after: index) else {
      return readDasSagte(index, cue, speaker, verb: verb, unit)
    }
    if belongsToNoun(content, in: segment, after: verb) { return false }
    if speaker == nil, index > 0, segment.kind == .verbFirst || segment.isCoordinated, cue.voice != .passive,
      !cue.governs.contains(.es)
    {
      speaker = subjectOfClause(before: index)
    }
    if content.rule == "colon" {
      add(.indirectFreeIndirect, [segments[content.segment].start..<unit.upperBound], speaker: speaker, "colon")
    } else if content.rule == "unmarked" {
      // "Aus Paris wird gemeldet: Der König ist abgereist."
      let isImpersonal = cue.voice == .passive && subject(start..<segment.end, verb: verb) == nil
      guard isImpersonal || speaker.map(isSomeone) ?? false && (cue.voice == .active || cue.voice == .perfect) else {
        return false
      }
      add(
        .direct, [segments[content.segment].start..<unit.upperBound], speaker: speaker, cue: cue.spans,
        frame: [start..<segments[content.segment].start], content.rule)
    } else {
      // "es verlautet, dass": the es of such a sentence is nobody.
      let isNobody = speaker.map { $0.count == 1 && has($0.lowerBound, .es) } ?? false
      addClause(content, isNobody ? nil : speaker, cue.spans, frameStart: start, unit)
    }
    return true
  }

  /// "Der König war krank und niemand glaubte, …": between "und" and the second verb stands its own subject.
  private func subjectAfterAnd(_ segment: Segment, verb: Int) -> Range<Int>? {
    guard segment.isMain, verb == segment.lastFinite, verb > segment.firstFinite,
      let and = (segment.firstFinite..<verb).last(where: { isVisible($0) && has($0, .clauseCoordinator) }),
      and + 1 < verb, mayBeNominative(and + 1), nounPhraseEnd(and + 1, limit: verb, isWide: true) == verb
    else { return nil }
    return and + 1..<verb
  }

  /// "es heißt" and "geht davon aus" are cues of two and three words.
  func cueSpans(_ cue: Cue, at token: Int, _ segment: Segment) -> TokenRanges {
    var spans = cue.spans
    for other in segment.range where isVisible(other) && other != token {
      // "Darauf sprach er: „…“" tells when.
      let isCorrelate =
        has(other, .correlate) && !(segment.isMain && other < segment.verb)
        && (cue.particle >= 0 || !cue.governs.isDisjoint(with: [.correlate, .davon]))
      let isEs = cue.governs.contains(.es) && has(other, .es) && abs(other - token) == 1
      // "zeigte sich zuversichtlich"
      let isStance = has(segment.last, .stance) && (other == segment.last || has(other, .reflexive))
      if isCorrelate || isEs || isStance { spans.append(other..<other + 1) }
    }
    return spans.joined
  }

  /// The first segment of the clause whose finite verb stands in a segment: a subject before it may have an apposition or
  /// a relative clause in commas.
  func clauseStart(_ index: Int) -> Int {
    let segment = segments[index]
    guard index > 0, !followsColon(index) else { return segment.start }
    if segment.kind == .verbFirst {
      var at = index - 1
      while at >= 0, !segments[at].isMain, !segments[at].isOnlyMark {
        if followsColon(at) { return segments[at].start }
        at -= 1
      }
      // "Da Brauereien Wasser brauchen, warnte der Verband": the clause before is no part of the subject.
      let isClause = segments[at + 1].kind == .subordinate || segments[at + 1].kind == .infinitive
      return isClause ? segment.start : segments[at + 1].start
    }
    if segment.kind == .verbSecond, !segment.isCoordinated, segments[index - 1].kind == .fragment,
      !segments[index - 1].isOnlyMark
    {
      var at = index - 1
      while at > 0, segments[at].kind == .fragment || segments[at].kind == .relative, !segments[at].isOnlyMark,
        !segments[at - 1].isMain
      {
        at -= 1
      }
      if segments[at].opening >= 0, mayBeNominative(segments[at].first) { return segments[at].start }
    }
    return segment.start
  }

  private func followsColon(_ index: Int) -> Bool {
    segments[index].separator >= 0 && columns.sign(segments[index].separator) == .colon
  }

  /// The subject of the nearest main clause before a segment.
  func subjectOfClause(before index: Int) -> Range<Int>? {
    for at in stride(from: index - 1, through: 0, by: -1) where segments[at].isMain && segments[at].verb >= 0 {
      if let found = subject(clauseStart(at)..<segments[at].end, verb: segments[at].verb) { return found }
    }
    return nil
  }

  /// "von X" in a passive clause: in a main clause after the finite verb or at its head, since before the verb stands
  /// also an attribute of the subject ("Der Vorschlag von Weber wurde …").
  func agent(_ segment: Segment) -> Range<Int>? {
    let isHead = has(segment.first, .von)
    let start = segment.kind == .verbSecond && !isHead ? segment.verb + 1 : segment.start
    return phrase(after: .von, in: start..<max(start, segment.end))
  }

  /// "aus X": where a clause says that something was found.
  private func origin(_ range: Range<Int>) -> Range<Int>? { phrase(after: .originPreposition, in: range) }

  /// The noun phrase after the first preposition of a class.
  private func phrase(after preposition: ClosedClass, in range: Range<Int>) -> Range<Int>? {
    guard let at = range.first(where: { isVisible($0) && has($0, preposition) }) else { return nil }
    let end = nounPhraseEnd(at + 1, limit: range.upperBound, isWide: true)
    return end > at + 1 ? at + 1..<end : nil
  }

  /// "Uns wird aus Kairo gemeldet": a place that news comes from; at the head of its clause it stands for who tells it.
  private func isBarePlace(_ phrase: Range<Int>) -> Bool {
    phrase.count == 1 && has(phrase.lowerBound - 1, .originPreposition) && !isNamed(phrase.lowerBound)
      && columns.facts(phrase.lowerBound).noun.isDisjoint(with: [.source, .medium, .role])
  }

  /// "In einem Bericht des Senders wird der Plan als „verfehlt“ bezeichnet": the text in which a passive clause says it.
  func text(in segment: Segment) -> Range<Int>? {
    guard let place = medium(segment.range), let noun = place.first(where: { columns.isCapital($0) }),
      columns.facts(noun).noun.contains(.medium)
    else { return nil }
    return place
  }

  /// Where an impersonal clause says it was said: "in dem Bericht heißt es", "hieß es bei der Polizei".
  func medium(_ range: Range<Int>) -> Range<Int>? {
    for token in range where !isMasked(token) && has(token, .mediumPreposition) {
      let end = nounPhraseEnd(token + 1, limit: range.upperBound)
      guard end > token + 1 else { continue }
      // "heißt es auf Anfrage bei der Bank"
      if end == token + 2, has(token + 1, .inquiry) { continue }
      // "In der Erklärung heißt es", "heißt es auf der Webseite": what stands at the head of the clause or right beside es.
      if has(token, .agentPreposition) || token == range.lowerBound || has(token - 1, .es) { return token + 1..<end }
      let noun = (token + 1..<end).first { columns.isCapital($0) }
      if let noun, columns.facts(noun).noun.contains(.medium) { return token + 1..<end }
    }
    return nil
  }
}
