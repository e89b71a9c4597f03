import Wortlaut

/// Renders chunks of documents with an exporter: what a ``BatchRun``'s workers write with.
public struct ExportRenderer: ChunkRenderer {
  private let exporter: any Exporter
  /// Failures are left out of the output; they go elsewhere.
  private let leavesOutFailures: Bool
  private var buffer = ByteBuffer(capacity: 1 << 16)

  public init(_ exporter: any Exporter, leavesOutFailures: Bool) {
    self.exporter = exporter
    self.leavesOutFailures = leavesOutFailures
  }

  public mutating func add(_ document: Document) throws {
    let before = buffer.count
    do {
      try exporter.write(document, to: &buffer)
    } catch {
      buffer.truncate(to: before)
      throw error
    }
  }

  public mutating func add(_ failure: ArticleFailure, id: String, meta: [UInt8]) {
    if !leavesOutFailures { exporter.write(failure, id: id, meta: meta, to: &buffer) }
  }

  public mutating func finish() -> ByteBuffer {
    defer { buffer = ByteBuffer(capacity: max(buffer.count, 1 << 12)) }
    return buffer
  }
}
