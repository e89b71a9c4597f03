/// The evidence that `tag-entities` weighs, by name: what learning reads and `explain` shows.
///
/// Slow, for people and for training; tagging itself works on hashes and never builds a name.
public struct EntityEvidence {
  let evidence: EvidenceImage
  var finder: NameFinder

  /// What was seen of one token.
  public struct TokenEvidence: Sendable, Equatable {
    /// Index into ``Document/tokens``.
    public var token: Int
    /// Each piece of evidence with the distance of the word it was seen at: `-1:w=in`, `0:first`. Empty where the
    /// token cannot be in a name.
    public var names: [String]
  }

  /// Opens the built-in lexicons and word lists.
  public init(data: DataDirectory) throws {
    let context = StageContext(data: data)
    let library = LexiconLibrary()
    let lexicon = try library.open(TagEntitiesStage.builtInLexicons.map { ($0, context.lexiconPath($0)) }).image
    self.init(lexicon, try library.openEvidence(data).image)
  }

  init(_ lexicon: LexiconImage, _ evidence: EvidenceImage) {
    self.evidence = evidence
    finder = NameFinder(lexicon, evidence)
  }

  /// The evidence for every token of a document that has tokens and sentences, by sentence.
  public mutating func read(_ document: inout Document) -> [[TokenEvidence]] {
    document.prepareKeys()
    finder.find(document)
    return document.sentences.map { sentence in
      sentence.tokens.map { token in
        TokenEvidence(token: token, names: finder.evidence(document, token, sentence.tokens) ?? [])
      }
    }
  }
}
