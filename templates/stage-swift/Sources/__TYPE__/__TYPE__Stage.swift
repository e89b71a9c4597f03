import Wortlaut

/// One element of the layer `__NAME__`. Put what you want to know in its place.
struct __TYPE__: Codable, Sendable {
  /// Bytes of the text here; exports write it in their own unit.
  var span: Span
  /// How many words the sentence has.
  var words: Int
}

/// Says how many words each sentence has.
struct __TYPE__Stage: Stage {
  static let name: StageName = "__NAME__"
  static let summary = "says how many words each sentence has"
  static let layer = LayerKey<[__TYPE__]>("__NAME__")
  static let settings = [
    Setting("at-least", .integer(0...1000, default: 0), help: "leave out sentences with fewer words")
  ]

  static func layers(_ settings: StageSettings) -> StageLayers {
    StageLayers(requires: [.tokens, .sentences], provides: [layer.name])
  }

  let minimum: Int

  init(_ settings: StageSettings, context: StageContext) throws {
    minimum = settings.integer("at-least")
  }

  func makeWorker() throws -> any StageWorker { Worker(minimum: minimum) }

  struct Worker: StageWorker {
    let minimum: Int

    mutating func process(_ document: inout Document) throws {
      document[__TYPE__Stage.layer] = document.sentences.compactMap { sentence in
        let words = document.tokens[sentence.tokens].count { $0.kind == .word }
        return words < minimum ? nil : __TYPE__(span: sentence.span, words: words)
      }
    }
  }
}
