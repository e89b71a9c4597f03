/// A chain of stages, checked and ready to run.
///
/// ```swift
/// let pipeline = try Pipeline(named: "news")
/// var worker = try pipeline.makeWorker()
/// var document = Document(id: "a1", text: Array("Bern schweigt.".utf8))
/// try worker.process(&document)
/// ```
public struct Pipeline: Sendable {
  public let name: String
  /// In the order in which they run.
  public let steps: [Step]
  /// Says whether two runs would give the same results: it covers the stages, their settings, and the content of the
  /// data they read. 16 hexadecimal digits.
  public let fingerprint: String

  /// A stage in its place in a pipeline.
  public struct Step: Sendable {
    public let stage: any Stage
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
    let clock = ContinuousClock()
    var before = clock.now
    for index in workers.indices {
      do {
        try workers[index].process(&document)
      } catch let failure as StageFailure {
        throw ArticleFailure(stage: labels[index], code: failure.code, message: failure.message, span: failure.span)
      } catch {
        throw ArticleFailure(stage: labels[index], code: "stage-failed", message: "\(error)")
      }
      let now = clock.now
      let (seconds, attoseconds) = (now - before).components
      nanoseconds[index] += UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
      before = now
    }
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

  public init(stage: String, code: String, message: String, span: Span? = nil) {
    self.stage = stage
    self.code = code
    self.message = message
    self.span = span
  }
}
