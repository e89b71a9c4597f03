/// The name of a kind of stage, as pipeline files write it: `tokenize`.
public struct StageName: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByStringLiteral {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }
  public static func < (left: StageName, right: StageName) -> Bool { left.rawValue < right.rawValue }
}

/// One step of a pipeline: reads layers of a document and adds others.
///
/// A stage holds what its workers share (settings, word lists, compiled rules) and is immutable; what changes while
/// it works belongs to its workers. Stages know nothing of each other: they meet in the document's layers.
public protocol Stage: Sendable {
  /// The name in pipeline files.
  static var name: StageName { get }
  /// One line for `wortlaut stages`.
  static var summary: String { get }
  /// What a pipeline file may set, with defaults.
  static var settings: [Setting] { get }
  /// The layers a stage with these settings needs and adds. Checked for a whole pipeline before anything runs.
  static func layers(_ settings: StageSettings) -> StageLayers

  /// Makes the stage. Read files here, once, not in a worker. A pipeline's stages are made side by side, on threads of
  /// their own.
  ///
  /// - Throws: ``SettingError`` to blame a setting; any other error is reported at the stage's line.
  init(_ settings: StageSettings, context: StageContext) throws

  /// A hash of the content of the files the stage has read: part of the pipeline's fingerprint, so that changed data
  /// shows. 0 where it reads none.
  var dataFingerprint: UInt64 { get }

  /// What failures and timings call this stage where its kind's name does not say enough; nil where it does.
  var label: String? { get }

  /// The columns that the stage's layers add to exported tables. Built-in layers have theirs without it.
  var tableColumns: [TableColumn] { get }

  /// Makes the state of one worker: iterators, buffers, child processes.
  func makeWorker() throws -> any StageWorker
}

extension Stage {
  /// None.
  public static var settings: [Setting] { [] }
  /// 0: the stage reads no files.
  public var dataFingerprint: UInt64 { 0 }
  /// Nil: the stage is called by its name.
  public var label: String? { nil }
  /// None.
  public var tableColumns: [TableColumn] { [] }
}

/// The part of a stage that one worker has to itself. Used by one thread at a time.
public protocol StageWorker {
  /// Adds the stage's layers to the document.
  ///
  /// - Throws: a ``StageFailure``, or any error: the article then becomes an error row and the run goes on.
  mutating func process(_ document: inout Document) throws
}

/// A worker that is faster with several documents at once, because it waits for something outside: it can send them
/// all before it takes the first answer.
public protocol BatchStageWorker: StageWorker {
  /// Adds the stage's layers to all documents.
  ///
  /// - Returns: for each document what kept it from being processed, nil where nothing did.
  mutating func process(_ documents: inout [Document]) -> [(any Error)?]
}

extension BatchStageWorker {
  /// A document alone is a batch of one.
  public mutating func process(_ document: inout Document) throws {
    var documents = [Document()]
    swap(&document, &documents[0])
    let failures = process(&documents)
    swap(&document, &documents[0])
    if let failure = failures.first ?? nil { throw failure }
  }
}

/// The layers a stage needs and adds.
public struct StageLayers: Sendable, Equatable {
  /// Layers that a stage before it must provide.
  public var requires: Set<LayerName>
  /// Layers that it adds; no stage before it may provide them.
  public var provides: Set<LayerName>

  /// Declares what a stage needs and adds.
  public init(requires: Set<LayerName>, provides: Set<LayerName>) {
    self.requires = requires
    self.provides = provides
  }
}

/// What surrounds a stage when it is made.
public struct StageContext: Sendable {
  /// Where lexicons, word lists and rules are found.
  public let data: DataDirectory
  /// The folder that paths in the pipeline file are relative to.
  public let baseDirectory: String
  private let shared = SharedLanguage()

  /// - Parameter baseDirectory: the folder of the pipeline file.
  public init(data: DataDirectory, baseDirectory: String = ".") {
    self.data = data
    self.baseDirectory = baseDirectory
  }

  /// What the stages before the norms know of German.
  ///
  /// - Throws: ``DataTable/Fault`` if a word list is missing or wrong.
  func language() throws(DataTable.Fault) -> TokenLanguage { try shared.load(data) }

  /// A path from a pipeline file, made relative to where the program runs.
  public func resolve(_ path: String) -> String {
    path.hasPrefix("/") || baseDirectory == "." ? path : baseDirectory + "/" + path
  }
}

/// Why a stage could not process one article.
public struct StageFailure: Error, Sendable, Equatable {
  /// A short fixed word for programs, such as `timeout`.
  public var code: String
  /// A sentence for people.
  public var message: String
  /// Where in the text, in bytes, if anywhere.
  public var span: Span?

  /// Says why, for programs and for people.
  public init(code: String, message: String, span: Span? = nil) {
    self.code = code
    self.message = message
    self.span = span
  }
}
