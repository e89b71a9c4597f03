/// Decides for each marked span whether it is speech; over half of those in news are not.
extension QuotationReader {
  /// What a marked span shows of itself and its surroundings.
  private struct Look {
    var span: MarkedSpan
    var words = 0
    var firstWord = -1
    var hasFiniteVerb = false
    /// Stands alone in its unit.
    var isWhole = false
    var afterColon = false
    /// Begins with a capital and holds no lower-case word of content: a name or a title by its shape.
    var isNameShaped = false
    /// A noun stands right before it: „die Zeitschrift ‚Neue Zeit‘“.
    var afterNoun = false
    var naming: NounUses = []
    var startsWithCapital = false
    var afterIndefinite = false
  }

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
      if !judge(look) {
        let verdict = verdict(look)
        judged.append(JudgedMark(range: span.range, verdict: verdict.0, source: verdict.1))
      }
    }
  }

  private static let smallWords = ClosedClasses(.determiner, .preposition, .coordinator)

  private func look(at span: MarkedSpan, _ unit: Range<Int>) -> Look {
    var look = Look(span: span)
    var hasContentWord = false
    for token in span.start + 1..<max(span.start + 1, span.end - 1) where columns.isWord[token] {
      look.words += 1
      if look.firstWord < 0 { look.firstWord = token }
      if columns.isCapital[token] { continue }
      if !has(token, any: Self.smallWords) { hasContentWord = true }
      let facts = columns.facts[token]
      if !facts.verb.isDisjoint(with: .finite), !isFunctionWord(token) { look.hasFiniteVerb = true }
    }
    guard look.firstWord >= 0 else { return look }
    look.startsWithCapital = columns.isCapital[look.firstWord]
    look.isWhole =
      span.start == unit.lowerBound || !unit.contains { mark[$0] < 0 && columns.isWord[$0] }
    look.isNameShaped = look.words <= 5 && look.startsWithCapital && !look.hasFiniteVerb && !hasContentWord
    if span.start > unit.lowerBound {
      let before = span.start - 1
      look.afterColon = columns.sign[before] == .colon
      look.afterIndefinite = has(before, .indefinite)
      look.naming = columns.facts[before].noun.intersection([.beforeTitle, .beforeName, .beforeWord])
      look.afterNoun = columns.isCapital[before] && columns.isWord[before] && before != unit.lowerBound
      if columns.sign[before] == .openBracket { look.isNameShaped = look.words <= 6 }
      if look.afterNoun, look.words <= 6, look.startsWithCapital, !has(before, .preposition) {
        look.isNameShaped = true
      }
    }
    return look
  }

  private func isFunctionWord(_ token: Int) -> Bool {
    has(token, any: ClosedClasses(.determiner, .preposition, .subordinator, .coordinator, .adverb, .person, .notVerb))
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
    if look.afterColon && look.words >= 2 {
      isSpeech = true
      rule = "colon"
    } else if look.isWhole && look.words >= 4 {
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
    } else {
      quotation.speaker = speakerNearby()
    }
    found.append(quotation)
    return true
  }

  /// "nannte ihn „…“", "sprach von „…“", "kritisierte als „…“": a marked part of a clause with a cue verb.
  private mutating func fragmentOfCue(_ look: Look) -> FoundQuotation? {
    let span = look.span
    let unit = units[self.unit]
    cut(unit)
    guard let index = segments.firstIndex(where: { $0.range.contains(span.start) }) else { return nil }
    let segment = segments[index]
    let before = span.start - 1
    for token in segment.range where isVisible(token) && columns.facts[token].cueCount > 0 {
      guard let cue = cue(token, in: segment) else { continue }
      let governs = cue.governs
      let isAs = before >= segment.start && has(before, .als)
      var fits =
        governs.contains(.judgement) && (isAs || look.afterIndefinite || governs.contains(.told) && isNaming(token))
      if governs.contains(.von), (max(segment.start, span.start - 4)..<span.start).contains(where: { has($0, .von) }) {
        fits = true
      }
      if !governs.isDisjoint(with: [.nounPhrase, .direct]), !look.isNameShaped, look.naming.isEmpty,
        !(look.words == 1 && look.startsWithCapital)
      {
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
      quotation.cue = Self.joined(cue.spans + (isAs ? [before..<before + 1] : []))
      quotation.frame = [segment.start..<span.start, span.end..<max(span.end, segment.end)].filter { !$0.isEmpty }
      return quotation
    }
    return nil
  }

  /// A verb that names: its judgement needs no "als".
  private func isNaming(_ token: Int) -> Bool {
    let facts = columns.facts[token]
    return (Int(facts.firstCue)..<Int(facts.firstCue + facts.cueCount)).contains {
      let governs = lexicon.readings[$0].governs
      return governs.contains(.naming)
    }
  }

  /// Speaker and cue from the clause that ends in a colon.
  private mutating func introduce(_ quotation: inout FoundQuotation, before colon: Int) {
    let start = units[unit].lowerBound
    guard start < colon else { return }
    cut(start..<colon)
    quotation.frame = [start..<colon + 1]
    guard let index = segments.lastIndex(where: { $0.isMain }) else {
      let end = nounPhraseEnd(start, limit: colon, isWide: true)
      if end > start { quotation.speaker = start..<end }
      return
    }
    let segment = segments[index]
    var verb = segment.verb
    var governs: Government = []
    for token in segment.range where isVisible(token) && columns.facts[token].cueCount > 0 {
      guard let cue = cue(token, in: segment) else { continue }
      quotation.cue = Self.joined(cue.spans)
      governs = cue.governs
      if cue.voice != .active { verb = segment.firstFinite }
      break
    }
    quotation.speaker =
      governs.contains(.es)
      ? medium(segment.range) : subject(clauseStart(index)..<segment.end, verb: verb) ?? medium(segment.range)
    if let cue = quotation.cue.first, cue.lowerBound < start { quotation.cue = [] }
  }

  /// „Kommst du?“ fragte sie; „Gut“, nickte der Wirt: the finite verb and its subject right after the mark. Where the
  /// subject is someone any verb may introduce speech.
  private mutating func attributed(_ look: Look) -> FoundQuotation? {
    let span = look.span
    let unit = units[self.unit]
    var verb = span.end
    if verb < unit.upperBound, columns.sign[verb] == .comma { verb += 1 }
    guard verb < unit.upperBound, isVisible(verb), !columns.isCapital[verb],
      !verbForms(verb).isDisjoint(with: .finite), look.isWhole || look.afterColon || opensSegment(span)
    else { return nil }
    cut(unit)
    guard let index = segments.firstIndex(where: { $0.range.contains(verb) }),
      let speaker = subject(verb..<segments[index].end, verb: verb)
    else { return nil }
    let segment = segments[index]
    var cue: [Range<Int>]?
    for token in segment.range where cue == nil && isVisible(token) && columns.facts[token].cueCount > 0 {
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
    columns.sign[span.end - 2] == .stop || span.end < columns.count && columns.sign[span.end] == .comma
  }

  /// Speech that nothing in its sentence attributes belongs to who spoke last, or to whom the sentence before is about.
  private mutating func speakerNearby() -> Range<Int>? {
    if unit - previousUnit <= 1, let previousSpeaker { return previousSpeaker }
    return subjectOfUnitBefore() ?? (unit - previousUnit <= 3 ? previousSpeaker : nil)
  }

  /// Why a marked span is not speech.
  private func verdict(_ look: Look) -> (Mark.Verdict, String) {
    if look.naming.contains(.beforeWord) { return (.word, "after-noun") }
    if look.naming.contains(.beforeTitle) { return (.title, "after-noun") }
    if look.naming.contains(.beforeName) { return (.name, "after-noun") }
    if look.isNameShaped {
      if look.words > 2 { return (.title, "shape") }
      return look.afterNoun || !look.afterIndefinite ? (.name, "shape") : (.irony, "indefinite")
    }
    if look.words >= 3 && look.startsWithCapital { return (.title, "shape") }
    return look.words == 1 && !look.startsWithCapital ? (.irony, "lower-case") : (.word, "default")
  }
}
