extension StageRegistry {
  /// The stages that come with the library.
  public static let builtIn: StageRegistry = {
    var registry = StageRegistry()
    registry.register(LayoutStage.self)
    registry.register(TokenizeStage.self)
    registry.register(NormalizeStage.self)
    registry.register(SplitSentencesStage.self)
    registry.register(TagEntitiesStage.self)
    registry.register(ExtractQuotesStage.self)
    registry.register(ExecStage.self)
    return registry
  }()
}
