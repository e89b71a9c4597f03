import Foundation
import Testing
import Wortlaut
import WortlautFormats

@Suite("Formats as users see them") struct GoldenTests {
  /// To write the files anew, run the tests with `WORTLAUT_UPDATE_GOLDEN=1` and read the difference.
  @Test("a small article in every format is the golden file", arguments: ExportFormats.all.map { $0.format })
  func golden(format: String) throws {
    let exporter = try #require(ExportFormats[format]).init(ExportOptions(layers: SampleDocument.layers))
    var output = ExportOutput()
    exporter.begin(&output.bytes)
    try exporter.write(SampleDocument.make(), to: &output)
    exporter.end(&output.bytes)
    var text = exporter.sideFiles.map { "━━ \($0.name)\n\(String(decoding: $0.content, as: UTF8.self))" }.joined()
    if output.files.isEmpty { text += String(decoding: output.bytes.bytes, as: UTF8.self) }
    output.forEachFile { text += "━━ \($0.id).\($0.fileExtension)\n" + String(decoding: $1, as: UTF8.self) }
    for loss in output.losses.lines { text += "━━ no room for \(loss)\n" }
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Golden/\(format).txt")
    if ProcessInfo.processInfo.environment["WORTLAUT_UPDATE_GOLDEN"] != nil {
      try Data(text.utf8).write(to: path)
    }
    #expect(text == String(decoding: try Data(contentsOf: path), as: UTF8.self))
  }
}
