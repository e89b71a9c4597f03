/// Subjects, without a parser: what stands before the finite verb, or the first phrase after it that may be nominative.
extension QuotationReader {
  private func skipAdverbs(_ start: Int, limit: Int) -> Int {
    var at = start
    while at < limit, has(at, .adverb) || has(at, .objectPronoun) || inBrackets(at) { at += 1 }
    return at
  }

  /// The subject of the clause with finite verb `verb` in `range`.
  ///
  /// What stands before the verb is the subject unless it is an adverbial, an oblique case or another clause; else it
  /// is the first phrase after the verb that may be nominative. A pronoun right after the verb always is.
  func subject(_ range: Range<Int>, verb: Int) -> Range<Int>? {
    var before = phraseBefore(range.lowerBound, verb: verb)
    let limit = range.upperBound
    var at = verb + 1
    if at < limit, has(at, .reflexive) { at += 1 }
    // "sie" may be an object: "Der Minister nannte sie töricht".
    if at < limit, has(at, .subjectPronoun), !(has(at, .sie) && before.map(isSomeone) ?? false) {
      return at..<at + 1
    }
    // "Jede Schuld weist Hartmann von sich": a thing before the verb is the object where a person's name follows it.
    if let phrase = before, !isSomeone(phrase), at < limit, columns.isCapital(at),
      // "Gerhard Wagner hat Papst Benedikt gebeten": a name that is not known.
      phrase.count == 1 || !phrase.allSatisfy({ columns.isCapital($0) && !has($0, .determiner) && !isAdjective($0) }),
      isNamed(at) || columns.facts(at).noun.contains(.person)
    {
      before = nil
    }
    // "Die Regierung kritisierte der Redner": of the two only the second cannot be anything else.
    if let phrase = before, at + 1 < limit, has(phrase.lowerBound, .nominativeOrAccusative),
      isManInNominative(at, limit: limit)
    {
      before = nil
    }
    // "Letzte Woche sagte …", "Drei Tage nach der Wahl meldete …" tell when.
    if let phrase = before, phrase.contains(where: { has($0, .time) }), isTime(nounFirst(phrase)) { before = nil }
    if let before { return before }
    at = verb + 1
    while at < limit {
      at = skipAdverbs(at, limit: limit)
      guard at < limit, columns.sign(at) != .comma, columns.sign(at) != .colon else { return nil }
      if has(at, .preposition), !columns.isCapital(at) {
        at = max(nounPhraseEnd(at + 1, limit: limit), at + 1)
        continue
      }
      if mark[at] >= 0 {
        let span = outer[Int(mark[at])]
        let end = nounPhraseEnd(at, limit: limit)
        if end > span.end { return at..<end }
        if span.end - at <= 6 { return at..<span.end }
        at = max(span.end, at + 1)
        continue
      }
      if has(at, .es) { return nil }
      if has(at, .person) { return at..<at + 1 }
      if !mayBeNominative(at) {
        at = max(nounPhraseEnd(at, limit: limit), at + 1)
        continue
      }
      let end = verbForms(at).isEmpty ? nounPhraseEnd(at, limit: limit) : at
      guard end > at else {
        at += 1
        continue
      }
      // "Dass sie kommt, freut alle": a plural is not the subject of a verb in the singular.
      if isTime(at..<end) || end == at + 1 && has(at, .pluralPronoun) && !columns.facts(verb).endsInEn {
        at = end
        continue
      }
      return at..<withApposition(end)
    }
    return nil
  }

  /// "der Vorsitzende": with "der" a man's role is nominative, a woman's is not.
  private func isManInNominative(_ token: Int, limit: Int) -> Bool {
    guard has(token, .relativeSubject), has(token, .dative), has(token, .genitive) else { return false }
    let head = (token + 1..<limit).first { columns.isCapital($0) || !isAdjective($0) } ?? limit
    return head < limit && columns.facts(head).noun.contains(.person) && columns.isWoman(head) == false
  }

  /// A phrase up to its first noun: what it is about, without attributes.
  private func nounFirst(_ phrase: Range<Int>) -> Range<Int> {
    func isNoun(_ token: Int) -> Bool {
      columns.isCapital(token) && !has(token, .determiner)
        // "Letzte Woche" at the head of the sentence
        && !(token == unitStart && columns.facts(token).hasAdjectiveEnding && columns.isCapital(token + 1))
    }
    guard let noun = phrase.first(where: isNoun) else { return phrase }
    let start = phrase.lowerBound
    return (start < noun && start == unitStart && !has(start, .determiner) ? start + 1 : start)..<noun + 1
  }

  /// "am Montag", "drei Jahre"; "dieser", "die einen" and "die 43-Jährige" are people.
  func isTime(_ range: Range<Int>) -> Bool {
    func isFigure(_ token: Int) -> Bool { columns.isNumber(token) && !columns.isCapital(token) }
    return range.contains { has($0, .time) || isFigure($0) }
      && range.allSatisfy { has($0, .time) || isAdjective($0) || has($0, .determiner) || isFigure($0) }
  }

  /// A phrase after a comma that has no verb and names the same person.
  func withApposition(_ end: Int) -> Int {
    guard end < columns.count, columns.sign(end) == .comma else { return end }
    if let clause = segments.first(where: { $0.range.contains(end) }) {
      // An apposition whose commas are not seen: see ``joinAppositions()``.
      let inner = nounPhraseEnd(end + 1, limit: clause.end, isWide: true)
      return inner > end + 1 && inner < clause.end && columns.sign(inner) == .comma ? inner : end
    }
    guard let next = segments.first(where: { $0.start == end + 1 }), next.kind == .fragment, !next.isOnlyMark,
      next.end - next.start < 14,
      columns.isCapital(end + 1) || has(end + 1, .relativeSubject) || has(end + 1, .indefinite)
    else { return end }
    // "sagt der Vater, Tränen in den Augen"
    if columns.isCapital(end + 1), !isSomeone(end + 1..<end + 2), end + 2 < next.end, has(end + 2, .preposition),
      has(end + 2, .attributePreposition), !has(end + 2, .for)
    {
      return end
    }
    let inner = nounPhraseEnd(end + 1, limit: next.end, isWide: true)
    return inner == next.end || inner > next.last && inner > end + 1 ? inner : end
  }

  /// A nominative phrase before the finite verb, appositions included.
  private func phraseBefore(_ start: Int, verb: Int) -> Range<Int>? {
    var at = start
    while at < verb,
      has(at, .coordinator) || has(at, .adverb) && !(has(at, .preposition) && at + 1 < verb)
        || !columns.isWord(at) && mark[at] < 0
    {
      at += 1
    }
    guard at < verb else { return nil }
    if mark[at] >= 0 {
      let span = outer[Int(mark[at])]
      return span.end <= verb && span.end - at <= 6 ? at..<span.end : nil
    }
    if at == unitStart, columns.facts(at).hasAdverbEnding, !columns.facts(at).noun.contains(.role), !isNamed(at),
      at + 1 == verb || has(at + 1, .preposition) || columns.sign(at + 1) == .comma
    {
      return nil
    }
    if has(at, .preposition) || has(at, .subordinator) || !mayBeNominative(at) { return nil }
    if at + 1 == verb, has(at, .neuter) { return nil }
    if isVerbInFront(at, of: verb) { return nil }
    var end = nounPhraseEnd(at, limit: verb, isWide: true)
    guard end > at else { return nil }
    while end < verb, columns.sign(end) == .comma, let next = segments.first(where: { $0.start == end + 1 }) {
      let limit: Int
      if next.kind == .fragment && next.end <= verb {
        limit = next.end
      } else if next.end > verb {
        limit = verb
      } else {
        break
      }
      let inner = nounPhraseEnd(end + 1, limit: limit, isWide: true)
      guard inner > end + 1 else { break }
      end = inner
    }
    return at..<end
  }

  /// "Geklagt hatten drei Familien": at the head of the sentence the participle of its auxiliary, no noun.
  private func isVerbInFront(_ token: Int, of verb: Int) -> Bool {
    let facts = columns.facts(token)
    return token == unitStart && facts.verb.contains(.participle) && !facts.hasAdjectiveEnding && !isNamed(token)
      && columns.facts(verb).verb.contains(.auxiliary)
      && (token + 1..<verb).allSatisfy { columns.facts($0).verb.contains(.participle) }
  }

  /// The subject of a subordinate clause, whose verb stands at the end.
  func subordinateSubject(_ segment: Segment, verb: Int) -> Range<Int>? {
    var at = segment.first + 1
    if segment.kind == .relative {
      if has(segment.first, .relativeSubject) {
        let next = skipAdverbs(at, limit: verb)
        if next < verb, has(next, .person) || has(next, .es) { return next..<next + 1 }
        return segment.first..<segment.first + 1
      }
      // "in dessen Folge das Gericht feststellte", "dessen Sprecher erklärte"
      let isOfPhrase = has(segment.first, .preposition)
      let owner = isOfPhrase ? at : segment.first
      if has(owner, .relativeOblique), has(owner, .genitive) {
        let end = nounPhraseEnd(owner, limit: verb)
        if !isOfPhrase, end == verb { return owner..<end }
        at = max(end, at + 1)
      } else {
        at += 1
      }
    }
    while at < verb {
      at = skipAdverbs(at, limit: verb)
      guard at < verb else { return nil }
      if has(at, .preposition) {
        at = max(nounPhraseEnd(at + 1, limit: verb), at + 1)
        continue
      }
      if has(at, .person) || has(at, .es) { return has(at, .subjectPronoun) ? at..<at + 1 : nil }
      if !mayBeNominative(at) {
        at = max(nounPhraseEnd(at, limit: verb), at + 1)
        continue
      }
      var end = nounPhraseEnd(at, limit: verb)
      if end > at {
        if end < verb, columns.sign(end) == .comma {
          let inner = nounPhraseEnd(end + 1, limit: verb, isWide: true)
          if inner > end + 1 { end = inner }
        }
        return at..<end
      }
      at += 1
    }
    return nil
  }

  /// The subject with which the next sentence of the same paragraph begins.
  func subjectOfUnitAfter() -> Range<Int>? {
    guard unit + 1 < units.count, !columns.startsBlock(units[unit + 1].lowerBound) else { return nil }
    cut(units[unit + 1])
    defer { cut(units[unit]) }
    guard let first = segments.first, first.kind == .verbSecond, first.verb > first.start else { return nil }
    guard let found = subject(first.range, verb: first.verb), found.upperBound == first.verb, isSomeone(found) else {
      return nil
    }
    return found
  }

  /// The subject of the nearest sentence before and after a unit, for speech that nothing else attributes.
  func subjectOfUnitBefore(after limit: Int = -1) -> Range<Int>? {
    for index in stride(from: unit - 1, through: max(0, unit - 3, limit + 1), by: -1) {
      cut(units[index])
      // "Ein Mitarbeiter, der anonym bleiben will, bestätigte dies"
      guard
        let at = segments.indices.first(where: {
          segments[$0].kind == .verbSecond || segments[$0].kind == .verbFirst && clauseStart($0) < segments[$0].start
        })
      else { continue }
      let found = speakerOfClause(at)
      if let found {
        cut(units[unit])
        return found
      }
    }
    cut(units[unit])
    return nil
  }

  /// Who a main clause is about: its subject, where that is someone or the clause has a verb of speech ("Norwegen streitet
  /// das ab"); in the passive who did it ("Die Vorwürfe wurden von der Firma bestritten").
  func speakerOfClause(_ at: Int) -> Range<Int>? {
    let segment = segments[at]
    if has(segment.verb, .passiveAuxiliary), columns.facts(segment.last).verb.contains(.participle),
      let found = agent(segment), isSomeone(found)
    {
      return found
    }
    guard let found = subject(clauseStart(at)..<segment.end, verb: segment.verb) else { return nil }
    if isSomeone(found) || isGovernment(found) { return found }
    // "Der Iran streitet das ab": whoever speaks, but not "Zustimmung kam vom Handel", "Die Forderung lautete so".
    let head = found.upperBound - 1
    let isSpoken =
      has(found.lowerBound, .determiner) && found.count <= 3 && columns.isCapital(head)
      && (columns.facts(head).noun.isDisjoint(with: .clause) || columns.facts(head).noun.contains(.medium))
      && found.upperBound == segment.verb
      && columns.isCue(segment.verb)
      && segment.range.contains {
        isVisible($0) && columns.isCue($0) && cue($0, in: segment).map { $0.voice == .active } ?? false
      }
    return isSpoken ? found : nil
  }
}
