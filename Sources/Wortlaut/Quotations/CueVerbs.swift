/// A verb that introduces speech, found in a segment.
struct Cue {
  enum Voice { case active, perfect, passive, modal }

  var governs: Government
  var particle: Int
  var voice: Voice
  var spans: TokenRanges
}

extension QuotationReader {
  /// Reads a token as a cue verb of its segment, with a separated particle or auxiliary where it has one.
  func cue(_ token: Int, in segment: Segment) -> Cue? {
    let facts = columns.facts(token)
    guard facts.cueCount > 0, !columns.isCapital(token) || token == unitStart || segment.first == token,
      !facts.classes.contains(.notVerb), !facts.classes.contains(.preposition), !facts.classes.contains(.adverb)
    else { return nil }
    var best: Cue?
    for index in Int(facts.firstCue)..<Int(facts.firstCue + facts.cueCount) {
      let reading = lexicon.readings[index]
      if !reading.governs.isDisjoint(with: [.modalOnly, .causativeOnly]), reading.form != .infinitive { continue }
      guard let before = wordsBefore(token, reading, in: segment) else { continue }
      let verb = token - before
      // "so steht es im Gutachten" is another reading.
      if reading.governs.contains(.place), segment.range.contains(where: { has($0, .es) }) { continue }
      switch reading.form {
      case .finite:
        guard token == segment.verb || token == segment.firstFinite || token == segment.lastFinite else { continue }
        if reading.particle < 0 {
          if best == nil {
            best = Cue(governs: reading.governs, particle: -1, voice: .active, spans: [token..<token + 1])
          }
        } else if let particle = particle(Int(reading.particle), after: token, in: segment),
          best == nil || best?.spans.count == 1 || particle.count > 1
        {
          best = Cue(
            governs: reading.governs, particle: Int(reading.particle), voice: .active,
            spans: TokenRanges(token..<token + 1, particle))
        }
      case .joined:
        // "ließ ausrichten": an infinitive where another verb is finite.
        guard best == nil, token == segment.last || token == segment.verb && !segment.isMain,
          segment.lastFinite == token || segment.lastFinite < 0
        else { continue }
        best = Cue(
          governs: reading.governs, particle: Int(reading.particle), voice: .active, spans: [verb..<token + 1])
      case .participle:
        guard best == nil || reading.particle >= 0 else { continue }
        // "soll er gerufen haben"
        if token + 1 == segment.last, has(segment.last, .perfectInfinitive),
          let modal = modal(in: segment, besides: token)
        {
          best = Cue(
            governs: reading.governs, particle: Int(reading.particle), voice: .modal,
            spans: TokenRanges(modal..<modal + 1, verb..<token + 2).joined)
          continue
        }
        guard let auxiliary = auxiliary(of: token, in: segment) else { continue }
        // "war befürchtet worden"
        let hasWorden = token < segment.last && has(token + 1, .worden)
        let isPassive = hasWorden || has(auxiliary, .passiveAuxiliary)
        best = Cue(
          governs: reading.governs, particle: Int(reading.particle), voice: isPassive ? .passive : .perfect,
          spans: TokenRanges(verb..<(hasWorden ? token + 2 : token + 1), auxiliary..<auxiliary + 1).joined)
      case .infinitive where reading.governs.contains(.audible):
        guard best == nil, token == segment.last, token > segment.start, has(token - 1, .zu),
          let auxiliary = auxiliary(of: token, in: segment),
          !has(auxiliary, .perfectOfHaben)
        else { continue }
        best = Cue(
          governs: reading.governs, particle: -1, voice: .passive,
          spans: ([auxiliary..<auxiliary + 1, token - 1..<token + 1] as TokenRanges).joined)
      case .infinitive:
        guard best == nil, token == segment.last, let modal = modal(in: segment, besides: token),
          reading.governs.isDisjoint(with: [.modalOnly, .causativeOnly])
            || reading.governs.contains(.causativeOnly) == has(modal, .causative)
        else { continue }
        // "Der Sender will wissen, dass …" claims, "man muss wissen, dass …" does not.
        var governs = reading.governs
        if governs.contains(.modalOnly), !has(modal, .claim) { governs.remove(.that) }
        // "pflegte zu sagen"
        let start = has(modal, .habit) ? verb - 1 : verb
        best = Cue(
          governs: governs, particle: Int(reading.particle), voice: .modal,
          spans: TokenRanges(modal..<modal + 1, start..<token + 1).joined)
      case .zuInfinitive: continue
      }
    }
    if let found = best, found.particle < 0, found.spans.count == 1, segment.isMain, segment.last > token,
      segment.lastFinite <= token,
      has(segment.last, .separable), !columns.isCapital(segment.last), !isBeforeMark(segment.last),
      // "rief vom Haus her"
      !(has(segment.last, .circumposition) && (token..<segment.last).contains { has($0, .von) })
    {
      // The particle belongs to another verb: "teilte den Kuchen auf".
      return nil
    }
    return best
  }

  /// How many words of a particle that is apart from its verb stand right before it ("zu Protokoll gegeben"); nil where they
  /// do not, as they must.
  private func wordsBefore(_ token: Int, _ reading: CueReading, in segment: Segment) -> Int? {
    guard reading.isApart else { return 0 }
    let particle = lexicon.particles[Int(reading.particle)]
    let start = token - particle.count
    let stand =
      start >= segment.start && keys[start] == particle.first
      && particle.rest.indices.allSatisfy { keys[start + 1 + $0] == particle.rest[$0] }
    return stand ? particle.count : nil
  }

  /// "als ein „wichtiges Zeichen“": an article, not a particle.
  private func isBeforeMark(_ token: Int) -> Bool { token + 1 < columns.count && mark[token + 1] >= 0 }

  /// Where a separated particle stands: at the clause's end, or before a coordinator.
  private func particle(_ index: Int, after token: Int, in segment: Segment) -> Range<Int>? {
    let head = lexicon.particles[index].first
    var result: Range<Int>?
    // "sagte Karla und stellte die Tasse ab": the particle is the second verb's.
    let end = segment.isMain && segment.lastFinite > token ? segment.lastFinite : segment.end
    for at in token + 1..<max(token + 1, end) where keys[at] == head && isVisible(at) {
      let particle = lexicon.particles[index]
      let end = at + particle.count
      guard end <= segment.end, particle.rest.indices.allSatisfy({ keys[at + 1 + $0] == particle.rest[$0] }) else {
        continue
      }
      // "warnte vor „…“": what is quoted is the preposition's.
      if has(at, .preposition), particle.count == 1, isBeforeMark(at) { continue }
      let next = firstVisible(end..<max(segment.end, end))
      if let next, has(at, .preposition), particle.count == 1, !has(next, .and) && !has(next, .newClause) { continue }
      result = at..<end
    }
    return result
  }

  private func auxiliary(of participle: Int, in segment: Segment) -> Int? {
    segment.range.first {
      !isMasked($0) && $0 != participle && columns.facts($0).verb.contains(.auxiliary)
        && ($0 == segment.firstFinite || $0 == segment.lastFinite)
    }
  }

  private func modal(in segment: Segment, besides token: Int) -> Int? {
    segment.range.first {
      !isMasked($0) && $0 != token && ($0 == segment.firstFinite || $0 == segment.lastFinite)
        && (columns.facts($0).verb.contains(.modal) || has($0, .future) || has($0, .causative)
          || has($0, .habit) && has(token - 1, .zu))
    }
  }

  // MARK: - A unit's cues

  mutating func readCueVerbs(_ unit: Range<Int>) {
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
          isRead = read(cue, at: token, segment: index, unit)
        }
        readSo(index, unit)
      }
      if index + 1 < segments.count { readCueNoun(index, unit) }
    }
  }

  private mutating func read(_ cue: Cue, at token: Int, segment index: Int, _ unit: Range<Int>) -> Bool {
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
    if segment.kind == .subordinate || segment.kind == .relative {
      guard let content = introduced(by: cue.governs, after: index), content.rule != "colon",
        content.rule != "unmarked"
      else { return false }
      // "Nachdem er das angekündigt hatte, habe er …": the main clause goes on.
      if content.rule == "konjunktiv", segment.kind == .subordinate, segments[content.segment].kind == .verbFirst {
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
      speaker = subjectAfterAnd(segment, verb: token)
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
      let isCorrelate =
        has(other, .correlate) && (cue.particle >= 0 || !cue.governs.isDisjoint(with: [.correlate, .davon]))
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
