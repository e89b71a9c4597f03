/// Newspapers that share their names with things, where a sentence cites them: "die Zeit berichtet", "laut dem Spiegel",
/// "wie der Stern meldet". Neither time nor a mirror nor a star can report.
extension NameFinder {
  /// Labels the newspapers that a sentence cites.
  mutating func mendCitedMedia(_ document: borrowing Document, _ tokens: Range<Int>) {
    var token = tokens.lowerBound
    while token < tokens.upperBound {
      guard matchNumbers[token] != 0 else {
        token += 1
        continue
      }
      let match = matches[Int(matchNumbers[token]) - 1]
      // "Die Zeit" is listed with its article, "Spiegel" without.
      let name = match.tokens.upperBound - 1
      let isWithArticle = match.tokens.count == 2 && classes(document, token).contains(.article)
      if match.tokens.count == 1 || isWithArticle, labels[token] == .outside, labels[name] == .outside,
        isNewspaper(document, name), isCited(document, name, tokens)
      {
        setLabel(name, .beginOrganisation)
      }
      token = match.tokens.upperBound
    }
  }

  /// Whether the lexicon of media has the word, alone or after an article, as a name only on evidence.
  private func isNewspaper(_ document: borrowing Document, _ token: Int) -> Bool {
    let key = document.key(of: token)
    if isMedium(key) { return true }
    return Self.articles.contains { isMedium(LexiconTables.chain($0, key)) }
  }

  private static let articles = ["der", "die", "das"].map { LexiconTables.chain(0, TokenKey.hash($0)) }

  private func isMedium(_ sequence: UInt64) -> Bool {
    guard var form = lexicon.slot(sequence)?.forms else { return false }
    while form != 0 {
      let record = lexicon.form(form)
      if record.flags & LexiconFlags.evidence.rawValue != 0, lexicon.source(lexicon.entry(record)) == "media" {
        return true
      }
      form = record.next
    }
    return false
  }

  private func isCited(_ document: borrowing Document, _ name: Int, _ tokens: Range<Int>) -> Bool {
    func has(_ token: Int, _ classes: NameWords) -> Bool {
      tokens.contains(token) && !self.classes(document, token).isDisjoint(with: classes)
    }
    func isMark(_ token: Int) -> Bool { !tokens.contains(token) || document.tokens[token].kind == .punctuation }
    let next = name + 1
    let before = has(name - 1, .article) ? name - 2 : name - 1
    if has(next, .citingAfter) { return true }
    if has(before, .citingBefore) { return !has(next, .apart) }
    // The verb stands last in the clause, or right after the subject that opens the sentence.
    let end = (next..<min(tokens.upperBound, next + 10)).first { isMark($0) } ?? tokens.upperBound
    if has(before, .citingLike), isMark(before - 1) { return has(end - 1, .citingVerb) && end > next }
    if isMark(before), has(next, .citingVerb) { return !has(end - 1, .apart) }
    // "…“, berichtet der Spiegel."
    return has(before, .citingVerb) && isMark(before - 1) && before > tokens.lowerBound && !has(end - 1, .apart)
  }

  /// What the word lists say of a token's word as it stands.
  private func classes(_ document: borrowing Document, _ token: Int) -> NameWords {
    document.withNorm(of: token) { word in
      var key: [UInt8] = []
      TokenKey.append(word, to: &key)
      return profiler.image.word(SuffixHash.hash(key))?.classes ?? []
    }
  }
}
