/// Cuts the text into tokens: ICU runs the rules of `lexicons/rules/tokens.rbbi`, and ``TokenCutter`` decides what a
/// rule alone cannot.
public struct TokenizeStage: Stage {
  public static let name: StageName = "tokenize"
  public static let summary = "cuts the text into words, numbers, marks and symbols"
  public static let settings = [
    Setting(
      "convention", .choice(["web", "ud"], default: "web"),
      help: "web: EmpiriST's guideline, compounds whole; ud: Universal Dependencies, compounds and clitics cut"),
    Setting("dates", .choice(["split", "whole"], default: "split"), help: "split: 13.|10.|2012; whole: one token"),
  ]

  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.blocks], provides: [.tokens])
  }

  private let rules: BreakRules
  private let language: TokenLanguage
  private let convention: TokenConvention
  public let dataFingerprint: UInt64

  /// - Throws: ``DataTable/Fault`` or ``ICUError`` if the rules or word lists are missing or wrong.
  public init(_ settings: StageSettings, context: StageContext) throws {
    let (rules, fingerprint) = try TokenRules.load(context.data)
    self.rules = rules
    language = try context.language()
    let isUD = settings.text("convention") == "ud"
    convention = TokenConvention(isUD: isUD, wholeDates: isUD || settings.text("dates") == "whole")
    dataFingerprint = StableHash.mix(fingerprint, language.fingerprint)
  }

  public func makeWorker() throws -> any StageWorker {
    Worker(iterator: try BreakIterator(rules), language: language, convention: convention)
  }

  /// Cuts a document's text once more and says which rule made each token, in the order of the text.
  ///
  /// - Throws: ``ICUError`` if the rules cannot run.
  public func decisions(_ document: borrowing Document) throws -> [TokenDecision] {
    let iterator = try BreakIterator(rules)
    let recorder = TokenRecorder()
    var tokens: [Token] = []
    try document.text.withUnsafeBufferPointer { text in
      try document.blocks.withUnsafeBufferPointer { blocks in
        var cutter = TokenCutter(
          text, blocks: blocks, language: language, convention: convention, trace: recorder, into: &tokens)
        try iterator.forEachBatch(in: text) { ends, statuses in cutter.take(ends, statuses) }
      }
    }
    return recorder.decisions
  }

  struct Worker: StageWorker {
    let iterator: BreakIterator
    let language: TokenLanguage
    let convention: TokenConvention

    mutating func process(_ document: inout Document) throws {
      try document.setTokens { text, blocks, tokens in
        try text.withUnsafeBufferPointer { text in
          try blocks.withUnsafeBufferPointer { blocks in
            // A token takes five to seven bytes of German; one allocation instead of twenty.
            tokens.reserveCapacity(text.count / 5 + 8)
            var cutter = TokenCutter(
              text, blocks: blocks, language: language, convention: convention, trace: NoTokenTrace(), into: &tokens)
            try iterator.forEachBatch(in: text) { ends, statuses in cutter.take(ends, statuses) }
            cutter.finish(into: &tokens)
          }
        }
      }
    }
  }
}

/// Where conventions of tokenization differ.
struct TokenConvention: Sendable {
  /// Universal Dependencies instead of EmpiriST's web guideline.
  var isUD: Bool
  /// "13.10.2012" is one token.
  var wholeDates: Bool
}
