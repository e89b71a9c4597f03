/// Names that end in a legal form: "Alpenland GmbH & Co. KG", "Tierschutz Nord e. V."
///
/// The form is part of a firm's name (HGB § 19, GmbHG § 4, AktG § 4), so where it stands, an organisation's name ends, and
/// only where the name begins is weighed.
extension NameFinder {
  /// Labels the names that end in the legal forms of a sentence.
  mutating func mendLegalForms(_ document: borrowing Document, _ tokens: Range<Int>) {
    var token = tokens.lowerBound + 1
    while token < tokens.upperBound {
      guard isLegalForm(token) else {
        token += 1
        continue
      }
      var end = token + 1
      while end < tokens.upperBound, profile(end).category == .legalForm || isLegalForm(end) { end += 1 }
      while !isLegalForm(end - 1) { end -= 1 }
      if let start = start(document, of: token, tokens) { label(start..<end, tokens) }
      token = end
    }
  }

  /// Not the "&" that stands between two of them. Inlined, else the whole finder is copied for it.
  @inline(__always)
  func isLegalForm(_ token: Int) -> Bool {
    let facts = profile(token).facts
    if profile(token).category == .legalForm { return facts.isDisjoint(with: .joins) }
    guard facts.contains(.inLegalForm) else { return false }
    let other = facts.contains(.capitalized) ? token - 1 : token + 1
    guard labels.indices.contains(other) else { return false }
    let otherFacts = profile(other).facts
    return otherFacts.contains(.inLegalForm) && otherFacts.contains(.capitalized) != facts.contains(.capitalized)
  }

  /// Where the name before a legal form begins; nil where there is none. Mutating, though it changes nothing: else the
  /// whole finder is copied for it.
  private mutating func start(_ document: borrowing Document, of form: Int, _ tokens: Range<Int>) -> Int? {
    var start = form
    while start > tokens.lowerBound, form - start < 8, isPart(document, start - 1, of: form, start) { start -= 1 }
    while start < form, profile(start).category == .legalForm || profile(start).category == .number { start += 1 }
    // What has been weighed may reach further back.
    while start > tokens.lowerBound, labels[start] == .insideOrganisation, labels[start - 1].type == .organisation,
      labels[start - 1].form == nil
    {
      start -= 1
    }
    return start < form ? start : nil
  }

  /// Whether a token belongs to the name that reaches from `start` to a legal form.
  private mutating func isPart(_ document: borrowing Document, _ token: Int, of form: Int, _ start: Int) -> Bool {
    let facts = profile(token).facts
    switch profile(token).category {
    case .legalForm: return facts.contains(.joins) && start < form
    case .number: return start < form
    case .low, .smallRole, .role, .comma, .open, .close, .dash, .quote, .colon, .slash, .mark, .particle, .edge:
      return false
    default: break
    }
    guard facts.contains(.capitalized) else { return false }
    if !facts.contains(.isCommon) || profile(token).category == .organisationHead { return true }
    // Nouns in -erei are trades ("Bäckerei Schmidt GmbH").
    if facts.contains(.isNoun), document.withNorm(of: token, { $0.suffix(4).elementsEqual("erei".utf8) }) {
      return true
    }
    // Associations and cooperatives are called by what they are for: "Förderverein Freibad Lauenau e. V.".
    if facts.contains(.isNoun), document.withNorm(of: form, { $0.first == 0x65 }) { return true }
    // "Autobahn GmbH", but "des Herstellers Nordholz SE", and no article at a sentence's start.
    return start == form && facts.contains(.isNoun) || labels[token].type == .organisation && labels[token] != .outside
  }

  private mutating func label(_ name: Range<Int>, _ tokens: Range<Int>) {
    setLabel(name.lowerBound, .beginOrganisation)
    for token in name.dropFirst() { setLabel(token, .insideOrganisation) }
    // What went on beyond has lost its beginning, unless it goes on with this name.
    var next = name.upperBound
    while next < tokens.upperBound, labels[next] != .insideOrganisation,
      EntityLabel.allCases.contains(where: { $0.inside == labels[next] })
    {
      setLabel(next, .outside)
      next += 1
    }
  }
}
