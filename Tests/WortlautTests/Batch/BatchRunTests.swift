import Foundation
import Synchronization
import Testing

@testable import Wortlaut

@Suite("Batch runs") struct BatchRunTests {
  private struct Numbers: ArticleSource {
    var made = 0
    let count: Int
    let wouldWait = false
    let position = 0
    mutating func next() throws -> ArticleInput? {
      guard made < count else { return nil }
      defer { made += 1 }
      if made % 10 == 3 {
        return .failure(id: "\(made)", origin: ArticleOrigin("o"), .init(stage: "read", code: "bad", message: "bad"))
      }
      let text = String(repeating: "Das ist Satz \(made). ", count: 1 + made * 7 % 40)
      return .article(Article(id: "\(made)", text: Array(text.utf8), origin: ArticleOrigin("o")))
    }
  }

  private struct Ids: ChunkRenderer {
    var ids: [String] = []
    mutating func add(_ document: Document) { ids.append("\(document.id):\(document.tokens.count)") }
    mutating func add(_ failure: ArticleFailure, id: String, meta: [UInt8]) { ids.append("\(id) \(failure.code)") }
    mutating func finish() -> [String] {
      defer { ids = [] }
      return ids
    }
  }

  private func run(
    jobs: Int, count: Int, control: RunControl = RunControl(), deliver: ([String]) throws -> Void
  ) throws -> BatchRun.Report {
    let pipeline = try Pipeline(named: "tokens", data: try DataDirectory.locate())
    var total = BatchRun.Report()
    try BatchRun(pipeline: pipeline, jobs: jobs).run(
      makeSource: { Numbers(count: count) }, makeRenderer: { Ids() }, control: control,
      deliver: { ids, report in
        total.addCounts(of: report)
        total.failures += report.failures
        try deliver(ids)
      })
    return total
  }

  @Test("outputs come in the order of the input, the same whatever the number of jobs", arguments: [1, 2, 7])
  func order(jobs: Int) throws {
    var ids: [String] = []
    let report = try run(jobs: jobs, count: 3000) { ids += $0 }
    #expect(ids.map { $0.prefix { $0.isNumber } } == (0..<3000).map { "\($0)"[...] })
    #expect(report.articles == 3000)
    #expect(report.failures.map(\.id) == (0..<3000).filter { $0 % 10 == 3 }.map { "\($0)" })
    var single: [String] = []
    _ = try run(jobs: 1, count: 3000) { single += $0 }
    #expect(ids == single)
  }

  @Test("a run that is stopped delivers what is under way and ends")
  func stop() throws {
    let control = RunControl()
    var count = 0
    _ = try run(jobs: 2, count: 1_000_000, control: control) { ids in
      count += ids.count
      if count > 1000 { control.stop() }
    }
    #expect(count > 1000 && count < 100_000)
  }

  private struct Full: Error {}

  @Test("an output that fails ends the run with its error")
  func failingOutput() throws {
    #expect(throws: Full.self) { _ = try run(jobs: 2, count: 100_000) { _ in throw Full() } }
  }
}
