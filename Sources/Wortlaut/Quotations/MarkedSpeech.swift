/// Decides for each marked span whether it is speech; over half of those in news are not.
extension QuotationReader {
  /// Judges the marked spans of the unit being read.
  func readMarks(_ unit: Range<Int>) {
    while nextMark < outer.count, outer[nextMark].start < unit.upperBound {
      let span = outer[nextMark]
      nextMark += 1
      guard span.start >= unit.lowerBound else { continue }
      let isTaken = recent.contains { found[$0].type == .direct && found[$0].content.cover(span.range) }
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

  /// The last quotations, which alone can have to do with a marked span: those of its unit.
  private var recent: Range<Int> { max(0, found.count - 16)..<found.count }

  /// »Komm«, sagte er, und es klang müde, »wir gehen.«: after a reporting clause and a comma, in a small letter, the same
  /// speech goes on.
  private func goesOn(_ last: FoundQuotation, _ look: Look) -> Bool {
    guard last.type == .direct, last.unit == unit, last.source == "inverted" || last.source == "attributed",
      !look.startsWithCapital, look.hasFiniteVerb, columns.sign(look.span.start - 1) == .comma,
      let end = last.content.last?.upperBound
    else { return false }
    return end < look.span.start
  }

  /// "Wie die Zeitung berichtet, sagte Lind: „…“": speech whose own clause has a cue and someone who speaks, whatever
  /// stands around it.
  private func ownColon(_ quotation: FoundQuotation) -> FoundQuotation? {
    var own = quotation
    introduce(&own, before: quotation.content[0].lowerBound - 1)
    guard !own.cue.isEmpty, let speaker = own.speaker, isSomeone(speaker) else { return nil }
    return own
  }

  /// "Flick sprach von „Pech“, Neuer von „Fehlern“": who stands in a part without a verb before a preposition.
  private func gappedSpeaker(_ span: MarkedSpan) -> Range<Int>? {
    cut(units[unit])
    guard let part = segments.first(where: { $0.range.contains(span.start) }), part.kind == .fragment,
      part.firstFinite < 0, part.separator >= 0, part.first < span.start, mayBeNominative(part.first)
    else { return nil }
    let end = nounPhraseEnd(part.first, limit: span.start)
    return end > part.first && end < span.start && has(end, .von) && isSomeone(part.first..<end)
      ? part.first..<end : nil
  }

  /// A newspaper's name after its article.
  private func isPaper(_ look: Look) -> Bool {
    look.words == 1 && has(look.span.start - 1, .determiner)
      && !columns.facts(look.firstWord).noun.isDisjoint(with: [.outlet, .paper])
  }

  private func judge(_ look: Look) -> Bool {
    let span = look.span
    let recent = recent
    if recent.contains(where: { found[$0].speaker.map { TokenRanges($0).cover(span.range) } ?? false }) { return false }
    if look.isAddress || span.end < columns.count && has(span.end, .named) { return false }
    // "sagte er gegenüber «20 Minuten»", "Die „taz“ fand ihn „geschwätzig“": who is told something, and who tells it.
    if span.start > 0, has(span.start - 1, .gegenueber) || isPaper(look) {
      isTerm = true
      return false
    }
    // "die Modelle „A“ und „B“"
    if look.isNameShaped, let last = judged.last, last.range.upperBound < span.start,
      span.start - last.range.upperBound <= 2, last.source == "after-noun",
      (last.range.upperBound..<span.start).allSatisfy({ has($0, .and) || has($0, .or) || columns.sign($0) == .comma })
    {
      return false
    }
    let enclosing = recent.last {
      found[$0].type != .direct && found[$0].type != .reported && found[$0].content.cover(span.range)
    }
    let telling = recent.last {
      found[$0].type == .reported && found[$0].content.cover(span.range)
    }
    if enclosing == nil, let quotation = interrupted(look) ?? attributed(look) {
      found.append(quotation)
      return true
    }
    if let last = found.last, goesOn(last, look) {
      found[found.count - 1].content.append(span.range)
      return true
    }
    if enclosing == nil, let quotation = afterComma(look) ?? gapped(look) {
      found.append(quotation)
      return true
    }
    var isSpeech = false
    var rule: RuleName = "marks"
    if look.naming.contains(.beforeSpeech) {
      isSpeech = true
      rule = "after-noun"
    } else if look.afterColon && !isListed(look) && (look.words >= 2 || look.endsInStop || followsCue(look)) {
      isSpeech = true
      rule = "colon"
    } else if (look.isAlone || look.isTurn) && (look.words >= 4 || look.endsInStop)
      || look.isWhole && look.words >= 4 && look.isClause
    {
      isSpeech = true
      rule = "alone"
    } else if enclosing != nil {
      rule = "nested"
      isSpeech =
        !look.isNameShaped && look.naming.isEmpty || look.words >= 6
        || look.words >= 2 && (look.afterIndefinite || look.endsInStop) && look.naming.isEmpty
      if look.words == 1 && look.startsWithCapital && !look.afterIndefinite {
        // "Die Prognose sei „Makulatur“": what the subject is said to be.
        isSpeech = span.start > units[unit].lowerBound && columns.facts(span.start - 1).verb.contains(.auxiliary)
      }
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
    if !isSpeech, look.naming.isEmpty, let last = found.last, continues(last, look),
      // "riefen „Schande“ und „Rücktritt“"
      !look.isNameShaped || look.afterIndefinite || last.cue.contains(where: { has($0.lowerBound, .says) })
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
    if look.afterColon, let own = ownColon(quotation) {
      found.append(own)
      return true
    }
    if let enclosing {
      quotation.speaker = found[enclosing].speaker
      quotation.cue = found[enclosing].cue
      quotation.frame = found[enclosing].frame
    } else if let telling {
      quotation.speaker = gappedSpeaker(span) ?? found[telling].speaker
    } else if look.afterColon {
      introduce(&quotation, before: span.start - 1)
    } else if rule != "alone" {
      ascribe(&quotation)
    } else {
      quotation.speaker = speakerNearby(span.start)
    }
    found.append(quotation)
    return true
  }
}
