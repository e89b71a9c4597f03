import Foundation
import Wortlaut
import WortlautFormats

/// Times each stage of a pipeline, and the JSON Lines export, over articles in memory: one thread, best of some rounds.
///
///     swift run -c release StageBenchmark ARTICLES [PIPELINE] [ROUNDS]
///
/// ARTICLES is a text file whose articles are separated by form feeds, as `bench.py` writes it. The first round is not
/// counted: it fills the memories that workers keep of words.
@main
struct StageBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      print("usage: StageBenchmark ARTICLES [PIPELINE] [ROUNDS]")
      exit(2)
    }
    let articles = Array(try Data(contentsOf: URL(fileURLWithPath: arguments[1]))).split(separator: 0x0C).map(
      Array.init)
    let pipeline = try Pipeline(named: arguments.count > 2 ? arguments[2] : "news", data: try DataDirectory.locate())
    let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 5 : 5
    var benchmark = StageBenchmark(pipeline: pipeline, articles: articles)
    try benchmark.run(rounds: rounds)
    benchmark.report()
  }

  private let pipeline: Pipeline
  private let articles: [[UInt8]]
  /// The best time of each stage, and last that of the export, in nanoseconds.
  private var best: [UInt64]

  private init(pipeline: Pipeline, articles: [[UInt8]]) {
    self.pipeline = pipeline
    self.articles = articles
    best = Array(repeating: .max, count: pipeline.steps.count + 1)
  }

  /// Articles that go through a stage together, as in a run: 128 kB of them.
  private var groups: [Range<Int>] {
    var groups: [Range<Int>] = []
    var (start, size) = (0, 0)
    for (number, text) in articles.enumerated() {
      size += text.count
      if size >= 1 << 17 || number == articles.count - 1 {
        groups.append(start..<number + 1)
        (start, size) = (number + 1, 0)
      }
    }
    return groups
  }

  private mutating func run(rounds: Int) throws {
    var worker = try pipeline.makeWorker()
    let exporter = JSONLExporter(ExportOptions(pipeline))
    var output = ExportOutput(capacity: 1 << 20)
    var documents: [Document] = []
    for round in 0...rounds {
      let before = worker.nanoseconds
      var exporting: UInt64 = 0
      for group in groups {
        while documents.count < group.count { documents.append(Document()) }
        documents.removeLast(documents.count - group.count)
        for (index, number) in group.enumerated() { documents[index].reset(id: String(number), text: articles[number]) }
        for failure in worker.process(&documents).compactMap(\.self) { throw failure }
        output.bytes.removeAll()
        let start = DispatchTime.now().uptimeNanoseconds
        for document in documents { try exporter.write(document, to: &output) }
        exporting += DispatchTime.now().uptimeNanoseconds - start
      }
      guard round > 0 else { continue }
      let times = zip(worker.nanoseconds, before).map { $0 - $1 } + [exporting]
      best = zip(best, times).map(min)
    }
  }

  private func report() {
    let bytes = articles.reduce(0) { $0 + $1.count }
    let labels = pipeline.steps.map(\.label) + ["export as jsonl"]
    for (label, time) in zip(labels, best) { line(label, time, bytes) }
    line("all", best.reduce(0, +), bytes)
  }

  private func line(_ label: String, _ nanoseconds: UInt64, _ bytes: Int) {
    let name = label.padding(toLength: 20, withPad: " ", startingAt: 0)
    let speed = Double(bytes) * 1000 / Double(max(1, nanoseconds))
    let cost = Double(nanoseconds) / Double(max(1, bytes))
    print(name + String(format: "%8.1f MB/s %7.2f ns a byte", speed, cost))
  }
}
