/// Newspapers that share their names with things, where a sentence cites them: "die Zeit berichtet", "laut dem Spiegel",
/// "wie der Stern meldet". Neither time nor a mirror nor a star can report.
struct CitedMedia {
  private let lexicon: LexiconImage
  private let evidence: EvidenceImage

  init(_ lexicon: LexiconImage, _ evidence: EvidenceImage) {
    self.lexicon = lexicon
    self.evidence = evidence
  }

  /// The token that names a newspaper, if a match is one that the sentence cites. "Die Zeit" is listed with its article,
  /// "Spiegel" without; the article is no part of the name.
  func cited(_ match: LexiconMatch, _ document: borrowing Document, _ tokens: Range<Int>) -> Int? {
    let (first, name) = (match.tokens.lowerBound, match.tokens.upperBound - 1)
    guard name - first < 2, !match.isInflected, first == name || classes(document, first).contains(.article) else {
      return nil
    }
    return isNewspaper(document.key(of: name)) && isCited(document, name, tokens) ? name : nil
  }

  /// Whether the lexicon of media has the word, alone or after an article, as a name only on evidence.
  private func isNewspaper(_ key: UInt64) -> Bool {
    isMedium(key) || Self.articles.contains { isMedium(LexiconTables.chain($0, key)) }
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
    func isMark(_ token: Int) -> Bool { !tokens.contains(token) || document.tokens[token].kind == .punctuation }
    func has(_ token: Int, _ wanted: NameWords) -> Bool {
      !isMark(token) && !classes(document, token).isDisjoint(with: wanted)
    }
    let next = name + 1
    let before = has(name - 1, .article) ? name - 2 : name - 1
    if has(next, .citingAfter) { return true }
    if has(before, .citingBefore) { return !has(next, .apart) }
    // The verb stands last in the clause, or right after the subject that opens the sentence.
    let end = (next..<min(tokens.upperBound, next + 10)).first { isMark($0) } ?? tokens.upperBound
    if has(before, .citingLike), isMark(before - 1) { return end > next && has(end - 1, .citingVerb) }
    if isMark(before), has(next, .citingVerb) { return !has(end - 1, .apart) }
    // "…“, berichtet der Spiegel."
    return has(before, .citingVerb) && isMark(before - 1) && before > tokens.lowerBound && !has(end - 1, .apart)
  }

  /// What the word lists say of a token's word as it stands.
  private func classes(_ document: borrowing Document, _ token: Int) -> NameWords {
    document.withNorm(of: token) { word in
      var key: [UInt8] = []
      TokenKey.append(word, to: &key)
      return evidence.word(SuffixHash.hash(key))?.classes ?? []
    }
  }
}
