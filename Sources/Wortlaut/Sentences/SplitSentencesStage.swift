public struct SplitSentencesStage: Stage {
  public static let name: StageName = "split-sentences"
  public static let summary = "finds sentences"
  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.blocks, .tokens], provides: [.sentences])
  }
  public init(_ settings: StageSettings, context: StageContext) throws {}
  public func makeWorker() throws -> any StageWorker { Worker() }
  struct Worker: StageWorker {
    mutating func process(_ document: inout Document) throws {
      var first = 0
      for index in document.tokens.indices {
        let token = document.tokens[index]
        let isEnd = token.span.count == 1 && [0x2E, 0x21, 0x3F].contains(document.text[token.span.start])
        if isEnd || index == document.tokens.count - 1 {
          document.sentences.append(
            Sentence(Span(document.tokens[first].span.start, token.span.end), tokens: first..<index + 1))
          first = index + 1
        }
      }
    }
  }
}
