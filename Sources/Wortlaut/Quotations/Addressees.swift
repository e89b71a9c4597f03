/// Who is spoken to: "sagte er dem Spiegel", "gegenüber der dpa", "forderte die Regierung auf", "ihm wird vorgeworfen".
extension QuotationReader {
  /// Fills in whom the quotations found in the unit being read are addressed to.
  func readAddressees(from first: Int) {
    for index in found.indices[first...] where found[index].addressee == nil {
      let quotation = found[index]
      guard quotation.type != .freeIndirect, quotation.type != .indirectFreeIndirect else { continue }
      if let last = found[first..<index].last(where: { $0.cue == quotation.cue && $0.addressee != nil }) {
        found[index].addressee = last.addressee
      } else {
        let addressee = addressee(of: quotation)
        if addressee == nil || addressee != quotation.speaker { found[index].addressee = addressee }
      }
    }
  }

  private func addressee(of quotation: FoundQuotation) -> Range<Int>? {
    let clauses = quotation.type == .reported ? quotation.content : quotation.frame
    var governs: Government = []
    var verb: Int?
    var isPassive = false
    // "hält den Plan für „…“"
    if quotation.cue.first.map({ has($0.lowerBound, .deem) }) ?? false { return nil }
    let isAlone = quotation.cue.count == 1 && quotation.cue[0].count == 1
    quotation.cue.visit { span in
      for token in span {
        let facts = columns.facts(token)
        for index in Int(facts.firstCue)..<Int(facts.firstCue + facts.cueCount) {
          let reading = lexicon.readings[index]
          // "forderte" alone is not the verb of "forderte auf".
          if reading.form == .finite, reading.particle >= 0, isAlone { continue }
          governs.formUnion(reading.governs)
        }
        if verb == nil, columns.isCue(token), !columns.isCapital(token) { verb = token }
        if has(token, .passiveAuxiliary) { isPassive = true }
      }
    }
    for index in clauses.indices where !clauses[index].isEmpty {
      if let found = preposition(in: clauses[index], quotation) { return found }
    }
    let isSpoken = !governs.isDisjoint(with: [.direct, .that, .nounPhrase, .infinitive])
    guard isSpoken, let verb, let clause = clauses.indices.first(where: { clauses[$0].contains(verb) }) else {
      return nil
    }
    var range = clauses[clause]
    // "Der Kanzler irrt, wenn er sagt, …": the verb's own clause.
    if let own = segments.first(where: { $0.range.contains(verb) }), own.kind == .subordinate || own.kind == .relative {
      range = range.clamped(to: own.range)
    }
    return object(in: range, governs, isPassive: isPassive, quotation)
  }

  /// "gegenüber der dpa", "ihr gegenüber", "im Gespräch mit X", "in einem Brief an X", "vor der Presse".
  private func preposition(in clause: Range<Int>, _ quotation: FoundQuotation) -> Range<Int>? {
    for token in clause where !isMasked(token) && has(token, .preposition) && token + 1 < columns.count {
      if quotation.speaker?.contains(token) ?? false { continue }
      let before = token - 1
      // "sein Gegenüber Ivo Marx"
      if columns.isCapital(token), before >= clause.lowerBound, has(before, .determiner) { continue }
      let afterTalk = before >= clause.lowerBound && columns.facts(before).noun.contains(.talk)
      if has(token, .gegenueber) {
        // "die Haltung gegenüber der PKK"
        let isOfNoun =
          before >= clause.lowerBound && columns.isCapital(before) && !isNamed(before) && !has(before, .time)
          && !columns.facts(before).noun.contains(.role) && quotation.speaker?.upperBound != token
        if isOfNoun { continue }
        let end = nounPhraseEnd(token + 1, limit: units[unit].upperBound)
        if end > token + 1 { return token + 1..<end }
        if before >= clause.lowerBound, has(before, .objectPronoun) || has(before, .possessiveDative) {
          return before..<token
        }
      } else if has(token, .toward), afterTalk || has(token, .before) {
        let end = nounPhraseEnd(token + 1, limit: clause.upperBound)
        guard end > token + 1 else { continue }
        if afterTalk && !has(token, .before)
          || (token + 1..<end).contains(where: { columns.facts($0).noun.contains(.press) })
        {
          return token + 1..<end
        }
      } else if has(token, .toPerson), before >= clause.lowerBound {
        // "sagte zu Mair", "sagte er zur Sportschau": a person's or paper's name, not an occasion.
        let end = nounPhraseEnd(token + 1, limit: clause.upperBound)
        if end > token + 1, quotation.cue.contains(where: { has($0.lowerBound, .says) }),
          (token + 1..<end).contains(where: { isNamed($0) || columns.facts($0).noun.contains(.role) })
        {
          return token + 1..<end
        }
      }
    }
    return nil
  }

  /// A dative or, with verbs such as auffordern, an accusative beside the subject; the subject itself of their passive.
  private func object(in clause: Range<Int>, _ governs: Government, isPassive: Bool, _ quotation: FoundQuotation)
    -> Range<Int>?
  {
    var at = clause.lowerBound
    while at < clause.upperBound {
      if let speaker = quotation.speaker, speaker.contains(at) {
        at = speaker.upperBound
        continue
      }
      // "sagte als Zeugin aus"
      if has(at, .als), at + 1 < clause.upperBound, columns.isCapital(at + 1) || has(at + 1, .indefinite) {
        at = max(nounPhraseEnd(at + 1, limit: clause.upperBound), at + 1)
        continue
      }
      if has(at, .subordinator), !has(at, .preposition) {
        at += 1
        // A clause of its own inside the frame; the frame itself may begin with "wie".
        let comma = (at..<clause.upperBound).first { columns.sign($0) == .comma && !isMasked($0) } ?? clause.upperBound
        if !quotation.cue.contains(where: { at <= $0.upperBound && $0.upperBound <= comma }) { at = comma }
        continue
      }
      // "schwärmte Beck, der Lind einst unterrichtete": a relative clause has objects of its own.
      if columns.sign(at) == .comma, at + 1 < clause.upperBound, has(at + 1, .relative),
        let relative = segments.first(where: { $0.start == at + 1 && $0.kind == .relative })
      {
        at = relative.end
        continue
      }
      if isMasked(at) || !columns.isWord(at) || has(at, .es) || has(at, .reflexive)
        || columns.isCapital(at) && has(at, .adverb)
      {
        at += 1
        continue
      }
      if has(at, .preposition), !columns.isCapital(at) || at == clause.lowerBound {
        at = max(nounPhraseEnd(at + 1, limit: clause.upperBound), at + 1)
        while at < clause.upperBound, has(at, .objectPronoun) { at += 1 }
        continue
      }
      if has(at, .dativePronoun) { return at..<at + 1 }
      // "sagte ihr, dass": not the possessive.
      if has(at, .ihr), at + 1 == clause.upperBound || !columns.isWord(at + 1) && mark[at + 1] < 0 {
        return at..<at + 1
      }
      let end = verbForms(at).isEmpty ? nounPhraseEnd(at, limit: clause.upperBound) : at
      guard end > at else {
        at += 1
        continue
      }
      let phrase = at..<end
      let isDative = has(at, .dative) && !has(at, .person)
      let isBare = columns.isCapital(at) && !has(at, .determiner)
      if isTime(phrase) || governs.contains(.judgement) {
        at = end
        continue
      }
      if governs.contains(.accusative) { return phrase }
      if isPassive {
        if governs.contains(.dative), at == clause.lowerBound || isDative { return phrase }
      } else if isDative {
        // "den" is plural only before a noun in -n; the accusative is what is said.
        let head = phrase.first { columns.isCapital($0) && !has($0, .determiner) }
        let isPlural = head.map { columns.facts($0).endsInEn } ?? false
        let isPerson =
          has(at, .dativeMasculine) && head.map { columns.facts($0).noun.isDisjoint(with: .clause) } ?? false
        // "sagte Weber der „Presse“"
        let isPaper = quotation.speaker != nil && at + 1 < end && mark[at + 1] >= 0 && phrase.count <= 7
        if isSomeone(phrase) || isPerson || isPaper || governs.contains(.dative) && (!has(at, .den) || isPlural) {
          return phrase
        }
      } else if isBare, quotation.speaker != nil, isNamed(at) || governs.contains(.dative) && phrase.count == 1 {
        return phrase
      }
      at = end
    }
    return nil
  }
}
