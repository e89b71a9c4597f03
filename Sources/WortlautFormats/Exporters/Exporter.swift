import Wortlaut

/// Writes annotated documents in one format.
///
/// An exporter is a value without state between documents, so that workers can share it and the output of one article
/// never depends on another's. It writes bytes straight into an ``ExportOutput``; where they go is not its business.
public protocol Exporter: Sendable {
  /// What `--format` calls it.
  static var format: String { get }
  /// One line for the help.
  static var summary: String { get }
  /// How a file of this format ends, without the stop. It differs from that of every other format, since files of
  /// several formats may lie side by side: `entities.csv`, `quotes.csv`.
  static var fileExtension: String { get }
  /// How articles lie in files of this format.
  static var packaging: ExportPackaging { get }
  /// Whether the format can go to standard output.
  static var fitsStandardOutput: Bool { get }
  /// The layers without which nothing can be written.
  static var requires: Set<LayerName> { get }

  /// Takes what the user has chosen.
  init(_ options: ExportOptions)

  /// Files that stand beside the results and do not depend on them, such as a type system.
  var sideFiles: [ExportSideFile] { get }
  /// Makes the sink of a format whose files are more than bytes one after the other, such as a database; nil for all
  /// others.
  ///
  /// - Throws: what keeps the file from being opened.
  func makeSink(path: String) throws -> (any ExportSink)?
  /// What stands before the first document of a file that holds many.
  func begin(_ output: inout ByteBuffer)
  /// Writes one document. What the format cannot hold is counted (``ExportOutput/lose(_:count:)``).
  ///
  /// - Throws: whatever keeps the document from being written: it becomes an error row.
  func write(_ document: Document, to output: inout ExportOutput) throws
  /// Writes an article that has no annotation, and why. Formats without room for that write nothing: the run names
  /// the article on standard error.
  func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ExportOutput)
  /// What stands after the last document of a file that holds many.
  func end(_ output: inout ByteBuffer)
}

extension Exporter {
  /// One file.
  public static var packaging: ExportPackaging { .oneFile }
  /// As long as it is one file.
  public static var fitsStandardOutput: Bool { packaging == .oneFile }
  /// None.
  public static var requires: Set<LayerName> { [] }
  /// None.
  public var sideFiles: [ExportSideFile] { [] }
  /// Nil: a file of bytes.
  public func makeSink(path: String) throws -> (any ExportSink)? { nil }
  /// Nothing.
  public func begin(_ output: inout ByteBuffer) {}
  /// Nothing: the format has no room for it.
  public func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ExportOutput) {}
  /// Nothing.
  public func end(_ output: inout ByteBuffer) {}
}

/// How articles lie in files of a format.
public enum ExportPackaging: Sendable {
  /// All in one file, one after the other; it can go to standard output.
  case oneFile
  /// A file, or several that belong together, for each article; they need a folder.
  case filePerDocument
}

/// A file that stands beside an export's results.
public struct ExportSideFile: Sendable {
  /// The file's name in the folder of the results.
  public let name: String
  /// Its bytes.
  public let content: [UInt8]

  /// A file of a name that no article's file has.
  public init(name: String, content: [UInt8]) {
    self.name = name
    self.content = content
  }
}

/// What a user may choose about an export.
public struct ExportOptions: Sendable {
  /// The layers to write: those that the pipeline provides, or fewer.
  public var layers: Set<LayerName>
  /// For formats whose unit is not fixed.
  public var offsets: OffsetUnit
  /// Written where a format has room for it.
  public var pipelineName: String
  /// ``Pipeline/fingerprint``, written where a format has room for it.
  public var pipelineFingerprint: String
  /// Whether a person reads the output on a terminal that shows colour.
  public var isColored: Bool
  /// How tables with commas are written.
  public var dialect: CSVDialect = .standard
  /// Columns that custom layers add to tables.
  public var columns: [TableColumn] = []

  /// Says what to write, and what to call the pipeline.
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

  /// The columns of custom layers that are written.
  var chosenColumns: [TableColumn] { columns.filter { layers.contains($0.layer) } }

  /// All layers of a pipeline, in code points.
  public init(_ pipeline: Pipeline) {
    self.init(
      layers: pipeline.provides, pipelineName: pipeline.name, pipelineFingerprint: pipeline.fingerprint)
    columns = pipeline.tableColumns
  }
}
