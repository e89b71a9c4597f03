/// A chain of stages, checked and ready to run.
///
/// ```swift
/// let pipeline = try Pipeline(named: "news")
/// var worker = try pipeline.makeWorker()
/// var document = Document(id: "a1", text: Array("Bern schweigt.".utf8))
/// try worker.process(&document)
/// ```
public struct Pipeline: Sendable {
  /// The name that the pipeline file gives it, else the file's.
  public let name: String
  /// In the order in which they run.
  public let steps: [Step]
  /// Says whether two runs would give the same results: it covers the stages, their settings, and the content of the
  /// data they read. 16 hexadecimal digits.
  public let fingerprint: String

  /// A stage in its place in a pipeline.
  public struct Step: Sendable {
    /// The stage with its settings.
    public let stage: any Stage
    /// What it needs and adds with these settings.
    public let layers: StageLayers
    /// The stage's name, or where a pipeline has several of a kind, with the layer: `tag-entities (drugs)`.
    public let label: String
  }

  init(name: String, steps: [Step], fingerprint: String) {
    self.name = name
    self.steps = steps
    self.fingerprint = fingerprint
  }

  /// All layers that some stage adds.
  public var provides: Set<LayerName> { steps.reduce(into: []) { $0.formUnion($1.layers.provides) } }

  /// The columns that stages add to exported tables, in the order of the stages.
  public var tableColumns: [TableColumn] { steps.flatMap(\.stage.tableColumns) }

  /// Makes what one thread needs to run the pipeline.
  ///
  /// - Throws: what a stage throws that cannot make its worker.
  public func makeWorker() throws -> PipelineWorker {
    PipelineWorker(labels: steps.map(\.label), workers: try steps.map { try $0.stage.makeWorker() })
  }
}

/// Runs a pipeline's stages over one document after the other. One a thread.
public struct PipelineWorker {
  private let labels: [String]
  private var workers: [any StageWorker]
  /// Lent to the documents while they are processed: see ``Document/words``.
  private var vocabulary: Vocabulary? = Vocabulary()
  /// Nanoseconds each stage has taken so far, parallel to the pipeline's steps.
  public private(set) var nanoseconds: [UInt64]

  init(labels: [String], workers: [any StageWorker]) {
    self.labels = labels
    self.workers = workers
    nanoseconds = Array(repeating: 0, count: workers.count)
  }

  /// Runs all stages over a document.
  ///
  /// - Throws: ``ArticleFailure`` naming the stage; the document then holds what came before it.
  public mutating func process(_ document: inout Document) throws(ArticleFailure) {
    makeRoom()
    swap(&vocabulary, &document.vocabulary)
    defer { swap(&vocabulary, &document.vocabulary) }
    var before = ContinuousClock.now
    for index in workers.indices {
      do {
        try workers[index].process(&document)
      } catch {
        throw ArticleFailure(stage: labels[index], error)
      }
      addTime(since: &before, to: index)
    }
  }

  /// Begins the numbers of words anew where there are too many.
  private mutating func makeRoom() {
    if !(vocabulary?.hasRoom ?? false) { vocabulary = Vocabulary() }
  }

  /// Runs all stages over several documents, one stage after the other.
  ///
  /// - Returns: for each document why it failed, nil where it did not.
  public mutating func process(_ documents: inout [Document]) -> [ArticleFailure?] {
    makeRoom()
    var failures = [ArticleFailure?](repeating: nil, count: documents.count)
    var before = ContinuousClock.now
    for index in workers.indices {
      if var worker = workers[index] as? any BatchStageWorker {
        processBatch(&documents, &failures, &worker, label: labels[index])
        workers[index] = worker
      } else {
        for at in documents.indices where failures[at] == nil {
          swap(&vocabulary, &documents[at].vocabulary)
          defer { swap(&vocabulary, &documents[at].vocabulary) }
          do { try workers[index].process(&documents[at]) } catch {
            failures[at] = ArticleFailure(stage: labels[index], error)
          }
        }
      }
      addTime(since: &before, to: index)
    }
    return failures
  }

  /// Hands those documents on together that have not failed. They are moved, not copied.
  private func processBatch(
    _ documents: inout [Document], _ failures: inout [ArticleFailure?], _ worker: inout any BatchStageWorker,
    label: String
  ) {
    let places = documents.indices.filter { failures[$0] == nil }
    var batch = Array(repeating: Document(), count: places.count)
    for (at, place) in places.enumerated() { swap(&batch[at], &documents[place]) }
    let errors = worker.process(&batch)
    for (at, place) in places.enumerated() {
      swap(&batch[at], &documents[place])
      failures[place] = errors[at].map { ArticleFailure(stage: label, $0) }
    }
  }

  private mutating func addTime(since before: inout ContinuousClock.Instant, to stage: Int) {
    let now = ContinuousClock.now
    let (seconds, attoseconds) = (now - before).components
    nanoseconds[stage] += UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    before = now
  }
}

/// Why an article has no annotation: an error row.
public struct ArticleFailure: Error, Sendable, Equatable {
  /// The stage that failed; `read` where the article did not even arrive whole.
  public var stage: String
  /// A short fixed word for programs, such as `invalid-utf8`.
  public var code: String
  /// A sentence for people, with the way out.
  public var message: String
  /// Where in the article's text, in bytes, if anywhere.
  public var span: Span?
  /// Where the article stands in the input; the run fills it in.
  public var origin: ArticleOrigin?

  /// The place for people and programs: `articles.jsonl:17`, with a span `articles.jsonl:17, bytes 3-9 of the text`.
  public var place: String? {
    guard let origin else { return nil }
    return span.map { "\(origin), bytes \($0.start)-\($0.end) of the text" } ?? "\(origin)"
  }

  /// Says which stage failed and why.
  public init(stage: String, code: String, message: String, span: Span? = nil) {
    self.stage = stage
    self.code = code
    self.message = message
    self.span = span
  }

  /// What a stage threw.
  init(stage: String, _ error: any Error) {
    if let failure = error as? StageFailure {
      self.init(stage: stage, code: failure.code, message: failure.message, span: failure.span)
    } else {
      self.init(stage: stage, code: "stage-failed", message: "\(error)")
    }
  }
}
