import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

/// Prints what `tag-entities` sees, for `scripts/lexicons/train.py`.
struct Evidence: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Print the evidence for names in articles, a row a sentence, for learning its weights.",
    shouldDisplay: false)

  @Argument(help: "A JSON Lines file of articles, or - for standard input.") var input = "-"

  private struct Row: Encodable {
    var id: String
    /// Code points.
    var tokens: [[Int]]
    var evidence: [[String]]
  }

  func run() throws {
    let data = try DataDirectory.locate()
    var worker = try Pipeline(named: "news", data: data).makeWorker()
    var evidence = try EntityEvidence(data: data)
    var reader = JSONLReader(input == "-" ? .standardInput : try ByteSource(path: input))
    var document = Document()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    while let next = try reader.next() {
      guard case .article(let article) = next else { continue }
      document.reset(id: article.id, text: article.text, meta: article.meta)
      try worker.process(&document)
      let offsets = OffsetTable(document.text, unit: .codepoint)
      for sentence in evidence.read(&document) {
        let row = Row(
          id: document.id,
          tokens: sentence.map {
            let span = document.tokens[$0.token].span
            return [offsets[span.start], offsets[span.end]]
          },
          evidence: sentence.map(\.names))
        try FileHandle.standardOutput.write(contentsOf: encoder.encode(row) + Data([0x0A]))
      }
    }
  }
}
