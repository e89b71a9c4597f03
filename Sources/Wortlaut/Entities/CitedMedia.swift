/// Newspapers that share their names with things, where a sentence cites them: "die Zeit berichtet", "laut dem Spiegel",
/// "wie der Stern meldet", "sagte sie dem Stern". Neither time nor a mirror nor a star can report or be told.
struct CitedMedia {
  private let lexicon: LexiconImage
  private let evidence: EvidenceImage

  init(_ lexicon: LexiconImage, _ evidence: EvidenceImage) {
    self.lexicon = lexicon
    self.evidence = evidence
  }

  /// The token that names a newspaper, if a match is one that the sentence cites. "Die Zeit" is listed with its article
  /// and without; the article is no part of the name.
  func cited(_ match: LexiconMatch, _ document: borrowing Document, _ tokens: Range<Int>) -> Int? {
    let (first, name) = (match.tokens.lowerBound, match.tokens.upperBound - 1)
    guard name - first < 2, !match.isInflected, first == name || classes(document, first).contains(.article),
      let medium = medium(document.key(of: name))
    else { return nil }
    return isCited(document, name, tokens) || isTold(document, name, medium, tokens) ? name : nil
  }

  /// The entry of the lexicon of media that has the word as a name only on evidence.
  private func medium(_ key: UInt64) -> LexiconTables.Entry? {
    guard var form = lexicon.slot(key)?.forms else { return nil }
    while form != 0 {
      let record = lexicon.form(form)
      let entry = lexicon.entry(record)
      if record.flags & LexiconFlags.evidence.rawValue != 0, lexicon.source(entry) == "media" { return entry }
      form = record.next
    }
    return nil
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

  /// Whether somebody tells the paper something: "das sagte sie dem Stern", "im Gespräch mit der Zeit".
  private func isTold(
    _ document: borrowing Document, _ name: Int, _ medium: LexiconTables.Entry, _ tokens: Range<Int>
  ) -> Bool {
    let article = name - 1
    guard tokens.contains(article - 1) else { return false }
    let ofArticle = classes(document, article)
    guard ofArticle.contains(.dative) else { return false }
    let before = classes(document, article - 1)
    if before.contains(.citingWith) {
      return tokens.contains(article - 2) && classes(document, article - 2).contains(.talk)
    }
    let next = name + 1
    if tokens.contains(next), classes(document, next).contains(.told) { return !before.contains(.apart) }
    guard !tokens.contains(next) || document.tokens[next].kind == .punctuation, !before.contains(.apart) else {
      return false
    }
    // "der" is a dative only after a subject ("sagte sie der Zeit"), or before a paper that is called "Die …".
    if before.contains(.telling) { return !ofArticle.contains(.nominative) || hasFeminineArticle(medium) }
    var token = article - 2
    while tokens.contains(token), name - token < 12, document.tokens[token].kind != .punctuation {
      if classes(document, token).contains(.telling) { return true }
      token -= 1
    }
    return false
  }

  private func hasFeminineArticle(_ medium: LexiconTables.Entry) -> Bool {
    guard let first = lexicon.name(medium).split(separator: " ").first else { return false }
    return Array(first.utf8).withUnsafeBufferPointer { classes($0) }.contains(.feminine)
  }

  /// What the word lists say of a token's word as it stands.
  private func classes(_ document: borrowing Document, _ token: Int) -> NameWords {
    document.withNorm(of: token) { classes($0) }
  }

  private func classes(_ word: UnsafeBufferPointer<UInt8>) -> NameWords {
    var key: [UInt8] = []
    TokenKey.append(word, to: &key)
    return evidence.word(SuffixHash.hash(key))?.classes ?? []
  }
}
