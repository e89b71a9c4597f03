/// Decides for each marked span whether it is speech; over half of those in news are not.
extension QuotationReader {
  /// Judges the marked spans of the unit being read.
  mutating func readMarks(_ unit: Range<Int>) {
    while nextMark < outer.count, outer[nextMark].start < unit.upperBound {
      let span = outer[nextMark]
      nextMark += 1
      guard span.start >= unit.lowerBound else { continue }
      let isTaken = found.suffix(Self.window).contains {
        $0.type == .direct && $0.content.contains { $0.lowerBound <= span.start && span.end <= $0.upperBound }
      }
      if isTaken { continue }
      let look = look(at: span, unit)
      guard look.words > 0 else { continue }
      isTerm = false
      if !judge(look) {
        let verdict = verdict(look)
        judged.append(JudgedMark(range: span.range, verdict: verdict.0, source: verdict.1))
      }
    }
  }

  /// How many of the last quotations can have to do with a marked span: those of its unit.
  private static let window = 16

  private mutating func judge(_ look: Look) -> Bool {
    let span = look.span
    if found.suffix(Self.window).contains(where: {
      $0.speaker.map { $0.lowerBound <= span.start && span.end <= $0.upperBound } ?? false
    }) {
      return false
    }
    let recent = found.indices.suffix(Self.window)
    if look.isAddress || span.end < columns.count && has(span.end, .named) { return false }
    // "die Modelle „A“ und „B“"
    if look.isNameShaped, let last = judged.last, last.range.upperBound < span.start,
      span.start - last.range.upperBound <= 2, last.source == "after-noun",
      (last.range.upperBound..<span.start).allSatisfy({ has($0, .and) || has($0, .or) || columns.sign[$0] == .comma })
    {
      return false
    }
    let enclosing = recent.last {
      let quotation = found[$0]
      return quotation.type != .direct && quotation.type != .reported
        && quotation.content.contains { $0.lowerBound <= span.start && span.end <= $0.upperBound }
    }
    let telling = recent.last {
      found[$0].type == .reported
        && found[$0].content.contains { $0.lowerBound <= span.start && span.end <= $0.upperBound }
    }
    if enclosing == nil, let quotation = attributed(look) {
      found.append(quotation)
      return true
    }
    var isSpeech = false
    var rule = "marks"
    if look.naming.contains(.beforeSpeech) {
      isSpeech = true
      rule = "after-noun"
    } else if look.afterColon && look.words >= 2 && !isListed(look) {
      isSpeech = true
      rule = "colon"
    } else if look.isAlone && (look.words >= 4 || look.endsInStop) || look.isWhole && look.words >= 4 && look.isClause {
      isSpeech = true
      rule = "alone"
    } else if enclosing != nil {
      rule = "nested"
      isSpeech =
        !look.isNameShaped && look.naming.isEmpty || look.words >= 6
        || look.words >= 2 && look.afterIndefinite && look.naming.isEmpty
      if look.words == 1 && look.startsWithCapital && !look.afterIndefinite { isSpeech = false }
    } else if telling != nil {
      rule = "nested"
      isSpeech = !look.isNameShaped && look.naming.isEmpty && look.words >= 2
    } else if look.words >= 8 && look.hasFiniteVerb {
      isSpeech = true
    } else if look.words > (has(look.firstWord, .determiner) ? 2 : 1), !look.startsWithCapital, look.hasFunctionWord,
      look.naming.isEmpty
    {
      isSpeech = true
      rule = "phrase"
    }
    if !isSpeech, look.naming.isEmpty, !look.isNameShaped || look.afterIndefinite, let last = found.last,
      continues(last, look)
    {
      found.append(
        FoundQuotation(
          type: .direct, content: [span.range], speaker: last.speaker, cue: last.cue, frame: last.frame,
          source: "coordinated", unit: unit))
      return true
    }
    var fragment: FoundQuotation?
    if !look.isWhole, !look.afterColon, enclosing == nil { fragment = fragmentOfCue(look) }
    guard isSpeech || fragment != nil else { return false }
    if let fragment {
      found.append(fragment)
      return true
    }
    var quotation = FoundQuotation(type: .direct, content: [span.range], source: rule, unit: unit)
    if let enclosing {
      quotation.speaker = found[enclosing].speaker
      quotation.cue = found[enclosing].cue
      quotation.frame = found[enclosing].frame
    } else if let telling {
      quotation.speaker = found[telling].speaker
    } else if look.afterColon {
      introduce(&quotation, before: span.start - 1)
    } else if rule != "alone" {
      ascribe(&quotation)
    } else {
      quotation.speaker = speakerNearby()
    }
    found.append(quotation)
    return true
  }

  /// "als „A“ und „B“": the second goes with the first.
  private func continues(_ last: FoundQuotation, _ look: Look) -> Bool {
    guard last.type == .direct, last.unit == unit, let end = last.content.last?.upperBound, end < look.span.start,
      look.span.start - end <= 2
    else { return false }
    return (end..<look.span.start).allSatisfy {
      has($0, .and) || has($0, .or) || columns.sign[$0] == .comma
    }
  }

  /// "stellte die neue CD vor: „X“": after a colon a name is announced, not speech, where the clause has no cue verb or
  /// speaks of a name or title.
  private func isListed(_ look: Look) -> Bool {
    if look.endsInStop { return false }
    if inBrackets[look.span.start - 1] { return true }
    let range = units[unit].lowerBound..<look.span.start
    let hasCue = range.contains { isVisible($0) && columns.facts($0).cueCount > 0 && !columns.isCapital($0) }
    let hasNaming = range.contains { !columns.facts($0).noun.isDisjoint(with: [.beforeTitle, .beforeName]) }
    if hasNaming { return !hasCue || !look.hasFiniteVerb }
    return !hasCue && look.isNameShaped
      && range.contains { isVisible($0) && !verbForms($0).isDisjoint(with: .finite) }
  }

  /// A quoted phrase of a clause without a cue is its subject's, where that is someone.
  private mutating func ascribe(_ quotation: inout FoundQuotation) {
    cut(units[unit])
    let start = quotation.content[0].lowerBound
    if let index = segments.lastIndex(where: { $0.isMain && $0.start <= start && $0.verb >= 0 }),
      let speaker = subject(clauseStart(index)..<segments[index].end, verb: segments[index].verb), isSomeone(speaker)
    {
      quotation.speaker = speaker
    } else {
      quotation.speaker = speakerNearby()
    }
  }

  /// "nannte ihn „…“", "sprach von „…“", "kritisierte als „…“": a marked part of a clause with a cue verb.
  private mutating func fragmentOfCue(_ look: Look) -> FoundQuotation? {
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
    let isReflexive = segment.range.contains { isVisible($0) && (has($0, .reflexive) || has($0, .man)) }
    for token in segment.range where isVisible(token) && columns.facts(token).cueCount > 0 {
      guard let cue = cue(token, in: segment) else { continue }
      let governs = cue.governs
      if look.isNameShaped, isReflexive || cue.voice == .passive && agent(segment) == nil {
        isTerm = true
        return nil
      }
      // "als „falsch“", "als ein „Fehler“"
      let comparison = look.afterIndefinite ? before - 1 : before
      let isAs = comparison >= unit.lowerBound && has(comparison, .als)
      var fits =
        governs.contains(.judgement)
        && (isAs || look.afterIndefinite || look.naming.isEmpty && governs.contains(.naming))
      if governs.contains(.von), (max(segment.start, span.start - 4)..<span.start).contains(where: { has($0, .von) }) {
        fits = true
      }
      if !governs.isDisjoint(with: [.nounPhrase, .direct]), !look.isNameShaped, look.naming.isEmpty,
        !(look.words == 1 && look.startsWithCapital)
      {
        fits = true
      }
      // "eine wachsende „Kluft zwischen Arm und Reich“"
      if governs.contains(.nounPhrase), look.words >= 3, look.hasFunctionWord, look.naming.isEmpty, !look.afterNoun {
        fits = true
      }
      guard fits else { continue }
      let verb = cue.voice == .active ? (segment.verb >= 0 ? segment.verb : token) : segment.firstFinite
      var quotation = FoundQuotation(type: .direct, content: [span.range], source: "fragment", unit: self.unit)
      if segment.kind == .subordinate || segment.kind == .relative {
        quotation.speaker = subordinateSubject(segment, verb: verb)
      } else if cue.voice != .passive {
        quotation.speaker = subject(clauseStart(index)..<segment.end, verb: verb)
      }
      quotation.cue = Self.joined(cue.spans + (isAs ? [comparison..<comparison + 1] : []))
      quotation.frame = [segment.start..<span.start, span.end..<max(span.end, segment.end)].filter { !$0.isEmpty }
      return quotation
    }
    return nil
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

  /// Speaker and cue from the clause that ends in a colon.
  private mutating func introduce(_ quotation: inout FoundQuotation, before colon: Int) {
    let start = units[unit].lowerBound
    guard start < colon else { return }
    cut(start..<colon)
    quotation.frame = [start..<colon + 1]
    guard let index = segments.lastIndex(where: { $0.isMain }) else {
      let first = unitStart
      if first + 1 >= colon, has(first, .coordinator) || has(first, .adverb) {
        quotation.speaker = speakerNearby()
        return
      }
      var end = nounPhraseEnd(first, limit: colon)
      if end > first, end < colon, segments.count > 1, segments[1...].allSatisfy({ $0.kind == .fragment }) {
        end = colon
      }
      if end > first { quotation.speaker = first..<end }
      return
    }
    // "…, und der norwegische Ministerpräsident: „…“"
    if let last = segments.last, last.kind == .fragment, last.first >= 0, last.end == colon, index + 1 < segments.count,
      last.isCoordinated, nounPhraseEnd(last.first, limit: colon) == colon, isSomeone(last.first..<colon)
    {
      quotation.speaker = last.first..<colon
      return
    }
    let segment = segments[index]
    var verb = segment.verb
    var governs: Government = []
    for token in segment.range where isVisible(token) && columns.facts(token).cueCount > 0 {
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
    quotation.speaker =
      governs.contains(.es)
      ? medium(segment.range) : subject(clauseStart(index)..<segment.end, verb: verb) ?? medium(segment.range)
    if let cue = quotation.cue.first, cue.lowerBound < start { quotation.cue = [] }
  }

  /// "Der Sender zitierte Papandreou mit den Worten": who is quoted is the object.
  private func quotedObject(_ segment: Segment) -> Range<Int>? {
    let start = segment.verb + 1
    guard segment.verb > segment.first, start < segment.end, has(start, .determiner) || columns.isCapital(start) else {
      return nil
    }
    let end = nounPhraseEnd(start, limit: segment.end)
    return end > start && isSomeone(start..<end) ? start..<end : nil
  }

  /// „Kommst du?“ fragte sie; „Gut“, nickte der Wirt: the finite verb and its subject right after the mark. Where the
  /// subject is someone any verb may introduce speech.
  private mutating func attributed(_ look: Look) -> FoundQuotation? {
    let span = look.span
    let unit = units[self.unit]
    var verb = span.end
    if verb < unit.upperBound, columns.sign[verb] == .comma { verb += 1 }
    guard verb < unit.upperBound, isVisible(verb), !columns.isCapital(verb),
      !verbForms(verb).isDisjoint(with: .finite), look.isWhole || look.afterColon || opensSegment(span)
    else { return nil }
    cut(unit)
    guard let index = segments.firstIndex(where: { $0.range.contains(verb) }),
      let speaker = subject(verb..<segments[index].end, verb: verb)
    else { return nil }
    let segment = segments[index]
    var cue: [Range<Int>]?
    for token in segment.range where cue == nil && isVisible(token) && columns.facts(token).cueCount > 0 {
      if let found = self.cue(token, in: segment), found.governs.contains(.direct) { cue = found.spans }
    }
    guard cue != nil || isSomeone(speaker) && look.words > 1 || isSomeone(speaker) && endsLikeSpeech(span) else {
      return nil
    }
    var quotation = FoundQuotation(type: .direct, content: [span.range], source: "attributed", unit: self.unit)
    quotation.speaker = speaker
    quotation.cue = cue ?? [verb..<verb + 1]
    quotation.frame = [span.end..<max(segment.end, speaker.upperBound)]
    if index + 1 < segments.count, segments[index + 1].isOnlyMark {
      quotation.content.append(outer[Int(mark[segments[index + 1].start])].range)
    }
    return quotation
  }

  private func opensSegment(_ span: MarkedSpan) -> Bool {
    span.start == units[unit].lowerBound || columns.sign[span.start - 1] == .comma
  }

  private func endsLikeSpeech(_ span: MarkedSpan) -> Bool {
    columns.sign[span.inside.upperBound - 1] == .stop || span.end < columns.count && columns.sign[span.end] == .comma
  }

  /// Speech that nothing in its sentence attributes belongs to who spoke last, or to whom the sentence before is about.
  /// Where two have spoken in turn, a paragraph each, it is the other's turn.
  private mutating func speakerNearby() -> Range<Int>? {
    let start = units[unit].lowerBound
    let block = Int(columns.block(start))
    if turns.last.block == block - 1, turns.before.block == block - 2, let other = turns.before.speaker,
      let last = turns.last.speaker, !isSame(other, last), columns.startsBlock(start)
    {
      return other
    }
    // »Gleich!« Die Alte kam herunter.
    if columns.startsBlock(start), let subject = subjectOfUnitAfter() { return subject }
    // Sie nickte. »Ja.«: a sentence of the same paragraph tells who acts.
    if unit > 0, previousUnit < unit - 1, !columns.startsBlock(start), let subject = subjectOfUnitBefore() {
      return subject
    }
    if unit - previousUnit <= 1, let previousSpeaker { return previousSpeaker }
    return subjectOfUnitBefore() ?? (unit - previousUnit <= 3 ? previousSpeaker : nil)
  }

  /// Notes a direct quotation as a turn of its paragraph.
  mutating func noteTurn(_ quotation: FoundQuotation) {
    let block = Int(columns.block(quotation.content[0].lowerBound))
    if turns.last.block != block { turns.before = turns.last }
    turns.last = Turn(
      block: block, speaker: quotation.speaker ?? (turns.last.block == block ? turns.last.speaker : nil))
  }

  /// Whether two speakers are named by the same words.
  private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left == right || left.count == right.count && zip(left, right).allSatisfy { keys[$0] == keys[$1] }
  }
}
