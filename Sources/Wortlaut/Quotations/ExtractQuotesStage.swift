/// Finds what people are reported to have said, with speaker, cue and frame, by rules over word lists.
///
/// See ``QuotationReader`` for the order of work. Costs one pass over the tokens; sentences without a word of speech are
/// passed over.
public struct ExtractQuotesStage: Stage {
  public static let name: StageName = "extract-quotes"
  public static let summary = "finds direct and indirect speech with speaker, cue and frame"

  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.blocks, .tokens, .sentences, .entities], provides: [.quotes, .marks])
  }

  private let lexicon: QuotationLexicon

  public init(_ settings: StageSettings, context: StageContext) throws {
    lexicon = try QuotationLexicon(data: context.data)
  }

  public var dataFingerprint: UInt64 { lexicon.contentHash }

  public func makeWorker() throws -> any StageWorker { Worker(reader: QuotationReader(lexicon: lexicon)) }

  struct Worker: StageWorker {
    let reader: QuotationReader

    mutating func process(_ document: inout Document) throws {
      reader.read(&document)
      reader.write(to: &document)
    }
  }
}
