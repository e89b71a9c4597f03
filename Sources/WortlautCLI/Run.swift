import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

struct Run: ParsableCommand {
  @Argument var inputs: [String]
  @Option(name: [.short, .long]) var pipeline = "news"
  @Option var from: String = "jsonl"
  @Option var format = "jsonl"

  func run() throws {
    let data = try DataDirectory.locate()
    let pipeline = try Pipeline(named: pipeline, data: data)
    var worker = try pipeline.makeWorker()
    let exporter = JSONLExporter(ExportOptions(pipeline))
    var document = Document()
    var output = ByteBuffer()
    for input in inputs {
      var reader: JSONLReader
      if input == "-" || input.hasSuffix(".jsonl") {
        reader = JSONLReader(input == "-" ? .standardInput : try ByteSource(path: input))
      } else {
        document.reset(id: input, text: Array(try Data(contentsOf: URL(fileURLWithPath: input))))
        try worker.process(&document)
        try exporter.write(document, to: &output)
        _ = output.withBytes { write(1, $0.baseAddress, $0.count) }
        output.removeAll()
        continue
      }
      while let next = try reader.next() {
        output.removeAll()
        switch next {
        case .article(let article):
          document.reset(id: article.id, text: article.text, meta: article.meta)
          do {
            try worker.process(&document)
            try exporter.write(document, to: &output)
          } catch let failure as ArticleFailure {
            exporter.write(failure, id: article.id, meta: article.meta, to: &output)
          }
        case .failure(let id, _, let failure): exporter.write(failure, id: id, meta: [], to: &output)
        }
        _ = output.withBytes { write(1, $0.baseAddress, $0.count) }
      }
    }
  }
}
