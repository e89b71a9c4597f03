import Wortlaut

/// Measures how hard each sentence is to read, and adds the layer `readability`.
public struct ReadabilityStage: Stage {
  public static let name: StageName = "readability"
  public static let summary = "measures how hard each sentence is to read (LIX)"
  public static let settings = [
    Setting("long", .integer(1...100, default: 7), help: "a word of so many letters counts as long")
  ]

  public static func layers(_ settings: StageSettings) -> StageLayers {
    StageLayers(requires: [.tokens, .norms, .sentences], provides: ["readability"])
  }

  private let long: Int

  public init(_ settings: StageSettings, context: StageContext) {
    long = settings.integer("long")
  }

  /// In every exported table, the LIX of the sentence that a row's span begins in.
  public var tableColumns: [TableColumn] {
    [
      TableColumn("lix", of: "readability") { document, span in
        // Sentences are in order and apart, and so are the layer's elements.
        let measured = document[.readability] ?? []
        let next = measured.partitioningIndex { $0.span.end > span.start }
        return next < measured.count && measured[next].span.contains(span.start) ? "\(measured[next].lix)" : ""
      }
    ]
  }

  public func makeWorker() -> any StageWorker { Worker(long: long) }

  private struct Worker: StageWorker {
    let long: Int

    func process(_ document: inout Document) {
      document[.readability] = document.sentences.compactMap { measure($0, in: document) }
    }

    private func measure(_ sentence: Sentence, in document: borrowing Document) -> Readability? {
      var (words, longWords) = (0, 0)
      for index in sentence.tokens where Self.counts(document.tokens[index].kind) {
        words += 1
        if letters(of: index, in: document) >= long { longWords += 1 }
      }
      guard words > 0 else { return nil }
      let lix = Double(words) + 100 * Double(longWords) / Double(words)
      return Readability(span: sentence.span, words: words, lix: (lix * 10).rounded() / 10)
    }

    private static func counts(_ kind: TokenKind) -> Bool {
      switch kind {
      case .word, .abbreviation, .number, .ordinal: true
      default: false
      }
    }

    /// Of the normal form: a word broken over a line end counts once, and without its hyphen.
    private func letters(of token: Int, in document: borrowing Document) -> Int {
      // Every byte but those that continue a character, so that no String is made for a token.
      document.withNorm(of: token) { bytes in bytes.count { $0 & 0xC0 != 0x80 } }
    }
  }
}

extension [Readability] {
  /// The first index whose element is `isAfter`, where all elements behind it are so too.
  fileprivate func partitioningIndex(where isAfter: (Readability) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
