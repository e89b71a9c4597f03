import Foundation
import Readability
import Testing
import Wortlaut
import WortlautFormats

@Suite("A stage of one's own") struct ReadabilityTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  func pipeline() throws -> Pipeline {
    var registry = StageRegistry.builtIn
    registry.register(ReadabilityStage.self)
    return try Pipeline(file: Self.folder + "/readable.yml", registry: registry, data: DataDirectory.locate())
  }

  @Test("a long word in a short sentence weighs more, and a broken word counts once")
  func measures() throws {
    var worker = try pipeline().makeWorker()
    var document = Document(id: "a", text: Array("Er kam. Die Wirtschafts-\nbeziehungen ruhen jetzt.\n".utf8))
    try worker.process(&document)
    let readability = try #require(document[.readability])
    #expect(readability.map(\.words) == [2, 4])
    #expect(readability.map(\.lix) == [2, 29])
  }

  @Test("the layer is exported as JSON Lines, its spans in code points")
  func exported() throws {
    let pipeline = try pipeline()
    var worker = try pipeline.makeWorker()
    var document = Document(id: "a", text: Array("Übel. Gut.".utf8))
    try worker.process(&document)
    var output = ExportOutput()
    try JSONLExporter(ExportOptions(pipeline)).write(document, to: &output)
    let row = String(decoding: output.bytes.bytes, as: UTF8.self)
    #expect(row.contains(#"{"lix":1,"span":{"end":10,"start":6},"words":1}"#))
  }

  @Test("the layer is a column of the tables")
  func column() throws {
    let pipeline = try pipeline()
    var worker = try pipeline.makeWorker()
    var document = Document(id: "a", text: Array("Übel. Gut so.".utf8))
    try worker.process(&document)
    let exporter = TokensTSVExporter(ExportOptions(pipeline))
    var heading = ByteBuffer()
    exporter.begin(&heading)
    #expect(String(decoding: heading.bytes, as: UTF8.self).hasSuffix("\tlix\n"))
    var output = ExportOutput()
    exporter.write(document, to: &output)
    let rows = String(decoding: output.bytes.bytes, as: UTF8.self).split(separator: "\n")
    #expect(
      rows.map { $0.split(separator: "\t", omittingEmptySubsequences: false).last } == [
        "1.0", "1.0", "2.0", "2.0", "2.0",
      ])
  }

  @Test("a setting that is not there is a fault with its place")
  func wrongSetting() throws {
    var registry = StageRegistry.builtIn
    registry.register(ReadabilityStage.self)
    let yaml = "stages: [layout, tokenize, normalize, split-sentences, readability: { lang: 8 }]"
    let context = StageContext(data: try DataDirectory.locate())
    #expect {
      try Pipeline(yaml: yaml, file: "p.yml", registry: registry, context: context)
    } throws: {
      "\($0)".hasSuffix("'readability' has no setting 'lang'; did you mean 'long'?")
    }
  }
}
