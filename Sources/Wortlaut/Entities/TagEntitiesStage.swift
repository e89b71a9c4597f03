public struct TagEntitiesStage: Stage {
  public static let name: StageName = "tag-entities"
  public static let summary = "finds named entities by lexicons"
  public static let settings = [
    Setting("lexicons", .lexicons(default: []), help: "lexicons by name or path; later ones outrank earlier ones"),
    Setting("as", .text(default: "entities"), help: "the layer to write"),
  ]
  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.tokens, .sentences], provides: [LayerName(rawValue: settings.text("as") ?? "entities")])
  }
  public init(_ settings: StageSettings, context: StageContext) throws {}
  public func makeWorker() throws -> any StageWorker { Worker() }
  struct Worker: StageWorker { mutating func process(_ document: inout Document) throws {} }
}
