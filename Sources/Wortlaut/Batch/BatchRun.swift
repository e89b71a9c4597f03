import Foundation

/// Turns processed documents into output, a chunk of articles at a time. Used by one worker.
public protocol ChunkRenderer {
  /// What a chunk of articles becomes.
  associatedtype Output: Sendable
  /// - Throws: whatever keeps the document from being written; it is then added again as a failure.
  mutating func add(_ document: Document) throws
  /// Adds an article that has no annotation.
  mutating func add(_ failure: ArticleFailure, id: String, meta: [UInt8])
  /// The output of what was added since the last call.
  mutating func finish() -> Output
}

/// Runs a pipeline over all articles of a source: in parallel, in order, and one bad article never stops the others.
public struct BatchRun: Sendable {
  /// What runs over each article.
  public let pipeline: Pipeline
  /// How many articles are worked on at once.
  public let jobs: Int

  /// - Parameter jobs: how many articles are worked on at once; at least 1.
  public init(pipeline: Pipeline, jobs: Int) {
    self.pipeline = pipeline
    self.jobs = max(1, jobs)
  }

  /// What came of some articles.
  public struct Report: Sendable, Equatable {
    public var articles = 0
    public var bytes = 0
    public var tokens = 0
    public var sentences = 0
    public var entities = 0
    public var quotes = 0
    /// Articles without annotation: id, place and reason.
    public var failures: [Failure] = []
    /// Time in each stage, in the pipeline's order, summed over workers.
    public var nanoseconds: [UInt64] = []

    public init() {}

    public struct Failure: Sendable, Equatable {
      public let id: String
      public let origin: ArticleOrigin
      public let failure: ArticleFailure
    }

    /// Adds the counts of another report; its failures are left to the caller, since there may be millions.
    public mutating func addCounts(of other: Report) {
      articles += other.articles
      bytes += other.bytes
      tokens += other.tokens
      sentences += other.sentences
      entities += other.entities
      quotes += other.quotes
      if nanoseconds.isEmpty { nanoseconds = Array(repeating: 0, count: other.nanoseconds.count) }
      for (index, time) in other.nanoseconds.enumerated() { nanoseconds[index] += time }
    }
  }

  /// Articles that are handed to a worker together: many short ones, or one long one.
  private struct Chunk: Sendable {
    var inputs: [ArticleInput] = []
  }

  private static let chunkBytes = 1 << 16
  private static let chunkArticles = 256

  /// Runs until the source ends or `deliver` throws.
  ///
  /// - Parameters:
  ///   - makeSource: makes the source, on the thread that reads.
  ///   - makeRenderer: makes a renderer for each worker.
  ///   - control: ends the run early, after what is under way.
  ///   - deliver: gets the chunks' outputs in the order of the input, whatever the number of jobs.
  /// - Throws: what the source, a worker that cannot be made, or `deliver` throws.
  public func run<Renderer: ChunkRenderer & SendableMetatype>(
    makeSource: @escaping @Sendable () throws -> any ArticleSource,
    makeRenderer: @escaping @Sendable () -> Renderer,
    control: RunControl = RunControl(),
    deliver: (Renderer.Output, Report) throws -> Void
  ) throws {
    let makeReader: @Sendable () throws -> () throws -> Chunk? = {
      var source = try makeSource()
      return { try Self.readChunk(&source) }
    }
    let makeWorker: @Sendable () throws -> (Chunk) throws -> (Renderer.Output, Report) = {
      var worker = ChunkWorker(pipeline: try pipeline.makeWorker(), renderer: makeRenderer())
      return { worker.process($0.inputs) }
    }
    let workers = OrderedWorkers<Chunk, (Renderer.Output, Report)>(jobs: jobs)
    control.setOnStop { workers.cancel() }
    try workers.run(makeReader: makeReader, makeWorker: makeWorker, deliver: { try deliver($0.0, $0.1) })
  }

  /// Takes articles until the chunk is full or the next one would have to be waited for.
  private static func readChunk(_ source: inout any ArticleSource) throws -> Chunk? {
    var chunk = Chunk()
    var bytes = 0
    while let input = try source.next() {
      chunk.inputs.append(input)
      if case .article(let article) = input { bytes += article.text.count }
      if bytes >= chunkBytes || chunk.inputs.count >= chunkArticles || source.wouldWait { break }
    }
    return chunk.inputs.isEmpty ? nil : chunk
  }
}

/// Runs a pipeline and a renderer over chunks of articles.
private struct ChunkWorker<Renderer: ChunkRenderer> {
  var pipeline: PipelineWorker
  var renderer: Renderer
  private var document = Document()

  init(pipeline: PipelineWorker, renderer: Renderer) {
    self.pipeline = pipeline
    self.renderer = renderer
  }

  mutating func process(_ inputs: [ArticleInput]) -> (Renderer.Output, BatchRun.Report) {
    var report = BatchRun.Report()
    let before = pipeline.nanoseconds
    var together: [(Document, ArticleFailure?)]? = pipeline.worksInBatches ? processTogether(inputs).reversed() : nil
    for input in inputs {
      report.articles += 1
      switch input {
      case .failure(let id, let origin, let failure): add(failure, id, origin, [], &report)
      case .article(let article):
        if let (document, failure) = together?.popLast() {
          finish(document, article, failure, &report)
        } else {
          process(article, &report)
        }
      }
    }
    report.nanoseconds = zip(pipeline.nanoseconds, before).map { $0 - $1 }
    return (renderer.finish(), report)
  }

  private mutating func process(_ article: Article, _ report: inout BatchRun.Report) {
    document.reset(id: article.id, text: article.text, meta: article.meta)
    if !article.blocks.isEmpty { document.blocks = article.blocks }
    var failure: ArticleFailure?
    do { try pipeline.process(&document) } catch { failure = error }
    finish(document, article, failure, &report)
  }

  /// Processes all articles of a chunk stage by stage.
  private mutating func processTogether(_ inputs: [ArticleInput]) -> [(Document, ArticleFailure?)] {
    var documents = inputs.compactMap { input in
      if case .article(let article) = input {
        document(of: article)
      } else {
        nil
      }
    }
    let failures = pipeline.process(&documents)
    return Array(zip(documents, failures))
  }

  /// Renders what came of an article and counts it.
  private mutating func finish(
    _ document: Document, _ article: Article, _ failure: ArticleFailure?, _ report: inout BatchRun.Report
  ) {
    do {
      if let failure { throw failure }
      try renderer.add(document)
      report.bytes += document.text.count
      report.tokens += document.tokens.count
      report.sentences += document.sentences.count
      report.entities += document.entities.count
      report.quotes += document.quotations.count
    } catch let failure as ArticleFailure {
      add(failure, article.id, article.origin, article.meta, &report)
    } catch {
      let failure = ArticleFailure(stage: "write", code: "not-writable", message: "\(error)")
      add(failure, article.id, article.origin, article.meta, &report)
    }
  }

  private mutating func add(
    _ failure: ArticleFailure, _ id: String, _ origin: ArticleOrigin, _ meta: [UInt8], _ report: inout BatchRun.Report
  ) {
    report.failures.append(.init(id: id, origin: origin, failure: failure))
    renderer.add(failure, id: id, meta: meta)
  }
}
