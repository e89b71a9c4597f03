/// The verbs of a segment: which are finite, which is its own, and in which mood it stands.
extension QuotationReader {
  private static let neverVerb = ClosedClasses(
    .determiner, .preposition, .subordinator, .objectPronoun, .reflexive, .coordinator, .adverb, .person, .notVerb)

  /// The forms of a verb that a token can be where it stands; none for nouns and function words.
  func verbForms(_ token: Int) -> VerbForms {
    let facts = columns.facts(token)
    if facts.verb.isEmpty || facts.classes.intersects(Self.neverVerb) { return [] }
    if columns.isCapital(token), token != unitStart, !(token > 0 && columns.sign(token - 1) == .quote) { return [] }
    if facts.hasAdjectiveEnding, facts.verb.isDisjoint(with: .helper), !facts.verb.isDisjoint(with: .finite),
      isAttribute(token)
    {
      return []
    }
    return facts.verb
  }

  /// "die erwartete Reform", "das im Gesetz verankerte Recht": between determiner and noun stands an attribute.
  func isAttribute(_ token: Int) -> Bool {
    guard token > 0, token + 1 < columns.count, columns.isCapital(token + 1) else { return false }
    // "Das sagte Lind", "Das teilte Ministerin Lind mit": before a name "das" is no article.
    if token - 1 == unitStart, has(token - 1, .this), columns.isCue(token),
      isNamed(token + 1) || columns.facts(token + 1).noun.contains(.person) && columns.isCapital(token + 2)
    {
      return false
    }
    var at = token - 1
    // "der 13 schwer verletzten Männer", "die staatlich kontrollierten Medien"
    while at > 0, columns.isNumber(at) || has(at, .degree) || isUninflected(at) { at -= 1 }
    if has(at, .determiner) { return true }
    while at > 0, token - at < 6, columns.isWord(at), !has(at, .coordinator) {
      if has(at, .preposition), !columns.isCapital(at), has(at - 1, .determiner) { return true }
      at -= 1
    }
    return false
  }

  /// An adverb, or an adjective without an ending, by its form.
  func isUninflected(_ token: Int) -> Bool {
    isVisible(token) && !columns.isCapital(token) && columns.facts(token).verb.isEmpty
      && (columns.facts(token).hasAdverbEnding || has(token, .adverb)) && !has(token, .preposition)
  }

  /// The first and last finite verb. Forms that may also be infinitive or participle count only where no other does.
  func finiteVerbs(_ range: Range<Int>, seesMarks: Bool) -> (first: Int, last: Int) {
    var sure = (first: -1, last: -1)
    var helper = (first: -1, last: -1)
    var open = (first: -1, last: -1)
    var seldom = -1
    for token in range where columns.flags(token).contains(.finite) {
      if !seesMarks && isMasked(token) { continue }
      let forms = verbForms(token)
      if forms.isDisjoint(with: .finite) { continue }
      if token > range.lowerBound, has(token - 1, .zu) { continue }
      if has(token, .seldomVerb) {
        // "Reisende nutzen bitte den Zug", but "er bitte um Geduld".
        seldom = token
      } else if forms.isDisjoint(with: [.infinitive, .participle]) {
        if sure.first < 0 || isNounRather(sure.first) { sure.first = token }
        sure.last = token
      } else {
        if !forms.isDisjoint(with: .helper) {
          if helper.first < 0 { helper.first = token }
          helper.last = token
        }
        if open.first < 0 { open.first = token }
        open.last = token
      }
    }
    if sure.first >= 0 {
      // "bezeichnet den Plan als gut und nimmt ihn an": no auxiliary makes the first verb a participle.
      if open.first >= 0, open.first < sure.first, !hasAuxiliary(range), joinsVerbs(open.first..<sure.first) {
        return (open.first, sure.last)
      }
      return sure
    }
    if helper.first >= 0 { return helper }
    return open.first >= 0 ? (open.first, open.first) : (seldom, seldom)
  }

  /// "Quelle der Zahlen ist das Amt": in front of another finite verb a word in -e with a capital is a noun; a verb in the
  /// Konjunktiv does not begin a sentence, unless it is a helper ("Möge er kommen").
  func isNounRather(_ token: Int) -> Bool {
    let facts = columns.facts(token)
    return columns.isCapital(token) && facts.hasAdjectiveEnding && facts.verb.isDisjoint(with: .helper)
  }

  func hasAuxiliary(_ range: Range<Int>) -> Bool {
    range.contains { !isMasked($0) && columns.facts($0).verb.contains(.auxiliary) }
  }

  /// Whether two verbs are joined by "und" with no capitalised word right after it, which would begin another clause.
  func joinsVerbs(_ range: Range<Int>) -> Bool {
    guard let and = range.last(where: { isVisible($0) && has($0, .and) }) else { return false }
    return range.upperBound - and <= 2 && columns.facts(range.lowerBound).verb.isDisjoint(with: .infinitive)
  }

  /// Konjunktiv I, Konjunktiv II or indicative. Where forms coincide Konjunktiv I is taken only for the third person.
  func mood(_ verb: Int, _ range: Range<Int>) -> VerbForms {
    let forms = columns.facts(verb).verb
    // "Liebe Frau Lind," is no verb, "Suche Wohnung" one of the first person.
    if isNounRather(verb) { return .indicative }
    if forms.contains(.konjunktiv1) {
      if !forms.contains(.indicative) { return forms.contains(.infinitive) ? .indicative : .konjunktiv1 }
      // "sage" is Konjunktiv for er and indicative for ich; "sagen" is rather indicative.
      return forms.contains(.infinitive) || range.contains(where: { has($0, .firstPerson) })
        ? .indicative : .konjunktiv1
    }
    if forms.contains(.konjunktiv2) && !forms.contains(.indicative) { return .konjunktiv2 }
    return .indicative
  }
}
