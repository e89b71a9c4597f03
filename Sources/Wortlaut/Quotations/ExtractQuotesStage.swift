public struct ExtractQuotesStage: Stage {
  public static let name: StageName = "extract-quotes"
  public static let summary = "finds direct and indirect speech with speaker, cue and frame"
  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.blocks, .tokens, .sentences, .entities], provides: [.quotes, .marks])
  }
  public init(_ settings: StageSettings, context: StageContext) throws {}
  public func makeWorker() throws -> any StageWorker { Worker() }
  struct Worker: StageWorker { mutating func process(_ document: inout Document) throws {} }
}
