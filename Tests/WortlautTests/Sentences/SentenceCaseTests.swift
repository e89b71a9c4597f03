import Testing

@testable import Wortlaut

/// `sentence-cases.tsv`: a text and its sentences, separated by ` ‖ `.
struct SentenceCaseTests {
  @Test("every text of the table is split into the sentences beside it")
  func sentences() throws {
    let table = try CaseTable("Sentences/sentence-cases.tsv", columns: ["about", "text", "sentences"])
    #expect(table.cases.count >= 150)
    var runner = try TextRunner(TestData.pipeline("tokens"))
    try table.check { example in
      let document = try runner.run(example.cells[1])
      return (document.sentences.map { document.string($0.span) }.joined(separator: " ‖ "), example.cells[2])
    }
  }

  @Test("semicolons end sentences where a pipeline says so, and nowhere where it says that")
  func semicolons() throws {
    let text = "Er kam; sie ging. Gut."
    var ends = try TextRunner(
      TestData.pipeline(stages: ["layout", "tokenize", "split-sentences: { semicolons: end }"]))
    var inside = try TextRunner(
      TestData.pipeline(stages: ["layout", "tokenize", "split-sentences: { semicolons: inside }"]))
    #expect(try ends.run(text).sentences.count == 3)
    #expect(try inside.run(text).sentences.count == 2)
  }
}
