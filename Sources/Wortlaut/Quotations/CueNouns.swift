/// Nouns and adjectives that take a clause as verbs of speech do: "der Vorwurf, dass …", "zeigte sich zuversichtlich, …".
extension QuotationReader {
  /// "die Behauptung, dass …", "der Vorwurf, er habe …"
  func readCueNoun(_ index: Int, _ unit: Range<Int>) {
    let segment = segments[index]
    let next = segments[index + 1]
    if segment.last >= 0, has(segment.last, .stance) { readStance(index, unit) }
    guard segment.opening >= 0, next.opening >= 0, let noun = clauseNoun(in: segment.range) else { return }
    let owner = owner(of: noun, limit: segment.end)
    let distance = segment.last - (owner.map { $0.upperBound - 1 } ?? noun)
    switch next.kind {
    case .subordinate: guard has(next.first, .that), distance <= 4 else { return }
    case .infinitive: guard distance <= 3, !has(next.first, .purpose), next.last - next.first > 1 else { return }
    // "die These, die Partei stagniere": an article, not a relative pronoun.
    case .relative:
      guard distance <= 1, next.mood == .konjunktiv1, columns.isCapital(next.first + 1), next.last == next.first + 2
      else {
        return
      }
    case .verbSecond:
      // "die These, alle trügen Schuld": in the plural the Konjunktiv II stands in for the first.
      guard
        next.mood == .konjunktiv1 && distance <= 3
          || next.mood == .konjunktiv2 && distance <= (columns.facts(next.verb).endsInEn ? 1 : 0)
      else { return }
    default: return
    }
    guard !isTaken(next.start) else { return }
    var start = noun
    while start > segment.start, start - 1 != segment.verb, has(start - 1, .determiner) || isAdjective(start - 1) {
      start -= 1
    }
    // "keine Ankündigung von Plänen, …": what was not said is no speech.
    if segment.range.contains(where: { $0 < noun && noun - $0 <= 4 && has($0, .negative) }) { return }
    var speaker: Range<Int>?
    if owner != nil {
      speaker = owner
    } else if segment.isMain, has(segment.verb, .comes), has(segment.first, .von) {
      // "Von der Polizei kam die Information, …"
      speaker = agent(segment)
    } else if segment.isMain, let subject = subject(clauseStart(index)..<segment.end, verb: segment.verb),
      !subject.contains(noun)
    {
      speaker = subject
    } else if index > 0, !segment.isCoordinated, segment.firstFinite < 0 || segment.firstFinite == segment.last,
      columns.facts(segment.last).verb.contains(.participle)
    {
      // "Lind hatte am Montag, dem 3. Mai, die These vertreten, man irre."
      speaker = subjectOfClause(before: index)
    }
    addClause(
      Introduced(segment: index + 1, rule: "noun"), speaker, [start..<noun + 1], frameStart: segment.start, unit)
  }

  /// Whether the content of a quotation of this unit begins at a token.
  func isTaken(_ start: Int) -> Bool {
    found.reversed().prefix { $0.unit == self.unit }.contains { $0.content.contains { $0.lowerBound == start } }
  }

  /// "Der Trainer ist überzeugt, dass …", "die Ministerin war sich sicher, man schaffe es": an adjective of opinion.
  func readStance(_ index: Int, _ unit: Range<Int>) {
    let segment = segments[index]
    let next = segments[index + 1]
    let isShown = segment.isMain && has(segment.verb, .shows) && segment.range.contains { has($0, .reflexive) }
    guard segment.isMain, isShown || columns.facts(segment.verb).verb.contains(.auxiliary), !segment.isKonjunktiv,
      next.kind == .subordinate && has(next.first, .that) || next.kind == .verbSecond && next.mood == .konjunktiv1
        || next.kind == .infinitive && !has(next.first, .purpose) && has(segment.last, .outlook),
      columns.sign(next.separator) == .comma, !segment.range.contains(where: { isVisible($0) && has($0, .negation) }),
      !isTaken(next.start), let speaker = subject(clauseStart(index)..<segment.end, verb: segment.verb),
      isSomeone(speaker)
    else { return }
    let last = segment.last
    let start = columns.isCapital(last - 1) || last - 1 == segment.verb || !has(last - 1, .correlate) ? last : last - 1
    let rule: RuleName =
      next.kind == .subordinate ? "dass" : next.kind == .infinitive ? "infinitive" : "konjunktiv"
    addClause(
      Introduced(segment: index + 1, rule: rule), speaker,
      ([segment.verb..<segment.verb + (has(segment.verb + 1, .reflexive) ? 2 : 1), start..<last + 1] as TokenRanges)
        .joined, frameStart: clauseStart(index), unit)
  }

  /// The last noun that a clause can depend on: "Vorschlag".
  func clauseNoun(in range: Range<Int>) -> Int? {
    range.last { isVisible($0) && columns.isCapital($0) && columns.facts($0).noun.contains(.clause) }
  }

  /// "der Vorschlag [des Ministers]", "die Forderung von [Amnesty]": whose a noun is.
  func owner(of noun: Int, limit: Int) -> Range<Int>? {
    guard noun + 1 < limit, has(noun + 1, .genitive) || has(noun + 1, .von) else { return nil }
    let start = has(noun + 1, .von) ? noun + 2 : noun + 1
    let end = nounPhraseEnd(start, limit: limit)
    return end > start ? start..<end : nil
  }

  /// "lehnte den Vorschlag des Ministers ab, … zu senken": the infinitive is the noun's, not the verb's.
  func belongsToNoun(_ content: Introduced, in segment: Segment, after verb: Int) -> Bool {
    guard content.rule == "infinitive", let noun = clauseNoun(in: segment.range), noun > verb,
      let owner = owner(of: noun, limit: segment.end)
    else { return false }
    return segment.last <= owner.upperBound
  }
}
