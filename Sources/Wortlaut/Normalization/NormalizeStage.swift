public struct NormalizeStage: Stage {
  public static let name: StageName = "normalize"
  public static let summary = "gives tokens their normal form where it differs from the text"
  public static let settings = [
    Setting("spelling", .choice(["keep", "reformed"], default: "keep"), help: "")
  ]
  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.tokens], provides: [.norms])
  }
  public init(_ settings: StageSettings, context: StageContext) throws {}
  public func makeWorker() throws -> any StageWorker { Worker() }
  struct Worker: StageWorker { mutating func process(_ document: inout Document) throws {} }
}
