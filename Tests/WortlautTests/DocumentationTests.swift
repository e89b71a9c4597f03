import Foundation
import Testing
import Wortlaut

@Suite("Documentation") struct DocumentationTests {
  @Test("the example on the landing page runs")
  func landingPage() throws {
    let pipeline = try Pipeline(named: "news", data: try DataDirectory.locate())
    var worker = try pipeline.makeWorker()
    var document = Document(id: "a1", text: Array("„Wir warten“, sagte Anna Muster in Bern.".utf8))
    try worker.process(&document)
    for quote in document.quotations { print(quote.type, quote.content.map { document.string($0) }) }
    #expect(document.quotations.map(\.type) == [.direct])
  }

  /// Swift in the articles, block by block, with its lines' indentation taken away.
  static let blocks: [String] = {
    let folder = TestData.root + "/Sources/Wortlaut/Wortlaut.docc"
    let articles = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return articles.filter { $0.hasSuffix(".md") }.sorted().flatMap { article in
      let text = (try? String(contentsOfFile: "\(folder)/\(article)", encoding: .utf8)) ?? ""
      return text.components(separatedBy: "```swift\n").dropFirst().map {
        flattened($0.components(separatedBy: "\n```")[0])
      }
    }
  }()

  static func flattened(_ code: String) -> String {
    code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
  }

  @Test("Swift in the articles stands in code that is built and tested", arguments: blocks)
  func articles(block: String) throws {
    let files = try ["Examples/CustomStage", "Tests/WortlautTests"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: "\(TestData.root)/\(folder)")
        .filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".build") }.map { "\(TestData.root)/\(folder)/\($0)" }
    }
    let isThere = try files.contains { file in
      Self.flattened(try String(contentsOfFile: file, encoding: .utf8)).contains(block)
    }
    #expect(isThere, "found in no example and no test:\n\(block)")
  }

  @Test("there are articles, and they have code")
  func thereAreBlocks() { #expect(Self.blocks.count > 8) }
}
