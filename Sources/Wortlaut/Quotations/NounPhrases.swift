/// Noun phrases, without a parser: German capitalises its nouns.
extension QuotationReader {
  private static let notAdjective = ClosedClasses(.preposition, .adverb, .coordinator, .subordinator)

  func isAdjective(_ token: Int) -> Bool {
    let facts = columns.facts(token)
    return columns.isWord(token) && !columns.isCapital(token) && facts.hasAdjectiveEnding
      && !facts.classes.intersects(Self.notAdjective) && facts.verb.isDisjoint(with: .helper)
  }

  /// The end of the noun phrase that begins at `start`; `start` itself where none does.
  ///
  /// - Parameter isWide: attributes by any preposition are taken in, as before the finite verb, where all that stands
  ///   there is one constituent.
  func nounPhraseEnd(_ start: Int, limit: Int, isWide: Bool = false) -> Int {
    guard start < limit else { return start }
    if has(start, .person) || has(start, .es) { return start + 1 }
    var at = start
    while at < limit, has(at, .determiner), !(columns.isCapital(at) && at > start) { at += 1 }
    let afterDeterminer = at
    if at + 1 < limit, has(at, .so), has(at + 1, .soCalled) { at += 2 }
    var hasNoun = false
    loop: while at < limit {
      if mark[at] >= 0 {
        let span = outer[Int(mark[at])]
        guard span.end <= limit else { break }
        // A name in quotation marks belongs to the phrase, a marked predicate does not.
        let fits = span.end - span.start <= 9 || !hasNoun && columns.isCapital(min(at + 1, limit - 1))
        if span.start == at, fits, columns.isCapital(min(at + 1, limit - 1)) || !hasNoun {
          hasNoun = true
        } else if hasNoun {
          break
        }
        at = max(at + 1, span.end)
      } else if hasNoun, let name = nameAfterParticle(at, limit: limit), !columns.facts(at - 1).noun.contains(.role) {
        at = name
      } else if columns.isCapital(at) || isNamed(at) || !hasNoun && columns.isAddress(at), columns.isWord(at),
        // "sein Gegenüber"
        !has(at, .preposition) || at > start && has(at - 1, .determiner)
      {
        if hasNoun, beginsObject(at) { break loop }
        hasNoun = true
        at += 1
      } else if inBrackets(at), hasNoun {
        while at < limit, inBrackets(at) { at += 1 }
      } else if hasNoun, columns.sign(at) == .joiner || columns.sign(at) == .dash, at + 1 < limit,
        columns.isCapital(at + 1)
      {
        at += 1
      } else if columns.isNumber(at) {
        // "laut BYD 180.000 Autos": after a noun a number with a noun of its own begins another phrase.
        if hasNoun, at + 1 < limit, columns.isCapital(at + 1) { break loop }
        at += 1
      } else if !hasNoun, isAdjective(at) || has(at, .degree) {
        at += 1
      } else if !hasNoun, at > start, has(at, .preposition), let end = participleAttribute(at, limit: limit) {
        at = end
      } else if !hasNoun, at > start, modifiesAttribute(at, limit: limit) {
        at += 1
      } else {
        break loop
      }
    }
    guard hasNoun else {
      // "die einen", "die beiden"
      if afterDeterminer == start + 2, has(start + 1, .nominalDeterminer) { return afterDeterminer }
      return has(start, .pronoun) && (afterDeterminer > start || !has(start, .question)) ? start + 1 : start
    }
    return attributesEnd(at, of: start, limit: limit, isWide: isWide)
  }

  /// "sagte ein Sprecher der Nachrichtenagentur dpa", "wie die Ministerin der „Bild“ sagte": after a person a newspaper or
  /// agency is told something; before the finite verb, where all is one constituent, the person is its own.
  private func isToldOutlet(_ token: Int, limit: Int) -> Bool {
    guard has(token, .genitive), has(token, .dative), columns.facts(token - 1).noun.contains(.person),
      columns.facts(token - 1).noun.isDisjoint(with: .press), token + 1 < limit
    else { return false }
    if mark[token + 1] >= 0 {
      return outer[Int(mark[token + 1])].inside.contains {
        !columns.facts($0).noun.isDisjoint(with: [.outlet, .paper])
      }
    }
    let end = nounPhraseEnd(token, limit: limit)
    return (token + 1..<max(token + 1, end)).contains { columns.facts($0).noun.contains(.outlet) }
  }

  /// "der Präsident": before a man's role that is no plural "der" is nominative; "der Minister" may be several's.
  func isOnlyNominative(_ token: Int, limit: Int) -> Bool {
    guard has(token, .relativeSubject), has(token, .dative), has(token, .genitive) else { return false }
    var head = token + 1
    // "nach Auskunft der Bank der größte Teil": the genitive would be "der größten".
    if head + 1 < limit, isAdjective(head), !columns.facts(head).endsInEn, !columns.facts(head).endsInEr,
      columns.isCapital(head + 1), columns.facts(head).verb.isEmpty
    {
      return true
    }
    while head < limit, isAdjective(head) { head += 1 }
    guard head < limit, columns.isCapital(head), columns.isWoman(head) == false else { return false }
    let facts = columns.facts(head)
    return facts.noun.contains(.person) && facts.noun.isDisjoint(with: .adjectival) && !facts.endsInEr
      && !facts.endsInEn
      && !facts.hasAdjectiveEnding
  }

  /// Where the name stands that a particle belongs to: "van Gogh", "van der Bellen", "van den Berg".
  private func nameAfterParticle(_ token: Int, limit: Int) -> Int? {
    guard has(token, .nameParticle), token + 1 < limit else { return nil }
    if columns.isCapital(token + 1) { return token + 1 }
    let isArticle = has(token + 1, .determiner) || has(token + 1, .den)
    return isArticle && token + 2 < limit && columns.isCapital(token + 2) ? token + 2 : nil
  }

  /// "die [in New York geborene] Sängerin": where the participle stands.
  private func participleAttribute(_ preposition: Int, limit: Int) -> Int? {
    let end = nounPhraseEnd(preposition + 1, limit: limit)
    return end > preposition + 1 && end + 1 < limit && isAdjective(end) ? end : nil
  }

  /// "hat die Schauspielerin Klage eingereicht", "zitiert ndr.de Minister Lind": what follows a person or an address is no
  /// part of its phrase.
  private func beginsObject(_ token: Int) -> Bool {
    if columns.isAddress(token - 1) { return true }
    let noun = columns.facts(token).noun
    // "zitiert die Zeitung Minister Lind"
    if noun.contains(.person), columns.facts(token - 1).noun.contains(.outlet), !isNamed(token - 1) { return true }
    return !isNamed(token) && noun.isDisjoint(with: .role) && noun.contains(.clause)
      && columns.facts(token - 1).noun.contains(.person)
  }

  private static let notModifier = ClosedClasses(
    .preposition, .coordinator, .subordinator, .determiner, .person, .objectPronoun)

  /// "die [staatlich] kontrollierten Medien", "einer [gestern] verbreiteten Erklärung": a word without an ending before an
  /// attribute and its noun.
  private func modifiesAttribute(_ token: Int, limit: Int) -> Bool {
    guard isVisible(token), !columns.isCapital(token), has(token - 1, .determiner) || isAdjective(token - 1),
      !has(token, any: Self.notModifier), columns.facts(token).verb.isDisjoint(with: .finite)
    else { return false }
    var at = token + 1
    while at < limit, at - token < 4, isVisible(at), isAdjective(at), !columns.isCapital(at) { at += 1 }
    return at > token + 1 && at < limit && columns.isCapital(at) && columns.isWord(at)
  }

  private func attributesEnd(_ end: Int, of start: Int, limit: Int, isWide: Bool) -> Int {
    var at = end
    while at < limit, !columns.isCapital(at) {
      var next = -1
      let isSaid = start > 0 && has(start - 1, .says) && !takesVon(start - 1)
      if isPersonName(at - 1), has(at, .dative) || has(at, .von) && at + 1 < limit && mark[at + 1] >= 0 && !isSaid {
        // "sagte Weber der Zeitung", "sprach Brandt von „einem Sieg“": a person's name takes neither.
        break
      }
      // "wirft der Arbeitskreis „Grüne Stadt“ der Polizei vor": nor does a name in quotation marks.
      if mark[at - 1] >= 0, has(at, .genitive) { break }
      if !isWide, mayBeNominative(start), isToldOutlet(at, limit: limit) { break }
      // "laut Verfassung der Präsident": the genitive would be "des Präsidenten".
      if isOnlyNominative(at, limit: limit) { break }
      if has(at, .genitive) || isGenitiveAdjective(at, limit) {
        next = nounPhraseEnd(at, limit: limit, isWide: isWide)
      } else if takesAttribute(at, isWide: isWide) {
        next = nounPhraseEnd(at + 1, limit: limit)
      } else if has(at, .and), at + 1 < limit,
        columns.isCapital(at + 1) || has(at + 1, .determiner) && !has(at + 1, .definiteDative)
          // "der Kommissar für Erweiterung und europäische Nachbarschaft"
          || isAdjective(at + 1) && at + 2 < limit && columns.isCapital(at + 2) && columns.facts(at + 1).verb.isEmpty
      {
        next = nounPhraseEnd(at + 1, limit: limit)
      }
      guard next > at + 1 else { break }
      at = next
    }
    return at
  }

  /// "sprach Brandt von „einem Sieg“": a verb that names its matter with von.
  private func takesVon(_ verb: Int) -> Bool {
    let facts = columns.facts(verb)
    return (Int(facts.firstCue)..<Int(facts.firstCue + facts.cueCount)).contains {
      lexicon.readings[$0].governs.contains(.von)
    }
  }

  /// Whether a token is the last of a person's name.
  private func isPersonName(_ token: Int) -> Bool {
    guard isNamed(token) else { return false }
    let index = memory.person(after: token)
    return index < memory.persons.count && memory.persons[index].tokens.upperBound == token + 1
  }

  /// "Angaben libanesischer Kreise": without a determiner the adjective shows the genitive plural.
  private func isGenitiveAdjective(_ token: Int, _ limit: Int) -> Bool {
    columns.facts(token).endsInEr && isAdjective(token) && token + 1 < limit
      && (columns.isCapital(token + 1) || isGenitiveAdjective(token + 1, limit))
  }

  private func takesAttribute(_ token: Int, isWide: Bool) -> Bool {
    if has(token, .von) || has(token, .for) { return true }
    if isWide { return has(token, .attributePreposition) }
    return has(token, .originPreposition)
      && !columns.facts(token - 1).noun.isDisjoint(with: [.role, .source, .clause, .medium])
  }

  private static let firstNames = ClosedClasses(.woman, .gentleman)

  /// Whether a phrase can name one who speaks: a personal pronoun, or its head is a role or a name.
  func isSomeone(_ phrase: Range<Int>) -> Bool {
    if phrase.count == 1, has(phrase.lowerBound, .subjectPronoun) || has(phrase.lowerBound, .somebody) { return true }
    var hasHead = false
    for token in phrase {
      let isNoun = columns.isCapital(token) && !(token == unitStart && has(token, .determiner))
      if isNoun, columns.facts(token).noun.contains(.role) || isNamed(token) || has(token, any: Self.firstNames) {
        return true
      }
      if isNoun {
        hasHead = true
      } else if hasHead, has(token, .genitive) || has(token, .preposition) || columns.sign(token) == .comma {
        return false
      }
    }
    // "die 81-Jährige", "der eine", "einer der Männer"
    return false
  }

  /// "Kiew sieht das anders": a place's name that stands alone means its government.
  func isGovernment(_ phrase: Range<Int>) -> Bool {
    guard !phrase.isEmpty else { return false }
    let span = Span(tokens[phrase.lowerBound].span.start, tokens[phrase.upperBound - 1].span.end)
    let index = entities.firstIndex(notBefore: { $0.span.start < span.start })
    return index < entities.count && entities[index].span == span && entities[index].type == .location
      && entities[index].form == nil
  }

  /// Whether a phrase that begins here may be nominative.
  func mayBeNominative(_ token: Int) -> Bool { !has(token, .notNominative) }
}
