/// Clauses that depend on a cue: with dass, ob or a question word, verb-second in the Konjunktiv, zu-infinitives.
extension QuotationReader {
  struct Introduced {
    var segment: Int
    var rule: RuleName
  }

  /// Whether the segment after `index` begins a clause that a cue with this government introduces.
  func introduced(by governs: Government, after clause: Int) -> Introduced? {
    let index = afterRelative(afterAppositions(clause))
    guard index + 1 < segments.count else { return nil }
    let next = segments[index + 1]
    let sign = next.separator >= 0 ? columns.sign(next.separator) : .none
    if next.kind == .subordinate, sign != .colon {
      if has(next.first, .that) { return governs.contains(.that) ? Introduced(segment: index + 1, rule: "dass") : nil }
      if has(next.first, .question) {
        // After a noun "welche" and "was" are relative, but not in the Konjunktiv: "fragte die Klasse, wer das gewesen sei".
        let isRelative =
          has(next.first, .relative) && columns.isCapital(next.separator - 1) && next.mood != .konjunktiv1
        let fits = governs.contains(.question) || governs.contains(.that) && has(next.first, .whether)
        if fits && !isRelative { return Introduced(segment: index + 1, rule: "ob") }
      }
      if governs.contains(.verbSecond), has(next.first, .conditional), index + 2 < segments.count,
        segments[index + 2].isKonjunktiv
      {
        return Introduced(segment: index + 1, rule: "konjunktiv")
      }
      return nil
    }
    if sign == .colon {
      // "Sie warnten: Wer jetzt kündige, habe verloren."
      let main = next.kind == .subordinate ? segments[(index + 2)...].prefix(3).first { $0.isMain } : next
      if let main, main.isKonjunktiv, !governs.isDisjoint(with: [.verbSecond, .direct, .that]) {
        return Introduced(segment: index + 1, rule: "colon")
      }
      // Er sprach: Ich gehe.
      let isSentence =
        columns.isCapital(next.start)
        && (main?.isMain ?? false
          || !columns.facts(next.start).verb.isDisjoint(with: .finite) && !has(next.start, .notVerb))
      return isSentence && governs.contains(.direct) ? Introduced(segment: index + 1, rule: "unmarked") : nil
    }
    if sign == .semicolon || sign == .dash { return nil }
    if next.kind == .infinitive, governs.contains(.infinitive), !has(next.first, .purpose) {
      return Introduced(segment: index + 1, rule: "infinitive")
    }
    // "erzählt es, als hätte er es erfunden" compares.
    guard governs.contains(.verbSecond), !(next.opening >= 0 && has(next.opening, .als)) else { return nil }
    let konjunktiv = Introduced(segment: index + 1, rule: "konjunktiv")
    if next.isMain, next.isKonjunktiv, !next.isCoordinated { return konjunktiv }
    if sign == .comma, next.kind == .verbSecond, !next.isCoordinated, governs.isSuperset(of: [.direct, .that]),
      isOpen(segments[index], before: next)
    {
      return Introduced(segment: index + 1, rule: "indicative")
    }
    if next.kind == .relative, next.mood == .konjunktiv1, next.first + 1 < columns.count,
      columns.isCapital(next.first + 1)
    {
      return konjunktiv
    }
    if next.kind == .fragment, !next.isOnlyMark {
      // The finite verb stands in a marked span: "sagte, er „ist und bleibt ein Denker“".
      if next.mood == .konjunktiv1 || next.hasMarkedVerb { return konjunktiv }
      // A clause cut by an inserted one: its verb comes some segments later.
      for other in segments[(index + 1)..<min(index + 5, segments.count)] where other.isMain {
        return other.mood == .konjunktiv1 ? konjunktiv : nil
      }
    }
    return nil
  }

  /// "erklärte der Direktor, Jan Huber, am Montag, man prüfe": the last of the parts without a verb that stand between a
  /// clause which ends in a noun and the clause that depends on its verb; the clause itself where there is none.
  private func afterAppositions(_ clause: Int) -> Int {
    let last = segments[clause].last
    guard clause + 2 < segments.count, last >= 0, segments[clause].isMain,
      columns.isCapital(last) || isNamed(last) || mark[segments[clause].end - 1] >= 0
    else {
      return clause
    }
    var index = clause
    while index - clause < 2, index + 2 < segments.count {
      let (next, after) = (segments[index + 1], segments[index + 2])
      guard next.kind == .fragment, next.firstFinite < 0, next.opening >= 0, !next.isCoordinated, !next.hasMarkedVerb,
        columns.sign(next.separator) == .comma, columns.sign(after.separator) == .comma, !after.isCoordinated,
        index > clause || nounPhraseEnd(next.start, limit: next.end, isWide: true) == next.end
      else { break }
      index += 1
    }
    // Only where a clause follows that can depend on a verb: a list has parts without verbs too.
    guard index > clause, segments[index + 1].kind != .fragment, segments[index + 1].kind != .relative else {
      return clause
    }
    return index
  }

  /// "Lind schrieb in einem Brief, der noch aushängt, sie gehe": the relative clause between a clause that ends in a noun and
  /// the one that depends on its verb; the clause itself where there is none.
  private func afterRelative(_ clause: Int) -> Int {
    guard clause + 2 < segments.count, segments[clause].isMain, segments[clause].last >= 0,
      columns.isCapital(segments[clause].last), segments[clause + 1].kind == .relative,
      segments[clause + 1].mood == .indicative,
      // "zitiert ein Papier, in dem es heißt, dass …"
      !speaks(segments[clause + 1])
    else { return clause }
    let next = segments[clause + 2]
    let depends =
      next.kind == .subordinate && has(next.first, .that)
      || next.kind == .verbSecond && next.mood == .konjunktiv1 && !next.isCoordinated
    return depends && columns.sign(next.separator) == .comma ? clause + 1 : clause
  }

  /// Whether a relative clause has a cue verb of its own; "der noch aushängt", "die auf der Seite steht" have none.
  func speaks(_ relative: Segment) -> Bool {
    relative.range.contains {
      isVisible($0) && columns.isCue($0)
        && cue($0, in: relative).map { !$0.governs.contains(.place) || has(relative.first, .preposition) } ?? false
    }
  }

  /// "Mein Freund meinte gestern, die machen wieder auf": nothing but subject and adverbs stands beside the verb.
  private func isOpen(_ segment: Segment, before next: Segment) -> Bool {
    let verb = segment.lastFinite
    guard segment.kind == .verbSecond else { return false }
    // "Kritiker hatten ihm vorgeworfen, er wollte sich bereichern": after its participle the clause is at its end.
    if segment.last > verb, columns.isCue(segment.last), columns.facts(segment.last).verb.contains(.participle),
      has(segment.verb, .perfectOfHaben), !has(segment.first, .this), has(next.first, .person)
    {
      return true
    }
    guard columns.isCue(verb) else { return false }
    var at = verb + 1
    if verb == segment.verb, let subject = subject(segment.range, verb: verb), subject.lowerBound == at {
      at = subject.upperBound
    }
    // "Der Vater sagte Nein, die Mutter sagte Ja"
    return (at..<max(at, segment.end)).allSatisfy { has($0, .adverb) && !columns.isCapital($0) || has($0, .time) }
  }

  /// Where content that begins with a segment ends: at the unit's end, or where the reporting clause goes on.
  func contentEnd(from index: Int, _ unit: Range<Int>) -> Int {
    let first = segments[index]
    if let and = nextClause(in: first) { return and }
    var isOpen = first.kind == .subordinate && first.firstFinite < 0
    for other in segments[(index + 1)...] {
      if other.isOnlyMark, other.separator >= 0, columns.sign(other.separator) == .colon { return other.separator }
      guard other.opening >= 0 else { continue }
      if isOpen, other.kind != .subordinate, other.kind != .relative,
        other.lastFinite >= 0 && other.lastFinite == other.last || other.kind == .verbFirst
      {
        isOpen = false
        continue
      }
      guard other.separator >= 0 else { continue }
      // "wenn die Strecke nicht willkürlich, sondern per Verordnung festgelegt wird"
      if other.kind == .subordinate, other.firstFinite < 0 { isOpen = true }
      if first.kind == .infinitive, columns.sign(other.separator) == .semicolon { return other.separator }
      // "lehnte die Forderung, die Akten zu prüfen, ab": the particle is the reporting verb's.
      if first.kind == .infinitive, other.first == other.last, has(other.first, .separable), other.firstFinite < 0 {
        return other.separator
      }
      // "…, was dieser bestreitet": a clause about all that was said is the writer's.
      if other.kind == .subordinate || other.kind == .relative, has(other.first, .onWhole), other.mood == .indicative,
        columns.isCue(other.last), columns.sign(other.separator) == .comma, segments[index].kind != .relative,
        first.kind == .infinitive || first.mood == .konjunktiv1
      {
        return other.separator
      }
      // "…, begünstigten", "sondern vervollständigen": a verb alone ends a clause and begins none.
      if other.first == other.last { continue }
      if other.mood == .indicative, other.kind == .verbFirst || takesUp(other) { return other.separator }
      if other.kind == .verbSecond, other.mood == .indicative {
        if other.isCoordinated || first.kind == .subordinate || first.kind == .infinitive {
          // "dass A gilt, und B folgt" goes on with the clause.
          if has(other.opening, .or), other.last == other.verb, first.kind == .subordinate { continue }
          return other.separator
        }
        if first.mood == .konjunktiv1 { return other.separator }
      }
      if other.kind == .subordinate, has(other.first, .temporal), other.mood == .indicative,
        first.mood == .konjunktiv1, first.kind != .subordinate
      {
        return other.separator
      }
    }
    return withoutFinalStop(unit.upperBound)
  }

  /// "…, er habe gelogen und die Partei forderte …": where a clause in the indicative with a subject of its own is joined.
  private func nextClause(in segment: Segment) -> Int? {
    if let and = matrixVerb(in: segment) { return and }
    guard segment.isMain, segment.mood == .konjunktiv1, segment.lastFinite > segment.verb,
      mood(segment.lastFinite, segment.range) == .indicative,
      columns.facts(segment.lastFinite).verb.isDisjoint(with: [.infinitive, .participle, .auxiliary, .modal]),
      let and = (segment.verb..<segment.lastFinite).last(where: { isVisible($0) && has($0, .and) })
    else { return nil }
    let end = nounPhraseEnd(and + 1, limit: segment.lastFinite, isWide: true)
    return end == segment.lastFinite && mayBeNominative(and + 1) ? and : nil
  }

  /// "dass er komme und kündigte an …", "er sei krank und sagte ab": where "und" and a verb in the indicative follow, with no
  /// subject between them, the clause that reports goes on; in a clause of its own the verb would stand last.
  func matrixVerb(in segment: Segment) -> Int? {
    let verb = segment.lastFinite
    let and = verb - 1
    guard and > segment.first, verb < segment.last, has(and, .and),
      segment.isMain && segment.isKonjunktiv || segment.kind == .subordinate, isVisible(and), isVisible(verb),
      verbForms(verb).contains(.indicative), verbForms(verb).isDisjoint(with: [.infinitive, .participle]),
      mood(verb, segment.range) == .indicative
    else { return nil }
    // "dass er kommt und bleibt bis Montag"
    let isMatrix =
      segment.kind != .subordinate
      || !verbForms(and - 1).isDisjoint(with: .finite) && (columns.isCue(verb) || !has(verb + 1, .preposition))
    return isMatrix ? and : nil
  }

  /// "Wer sagt, das könne gelingen, der irrt": a demonstrative takes up the question word that the sentence begins with.
  private func takesUp(_ segment: Segment) -> Bool {
    segments[0].opening >= 0 && has(segments[0].first, .question) && has(segment.first, .relative)
      && segment.verb == segment.first + 1
  }

  func addClause(
    _ content: Introduced, _ speaker: Range<Int>?, _ cue: TokenRanges, frameStart: Int, _ unit: Range<Int>
  ) {
    let start = segments[content.segment].start
    let end = contentEnd(from: content.segment, unit)
    let last = withoutFinalStop(unit.upperBound)
    var frame = TokenRanges()
    if frameStart < start { frame.append(frameStart..<start) }
    if end < last { frame.append(end..<last) }
    add(.indirect, [trimmed(start..<max(start, end))], speaker: speaker, cue: cue, frame: frame, content.rule)
  }

  /// "Das sagte X.": what was said is the sentence before, or before the comma ("…, das teilte X mit").
  func readDasSagte(_ index: Int, _ cue: Cue, _ speaker: Range<Int>?, verb: Int, _ unit: Range<Int>) -> Bool {
    let segment = segments[index]
    guard segment.kind == .verbSecond, has(segment.first, .this), segment.verb == segment.first + 1,
      cue.voice == .active || cue.voice == .perfect
        || cue.voice == .modal && !segment.range.contains(where: { has($0, .negation) }),
      !cue.governs.isDisjoint(with: [.direct, .origin]), let speaker
    else { return false }
    if index > 0, segment.separator >= 0, columns.sign(segment.separator) == .comma,
      segments[..<index].contains(where: { $0.kind == .verbSecond && $0.mood == .indicative })
    {
      add(
        .indirect, [unit.lowerBound..<segment.separator], speaker: speaker, cue: cue.spans,
        frame: [segment.separator..<unit.upperBound], "das-sagte")
      return true
    }
    guard segments.filter({ $0.isMain }).count == 1, self.unit > 0, !columns.startsBlock(unit.lowerBound) else {
      return false
    }
    let before = units[self.unit - 1]
    // „Wir sind bereit.“ Das sagte Lind.
    if let last = found.indices.last, found[last].type == .direct, found[last].unit == self.unit - 1,
      found[last].cue.isEmpty, found[last].content.count == 1, found[last].content[0].lowerBound == before.lowerBound,
      withoutFinalStop(before.upperBound) <= found[last].content[0].upperBound
    {
      found[last].speaker = speaker
      found[last].cue = cue.spans
      found[last].frame = [unit]
      previousSpeaker = speaker
      previousUnit = self.unit
      return true
    }
    // What was found in the unit before stands at the end of what was found.
    let last = found.lastIndex { $0.unit < self.unit - 1 } ?? -1
    found[(last + 1)...].removeAll {
      $0.unit == self.unit - 1 && [.freeIndirect, .indirectFreeIndirect, .reported].contains($0.type)
        && $0.content.last?.upperBound == before.upperBound
    }
    add(
      .indirect, [before.lowerBound..<withoutFinalStop(before.upperBound), segment.first..<segment.first + 1],
      speaker: speaker, cue: cue.spans, frame: [verb..<unit.upperBound], "das-sagte")
    return true
  }
}
