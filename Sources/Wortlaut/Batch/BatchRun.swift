import Foundation

/// Turns processed documents into output, a chunk of articles at a time. Used by one worker.
public protocol ChunkRenderer {
  /// What a chunk of articles becomes.
  associatedtype Output: Sendable
  /// - Throws: whatever keeps the document from being written; it is then added again as a failure.
  mutating func add(_ document: Document) throws
  /// Adds an article that has no annotation.
  mutating func add(_ failure: ArticleFailure, id: String, meta: [UInt8])
  /// Adds what is known of an article from before, and returns its counts; nil where the article has to be processed.
  mutating func reuse(_ article: Article) -> BatchRun.Report?
  /// Whether ``reuse(_:)`` would know the article.
  func knows(_ article: Article) -> Bool
  /// The output of what was added since the last call.
  mutating func finish() -> Output
}

extension ChunkRenderer {
  /// Nothing is known from before.
  public mutating func reuse(_ article: Article) -> BatchRun.Report? { nil }
  /// Nothing is known from before.
  public func knows(_ article: Article) -> Bool { false }
}

/// Runs a pipeline over all articles of a source: in parallel, in order, and one bad article never stops the others.
public struct BatchRun: Sendable {
  /// What runs over each article.
  public let pipeline: Pipeline
  /// How many articles are worked on at once.
  public let jobs: Int

  /// Chunks end after every so many articles, so that outputs can be cut there; nil: anywhere.
  public let articlesPerPart: Int?

  /// - Parameter jobs: how many articles are worked on at once; at least 1.
  public init(pipeline: Pipeline, jobs: Int, articlesPerPart: Int? = nil) {
    self.pipeline = pipeline
    self.jobs = max(1, jobs)
    self.articlesPerPart = articlesPerPart
  }

  /// How far an earlier run had come that is gone on with.
  public struct Start: Sendable, Equatable {
    /// How many articles it had written, failed ones included.
    public var articles: Int
    /// The id of the last of them.
    public var lastID: String

    /// At the beginning, or after so many articles.
    public init(articles: Int = 0, lastID: String = "") {
      self.articles = articles
      self.lastID = lastID
    }
  }

  /// The input is not that of the earlier run.
  public struct OtherInput: Error, CustomStringConvertible {
    /// What differs.
    public let description: String
  }

  /// What came of some articles.
  public struct Report: Sendable, Equatable, Codable {
    /// Failed and reused ones included.
    public var articles = 0
    /// Of the articles' text, in UTF-8.
    public var bytes = 0
    /// How many there are in the layer of that name; so the next three.
    public var tokens = 0
    /// See `tokens`.
    public var sentences = 0
    /// See `tokens`.
    public var entities = 0
    /// See `tokens`.
    public var quotes = 0
    /// Articles whose output was known from before.
    public var reused = 0
    /// How far the input has been taken, in bytes as they lie in the files.
    public var inputPosition = 0
    /// The id of the last article.
    public var lastID = ""
    /// Articles without annotation: id, place and reason.
    public var failures: [Failure] = []
    /// Time in each stage, in the pipeline's order, summed over workers.
    public var nanoseconds: [UInt64] = []

    /// Of no article.
    public init() {}

    /// Failures are not kept: they have been told.
    private enum CodingKeys: String, CodingKey {
      case articles, bytes, tokens, sentences, entities, quotes, reused, inputPosition, lastID, nanoseconds
    }

    /// An article without annotation.
    public struct Failure: Sendable, Equatable {
      /// The article's id; of one that could not be read, its place.
      public let id: String
      /// Why, and where.
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
      reused += other.reused
      inputPosition = max(inputPosition, other.inputPosition)
      if other.articles > 0 { lastID = other.lastID }
      if nanoseconds.isEmpty { nanoseconds = Array(repeating: 0, count: other.nanoseconds.count) }
      for (index, time) in other.nanoseconds.enumerated() { nanoseconds[index] += time }
    }
  }

  /// Articles that are handed to a worker together: many short ones, or one long one.
  private struct Chunk: Sendable {
    var inputs: [ArticleInput] = []
    var position = 0
  }

  // Large enough that a stage's tables are used often once they are in the caches, small enough that the articles stay
  // there meanwhile: with half as much the news pipeline is a tenth slower, with twice as much no faster.
  private static let chunkBytes = 1 << 17
  private static let chunkArticles = 1 << 10

  /// Runs until the source ends or `deliver` throws.
  ///
  /// - Parameters:
  ///   - makeSource: makes the source, on the thread that reads.
  ///   - makeRenderer: makes a renderer for each worker.
  ///   - start: where to go on; articles before it are read and passed over.
  ///   - control: ends the run early, after what is under way.
  ///   - deliver: gets the chunks' outputs in the order of the input, whatever the number of jobs.
  /// - Throws: what the source, a worker that cannot be made, or `deliver` throws.
  public func run<Renderer: ChunkRenderer & SendableMetatype>(
    makeSource: @escaping @Sendable () throws -> any ArticleSource,
    makeRenderer: @escaping @Sendable () -> Renderer,
    start: Start = Start(),
    control: RunControl = RunControl(),
    deliver: (Renderer.Output, Report) throws -> Void
  ) throws {
    let makeReader: @Sendable () throws -> () throws -> Chunk? = {
      var source = try makeSource()
      try Self.skip(start, &source, control)
      var count = start.articles
      return { [articlesPerPart] in try Self.readChunk(&source, &count, articlesPerPart) }
    }
    let makeWorker: @Sendable () throws -> (Chunk) throws -> (Renderer.Output, Report) = {
      var worker = ChunkWorker(pipeline: try pipeline.makeWorker(), renderer: makeRenderer())
      return { worker.process($0.inputs, position: $0.position) }
    }
    let workers = OrderedWorkers<Chunk, (Renderer.Output, Report)>(jobs: jobs)
    control.setOnStop { workers.cancel() }
    try workers.run(makeReader: makeReader, makeWorker: makeWorker, deliver: { try deliver($0.0, $0.1) })
  }

  /// Passes over the articles that an earlier run has done.
  private static func skip(_ start: Start, _ source: inout any ArticleSource, _ control: RunControl) throws {
    var last = ""
    for number in 0..<start.articles {
      guard let input = try source.next() else {
        throw OtherInput(
          description: "the input has only \(number) articles, and the earlier run had written \(start.articles)")
      }
      if control.isStopped { return }
      if number == start.articles - 1 { last = input.id }
    }
    guard last == start.lastID else {
      throw OtherInput(
        description: "article \(start.articles) of the input is '\(last)', and was '\(start.lastID)' in the earlier run"
      )
    }
  }

  /// Takes articles until the chunk is full or the next one would have to be waited for. Where nothing is waited for,
  /// chunks depend on the articles alone.
  private static func readChunk(
    _ source: inout any ArticleSource, _ count: inout Int, _ articlesPerPart: Int?
  ) throws -> Chunk? {
    var chunk = Chunk()
    var bytes = 0
    while let input = try source.next() {
      chunk.inputs.append(input)
      count += 1
      if case .article(let article) = input { bytes += article.text.count }
      if let articlesPerPart, count % articlesPerPart == 0 { break }
      if bytes >= chunkBytes || chunk.inputs.count >= chunkArticles || source.wouldWait { break }
    }
    chunk.position = source.position
    return chunk.inputs.isEmpty ? nil : chunk
  }
}

/// Runs a pipeline and a renderer over chunks of articles.
///
/// A chunk's articles go through a stage together before the next stage has them: what a stage looks up stays in the
/// processor's caches, which no two stages fit in.
private struct ChunkWorker<Renderer: ChunkRenderer> {
  var pipeline: PipelineWorker
  var renderer: Renderer
  /// Of the chunk's articles that are processed, in order; the rest of those that a chunk needed once.
  private var documents: [Document] = []
  private var spare: [Document] = []

  init(pipeline: PipelineWorker, renderer: Renderer) {
    self.pipeline = pipeline
    self.renderer = renderer
  }

  mutating func process(_ inputs: [ArticleInput], position: Int) -> (Renderer.Output, BatchRun.Report) {
    var report = BatchRun.Report()
    report.inputPosition = position
    report.lastID = inputs.last?.id ?? ""
    let before = pipeline.nanoseconds
    let isProcessed = readDocuments(inputs)
    let failures = pipeline.process(&documents)
    var next = 0
    for (number, input) in inputs.enumerated() {
      report.articles += 1
      switch input {
      case .failure(let id, let origin, let failure): add(failure, id, origin, [], &report)
      case .article(let article):
        if isProcessed[number] {
          finish(documents[next], article, failures[next], &report)
          next += 1
        } else if let known = renderer.reuse(article) {
          report.addCounts(of: known)
        } else {
          processAlone(article, &report)
        }
      }
    }
    report.nanoseconds = zip(pipeline.nanoseconds, before).map { $0 - $1 }
    return (renderer.finish(), report)
  }

  /// Makes documents of the articles, but of those that are known from before; returns which are processed.
  private mutating func readDocuments(_ inputs: [ArticleInput]) -> [Bool] {
    var count = 0
    let isProcessed = inputs.map { input in
      guard case .article(let article) = input, !renderer.knows(article) else { return false }
      if count == documents.count { documents.append(spare.popLast() ?? Document()) }
      Self.reset(&documents[count], article)
      count += 1
      return true
    }
    while documents.count > count {
      spare.append(documents.removeLast())
      // A very large one gives its memory back now: nobody knows when it is used again.
      spare[spare.count - 1].reset(id: "", text: [])
    }
    return isProcessed
  }

  /// What was known of the article cannot be read any more.
  private mutating func processAlone(_ article: Article, _ report: inout BatchRun.Report) {
    var document = Document()
    Self.reset(&document, article)
    var failure: ArticleFailure?
    do { try pipeline.process(&document) } catch { failure = error }
    finish(document, article, failure, &report)
  }

  private static func reset(_ document: inout Document, _ article: Article) {
    document.reset(id: article.id, text: article.text, meta: article.meta)
    if !article.blocks.isEmpty { document.blocks = article.blocks }
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
    var failure = failure
    failure.origin = origin
    report.failures.append(.init(id: id, failure: failure))
    renderer.add(failure, id: id, meta: meta)
  }
}
