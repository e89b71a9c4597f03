/// What a document has named in full, so that short forms mean the same: "Mischustin" after "Michail Mischustin",
/// "Wetzlaff" after "Wetzlaff GmbH", "ZDH" after "Zentralverband des Deutschen Handwerks (ZDH)".
struct NameMemory {
  /// A person or organisation that the document has named.
  private struct Known {
    var referent: Entity.Referent
    /// The first token of the name in full.
    var at: Int
  }

  /// The labels after remembering.
  private(set) var labels: [EntityLabel] = []
  /// By the key of the short form, in the order of the text.
  private var persons: [UInt64: [Known]] = [:]
  private var organisations: [UInt64: [Known]] = [:]
  /// A bit for each key in both, so that most words need no look-up.
  private var filter = SIMD4<UInt64>()
  private var senses = NameSenses()

  /// Takes over the finder's labels and mends them by what the document says elsewhere.
  mutating func read(_ document: borrowing Document, _ finder: inout NameFinder, _ referents: inout Referents) {
    labels.removeAll(keepingCapacity: true)
    labels.append(contentsOf: finder.labels)
    persons.removeAll(keepingCapacity: true)
    organisations.removeAll(keepingCapacity: true)
    filter = .zero
    collect(document, finder, &referents)
    senses.unify(document, &labels)
    if persons.isEmpty && organisations.isEmpty { return }
    for sentence in document.sentences {
      for token in sentence.tokens where labels[token] != .insidePerson && labels[token].form == nil {
        let shape = document.tokens[token].shape
        guard shape.contains(.capitalized), mayBeKnown(document.key(of: token), finder, token) else { continue }
        let person = Self.known(document, token, persons)
        let isPerson = person != nil
        guard isPerson || Self.known(document, token, organisations) != nil else { continue }
        let isAlone = labels[token] == .outside || (labels[token].inside != nil && !isFollowed(token))
        let label: EntityLabel = isPerson ? .beginPerson : .beginOrganisation
        guard isAlone, labels[token] != label else { continue }
        let isFirst = token == sentence.tokens.lowerBound
        if labels[token] == .outside, isWord(token, finder, isFirst: isFirst) { continue }
        // A listed name stays, but where it is one only on evidence: after "Anna Wolf" that is her.
        let match = Int(finder.matchNumbers[token])
        if match != 0, labels[token] != .outside, !isPerson || !finder.needsEvidence(finder.matches[match - 1]) {
          continue
        }
        // What is weighed before anyone of this name has appeared stays: "Wetzlaff baut Pumpen. Gründer Karl Wetzlaff …"
        if let person, person.at > token, labels[token] != .outside { continue }
        // "Herr Wetzlaff" is not the firm.
        if !isPerson, !isFirst, finder.isTitle(token - 1) || labels[token - 1] == .beginPerson { continue }
        labels[token] = label
      }
    }
  }

  /// Lets go of what is too large to keep for the next document.
  mutating func release() { labels.dropIfVeryLarge() }

  /// Whether a token outside names may be the word that a surname also is. A compound that no list has is the surname
  /// ("Zweibrand"); so is, within a sentence, a word that is no noun and has a capital all the same ("lachte Kurz").
  private func isWord(_ token: Int, _ finder: borrowing NameFinder, isFirst: Bool) -> Bool {
    let facts = finder.profile(token).facts
    if !facts.contains(.isCommon) || facts.contains(.isCompound) { return false }
    return isFirst || facts.contains(.isNoun)
  }

  private func isFollowed(_ token: Int) -> Bool {
    token + 1 < labels.count && labels[token + 1] == labels[token].inside
  }

  /// The names of two words and more, by what they are called in short, and those of one that no list knows.
  private mutating func collect(
    _ document: borrowing Document, _ finder: NameFinder, _ referents: inout Referents
  ) {
    senses.reset()
    var token = 0
    while token < labels.count {
      let label = labels[token]
      guard label == .beginPerson || label == .beginOrganisation || label == .beginLocation, let inside = label.inside
      else {
        token += 1
        continue
      }
      var end = token + 1
      while end < labels.count, labels[end] == inside { end += 1 }
      if label == .beginPerson {
        leaveOutTitles(&token, end, document, finder)
        markParty(after: end, document, finder)
      }
      if end - token == 1 {
        if finder.matchNumbers[token] == 0, finder.profile(token).category == .unknown { senses.note(token) }
      } else if label == .beginOrganisation {
        collect(organisation: token..<end, document, finder, &referents)
      } else if label == .beginPerson, document.tokens[end - 1].shape.contains(.capitalized) {
        note(document.key(of: end - 1), token..<end, isPerson: true, document, finder, &referents)
      }
      token = end
    }
  }

  /// "Frau Dr. Lind": titles stand outside the name.
  private mutating func leaveOutTitles(
    _ start: inout Int, _ end: Int, _ document: borrowing Document, _ finder: NameFinder
  ) {
    while end - start > 1, document.tokens[start].kind == .abbreviation, finder.isTitle(start) {
      labels[start] = .outside
      start += 1
      labels[start] = .beginPerson
    }
  }

  /// "Anna Lind (Grüne)": what stands in brackets after a person and is listed as an organisation is one, even if it is also
  /// a word.
  private mutating func markParty(after end: Int, _ document: borrowing Document, _ finder: NameFinder) {
    guard end + 2 < labels.count, labels[end + 1] == .outside, finder.matchNumbers[end + 1] != 0,
      Acronyms.isSign(document, end, 0x28)
    else { return }
    let match = finder.matches[Int(finder.matchNumbers[end + 1]) - 1]
    let after = match.tokens.upperBound
    // "(Grüne)", "(Grüne, Wahlkreis Nord)"
    guard match.tokens.lowerBound == end + 1, after < labels.count,
      Acronyms.isSign(document, after, 0x29) || Acronyms.isSign(document, after, 0x2C),
      finder.lexicon.type(finder.lexicon.entry(finder.lexicon.form(match.form))) == .organisation
    else { return }
    for inside in match.tokens { labels[inside] = .insideOrganisation }
    labels[end + 1] = .beginOrganisation
  }

  /// The one word before a legal form, a first word that no list knows ("Brandtec" after "Brandtec Fördertechnik"),
  /// and the letters in brackets after a name or before it.
  private mutating func collect(
    organisation tokens: Range<Int>, _ document: borrowing Document, _ finder: NameFinder,
    _ referents: inout Referents
  ) {
    var end = tokens.upperBound
    while end > tokens.lowerBound, finder.isLegalForm(end - 1) { end -= 1 }
    let first = tokens.lowerBound
    let isUnknown = finder.matchNumbers[first] == 0 && finder.profile(first).category == .unknown
    if end - first == 1 ? end < tokens.upperBound : end > first && isUnknown {
      note(document.key(of: first), tokens, isPerson: false, document, finder, &referents)
    }
    for acronym in [Acronyms.after(tokens, document), Acronyms.before(tokens, document)].compactMap({ $0 }) {
      note(document.key(of: acronym), tokens, isPerson: false, document, finder, &referents)
      if labels[acronym] == .outside { labels[acronym] = .beginOrganisation }
    }
  }

  /// Remembers a name by the key of its short form.
  private mutating func note(
    _ key: UInt64, _ tokens: Range<Int>, isPerson: Bool, _ document: borrowing Document, _ finder: NameFinder,
    _ referents: inout Referents
  ) {
    let listed = finder.match(tokens).map { referents.referent(finder.lexicon.form($0.form).entry) }
    let referent = Entity.Referent(
      type: isPerson ? .person : .organisation, name: listed?.name ?? Self.name(document, tokens), id: listed?.id,
      source: "memory")
    let known = Known(referent: referent, at: tokens.lowerBound)
    if isPerson { Self.add(known, key, &persons) } else { Self.add(known, key, &organisations) }
    filter[Int(key & 3)] |= 1 << (key >> 58)
  }

  private static func add(_ known: Known, _ key: UInt64, _ names: inout [UInt64: [Known]]) {
    if names[key]?.last?.referent.name != known.referent.name { names[key, default: []].append(known) }
  }

  /// Whether a token may be known, as it stands or without a genitive -s; wrong only in rare cases that are not.
  @inline(__always)
  private func mayBeKnown(_ key: UInt64, _ finder: borrowing NameFinder, _ token: Int) -> Bool {
    guard let stem = finder.stem(token) else { return true }
    return filter[Int(key & 3)] & 1 << (key >> 58) != 0 || filter[Int(stem & 3)] & 1 << (stem >> 58) != 0
  }

  /// What a single token names: the nearest that is named in full before it, else the first after it.
  private static func known(_ document: borrowing Document, _ token: Int, _ names: [UInt64: [Known]]) -> Known? {
    if names.isEmpty { return nil }
    if let known = nearest(names[document.key(of: token)], token) { return known }
    let stem = document.withNorm(of: token) { bytes -> UInt64? in
      guard bytes.count > 3 else { return nil }
      for ending in [LexiconMatcher.Ending.s, .apostrophe] {
        guard let stem = ending.stem(bytes) else { continue }
        var scratch: [UInt8] = []
        return TokenKey.hash(stem, scratch: &scratch)
      }
      return nil
    }
    return stem.flatMap { nearest(names[$0], token) }
  }

  /// The last that stands before a token, else the first after it.
  private static func nearest(_ all: [Known]?, _ token: Int) -> Known? {
    guard let all else { return nil }
    return all[max(all.firstIndex(notBefore: { $0.at <= token }) - 1, 0)]
  }

  /// What these tokens name, if the document has named them in full.
  func known(_ document: borrowing Document, _ tokens: Range<Int>, _ type: EntityType) -> Entity.Referent? {
    switch type {
    case .person: Self.known(document, tokens.upperBound - 1, persons)?.referent
    case .organisation: Self.known(document, tokens.upperBound - 1, organisations)?.referent
    default: nil
    }
  }

  /// Whether tokens have no norms and at most a space stands between them.
  private static func isPlain(_ document: borrowing Document, _ tokens: Range<Int>) -> Bool {
    var end = document.tokens[tokens.lowerBound].span.start
    for token in tokens {
      let span = document.tokens[token].span
      if document.tokens[token].hasNorm || span.start > end + 1 || span.start > end && document.text[end] != 0x20 {
        return false
      }
      end = span.end
    }
    return true
  }

  /// The text of the tokens with single spaces for blanks between them.
  static func name(_ document: borrowing Document, _ tokens: Range<Int>) -> String {
    let span = Span(document.tokens[tokens.lowerBound].span.start, document.tokens[tokens.upperBound - 1].span.end)
    if isPlain(document, tokens) {
      return document.text.withUnsafeBufferPointer {
        String(decoding: UnsafeBufferPointer(rebasing: $0[span.range]), as: UTF8.self)
      }
    }
    var name: [UInt8] = []
    name.reserveCapacity(span.count)
    for token in tokens {
      if token > tokens.lowerBound, document.tokens[token].shape.contains(.spaceBefore) { name.append(0x20) }
      document.withNorm(of: token) { name.append(contentsOf: $0) }
    }
    return String(decoding: name, as: UTF8.self)
  }
}
