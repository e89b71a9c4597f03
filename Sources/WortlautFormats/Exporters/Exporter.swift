import Wortlaut

/// Writes annotated documents in one format.
///
/// An exporter is a value without state between documents, so that workers can share it and the output of one article
/// never depends on another's.
public protocol Exporter: Sendable {
  /// What `--format` calls it.
  static var format: String { get }
  /// One line for the help.
  static var summary: String { get }
  /// How a file of this format usually ends, without the stop.
  static var fileExtension: String { get }
  /// The layers without which nothing can be written.
  static var requires: Set<LayerName> { get }

  init(_ options: ExportOptions)

  /// What stands before the first document.
  func begin(_ output: inout ByteBuffer)
  /// Writes one document.
  ///
  /// - Throws: whatever keeps the document from being written: it becomes an error row.
  func write(_ document: Document, to output: inout ByteBuffer) throws
  /// Writes an article that has no annotation, and why. Formats without room for that write nothing; the run then
  /// names the article on standard error.
  func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ByteBuffer)
  /// What stands after the last document.
  func end(_ output: inout ByteBuffer)
}

extension Exporter {
  public static var requires: Set<LayerName> { [] }
  public func begin(_ output: inout ByteBuffer) {}
  public func end(_ output: inout ByteBuffer) {}
}

/// What a user may choose about an export.
public struct ExportOptions: Sendable {
  /// The layers to write: those that the pipeline provides, or fewer.
  public var layers: Set<LayerName>
  /// For formats whose unit is not fixed.
  public var offsets: OffsetUnit
  public var pipelineName: String
  public var pipelineFingerprint: String
  /// Whether a person reads the output on a terminal that shows colour.
  public var isColored: Bool

  public init(
    layers: Set<LayerName>, offsets: OffsetUnit = .codepoint, pipelineName: String = "",
    pipelineFingerprint: String = "",
    isColored: Bool = false
  ) {
    self.layers = layers
    self.offsets = offsets
    self.pipelineName = pipelineName
    self.pipelineFingerprint = pipelineFingerprint
    self.isColored = isColored
  }

  /// All layers of a pipeline, in code points.
  public init(_ pipeline: Pipeline) {
    self.init(
      layers: pipeline.provides, pipelineName: pipeline.name, pipelineFingerprint: pipeline.fingerprint)
  }
}

/// The formats that `--format` knows.
public enum ExportFormats {
  public static let all: [any Exporter.Type] = [JSONLExporter.self, ConlluExporter.self, TextExporter.self]

  public static subscript(name: String) -> (any Exporter.Type)? { all.first { $0.format == name } }
}
