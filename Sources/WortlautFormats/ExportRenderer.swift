import Wortlaut

/// Renders chunks of documents in one or several formats: what a ``BatchRun``'s workers write with.
///
/// The output of a chunk is an ``ExportOutput`` a format, in the order of the exporters.
public struct ExportRenderer: ChunkRenderer {
  private let exporters: [any Exporter]
  /// Failures are left out of the output; they go elsewhere.
  private let leavesOutFailures: Bool
  private var outputs: [ExportOutput]

  public init(_ exporters: [any Exporter], leavesOutFailures: Bool) {
    self.exporters = exporters
    self.leavesOutFailures = leavesOutFailures
    outputs = exporters.map { _ in ExportOutput(capacity: 1 << 16) }
  }

  /// - Throws: what an exporter throws. Then no format holds anything of the document.
  public mutating func add(_ document: Document) throws {
    let before = outputs.map(\.position)
    do {
      for (index, exporter) in exporters.enumerated() { try exporter.write(document, to: &outputs[index]) }
    } catch {
      for (index, position) in before.enumerated() { outputs[index].goBack(to: position) }
      throw error
    }
  }

  public mutating func add(_ failure: ArticleFailure, id: String, meta: [UInt8]) {
    guard !leavesOutFailures else { return }
    for (index, exporter) in exporters.enumerated() {
      exporter.write(failure, id: id, meta: meta, to: &outputs[index])
    }
  }

  public mutating func finish() -> [ExportOutput] {
    defer { outputs = outputs.map { ExportOutput(capacity: max($0.bytes.count, 1 << 12)) } }
    return outputs
  }
}
