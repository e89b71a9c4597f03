import Testing

@testable import Wortlaut

/// `layout-cases.tsv`: a text and its blocks, each with its kind, separated by ` ‖ `. A wrap inside a block is written
/// as a space.
struct LayoutCaseTests {
  @Test("every text of the table has the blocks beside it")
  func blocks() throws {
    let table = try CaseTable("Layout/layout-cases.tsv", columns: ["about", "text", "blocks"])
    #expect(table.cases.count >= 30)
    var runner = try TextRunner(TestData.pipeline(stages: ["layout"]))
    try table.check { example in
      let document = try runner.run(example.cells[1])
      let found = document.blocks.map { block in
        let lines = document.string(block.span).split(whereSeparator: \.isNewline)
        return "\(block.kind.rawValue): \(lines.joined(separator: " "))"
      }
      return (found.joined(separator: " ‖ "), example.cells[2])
    }
  }

  @Test("a document keeps the blocks that its reader gave it")
  func keepsBlocks() throws {
    var worker = try TestData.pipeline(stages: ["layout"]).makeWorker()
    var document = Document(text: Array("Eins\n\nZwei".utf8))
    document.blocks = [Block(Span(0, 10), .heading)]
    try worker.process(&document)
    #expect(document.blocks == [Block(Span(0, 10), .heading)])
  }
}
