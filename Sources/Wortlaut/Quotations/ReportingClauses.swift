/// Reporting clauses that stand inside or after what they report: "…, sagte X", "…, so X, …", "wie X mitteilte".
extension QuotationReader {
  /// "wie X mitteilte", before, inside or after the content.
  func readWie(_ index: Int, _ cue: Cue, _ speaker: Range<Int>?, _ unit: Range<Int>) -> Bool {
    let segment = segments[index]
    // "wie er es meint" tells a manner.
    if !cue.governs.contains(.es), segment.range.contains(where: { isVisible($0) && has($0, .es) }) { return false }
    // "Hunde, wie sie in Finnland eingesetzt werden" compares.
    if cue.voice == .passive, segment.first + 1 < segment.end, has(segment.first + 1, .person) { return false }
    let end = withoutFinalStop(unit.upperBound)
    var spans = cue.spans
    spans.append(segment.first..<segment.first + 1)
    spans = spans.joined
    guard segment.end <= end || index > 0 else { return false }
    // "…, wie aus der Statistik hervorgeht, die Lind vorstellte": the relative clause is the source's.
    let relatives = segments[(index + 1)...].prefix { $0.kind == .relative && columns.sign($0.separator) == .comma }
    let frameEnd = relatives.last?.end ?? segment.end
    let after = trimmed(min(frameEnd, end)..<end)
    // "Hinzu kommt: Wie die Polizei ergänzt, …"
    if index == 0 || columns.sign(segment.separator) == .colon {
      guard !after.isEmpty else { return false }
      add(
        .indirect, [after], speaker: speaker, cue: spans,
        frame: [segment.start..<min(unit.upperBound, frameEnd + 1)], "wie")
      return true
    }
    guard segments[..<index].contains(where: { $0.isMain }) || segments[(index + 1)...].contains(where: { $0.isMain })
    else { return false }
    let frameStart = segment.separator >= 0 ? segment.separator : segment.start
    add(
      .indirect, [trimmed(unit.lowerBound..<frameStart), after], speaker: speaker, cue: spans,
      frame: [frameStart..<frameEnd + (after.isEmpty ? 0 : 1)], "wie")
    return true
  }

  /// ", so X": the particle of attribution.
  func readSo(_ index: Int, _ unit: Range<Int>) {
    let segment = segments[index]
    guard index > 0, has(segment.opening, .so), segment.kind == .fragment || segment.firstFinite < 0,
      segment.last > segment.opening
    else { return }
    let start = segment.opening + 1
    let end = withApposition(nounPhraseEnd(start, limit: unit.upperBound, isWide: true))
    // "…, so viele wie nie" compares.
    guard end > start, end == unit.upperBound || !has(end, .wie) else { return }
    _ = readReporting(index, start..<end, [segment.opening..<start], "so", unit)
  }

  /// ", sagte X": the finite verb first, a subject after it, and what was said before.
  func readInverted(_ index: Int, _ cue: Cue, verb: Int, token: Int, _ unit: Range<Int>) -> Bool {
    let segment = segments[index]
    // "…, legte das Ruder hin und sprach": the finite verb that comes first is another.
    if cue.voice == .active, token != segment.verb { return false }
    let isImpersonal = cue.governs.contains(.es)
    var speaker: Range<Int>?
    if !isImpersonal, cue.voice != .passive || cue.governs.contains(.quoted) {
      speaker = subject(verb..<segment.end, verb: verb)
    }
    guard speaker != nil || cue.voice == .passive || isImpersonal else { return false }
    // „Das reicht“, zitiert die Zeitung Minister Lind: of two phrases the second is who is quoted.
    if cue.voice == .active, cue.governs.contains(.quoted), let paper = speaker, paper.upperBound < segment.end {
      let end = nounPhraseEnd(paper.upperBound, limit: segment.end)
      if end > paper.upperBound, isSomeone(paper.upperBound..<end) { speaker = paper.upperBound..<end }
    }
    if speaker == nil { speaker = medium(segment.range) }
    if !isImpersonal && !cue.governs.contains(.quoted) {
      guard cue.governs.contains(.direct) || isInserted(cue, index) || opensWithClause(cue, segment),
        cue.voice != .passive
      else { return false }
      // "…, sagte aber auch": the same subject goes on speaking, but not after what is itself reported: "Das gehe nicht,
      // meinte dagegen der Minister".
      if token + 1 < segment.end, has(token + 1, .matrixAdverb), !has(segment.opening, .so),
        !(speaker.map(isSomeone) ?? false)
          || !segments[index - 1].isKonjunktiv
            // "…, meint auch der Verband": a verb that takes no object.
            && (cue.governs.contains(.nounPhrase) || speaker?.upperBound != segment.end)
      {
        return false
      }
    }
    guard segment.separator >= 0, columns.sign(segment.separator) == .comma || segments[index - 1].isOnlyMark,
      // "…, doch hat die Bank zugestimmt"
      !segment.isCoordinated,
      // "Auf den Vorwurf, er lüge, entgegnete sie, dass …"
      segments[index - 1].isOnlyMark || introduced(by: cue.governs, after: index)?.rule != "dass"
    else { return false }
    let clause = segments[..<index].lastIndex { $0.separator >= 0 && columns.sign($0.separator) == .semicolon } ?? 0
    let before = segments[clause..<index]
    // "Seitdem der Präsident, Jan Huber, den Plan bekannt gemacht hatte, …": still the clause that opened the sentence.
    let isInSubordinate = clause == 0 && has(segments[0].first, .subordinator) && segments[0].firstFinite < 0
    let hasContent =
      segments[index - 1].isOnlyMark || segments[0].isOnlyMark || interrupts(index) || isAnswer(index, speaker)
      || endsInStop(before: index)
      || clause == 0 && opensWithClause(cue, segment)
      || before.contains {
        $0.kind == .verbSecond && !(isInSubordinate && $0.verb == $0.last) || $0.kind == .verbFirst && $0.isKonjunktiv
          || $0.kind == .fragment && $0.mood == .konjunktiv1
          // "Weil er Angst gehabt habe, sagte er."
          || $0.kind == .subordinate && $0.mood == .konjunktiv1 && has($0.first, .reason)
      }
    guard hasContent else { return false }
    return readReporting(index, speaker, cue.spans, "inverted", unit)
  }

  /// "…, so zeigen Studien, …", "…, nehmen Beobachter an": a verb that governs a clause is inserted like one of speech.
  private func isInserted(_ cue: Cue, _ index: Int) -> Bool {
    let verb = segments[index].verb
    if cue.governs.contains(.verbSecond), !cue.governs.contains(.es) { return true }
    // "Geht man davon aus, so zeigt sich, dass …"
    return has(segments[index].opening, .so) && cue.governs.contains(.that) && !has(verb + 1, .reflexive)
      && (segments[index - 1].kind == .verbSecond || segments[index - 1].kind == .fragment)
  }

  /// "Daß er unschuldig sei, beteuerte er": the clause that the cue governs comes first.
  private func opensWithClause(_ cue: Cue, _ reporting: Segment) -> Bool {
    let governs = cue.governs
    guard segments[0].kind == .subordinate, segments[0].verb >= 0, reporting.mood == .indicative,
      // "Ob das stimme, wollte sie wissen"
      cue.voice == .active || cue.voice == .perfect || cue.governs.contains(.modalOnly)
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

  /// "Und warum nicht?, fragte Jonas": the question mark before the comma is the speech's own.
  private func endsInStop(before index: Int) -> Bool {
    let comma = segments[index].separator
    return comma > 0 && columns.sign(comma) == .comma && columns.sign(comma - 1) == .stop && mark[comma - 1] < 0
  }

  /// Words without quotation marks that are the speaker's own: "Und warum nicht?, fragte Jonas", "Du hast recht, sagte sie".
  private func isVerbatim(_ content: Range<Int>, before index: Int, _ speaker: Range<Int>?) -> Bool {
    if endsInStop(before: index) { return true }
    guard let speaker, !has(speaker.lowerBound, .firstPerson), !has(speaker.lowerBound, .wir) else { return false }
    return content.contains { isVisible($0) && (has($0, .firstPerson) || has($0, .secondPerson)) }
      && !segments[..<index].contains { content.contains($0.start) && $0.isKonjunktiv }
  }

  /// "Wohl kaum, meint er.", "Im Gegenteil, sagte Lotte und lachte.": nothing but the subject follows the verb.
  private func isAnswer(_ index: Int, _ speaker: Range<Int>?) -> Bool {
    let before = segments[0]
    guard index == 1, let speaker, isSomeone(speaker), before.kind == .fragment, before.firstFinite < 0,
      before.opening >= 0, columns.sign(segments[1].separator) == .comma
    else { return false }
    return speaker.upperBound == segments[1].end || has(speaker.upperBound, .and)
  }

  /// "Man habe, betonte sie, lange verhandelt": the clause before waits for its participle or infinitive.
  private func isUnfinished(_ segment: Segment, goesOn next: Segment) -> Bool {
    guard segment.kind == .verbSecond, !columns.facts(segment.verb).verb.isDisjoint(with: .helper) else { return false }
    if segment.verb == segment.last { return true }
    // "Er müsse endlich, sagt sie, mit der Zeit gehen"
    let nonFinite: VerbForms = [.infinitive, .participle, .zuInfinitive]
    func hasNonFinite(_ range: Range<Int>) -> Bool {
      range.contains { isVisible($0) && !verbForms($0).isDisjoint(with: nonFinite) }
    }
    return next.last >= 0 && !next.isCoordinated && !verbForms(next.last).isDisjoint(with: nonFinite)
      && !hasNonFinite(segment.verb + 1..<segment.end)
  }

  /// Where the sentence begins that a reporting clause stands in: after a semicolon, or after a colon that a clause in
  /// the indicative ends in ("Sie sieht das anders: Seine Tage seien gezählt, heißt es").
  private func sentenceStart(before index: Int) -> Int? {
    let cut = segments.indices.last { at in
      guard at > 0, at < index, segments[at].separator >= 0 else { return false }
      switch columns.sign(segments[at].separator) {
      case .semicolon: return segments[at..<index].contains { $0.isMain }
      case .colon:
        return segments[at].isKonjunktiv && segments[at - 1].isMain && segments[at - 1].mood == .indicative
      default: return false
      }
    }
    return cut.map { segments[$0].start }
  }

  /// Ends what was found in the unit before a token: what follows is told by another clause.
  private func endContents(at token: Int) {
    for other in found.indices.reversed().prefix(while: { found[$0].unit == unit }) {
      for place in found[other].content.indices {
        let range = found[other].content[place]
        if range.lowerBound < token, token < range.upperBound {
          found[other].content[place] = trimmed(range.lowerBound..<token)
        }
      }
    }
  }

  /// From the first token in a marked span to the last.
  @inline(__always)
  private func marked(_ range: Range<Int>) -> Range<Int>? {
    guard let first = range.first(where: { mark[$0] >= 0 }), let last = range.last(where: { mark[$0] >= 0 }) else {
      return nil
    }
    return first..<last + 1
  }

  /// A reporting clause in the Konjunktiv I.
  private func isTold(_ frame: Range<Int>) -> Bool {
    segments.contains { $0.isMain && $0.mood == .konjunktiv1 && frame.contains($0.verb) }
  }

  /// Opens a marked span that follows another.
  @inline(__always)
  private func beginsTurn(_ token: Int) -> Bool { followsMark(token) && outer[Int(mark[token])].start == token }

  private func readReporting(
    _ index: Int, _ speaker: Range<Int>?, _ cue: TokenRanges, _ rule: RuleName, _ unit: Range<Int>
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
        // "Der Minister habe erklärt, man verhandle, meldete die Zeitung": what is itself told ends nothing.
        for frame in other.frame where frame.upperBound <= frameStart && !isTold(frame) {
          start = max(start, frame.upperBound)
        }
      }
    }
    // Er war zufrieden: „Gut“, sagte er.
    if segments[index - 1].isOnlyMark, segments[index - 1].separator >= 0,
      columns.sign(segments[index - 1].separator) == .colon
    {
      start = max(start, segments[index - 1].start)
    }
    if let cut = sentenceStart(before: index) {
      start = max(start, cut)
      endContents(at: cut)
      found.removeAll { $0.unit == self.unit && $0.source == "colon" && $0.content[0].lowerBound == cut }
    }
    // »Das ist spät«, sagte der Alte. – »Zu spät!« rief der Sohn: what stands before the dash is another's.
    if let turn = (start..<frameStart).last(where: { mark[$0] >= 0 && beginsTurn($0) }) { start = max(start, turn) }
    guard start < frameStart else { return false }
    let before = trimmed(start..<frameStart)
    guard !before.isEmpty else { return false }
    let isMarked = !before.contains { mark[$0] < 0 && columns.isWord($0) }
    // „Bald“, so der Chef, „wird …“ is speech; „Bald“, so der Chef, wird die Firma … begins a sentence with it.
    let begins = isMarked && rest.first.map { $0.kind == .verbFirst && $0.verb == $0.start } ?? false
    let isDirect = isMarked && !begins
    if isDirect {
      guard let marked = marked(before) else { return false }
      // »Wie geht es?« – »Gut«, sagte er: of several speeches the last is his.
      let first = marked.last { $0 > marked.lowerBound && mark[$0] >= 0 && beginsTurn($0) } ?? marked.lowerBound
      let last = marked.upperBound - 1
      var content = TokenRanges(first..<last + 1)
      // Speech that goes on for paragraphs may name its speaker twice.
      let isKnown = found.reversed().prefix { $0.unit == self.unit }.contains {
        $0.type == .direct && $0.content.contains { $0.lowerBound <= first && last < $0.upperBound }
      }
      if isKnown { return true }
      if let next = rest.first, next.isOnlyMark {
        if let more = self.marked(next.range) { content.append(more) }
      }
      add(.direct, content, speaker: speaker, cue: cue, frame: [frameStart..<end], rule)
      return true
    }
    var content = TokenRanges(before)
    if let next = rest.first {
      let goesOn =
        begins || rule == "so" || has(segment.opening, .so) || next.isOnlyMark
        || isUnfinished(segments[index - 1], goesOn: next)
        || !segments[..<index].contains { $0.firstFinite >= 0 }
        || next.isKonjunktiv
        || next.opening >= 0 && has(next.first, .that)
      if goesOn { content.append(trimmed(next.start..<max(next.start, withoutFinalStop(unit.upperBound)))) }
    }
    let type = isVerbatim(before, before: index, speaker) ? Quotation.Kind.direct : .indirect
    if endsInStop(before: index) { content[0] = before.lowerBound..<frameStart }
    add(type, content, speaker: speaker, cue: cue, frame: [frameStart..<end], rule)
    return true
  }
}
