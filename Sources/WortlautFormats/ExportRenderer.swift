import Wortlaut

/// What a worker made of a chunk of articles.
public struct ExportChunk: Sendable {
  /// One a format, in the order of the exporters.
  public let outputs: [ExportOutput]
  /// Where each article that could be annotated stands in the first output; empty unless asked for.
  public let entries: [ArticleIndex.Entry]
}

/// How an ``ExportRenderer`` renders.
public struct RenderOptions: Sendable {
  /// Failures are left out of the output; they go elsewhere.
  public var leavesOutFailures = false
  /// Every article is a file of its own, whatever the format.
  public var isPerArticle = false
  /// Each chunk is compressed as a member of its own: the work is done by many, and a file can be cut at any member.
  public var compression: Compression?
  /// What an earlier run made of articles that may come again; nil: nothing is known, and nothing remembered.
  public var index: ArticleIndex.Known?

  /// Everything in its place in one output, not compressed.
  public init() {}
}

/// Renders chunks of documents in one or several formats: what a ``BatchRun``'s workers write with.
public struct ExportRenderer: ChunkRenderer {
  private let exporters: [any Exporter]
  private let options: RenderOptions
  private var outputs: [ExportOutput]
  private var entries: [ArticleIndex.Entry] = []

  /// Writes each document in all of these formats.
  public init(_ exporters: [any Exporter], _ options: RenderOptions) {
    self.exporters = exporters
    self.options = options
    outputs = exporters.map { _ in ExportOutput(capacity: 1 << 16) }
  }

  /// - Throws: what an exporter throws. Then no format holds anything of the document.
  public mutating func add(_ document: Document) throws {
    let before = outputs.map(\.position)
    do {
      for index in exporters.indices {
        try inFile(index, document.id) { exporter, output throws in try exporter.write(document, to: &output) }
      }
    } catch {
      for (index, position) in before.enumerated() { outputs[index].goBack(to: position) }
      throw error
    }
    guard options.index != nil else { return }
    let key = ArticleIndex.Key(id: document.id, text: document.text, meta: document.meta)
    entries.append(
      ArticleIndex.Entry(
        key: key, offset: before[0].byteCount, length: outputs[0].bytes.count - before[0].byteCount,
        tokens: document.tokens.count, sentences: document.sentences.count, entities: document.entities.count,
        quotes: document.quotations.count))
  }

  public mutating func add(_ failure: ArticleFailure, id: String, meta: [UInt8]) {
    guard !options.leavesOutFailures else { return }
    for index in exporters.indices {
      inFile(index, id) { exporter, output in exporter.write(failure, id: id, meta: meta, to: &output) }
    }
  }

  /// Lets `body` write, into a file of the article's own if that is wanted and it writes anything.
  private mutating func inFile(
    _ index: Int, _ id: String, _ body: (any Exporter, inout ExportOutput) throws -> Void
  ) rethrows {
    let exporter = exporters[index]
    guard options.isPerArticle, type(of: exporter).packaging == .oneFile else {
      return try body(exporter, &outputs[index])
    }
    outputs[index].beginFile(of: id, type(of: exporter).fileExtension)
    exporter.begin(&outputs[index].bytes)
    try body(exporter, &outputs[index])
    exporter.end(&outputs[index].bytes)
  }

  public func knows(_ article: Article) -> Bool {
    guard let index = options.index else { return false }
    return index.find(ArticleIndex.Key(id: article.id, text: article.text, meta: article.meta)) != nil
  }

  public mutating func reuse(_ article: Article) -> BatchRun.Report? {
    guard let index = options.index else { return nil }
    let key = ArticleIndex.Key(id: article.id, text: article.text, meta: article.meta)
    guard let known = index.find(key), let bytes = index.output(of: known) else { return nil }
    var entry = known
    entry.offset = outputs[0].bytes.count
    outputs[0].bytes.append(bytes)
    entries.append(entry)
    var report = BatchRun.Report()
    report.reused = 1
    report.bytes = article.text.count
    report.tokens = entry.tokens
    report.sentences = entry.sentences
    report.entities = entry.entities
    report.quotes = entry.quotes
    return report
  }

  public mutating func finish() -> ExportChunk {
    for index in outputs.indices { outputs[index].compress(options.compression) }
    defer {
      // Room for a usual chunk and a bit more, since a buffer that grows is copied; what one long article needed is given
      // back.
      outputs = outputs.map { ExportOutput(capacity: min(max($0.bytes.count / 4 * 5, 1 << 12), 1 << 22)) }
      entries.removeAll(keepingCapacity: true)
    }
    return ExportChunk(outputs: outputs, entries: entries)
  }
}
