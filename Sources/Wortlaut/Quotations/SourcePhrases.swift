/// "laut X", "nach Angaben von X", "X zufolge", "seiner Meinung nach", "demnach": the rest of the clause is the content.
extension QuotationReader {
  private struct Source {
    var speaker: Range<Int>
    var cue: Range<Int>
    var frame: Range<Int>
    var rule: RuleName
  }

  func readSources(_ unit: Range<Int>) {
    var at = unit.lowerBound
    while at < unit.upperBound {
      defer { at += 1 }
      guard columns.flags(at).contains(.sourceWord), !isMasked(at) else { continue }
      if has(at, .wonach) {
        let clause: Int? = segments.firstIndex { $0.range.contains(at) }
        let end = clause.map { contentEnd(from: $0, unit) } ?? withoutFinalStop(unit.upperBound)
        add(
          .indirect, [at + 1..<max(at + 1, end)], speaker: antecedent(of: at, unit),
          cue: [at..<at + 1],
          frame: [unit.lowerBound..<at + 1], "wonach")
        continue
      }
      guard var source = source(at, unit) else { continue }
      if let part = partOfClause(source) {
        add(.indirect, part, speaker: source.speaker, cue: [source.cue], frame: [source.frame], source.rule)
        at = max(at, source.frame.upperBound - 1)
        continue
      }
      let clause = clauseBounds(at, unit)
      if source.speaker.lowerBound > at { extendByApposition(&source) }
      extendToVerb(&source, at, unit)
      var before = trimmed(clause.lowerBound..<max(clause.lowerBound, source.frame.lowerBound))
      let after = trimmed(min(source.frame.upperBound, clause.upperBound)..<clause.upperBound)
      if before.count == 1, has(before.lowerBound, .coordinator) || has(before.lowerBound, .adverb) {
        before = before.lowerBound..<before.lowerBound
      }
      var frame = source.frame
      if frame.upperBound < unit.upperBound, columns.sign(frame.upperBound) == .comma {
        frame = frame.lowerBound..<frame.upperBound + 1
      }
      add(.indirect, [before, after], speaker: source.speaker, cue: [source.cue], frame: [frame], source.rule)
      at = max(at, source.frame.upperBound - 1)
    }
  }

  /// "eine Schätzung der Bank, wonach": the noun phrase right before the comma, the longest that ends there.
  private func antecedent(of relative: Int, _ unit: Range<Int>) -> Range<Int>? {
    let comma = relative - 1
    guard comma > unit.lowerBound, columns.sign(comma) == .comma else { return nil }
    // "wies Berichte zurück, wonach …", "hat Berichte zurückgewiesen, wonach …"
    var end = comma
    while end - 1 > unit.lowerBound, !columns.isCapital(end - 1), isVisible(end - 1), !isNamed(end - 1),
      has(end - 1, .separable) || !columns.facts(end - 1).verb.isDisjoint(with: [.participle, .infinitive])
    {
      end -= 1
    }
    let start = (max(unit.lowerBound + (end < comma ? 1 : 0), end - 24)..<end).first {
      !isMasked($0) && nounPhraseEnd($0, limit: end, isWide: true) == end && verbForms($0).isEmpty
        && (end == comma || !has($0 - 1, .preposition) && !(isAdjective($0 - 1) && verbForms($0 - 1).isEmpty))
    }
    return start.map { $0..<end }
  }

  /// What a source phrase tells that stands inside a noun phrase ("die laut Polizei 300 Gäste") or in a part without a
  /// verb ("darunter laut Polizei 300 Gäste"): no more than that.
  private func partOfClause(_ source: Source) -> TokenRanges? {
    let frame = source.frame
    guard frame.lowerBound > 0,
      let segment = segments.first(where: { $0.range.contains(frame.lowerBound) })
    else { return nil }
    let article = frame.lowerBound - 1
    if article > segment.opening || article == unitStart, has(article, .determiner), has(article, .relative),
      frame.upperBound < segment.end,
      segment.kind != .relative, segment.kind != .subordinate
    {
      let end = nounPhraseEnd(frame.upperBound, limit: segment.end)
      return end > frame.upperBound ? [article..<frame.lowerBound, frame.upperBound..<end] : nil
    }
    guard segment.kind == .fragment, segment.firstFinite < 0, segment.separator >= 0,
      columns.sign(segment.separator) == .comma, segments.contains(where: { $0.isMain && $0.start < segment.start }),
      frame.upperBound < segment.end, columns.isNumber(frame.upperBound)
    else { return nil }
    return [segment.start..<frame.lowerBound, trimmed(frame.upperBound..<segment.end)]
  }

  /// "nach Ansicht von Senator Dodd, Vorsitzender des Ausschusses, …"
  private func extendByApposition(_ source: inout Source) {
    let end = withApposition(source.speaker.upperBound)
    if end > source.speaker.upperBound {
      source.speaker = source.speaker.lowerBound..<end
      source.frame = source.frame.lowerBound..<end
    }
  }

  /// At the head of a main clause all up to the finite verb is one constituent, the source.
  private func extendToVerb(_ source: inout Source, _ at: Int, _ unit: Range<Int>) {
    guard source.cue.lowerBound == unitStart, source.speaker.lowerBound == unitStart + 1,
      let main = segments.first(where: { $0.isMain }), main.verb >= source.speaker.upperBound
    else { return }
    if main.start == segments.first?.start {
      source.speaker = source.speaker.lowerBound..<main.verb
      source.frame = source.frame.lowerBound..<main.verb
    } else if main.verb - unitStart < 40 {
      let start = main.kind == .verbFirst ? main.start : main.verb
      let isAttribute = main.kind == .verbSecond
      if isAttribute { source.speaker = source.speaker.lowerBound..<start }
      source.frame = source.frame.lowerBound..<start
    }
  }

  private func source(_ at: Int, _ unit: Range<Int>) -> Source? {
    let limit = unit.upperBound
    let cue = at..<at + 1
    let hasNext = at + 1 < limit
    if hasNext, let source = relativeSource(at) { return source }
    // "aus Sicht des Verbands"
    if has(at, .view), at > unit.lowerBound, has(at - 1, .originPreposition) {
      let end = nounPhraseEnd(at, limit: limit)
      return end > at + 1 ? Source(speaker: at..<end, cue: at - 1..<at, frame: at - 1..<end, rule: "aus") : nil
    }
    if has(at, .laut) || has(at, .gemaess) && hasNext && (columns.isCapital(at + 1) || has(at + 1, .determiner)) {
      guard hasNext else { return nil }
      let end = nounPhraseEnd(at + 1, limit: limit)
      guard end > at + 1 else { return nil }
      return Source(speaker: at + 1..<end, cue: cue, frame: at..<end, rule: has(at, .laut) ? "laut" : "gemäß")
    }
    if has(at, .nach) {
      if hasNext, let source = sourceAfterNach(at, limit) { return source }
      return opinionBeforeNach(at, unit)
    }
    if has(at, .zufolge) || has(at, .gemaess), at > unit.lowerBound, let start = phraseStart(before: at, unit),
      // "ein Vergehen gemäß § 132": what stands before is no dative.
      has(at, .zufolge) || has(start, .dative) || !has(start, .determiner)
    {
      return Source(
        speaker: start..<at, cue: cue, frame: start..<at + 1, rule: has(at, .zufolge) ? "zufolge" : "gemäß")
    }
    if has(at, .demnach),
      let segment = segments.first(where: { $0.range.contains(at) }), segment.verb == at + 1,
      segment.start == at || at == unitStart, !has(at, .danach) || segment.mood != .indicative
    {
      return Source(speaker: cue, cue: cue, frame: cue, rule: "demnach")
    }
    return nil
  }

  /// "das Gutachten, laut dem die Brücke hält", "die Studie, nach der Kaffee gesund ist"
  private func relativeSource(_ at: Int) -> Source? {
    guard has(at, .laut) || has(at, .nach), has(at + 1, .relative), at > 1, columns.sign(at - 1) == .comma,
      segments.contains(where: { $0.kind == .relative && $0.first == at }),
      has(at, .laut) || columns.facts(at - 2).noun.contains(.source)
    else { return nil }
    return Source(
      speaker: at + 1..<at + 2, cue: at..<at + 1, frame: at..<at + 2, rule: has(at, .laut) ? "laut" : "nach")
  }

  /// "nach" names a source only before a noun of speech or opinion: nach Angaben, nach Ansicht, nach einem Bericht.
  private func sourceAfterNach(_ at: Int, _ limit: Int) -> Source? {
    let end = nounPhraseEnd(at + 1, limit: limit)
    guard end > at + 1 else { return nil }
    var head = at + 1
    while head < end, has(head, .determiner) || isAdjective(head) { head += 1 }
    // "Nach Merkels Angaben"
    if head + 1 < end, columns.isCapital(head), columns.isCapital(head + 1),
      columns.facts(head + 1).noun.contains(.source)
    {
      head += 1
    }
    guard head < end, columns.facts(head).noun.contains(.source), !isEvent(head, at, end) else { return nil }
    // "alles lief nach Plan"
    if head == at + 1, end == head + 1, has(head, .asPlanned) { return nil }
    // "die Frage nach der Quelle"
    if at > 0, has(at - 1, .nounOfDemand) { return nil }
    return Source(speaker: at + 1..<end, cue: at..<at + 1, frame: at..<end, rule: "nach")
  }

  /// "nach dem Urteil", "nach einem Gespräch", "nach Artikel 5": an event that came before, or a number in a law.
  private func isEvent(_ noun: Int, _ nach: Int, _ end: Int) -> Bool {
    let uses = columns.facts(noun).noun
    if noun == nach + 1, noun + 1 < columns.count, columns.isNumber(noun + 1), !uses.contains(.clause) { return true }
    guard uses.contains(.event) else { return false }
    if nach > 0, has(nach - 1, .justThen) { return true }
    guard has(nach + 1, .determiner), !has(nach + 1, .possessiveDative) else { return false }
    return !has(nach + 1, .indefinite) || end == noun + 1
  }

  /// "seiner Meinung nach", "Ansicht der Richter nach" stays with the possessive: the genitive is too often another's.
  private func opinionBeforeNach(_ at: Int, _ unit: Range<Int>) -> Source? {
    let noun = at - 1
    // "Was ist Ihrer Meinung nach zu tun?" asks for it.
    if noun - 1 > unitStart, columns.isCapital(noun - 1), has(noun - 1, .possessiveDative) { return nil }
    guard noun > unit.lowerBound, columns.isCapital(noun), columns.facts(noun).noun.contains(.source),
      has(noun - 1, .possessiveDative) || has(noun - 1, .definiteDative) && noun - 1 == unitStart
        || columns.facts(noun).noun.contains(.clause) && (columns.isCapital(noun - 1) || isAdjective(noun - 1))
          // "ihre Forderung nach einem Vertrag"
          && !(at + 1 < unit.upperBound && has(at + 1, .notNominative) || has(noun - 1, .determiner))
    else { return nil }
    var start = noun
    while start > unit.lowerBound, isAdjective(start - 1) || has(start - 1, .determiner), !has(start, .possessiveDative)
    {
      start -= 1
    }
    if start > unit.lowerBound, start == noun || columns.isCapital(start - 1), columns.isWord(start - 1),
      // "Die seiner Ansicht nach falsche Antwort"
      !has(start, .possessiveDative) || !has(start - 1, .determiner)
    {
      start -= 1
    }
    return Source(speaker: start..<at, cue: at..<at + 1, frame: start..<at + 1, rule: "nach")
  }

  /// Back from a postposition over its noun phrase.
  private func phraseStart(before at: Int, _ unit: Range<Int>) -> Int? {
    // "Damit nimmt die Firma Schätzungen zufolge Millionen ein": a bare noun after another phrase.
    if at - 3 > unit.lowerBound, columns.isCapital(at - 1), columns.facts(at - 1).noun.contains(.source),
      isVisible(at - 2), columns.isCapital(at - 2), has(at - 3, .determiner)
    {
      return at - 1
    }
    var best: Int?
    var token = at - 1
    while token >= unit.lowerBound {
      if mark[token] >= 0 {
        token = max(outer[Int(mark[token])].start, unit.lowerBound)
        best = token
        token -= 1
        continue
      }
      if inBrackets(token) {
        best = token
        token -= 1
        continue
      }
      guard columns.isWord(token) else { break }
      if !verbForms(token).isEmpty, !columns.isCapital(token),
        !isAdjective(token) || segments.contains(where: { $0.isMain && $0.verb == token })
      {
        break
      }
      if has(token, .adverb) || has(token, .coordinator) && !columns.isCapital(token + 1) { break }
      best = token
      if has(token, .sourceOpener) {
        if has(token, .sourceAdjective), token > unit.lowerBound, has(token - 1, .determiner) { best = token - 1 }
        break
      }
      if has(token, .genitive), has(token, .relativeSubject), token == unit.lowerBound || !columns.isCapital(token - 1)
      {
        break
      }
      token -= 1
    }
    return best
  }
}
