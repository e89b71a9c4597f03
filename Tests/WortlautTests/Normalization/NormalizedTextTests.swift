import Testing

@testable import Wortlaut

struct NormalizedTextTests {
  @Test("the normalized text has every token's norm, single spaces, and a line break between blocks")
  func text() throws {
    var runner = try TextRunner(TestData.pipeline("news"))
    let document = try runner.run("Der  Fluß der Wirtschafts-\nbeziehungen.\n\nDaß es „geht“!")
    let normalized = NormalizedText(document)
    #expect(
      String(decoding: normalized.text, as: UTF8.self) == "Der Fluss der Wirtschaftsbeziehungen.\nDass es \"geht\"!")
  }

  @Test("a span of the normalized text leads back to the source")
  func source() throws {
    var runner = try TextRunner(TestData.pipeline("news"))
    let document = try runner.run("Der Fluß der Wirtschafts-\nbeziehungen.")
    let normalized = NormalizedText(document)
    let first = try #require(normalized.rows.first { document.string($0.source) == "Fluß" })
    #expect(normalized.source(of: first.normalized) == first.source)
    let broken = try #require(normalized.source(of: Span(14, 20)))
    #expect(document.string(broken) == "Wirtschafts-\nbeziehungen")
    #expect(normalized.source(of: Span(normalized.text.count, normalized.text.count + 1)) == nil)
  }
}
