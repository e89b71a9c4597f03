/// Finds sentences: over tokens and blocks, by evidence, not over strings.
public struct SplitSentencesStage: Stage {
  public static let name: StageName = "split-sentences"
  public static let summary = "finds sentences"
  public static let settings = [
    Setting(
      "semicolons", .choice(["auto", "end", "inside"], default: "auto"),
      help: "whether a semicolon before a clause ends a sentence; auto: in legal texts and in old prose"),
    Setting(
      "colons", .choice(["auto", "end", "inside"], default: "auto"),
      help: "whether a colon before a clause ends a sentence; auto: in old prose"),
  ]
  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.blocks, .tokens], provides: [.sentences])
  }

  private let language: TokenLanguage
  private let semicolons: ClauseMarks
  private let colons: ClauseMarks
  public var dataFingerprint: UInt64 { language.fingerprint }

  /// - Throws: ``DataTable/Fault`` if a word list is missing or wrong.
  public init(_ settings: StageSettings, context: StageContext) throws {
    language = try context.language()
    semicolons = .init(settings.text("semicolons"))
    colons = .init(settings.text("colons"))
  }

  public func makeWorker() throws -> any StageWorker {
    Worker(language: language, semicolons: semicolons, colons: colons)
  }

  struct Worker: StageWorker {
    let language: TokenLanguage
    let semicolons: ClauseMarks
    let colons: ClauseMarks

    mutating func process(_ document: inout Document) throws {
      document.sentences.removeAll(keepingCapacity: true)
      var sentences: [Sentence] = []
      swap(&sentences, &document.sentences)
      split(document, into: &sentences, trace: NoSentenceTrace())
      swap(&sentences, &document.sentences)
    }

    fileprivate func split(_ document: borrowing Document, into sentences: inout [Sentence], trace: some SentenceTrace)
    {
      document.text.withUnsafeBufferPointer { text in
        document.tokens.withUnsafeBufferPointer { tokens in
          var splitter = SentenceSplitter(
            text: text, tokens: tokens, classes: language.classes, abbreviations: language.abbreviations,
            semicolons: semicolons, colons: colons, trace: trace)
          splitter.split(document.blocks, into: &sentences)
        }
      }
    }
  }

  /// Splits a document that has tokens and blocks once more and says, in the order of the tokens, where a sentence ends
  /// inside a block, where it could and does not, and why.
  public func decisions(_ document: borrowing Document) -> [SentenceDecision] {
    let recorder = SentenceRecorder()
    var sentences: [Sentence] = []
    Worker(language: language, semicolons: semicolons, colons: colons)
      .split(document, into: &sentences, trace: recorder)
    return recorder.decisions
  }
}
