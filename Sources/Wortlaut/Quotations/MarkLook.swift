extension QuotationReader {
  /// What a marked span shows of itself and its surroundings.
  struct Look {
    var span: MarkedSpan
    var words = 0
    var firstWord = -1
    var hasFiniteVerb = false
    /// Stands alone in its unit.
    var isAlone = false
    /// Stands alone in its unit or begins it.
    var isWhole = false
    /// Follows another marked span, or a dash after one.
    var isTurn = false
    /// The last word is followed by a full stop, question mark or exclamation mark.
    var endsInStop = false
    var afterColon = false
    /// Begins with a capital and holds no lower-case word of content: a name or a title by its shape.
    var isNameShaped = false
    /// A noun stands right before it: „die Zeitschrift ‚Neue Zeit‘“.
    var afterNoun = false
    var naming: NounUses = []
    /// Holds a word that names and terms seldom have: a pronoun, an adverb, an article or preposition.
    var hasFunctionWord = false
    var isAddress = false
    /// Ends like a sentence or has a finite verb.
    var isClause: Bool { endsInStop || hasFiniteVerb }
    var startsWithCapital = false
    var afterIndefinite = false
  }

  private static let phraseWords = ClosedClasses(.determiner, .preposition, .and, .or, .adverb, .degree, .person, .that)
  private static let smallWords = ClosedClasses(.determiner, .preposition, .coordinator, .nameParticle)

  func look(at span: MarkedSpan, _ unit: Range<Int>) -> Look {
    var look = Look(span: span)
    var hasContentWord = false
    for token in span.inside where columns.isWord(token) {
      look.words += 1
      if look.firstWord < 0 { look.firstWord = token }
      if columns.isAddress(token) { look.isAddress = true }
      if columns.isCapital(token) { continue }
      if has(token, any: Self.phraseWords) { look.hasFunctionWord = true }
      if !has(token, any: Self.smallWords) { hasContentWord = true }
      let facts = columns.facts(token)
      if !facts.verb.isDisjoint(with: .finite), !isFunctionWord(token) { look.hasFiniteVerb = true }
    }
    guard look.firstWord >= 0 else { return look }
    look.startsWithCapital = columns.isCapital(look.firstWord) || columns.isNumber(look.firstWord)
    look.endsInStop = columns.sign(span.inside.upperBound - 1) == .stop
    look.isAlone = !unit.contains { mark[$0] < 0 && columns.isWord($0) }
    look.isTurn = followsMark(span.start)
    look.isWhole = look.isAlone || look.isTurn || span.start == unit.lowerBound
    look.isAddress = look.isAddress && look.words == 1
    look.isNameShaped =
      (look.words <= 9 || span.start > 0 && has(span.start - 1, .determiner)) && look.startsWithCapital
      && !look.hasFiniteVerb && !hasContentWord
    if span.start > unit.lowerBound {
      let before = span.start - 1
      look.afterColon = columns.sign(before) == .colon
      look.afterIndefinite = has(before, .indefinite)
      look.naming = columns.facts(before).noun.intersection(.naming)
      // "nannte das Stück „ein Ärgernis“": titles begin with a capital.
      if !look.startsWithCapital, look.hasFunctionWord { look.naming.remove(.beforeTitle) }
      // "Sprüche wie „…“"
      if has(before, .wie), before > unit.lowerBound, columns.facts(before - 1).noun.contains(.beforeSpeech) {
        look.naming = .beforeSpeech
      }
      look.afterNoun = columns.isCapital(before) && columns.isWord(before) && before != unit.lowerBound
      if columns.sign(before) == .openBracket { look.isNameShaped = look.words <= 6 }
      if look.afterNoun, look.words <= 6, look.startsWithCapital, !has(before, .preposition) {
        look.isNameShaped = true
      }
    }
    return look
  }

  private func isFunctionWord(_ token: Int) -> Bool {
    has(token, any: ClosedClasses(.determiner, .preposition, .subordinator, .coordinator, .adverb, .person, .notVerb))
  }

  /// Why a marked span is not speech.
  func verdict(_ look: Look) -> (Mark.Verdict, RuleName) {
    if look.naming.contains(.beforeWord) { return (.word, "after-noun") }
    if look.naming.contains(.beforeTitle) { return (.title, "after-noun") }
    if look.naming.contains(.beforeName) { return (.name, "after-noun") }
    if isTerm { return (look.afterIndefinite ? .word : .name, "named") }
    if look.isNameShaped {
      if look.words > 2 { return (.title, "shape") }
      return look.afterNoun || !look.afterIndefinite ? (.name, "shape") : (.irony, "indefinite")
    }
    if look.words >= 3 && look.startsWithCapital { return (.title, "shape") }
    if look.startsWithCapital { return (.name, "shape") }
    return look.words == 1 ? (.irony, "lower-case") : (.word, "default")
  }
}
