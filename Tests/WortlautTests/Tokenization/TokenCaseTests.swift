import Testing

@testable import Wortlaut

/// `token-cases.tsv`: a text and its tokens, separated by spaces. White space inside a token is written as in the text
/// but for spaces, which stand as ␣.
struct TokenCaseTests {
  @Test("every text of the table is cut into the tokens beside it")
  func tokens() throws {
    let table = try CaseTable("Tokenization/token-cases.tsv", columns: ["about", "convention", "text", "tokens"])
    #expect(table.cases.count >= 250)
    var runners = try [
      "web": TextRunner(TestData.pipeline(stages: ["layout", "tokenize"])),
      "whole": TextRunner(TestData.pipeline(stages: ["layout", "tokenize: { dates: whole }"])),
      "ud": TextRunner(TestData.pipeline(stages: ["layout", "tokenize: { convention: ud }"])),
    ]
    try table.check { example in
      var runner = try #require(runners[example.cells[1]], "an unknown convention in line \(example.line)")
      let document = try runner.run(example.cells[2])
      runners[example.cells[1]] = runner
      let found = document.tokens.indices.map { document.surface(of: $0).replacing(" ", with: "␣") }
      return (found.joined(separator: " "), example.cells[3])
    }
  }

  @Test("every token of the table of kinds has its kind")
  func kinds() throws {
    let table = try CaseTable("Tokenization/kind-cases.tsv", columns: ["text", "token", "kind"])
    var runner = try TextRunner(TestData.pipeline(stages: ["layout", "tokenize: { dates: whole }"]))
    try table.check { example in
      let document = try runner.run(example.cells[0])
      let index = document.tokens.indices.first { document.surface(of: $0) == example.cells[1] }
      let kind = index.map { "\(document.tokens[$0].kind)" } ?? "no such token"
      return ("\(example.cells[1]) \(kind)", "\(example.cells[1]) \(example.cells[2])")
    }
  }
}
