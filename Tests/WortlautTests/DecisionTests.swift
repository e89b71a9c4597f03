import Testing

@testable import Wortlaut

/// Which rule made a token, and set or withheld a sentence's border: the decisions of the stages themselves.
@Suite("decisions of the rules") struct DecisionTests {
  private static let texts: [String] = {
    let tokens = try? CaseTable("Tokenization/token-cases.tsv", columns: ["about", "convention", "text", "tokens"])
    let sentences = try? CaseTable("Sentences/sentence-cases.tsv", columns: ["about", "text", "sentences"])
    let cases = (tokens?.cases.map { $0.cells[2] } ?? []) + (sentences?.cases.map { $0.cells[1] } ?? [])
    return cases + [
      "Er (vgl. S. 3) kam … und ging: 1. Erstens; 2. Zweitens. \"Ja!\", rief er. usw. Ende…",
      "@anna #hallo Wie geht's? :-) super. 3.Mai um 14:20 Uhr. *freu* <- das",
    ]
  }()

  @Test("there are texts to decide about")
  func texts() { #expect(Self.texts.count > 500) }

  @Test(
    "the decisions about tokens are about the tokens there are, and each is put into words", arguments: ["news", "ud"])
  func tokens(_ pipeline: String) throws {
    let loaded = try TestData.pipeline(pipeline)
    let stage = try #require(loaded.steps.lazy.compactMap { $0.stage as? TokenizeStage }.first)
    var runner = try TextRunner(loaded)
    for text in Self.texts {
      let document = try runner.run(text)
      let decisions = try stage.decisions(document)
      #expect(decisions.map(\.span.start) == document.tokens.map(\.span.start), "\(text)")
      for decision in decisions { #expect(decision.reason != decision.rule, "\(decision.rule) in: \(text)") }
    }
  }

  @Test("a decision that a sentence ends stands wherever one ends inside a block, and nowhere else")
  func sentences() throws {
    let loaded = try TestData.pipeline("news")
    let stage = try #require(loaded.steps.lazy.compactMap { $0.stage as? SplitSentencesStage }.first)
    var runner = try TextRunner(loaded)
    for text in Self.texts {
      let document = try runner.run(text)
      let decided = Set(stage.decisions(document).compactMap(\.next))
      for (index, sentence) in document.sentences.enumerated() where index > 0 {
        let block = document.blocks.first { $0.span.contains(sentence.span.start) }
        guard let block, document.sentences[index - 1].span.start >= block.span.start else { continue }
        #expect(decided.contains(sentence.tokens.lowerBound), "no rule began „\(document.string(sentence.span))“")
      }
      let starts = Set(document.sentences.map(\.tokens.lowerBound)).union([document.tokens.count])
      for next in decided { #expect(starts.contains(next), "no sentence begins at token \(next) of: \(text)") }
    }
  }
}
