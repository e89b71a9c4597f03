/// Speech that no cue introduces: carried on in the Konjunktiv, hearsay with sollen, and told speech acts.
extension QuotationReader {
  /// Reads one unit by all rules, in the order of how sure they are.
  func readUnit(_ index: Int) {
    unit = index
    let range = units[index]
    let before = found.count
    if before > 0, previousUnit == index - 1, previousType == .direct, has(range.lowerBound, .toward) {
      readWords(range)
    }
    if mayHoldSpeech(range) {
      cut(range)
      readSources(range)
      readCueVerbs(range)
      if found.count == before, !isInTranscript(range) { readFree(range) }
      readDependentKonjunktiv(range, from: before)
      if found.count == before, !isInTranscript(range) {
        if found.count == before, previousUnit != index { readTold(range) }
      }
    }
    if nextMark < outer.count, outer[nextMark].start < range.upperBound {
      readMarks(range)
      // "nannte den Plan „verfehlt“": its words are quoted, not only told.
      if found.count > before + 1, found[before].type == .reported { found.remove(at: before) }
    }
    if found.count > before { readAddressees(from: before) }
    for at in found.indices[min(before, found.count)...] {
      let quotation = found[at]
      if let speaker = quotation.speaker, isNoStandIn(speaker) { previousSpeaker = speaker }
      previousUnit = index
      previousType = quotation.type
      if quotation.type == .direct { noteTurn(at) }
    }
  }

  /// „Wir sind bereit.“ Mit diesen Worten eröffnete Lind die Messe.
  private func readWords(_ range: Range<Int>) {
    let last = found.count - 1
    guard found[last].cue.isEmpty, found[last].content.last?.upperBound == range.lowerBound,
      let words = (range.lowerBound + 1..<min(range.lowerBound + 4, range.upperBound)).first(where: {
        columns.isCapital($0)
      }), columns.facts(words).noun.contains(.beforeSpeech), !columns.startsBlock(range.lowerBound)
    else { return }
    cut(range)
    guard let clause = segments.first, clause.kind == .verbSecond, clause.verb == words + 1,
      let speaker = subject(clause.range, verb: clause.verb)
    else { return }
    found[last].speaker = speaker
    found[last].cue = [range.lowerBound..<words + 1]
    previousSpeaker = speaker
  }

  @inline(__always)
  private func isInTranscript(_ range: Range<Int>) -> Bool {
    let turn = transcript.firstIndex(notBefore: { $0.upperBound <= range.lowerBound })
    return turn < transcript.count && transcript[turn].contains(range.lowerBound)
  }

  /// Most sentences hold no word that any rule begins with.
  @inline(__always)
  private func mayHoldSpeech(_ range: Range<Int>) -> Bool {
    var all: TokenFlags = []
    for token in range { all.formUnion(columns.flags(token)) }
    return all.contains(.trigger) || all.contains([.nach, .source])
  }

  private func readFree(_ range: Range<Int>) {
    let lastIndex = found.indices.suffix(16).last { found[$0].type != .direct && found[$0].unit == unit - 1 }
    let last = lastIndex.map { found[$0] }
    let main = segments.firstIndex(where: { $0.isMain })
    // "Er nickte, als habe er nichts erwartet" compares.
    let first = segments.firstIndex(where: { $0.isMain && $0.mood == .konjunktiv1 && !has($0.first, .als) })
    // "Ob sie ihm das zutraue?"
    if main == nil, let question = segments.first, question.kind == .subordinate, question.mood == .konjunktiv1,
      has(question.first, .question), columns.sign(range.upperBound - 1) == .stop, unit - previousUnit <= 2
    {
      add(.indirectFreeIndirect, [range], speaker: nil, "continued")
      return
    }
    let isKonjunktiv2 =
      main.map { segments[$0].mood == .konjunktiv2 && !has(segments[$0].verb, .conjecture) } ?? false
    // "Sie lobte die Helfer. Alle hätten bis zuletzt gearbeitet.": in the plural the Konjunktiv II stands in for the first.
    let carriesOn =
      last?.type == .indirect || last?.type == .indirectFreeIndirect
      || isKonjunktiv2 && main.map { columns.facts(segments[$0].verb).endsInEn } ?? false
        && (previousUnit == unit - 1 || unit > 0 && !columns.startsBlock(range.lowerBound) && isSpokenBefore())
    if first != nil || carriesOn && isKonjunktiv2 {
      if readReportedBySomeVerb(range) || first.map({ readAfterColon($0, range) }) ?? false { return }
      if let lastIndex, let last, last.type == .indirectFreeIndirect, let content = last.content.last,
        content.upperBound == range.lowerBound, !endsBlock(content.upperBound)
      {
        extend(lastIndex, to: range)
        return
      }
      var speaker = unit - previousUnit <= 2 ? previousSpeaker : nil
      // "Jetzt droht ein Streik. Der Lohn sei zu gering. Die Gewerkschaft will verhandeln."
      if unit - previousUnit > 1 {
        speaker = subjectOfUnitBefore(after: previousUnit) ?? speaker ?? subjectOfUnitAfter()
      }
      add(.indirectFreeIndirect, [range], speaker: speaker, "continued")
      return
    }
    for segment in segments where segment.isMain && has(segment.verb, .soll) && isHearsay(segment) {
      // "Luther soll gesagt haben: „…“" is told by the words themselves.
      if segment.end + 1 < range.upperBound, columns.sign(segment.end) == .colon, mark[segment.end + 1] >= 0 { return }
      addHearsay(range, "sollen")
      return
    }
    // "Zeugen wollen ihn gesehen haben": with an infinitive of the past wollen tells what its subject claims.
    for (index, segment) in segments.enumerated()
    where segment.isMain && has(segment.verb, .claim) && isHearsay(segment) {
      guard let speaker = subject(clauseStart(index)..<segment.end, verb: segment.verb), isSomeone(speaker) else {
        continue
      }
      add(.freeIndirect, [range], speaker: speaker, "wollen")
      return
    }
    // "Sie kündigte Hilfe an. Das Geld soll im Mai fließen.": after a report sollen goes on with what was said.
    if unit - previousUnit == 1, previousType != .reported, !columns.startsBlock(range.lowerBound),
      let main, segments.lastIndex(where: { $0.isMain }) == main, has(segments[main].verb, .soll)
    {
      addHearsay(range, "sollen-carried")
    }
  }

  /// "Anwohner klagten über Lärm, der nachts unerträglich sei", "Sie lehnte ab, weil das zu teuer sei": in the Konjunktiv I also
  /// a relative clause or a clause of reason says what someone says.
  private func readDependentKonjunktiv(_ range: Range<Int>, from before: Int) {
    for index in segments.indices.dropFirst() where segments[index].mood == .konjunktiv1 {
      let segment = segments[index]
      guard segment.kind == .relative || segment.kind == .subordinate,
        segment.kind == .relative || has(segment.first, .reason), columns.sign(segment.separator) == .comma,
        segment.last == segment.lastFinite, !has(segment.first, .nach), !has(segment.first, .laut),
        let main = segments[..<index].lastIndex(where: { $0.isMain }), segments[main].mood == .indicative,
        !found[before...].contains(where: { $0.content.contains { $0.overlaps(segment.range) } }),
        let speaker = subject(clauseStart(main)..<segments[main].end, verb: segments[main].verb)
          ?? subjectOfIndicative(before: main), isSomeone(speaker)
      else { continue }
      addClause(
        Introduced(segment: index, rule: "dependent-konjunktiv"), speaker, [], frameStart: clauseStart(main), range)
      return
    }
  }

  /// "Lind sagte, sie wisse nichts, und verwies auf Keller, der …": the subject that a clause shares with one before.
  private func subjectOfIndicative(before index: Int) -> Range<Int>? {
    for at in stride(from: index - 1, through: 0, by: -1)
    where segments[at].isMain && segments[at].mood == .indicative {
      return subject(clauseStart(at)..<segments[at].end, verb: segments[at].verb)
    }
    return nil
  }

  /// Sentences with sollen that follow each other are one quotation.
  private func addHearsay(_ range: Range<Int>, _ rule: RuleName) {
    if let last = found.last, last.type == .freeIndirect, last.unit == unit - 1,
      last.content.last?.upperBound == range.lowerBound, !endsBlock(range.lowerBound)
    {
      extend(found.count - 1, to: range)
    } else {
      add(.freeIndirect, [range], speaker: unit - previousUnit <= 1 ? previousSpeaker : nil, rule)
    }
  }

  /// A quotation goes on over the unit being read.
  private func extend(_ index: Int, to range: Range<Int>) {
    let last = found[index].content.count - 1
    found[index].content[last] = found[index].content[last].lowerBound..<range.upperBound
    found[index].unit = unit
    previousUnit = unit
    previousType = found[index].type
  }

  /// "Der Magistrat ließ anschlagen, das Eis sei gesperrt": before a Konjunktiv clause any main clause reports.
  private func readReportedBySomeVerb(_ range: Range<Int>) -> Bool {
    guard let index = segments.firstIndex(where: { $0.kind == .verbSecond }), index + 1 < segments.count,
      segments[index].mood == .indicative, segments[index + 1].mood == .konjunktiv1,
      segments[index + 1].kind == .verbSecond, !segments[index + 1].isCoordinated,
      // "Er nickte, als habe er nichts erwartet" compares.
      !has(segments[index + 1].first, .als),
      columns.sign(segments[index + 1].separator) == .comma
    else { return false }
    let start = clauseStart(index)
    guard let speaker = subject(start..<segments[index].end, verb: segments[index].verb), isSomeone(speaker) else {
      return false
    }
    let verb = segments[index].verb
    addClause(
      Introduced(segment: index + 1, rule: "some-verb"), speaker, [verb..<verb + 1], frameStart: start, range)
    return true
  }

  /// "Die Frau brach in Tränen aus: Sie habe doch nur helfen wollen.": who acts before the colon speaks after it.
  private func readAfterColon(_ index: Int, _ range: Range<Int>) -> Bool {
    var index = index
    // "Sie findet klare Worte: Wer das verstehe, habe nichts verstanden."
    while index > 0, segments[index].separator >= 0, columns.sign(segments[index].separator) == .comma,
      segments[index - 1].kind == .subordinate
    {
      index -= 1
    }
    // "Die Sprecherin der Bahn: Man bedauere den Vorfall."
    if index == 1, segments[0].firstFinite < 0, segments[0].opening >= 0,
      columns.sign(segments[1].separator) == .colon, isSomeone(segments[0].range),
      nounPhraseEnd(segments[0].start, limit: segments[0].end, isWide: true) == segments[0].end
    {
      add(
        .indirectFreeIndirect, [segments[1].start..<range.upperBound], speaker: segments[0].range, "colon")
      return true
    }
    guard index > 0, segments[index].separator >= 0, columns.sign(segments[index].separator) == .colon,
      let clause = segments[..<index].lastIndex(where: { $0.isMain }), segments[clause].mood == .indicative
    else { return false }
    var speaker = subject(clauseStart(clause)..<segments[clause].end, verb: segments[clause].verb)
    if !(speaker.map { isSomeone($0) || isGovernment($0) } ?? false) {
      speaker = unit - previousUnit <= 2 ? previousSpeaker : nil
    }
    add(.indirectFreeIndirect, [segments[index].start..<range.upperBound], speaker: speaker, "colon")
    return true
  }

  /// Relative pronouns, "man" and "demnach" say nothing of who goes on speaking.
  @inline(__always)
  private func isNoStandIn(_ phrase: Range<Int>) -> Bool {
    phrase.count > 1
      || !has(phrase.lowerBound, any: ClosedClasses(.relativeSubject, .relativeOblique, .man, .demnach, .coordinator))
  }

  private func endsBlock(_ token: Int) -> Bool { columns.startsBlock(token) }

  /// "soll … getan haben": with an infinitive of the past sollen tells hearsay and no duty.
  private func isHearsay(_ segment: Segment) -> Bool {
    guard segment.last >= 0, has(segment.last, .perfectInfinitive), !columns.isCapital(segment.last),
      let before = lastVisible(segment.start..<segment.last), before > segment.verb
    else { return false }
    return columns.facts(before).verb.contains(.participle) || has(before, .worden)
  }

  /// Whether the sentence before has a verb of speech and one who speaks.
  private func isSpokenBefore() -> Bool {
    cut(units[unit - 1])
    defer { cut(units[unit]) }
    guard let main = segments.first(where: { $0.kind == .verbSecond }), columns.isCue(main.verb),
      let speaker = subject(main.range, verb: main.verb), isSomeone(speaker)
    else { return false }
    return cue(main.verb, in: main).map { $0.voice == .active && $0.governs.contains(.nounPhrase) } ?? false
  }

  /// Notes a quotation of the unit being read; empty content spans are left out.
  func add(
    _ type: Quotation.Kind, _ content: TokenRanges, speaker: Range<Int>?, cue: TokenRanges = [],
    frame: TokenRanges = [], _ rule: RuleName
  ) {
    let content = content.withoutEmpty
    guard !content.isEmpty else { return }
    found.append(
      FoundQuotation(
        type: type, content: content, speaker: speaker, cue: cue, frame: frame.withoutEmpty, source: rule,
        unit: unit))
  }
}
