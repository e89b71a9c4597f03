/// Reporting clauses that stand inside or after what they report: "…, sagte X", "…, so X, …", "wie X mitteilte".
extension QuotationReader {
  /// "wie X mitteilte", before, inside or after the content.
  mutating func readWie(_ index: Int, _ cue: Cue, _ speaker: Range<Int>?, _ unit: Range<Int>) -> Bool {
    let segment = segments[index]
    // "wie er es meint" tells a manner.
    if segment.range.contains(where: { isVisible($0) && has($0, .es) }) { return false }
    let end = withoutFinalStop(unit.upperBound)
    var spans = cue.spans
    spans.append(segment.first..<segment.first + 1)
    spans = spans.joined
    guard segment.end <= end || index > 0 else { return false }
    let after = trimmed(min(segment.end, end)..<end)
    if index == 0 {
      guard !after.isEmpty else { return false }
      add(
        .indirect, [after], speaker: speaker, cue: spans,
        frame: [segment.start..<min(unit.upperBound, segment.end + 1)], "wie")
      return true
    }
    guard segments[..<index].contains(where: { $0.isMain }) || segments[(index + 1)...].contains(where: { $0.isMain })
    else { return false }
    let frameStart = segment.separator >= 0 ? segment.separator : segment.start
    add(
      .indirect, [trimmed(unit.lowerBound..<frameStart), after], speaker: speaker, cue: spans,
      frame: [frameStart..<segment.end + (after.isEmpty ? 0 : 1)], "wie")
    return true
  }

  /// ", so X": the particle of attribution.
  mutating func readSo(_ index: Int, _ unit: Range<Int>) {
    let segment = segments[index]
    guard index > 0, has(segment.opening, .so), segment.kind == .fragment || segment.firstFinite < 0,
      segment.last > segment.opening
    else { return }
    let start = segment.opening + 1
    let end = withApposition(nounPhraseEnd(start, limit: unit.upperBound, isWide: true))
    guard end > start else { return }
    _ = readReporting(index, start..<end, [segment.opening..<start], "so", unit)
  }

  /// ", sagte X": the finite verb first, a subject after it, and what was said before.
  mutating func readInverted(_ index: Int, _ cue: Cue, verb: Int, token: Int, _ unit: Range<Int>) -> Bool {
    let segment = segments[index]
    // "…, legte das Ruder hin und sprach": the finite verb that comes first is another.
    if cue.voice == .active, token != segment.verb { return false }
    let isImpersonal = cue.governs.contains(.es)
    var speaker: Range<Int>?
    if !isImpersonal, cue.voice != .passive || cue.governs.contains(.quoted) {
      speaker = subject(verb..<segment.end, verb: verb)
    }
    guard speaker != nil || cue.voice == .passive || isImpersonal else { return false }
    if speaker == nil { speaker = medium(segment.range) }
    if !isImpersonal && !cue.governs.contains(.quoted) {
      guard cue.governs.contains(.direct) || opensWithClause(cue, segment), cue.voice != .passive else { return false }
      // "…, sagte aber auch": the same subject goes on speaking, but not after what is itself reported: "Das gehe nicht,
      // meinte dagegen der Minister".
      if token + 1 < segment.end, has(token + 1, .matrixAdverb),
        !(segments[index - 1].isKonjunktiv && speaker.map(isSomeone) ?? false)
      {
        return false
      }
    }
    guard segment.separator >= 0, columns.sign[segment.separator] == .comma || segments[index - 1].isOnlyMark
    else { return false }
    let clause = segments[..<index].lastIndex { $0.separator >= 0 && columns.sign[$0.separator] == .semicolon } ?? 0
    let before = segments[clause..<index]
    let hasContent =
      segments[index - 1].isOnlyMark || segments[0].isOnlyMark || interrupts(index)
      || clause == 0 && opensWithClause(cue, segment)
      || before.contains {
        $0.kind == .verbSecond || $0.kind == .verbFirst && $0.isKonjunktiv
          || $0.kind == .fragment && $0.mood == .konjunktiv1
      }
    guard hasContent else { return false }
    return readReporting(index, speaker, cue.spans, "inverted", unit)
  }

  /// "Daß er unschuldig sei, beteuerte er": the clause that the cue governs comes first.
  private func opensWithClause(_ cue: Cue, _ reporting: Segment) -> Bool {
    let governs = cue.governs
    guard segments[0].kind == .subordinate, segments[0].verb >= 0, reporting.mood == .indicative,
      cue.voice == .active || cue.voice == .perfect
    else { return false }
    return has(segments[0].first, .that) && governs.contains(.that)
      || has(segments[0].first, .whether) && governs.contains(.question)
  }

  /// "Ein Verbot, heißt es im Gutachten, wäre falsch": the clause before has no verb yet, and the one after begins with it.
  private func interrupts(_ index: Int) -> Bool {
    let before = segments[index - 1]
    return before.kind == .fragment && before.firstFinite < 0 && before.opening >= 0 && index + 1 < segments.count
      && segments[index + 1].kind == .verbFirst && segments[index + 1].first == segments[index + 1].opening
  }

  /// "Man habe, betonte sie, lange verhandelt": the clause before waits for its participle or infinitive.
  private func isUnfinished(_ segment: Segment) -> Bool {
    segment.kind == .verbSecond && segment.verb == segment.last
      && !columns.facts(segment.verb).verb.isDisjoint(with: .helper)
  }

  /// Opens a marked span that follows another.
  private func beginsTurn(_ token: Int) -> Bool { followsMark(token) && outer[Int(mark[token])].start == token }

  private mutating func readReporting(
    _ index: Int, _ speaker: Range<Int>?, _ cue: TokenRanges, _ rule: String, _ unit: Range<Int>
  ) -> Bool {
    let segment = segments[index]
    var end = max(segment.end, speaker?.upperBound ?? 0)
    var rest = segments[(index + 1)...].drop { $0.start < end }
    // A relative clause to the speaker stays in the frame.
    while let next = rest.first, !next.isOnlyMark, [.relative, .subordinate, .infinitive].contains(next.kind),
      rule != "so" || next.kind == .relative, !has(next.first, .that), !has(next.first, .whether)
    {
      end = next.end
      rest = rest.dropFirst()
    }
    let frameStart = segment.separator >= 0 ? segment.separator : segment.start
    var start = unit.lowerBound
    if rule != "so" {
      for other in found.reversed().prefix(while: { $0.unit == self.unit }) {
        for frame in other.frame where frame.upperBound <= frameStart { start = max(start, frame.upperBound) }
      }
    }
    // Er war zufrieden: „Gut“, sagte er.
    if segments[index - 1].isOnlyMark, segments[index - 1].separator >= 0,
      columns.sign[segments[index - 1].separator] == .colon
    {
      start = max(start, segments[index - 1].start)
    }
    // »Das ist spät«, sagte der Alte. – »Zu spät!« rief der Sohn: what stands before the dash is another's.
    if let turn = (start..<frameStart).last(where: { mark[$0] >= 0 && beginsTurn($0) }) { start = max(start, turn) }
    guard start < frameStart else { return false }
    let before = trimmed(start..<frameStart)
    guard !before.isEmpty else { return false }
    let marks = before.filter { mark[$0] >= 0 }
    let isDirect = !before.contains { mark[$0] < 0 && columns.isWord($0) }
    if isDirect {
      guard var first = marks.first, let last = marks.last else { return false }
      // »Wie geht es?« – »Gut«, sagte er: of several speeches the last is his.
      while let next = marks.last(where: { $0 > first && beginsTurn($0) }) { first = next }
      var content = TokenRanges(first..<last + 1)
      // Speech that goes on for paragraphs may name its speaker twice.
      let isKnown = found.reversed().prefix { $0.unit == self.unit }.contains {
        $0.type == .direct && $0.content.contains { $0.lowerBound <= first && last < $0.upperBound }
      }
      if isKnown { return true }
      if let next = rest.first, next.isOnlyMark {
        let more = next.range.filter { mark[$0] >= 0 }
        if let first = more.first, let last = more.last { content.append(first..<last + 1) }
      }
      add(.direct, content, speaker: speaker, cue: cue, frame: [frameStart..<end], rule)
      return true
    }
    var content = TokenRanges(before)
    if let next = rest.first {
      let goesOn =
        rule == "so" || isUnfinished(segments[index - 1]) || !segments[..<index].contains { $0.firstFinite >= 0 }
        || next.isKonjunktiv
        || next.opening >= 0 && has(next.first, .that)
      if goesOn { content.append(trimmed(next.start..<max(next.start, withoutFinalStop(unit.upperBound)))) }
    }
    add(.indirect, content, speaker: speaker, cue: cue, frame: [frameStart..<end], rule)
    return true
  }
}
