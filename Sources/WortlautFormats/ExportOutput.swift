import Wortlaut

/// What an exporter has written of some articles: bytes, where files begin in them, and what the format had no room for.
public struct ExportOutput: Sendable {
  /// What was written.
  public var bytes: ByteBuffer
  /// The files of a format with a file a document, in order; empty for all other formats.
  public private(set) var files: [File] = []
  /// What the format had no room for.
  public private(set) var losses = ExportLosses()

  /// One file among the bytes.
  public struct File: Sendable, Equatable {
    /// The document's id. Names of files are made from it.
    public let id: String
    /// How its name ends, without the stop.
    public let fileExtension: String
    /// Where it begins in the bytes; it ends where the next begins.
    public let start: Int
  }

  /// Empty, with room for so many bytes.
  public init(capacity: Int = 1 << 12) { bytes = ByteBuffer(capacity: capacity) }

  /// What is written from here on is a file of its own.
  public mutating func beginFile(of id: String, _ fileExtension: String) {
    files.append(File(id: id, fileExtension: fileExtension, start: bytes.count))
  }

  /// Counts what the format cannot hold: said at the end of the run, as `overlapping entities (3)`.
  ///
  /// - Parameter what: a plural that is the same for all losses of its kind.
  public mutating func lose(_ what: String, count: Int = 1) { losses.add(what, count) }

  /// Compresses what has been written, unless it is files of their own.
  mutating func compress(_ compression: Compression?) {
    if files.isEmpty { bytes = bytes.compressed(compression) }
  }

  /// Calls `body` with each file and its bytes.
  public func forEachFile<Failure: Error>(
    _ body: (File, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    try bytes.withBytes { (all) throws(Failure) in
      for (index, file) in files.enumerated() {
        let end = index + 1 < files.count ? files[index + 1].start : all.count
        try body(file, UnsafeRawBufferPointer(rebasing: all[file.start..<end]))
      }
    }
  }

  /// A state to go back to where a document fails half-written.
  struct Position {
    fileprivate let bytes: Int
    var byteCount: Int { bytes }
    fileprivate let files: Int
    fileprivate let losses: ExportLosses
  }

  var position: Position { Position(bytes: bytes.count, files: files.count, losses: losses) }

  mutating func goBack(to position: Position) {
    bytes.truncate(to: position.bytes)
    files.removeSubrange(position.files...)
    losses = position.losses
  }
}

/// What a format had no room for, counted by kind.
public struct ExportLosses: Sendable, Equatable, Codable {
  private var counts: [String: Int] = [:]

  /// Of none.
  public init() {}

  /// Whether everything had room.
  public var isEmpty: Bool { counts.isEmpty }

  /// Adds to the count of a kind; 0 is not noted.
  public mutating func add(_ what: String, _ count: Int) {
    if count > 0 { counts[what, default: 0] += count }
  }

  /// Adds all counts of others.
  public mutating func add(_ other: ExportLosses) {
    for (what, count) in other.counts { add(what, count) }
  }

  /// Each kind with its count, as `overlapping entities (3)`, in the order of the kinds.
  public var lines: [String] { counts.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" } }
}
