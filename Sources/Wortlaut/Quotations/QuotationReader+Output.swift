extension QuotationReader {
  /// Writes what was found into the document's layers, in order of the text.
  ///
  /// Content spans of two quotations are nested or apart: one that would cross an earlier one is left out.
  func write(to document: inout Document) {
    // Not asked for any more, and the quotations need room.
    mark.dropIfVeryLarge()
    outer.dropIfVeryLarge()
    pairs.release()
    var order = found.indices.map {
      (bounds: Span(Self.bounds(found[$0].content)), index: UInt32(truncatingIfNeeded: $0))
    }
    // An outer one comes before those in it, and the earlier found of two that cover the same.
    order.sort { ($0.bounds, $0.index) < ($1.bounds, $1.index) }
    document.quotations.reserveCapacity(order.count)
    var written: [(bounds: Span, index: UInt32)] = []
    written.reserveCapacity(min(order.count, 12))
    var spoken = LastSpeaker()
    for each in order {
      let quotation = found[Int(each.index)]
      let crosses = written.contains { other in
        other.bounds.end > each.bounds.start && Self.isCrossed(quotation, by: found[Int(other.index)])
      }
      if crosses { continue }
      if written.count == 12 { written.removeFirst() }
      written.append(each)
      var result = Self.quotation(quotation, document)
      if let speaker = quotation.speaker {
        if let entity = result.speakerEntity, document.entities[entity].type == .location,
          isAttribute(document.entities[entity].span.start, of: speaker, document)
        {
          result.speakerEntity = nil
        }
        // "Minister Lies (SPD)" is not the party.
        if let entity = result.speakerEntity, document.entities[entity].type == .organisation,
          let bracket = speaker.first(where: { inBrackets($0) }),
          document.tokens[bracket].span.start < document.entities[entity].span.start,
          isSomeone(speaker.lowerBound..<bracket)
        {
          result.speakerEntity = nil
        }
        if result.speakerEntity == nil { result.speakerEntity = meant(speaker, spoken, quotation, document) }
        if let entity = result.speakerEntity, document.entities[entity].type == .person {
          spoken = LastSpeaker(entity: entity, unit: quotation.unit)
        } else if result.speakerEntity == nil, let role = speaker.first(where: { columns.isWoman($0) != nil }) {
          spoken = LastSpeaker(role: role, content: quotation.content, unit: quotation.unit)
        }
      }
      document.quotations.append(result)
    }
    for each in judged {
      let span = Self.span(each.range, document)
      document.marks.append(Mark(span, each.verdict, source: each.source.text))
    }
    release()
  }

  /// Lets go of what is shared with the document, and of what is too large to keep for the next one.
  private func release() {
    keys = TokenKeys()
    tokens = []
    entities = []
    columns.release()
    units.dropIfVeryLarge()
    segments.dropIfVeryLarge()
    found.dropIfVeryLarge()
    judged.dropIfVeryLarge()
  }

  private static func bounds(_ content: TokenRanges) -> Range<Int> {
    guard var bounds = content.first else { return 0..<0 }
    content.visit { bounds = min(bounds.lowerBound, $0.lowerBound)..<max(bounds.upperBound, $0.upperBound) }
    return bounds
  }

  private static func isCrossed(_ quotation: FoundQuotation, by other: FoundQuotation) -> Bool {
    other.content.contains { left in quotation.content.contains { cross(left, $0) } }
      || other.type == quotation.type && other.content == quotation.content
  }

  private struct LastSpeaker {
    var entity = -1
    /// The noun of a role that names no person of the document: "Die Autorin".
    var role = -1
    var content = TokenRanges()
    var unit = -9
  }

  /// "ein 17-Jähriger aus Hagen", "Anwohner der Elbe": what begins at `start` only says where the speaker is from.
  private func isAttribute(_ start: Int, of speaker: Range<Int>, _ document: borrowing Document) -> Bool {
    speaker.contains {
      document.tokens[$0].span.start < start
        && (has($0, .preposition) || has($0, .genitive) && $0 > speaker.lowerBound)
    }
  }

  /// The person that a role or a pronoun means.
  private func meant(
    _ speaker: Range<Int>, _ last: LastSpeaker, _ quotation: FoundQuotation, _ document: Document
  ) -> Int? {
    let first = speaker.lowerBound
    if speaker.count == 1, has(first, .subjectPronoun), !has(first, .firstPerson), !has(first, .wir),
      !has(first, .man)
    {
      let isFemale = has(first, .sie)
      if isFemale, let verb = pluralVerb(beside: first), verb { return nil }
      return person(before: first, isFemale: isFemale, last, quotation, document)
    }
    // "Der Gesandte", "die Ministerin": definite, with nothing that tells it from others.
    guard has(first, .determiner), !has(first, .indefinite),
      var head = speaker.first(where: { columns.isCapital($0) && !has($0, .determiner) }),
      columns.facts(head).noun.contains(.person)
    else { return nil }
    // "Der Herr Minister" is the minister.
    while head + 1 < speaker.upperBound, columns.isCapital(head + 1), columns.facts(head + 1).noun.contains(.person) {
      head += 1
    }
    // "Die 52-Jährige" is who was spoken of.
    if columns.isNumber(head), let isFemale = columns.isWoman(head) {
      return person(before: first, isFemale: isFemale, last, quotation, document)
    }
    return memory.entity(role: head, document)
  }

  /// Whom a pronoun or the like means: who spoke last, or else the person named last, where number and gender agree.
  private func person(
    before first: Int, isFemale: Bool, _ last: LastSpeaker, _ quotation: FoundQuotation, _ document: Document
  ) -> Int? {
    if let entity = personInBetween(last, first, isFemale: isFemale, document) {
      memory.learn(entity, isWoman: isFemale, document)
      return entity
    }
    if last.entity >= 0, unit(of: first) - last.unit <= 3, agrees(last.entity, isFemale: isFemale, document) {
      if isOther(than: last.entity, since: last.unit, first, isFemale: isFemale, document)
        || isSpokenTo(last.entity, in: quotation, document)
      {
        return nil
      }
      memory.learn(last.entity, isWoman: isFemale, document)
      return last.entity
    }
    var index = memory.person(after: first)
    while index > 0, first - memory.persons[index - 1].tokens.upperBound < 60 {
      index -= 1
      let person = memory.persons[index]
      guard agrees(person.entity, isFemale: isFemale, document) else { continue }
      let since = unit(of: person.tokens.lowerBound)
      let rest = person.tokens.upperBound..<max(person.tokens.upperBound, min(units[since].upperBound, first))
      if beginsWithOther(rest, isFemale: isFemale) { return nil }
      // "Die Autorin bestreitet, Kleist sei arm gewesen. … schreibt sie": who was only spoken of does not speak.
      if last.role >= 0, last.content.cover(person.tokens), columns.isWoman(last.role) == isFemale { return nil }
      if isOther(than: person.entity, since: since, first, isFemale: isFemale, document)
        || isSpokenTo(person.entity, in: quotation, document)
      {
        return nil
      }
      memory.learn(person.entity, isWoman: isFemale, document)
      return person.entity
    }
    return nil
  }

  /// "„Gut“, sagte Hummel. Stürmer Timo Wels war weniger milde. „Nein“, sagte er": since the last speech a sentence is about
  /// another with a name.
  private func personInBetween(
    _ last: LastSpeaker, _ pronoun: Int, isFemale: Bool, _ document: Document
  ) -> Int? {
    guard last.entity >= 0, units.indices.contains(last.unit) else { return nil }
    var index = memory.person(after: pronoun)
    while index > 0, case let person = memory.persons[index - 1],
      person.tokens.lowerBound >= units[last.unit].upperBound
    {
      index -= 1
      let start = units[unit(of: person.tokens.lowerBound)].lowerBound
      let end = person.tokens.upperBound
      guard
        (start..<person.tokens.lowerBound).allSatisfy({
          has($0, .determiner) || columns.isCapital($0) || isAdjective($0)
        }),
        end < pronoun, !verbForms(end).isDisjoint(with: .finite),
        document.entities[person.entity].name != document.entities[last.entity].name,
        agrees(person.entity, isFemale: isFemale, document)
      else { continue }
      return person.entity
    }
    return nil
  }

  /// »Guten Tag, Rotkäppchen«, sprach er: who is addressed in direct speech does not speak. The name stands between commas
  /// or at the end.
  private func isSpokenTo(_ entity: Int, in quotation: FoundQuotation, _ document: Document) -> Bool {
    let index = memory.person(ofEntity: entity)
    guard quotation.type == .direct, index < memory.persons.count else { return false }
    let name = keys[memory.persons[index].tokens.upperBound - 1]
    return quotation.content.contains { range in
      range.dropFirst().dropLast().contains {
        keys[$0] == name && columns.sign($0 + 1) != .none
          && (columns.sign($0 - 1) == .comma || columns.sign($0 - 1) == .quote)
      }
    }
  }

  /// Whether the pronoun may well mean another: since the person was named a sentence has begun with someone new of that
  /// sex ("Ihr Nachbar schüttelt den Kopf. „Nein“, sagt er"). With a definite article it is rather the same again.
  private func isOther(
    than entity: Int, since start: Int, _ pronoun: Int, isFemale: Bool, _ document: Document
  ) -> Bool {
    for unit in units[min(start + 1, units.count)...] {
      guard unit.lowerBound <= pronoun else { return false }
      if beginsWithOther(unit.lowerBound..<min(unit.upperBound, pronoun), isFemale: isFemale) { return true }
      var at = unit.lowerBound
      // "Dieser schlug die Augen auf": the demonstrative is another than the one the sentence before was about.
      if has(at, .demonstrative), at + 1 < unit.upperBound, !verbForms(at + 1).isDisjoint(with: .finite) { return true }
      if has(at, .relative) { continue }
      while at < unit.upperBound, has(at, .determiner) || isAdjective(at) { at += 1 }
      guard at < unit.upperBound, columns.isCapital(at), !isNamed(at), !columns.isNumber(at),
        columns.isWoman(at) == isFemale,
        at + 1 == unit.upperBound || !isNamed(at + 1)
      else { continue }
      if memory.entity(role: at, document) != entity { return true }
    }
    return false
  }

  /// "…, doch sein Vater hob die Hand": a clause after a conjunction whose subject is someone without a name.
  private func beginsWithOther(_ range: Range<Int>, isFemale: Bool) -> Bool {
    var at = range.lowerBound + 1
    while at + 2 < range.upperBound {
      defer { at += 1 }
      guard has(at - 1, .newClause), has(at, .determiner), !isMasked(at), mayBeNominative(at) else { continue }
      var noun = at + 1
      while noun + 1 < range.upperBound, isAdjective(noun) { noun += 1 }
      if noun + 1 < range.upperBound, columns.isCapital(noun), columns.isWoman(noun) == isFemale,
        !verbForms(noun + 1).isDisjoint(with: .finite)
      {
        return true
      }
    }
    return false
  }

  /// Whether the finite verb beside "sie" is plural; `nil` where there is none.
  private func pluralVerb(beside token: Int) -> Bool? {
    for at in [token + 1, token - 1] where at >= 0 && at < columns.count {
      let forms = columns.facts(at).verb
      if !forms.isDisjoint(with: .finite) { return columns.facts(at).endsInEn }
    }
    return nil
  }

  /// Whether a person may be meant by "er" or "sie".
  private func agrees(_ entity: Int, isFemale: Bool, _ document: Document) -> Bool {
    memory.isWoman(entity, columns, document).map { $0 == isFemale } ?? true
  }

  /// The index of the unit that a token stands in.
  private func unit(of token: Int) -> Int {
    units.firstIndex(notBefore: { $0.lowerBound <= token }) - 1
  }

  static func cross(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.overlaps(right)
      && !(left.lowerBound <= right.lowerBound && right.upperBound <= left.upperBound)
      && !(right.lowerBound <= left.lowerBound && left.upperBound <= right.upperBound)
  }

  private static func span(_ range: Range<Int>, _ document: borrowing Document) -> Span {
    Span(document.tokens[range.lowerBound].span.start, document.tokens[range.upperBound - 1].span.end)
  }

  private static func quotation(_ found: FoundQuotation, _ document: borrowing Document) -> Quotation {
    // With a speaker and an addressee of one span each.
    let spanCount = found.content.count + found.cue.count + found.frame.count + 2
    var quotation = Quotation(found.type, source: found.source.text, spanCount: spanCount)
    found.content.visit { quotation.append(span($0, document), to: .content) }
    if let speaker = found.speaker {
      let speaker = span(speaker, document)
      quotation.append(speaker, to: .speaker)
      quotation.speakerEntity = entity(in: speaker, document.entities)
    }
    found.cue.visit { quotation.append(span($0, document), to: .cue) }
    found.frame.visit { quotation.append(span($0, document), to: .frame) }
    if let addressee = found.addressee { quotation.append(span(addressee, document), to: .addressee) }
    return quotation
  }

  /// The entity that a speaker's words name: a person in them, else the first organisation, else any.
  private static func entity(in speaker: Span, _ entities: [Entity]) -> Int? {
    var low = entities.firstIndex(notBefore: { $0.span.start < speaker.start })
    var best: Int?
    while low < entities.count, entities[low].span.start < speaker.end {
      if entities[low].form == nil, speaker.contains(entities[low].span) {
        if entities[low].type == .person { return low }
        if best == nil || entities[low].type == .organisation && best.map({ entities[$0].type == .location }) ?? false {
          best = low
        }
      }
      low += 1
    }
    return best
  }
}
