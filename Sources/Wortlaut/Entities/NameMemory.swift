/// What a document has named in full, so that short forms mean the same: "Mischustin" after "Michail Mischustin".
struct NameMemory {
  /// A person or organisation that the document has named.
  struct Known {
    var name: String
    var id: String?
  }

  /// The labels after remembering.
  private(set) var labels: [EntityLabel] = []
  private var persons: [UInt64: Known] = [:]
  /// A bit for each key in `persons`, so that most words need no look-up.
  private var filter = SIMD4<UInt64>()

  /// Takes over the finder's labels and mends them by what the document says elsewhere.
  mutating func read(_ document: borrowing Document, _ finder: inout NameFinder) {
    labels.removeAll(keepingCapacity: true)
    labels.append(contentsOf: finder.labels)
    persons.removeAll(keepingCapacity: true)
    filter = .zero
    collect(document, finder)
    if persons.isEmpty { return }
    for sentence in document.sentences {
      for token in sentence.tokens where labels[token] != .insidePerson && labels[token].form == nil {
        let shape = document.tokens[token].shape
        guard shape.contains(.capitalized), mayBeKnown(document.keys[token], finder, token),
          known(document, token) != nil
        else { continue }
        let isAlone = labels[token] == .outside || (labels[token].inside != nil && !isFollowed(token))
        guard isAlone, labels[token] != .beginPerson else { continue }
        if labels[token] == .outside, isWord(token, finder, isFirst: token == sentence.tokens.lowerBound) { continue }
        if finder.matchNumbers[token] != 0, labels[token] != .outside { continue }
        labels[token] = .beginPerson
      }
    }
  }

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

  /// The last words of names of persons of two words and more.
  private mutating func collect(_ document: borrowing Document, _ finder: NameFinder) {
    var token = 0
    while token < labels.count {
      guard labels[token] == .beginPerson else {
        token += 1
        continue
      }
      var end = token + 1
      while end < labels.count, labels[end] == .insidePerson { end += 1 }
      if end - token > 1, document.tokens[end - 1].shape.contains(.capitalized) {
        var known = Known(name: Self.name(document, token..<end))
        let number = finder.matchNumbers[token]
        if number != 0, finder.matches[Int(number) - 1].tokens == token..<end {
          let entry = finder.lexicon.entry(finder.lexicon.form(finder.matches[Int(number) - 1].form))
          known = Known(name: finder.lexicon.name(entry), id: finder.lexicon.id(entry))
        }
        let key = document.keys[end - 1]
        if persons[key] == nil { persons[key] = known }
        filter[Int(key & 3)] |= 1 << (key >> 58)
      }
      token = end
    }
  }

  /// Whether a token may be known, as it stands or without a genitive -s; wrong only in rare cases that are not.
  @inline(__always)
  private func mayBeKnown(_ key: UInt64, _ finder: borrowing NameFinder, _ token: Int) -> Bool {
    guard let stem = finder.stem(token) else { return true }
    return filter[Int(key & 3)] & 1 << (key >> 58) != 0 || filter[Int(stem & 3)] & 1 << (stem >> 58) != 0
  }

  /// Whom a single token names.
  private func known(_ document: borrowing Document, _ token: Int) -> Known? {
    if persons.isEmpty { return nil }
    if let known = persons[document.keys[token]] { return known }
    let stem = document.withNorm(of: token) { bytes -> UInt64? in
      guard bytes.count > 3 else { return nil }
      for ending in [LexiconMatcher.Ending.s, .apostrophe] {
        guard let stem = ending.stem(bytes) else { continue }
        var scratch: [UInt8] = []
        return TokenKey.hash(stem, scratch: &scratch)
      }
      return nil
    }
    return stem.flatMap { persons[$0] }
  }

  /// Whom these tokens name, if the document has named them in full.
  func known(_ document: borrowing Document, _ tokens: Range<Int>, _ type: EntityType) -> Known? {
    type == .person ? known(document, tokens.upperBound - 1) : nil
  }

  /// The text of the tokens with single spaces for blanks between them.
  static func name(_ document: borrowing Document, _ tokens: Range<Int>) -> String {
    var name = ""
    for token in tokens {
      if token > tokens.lowerBound, document.tokens[token].shape.contains(.spaceBefore) { name += " " }
      name += document.norm(of: token)
    }
    return name
  }
}
