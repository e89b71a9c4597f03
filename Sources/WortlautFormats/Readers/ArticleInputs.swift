import Foundation
import Wortlaut

/// All articles of some files, folders, patterns and standard input (`-`), one after the other.
///
/// In a folder the files are read whose name tells a format that is known; a file that is named itself, or by a
/// pattern, is read in any case: where its name tells nothing, as its first bytes do. A file that cannot be read, or
/// only in part, is a failure, and the others go on.
public struct ArticleInputs: ArticleSource {
  private let options: ReadOptions
  private var walk: FileWalk
  private var rows: (any ArticleSource)?
  /// Bytes taken from the files that are done.
  private var finishedBytes = 0
  private var ids = IDMemory()
  private let onDuplicate: (_ id: String, _ origin: ArticleOrigin) -> Void
  private let onManyIDs: (_ count: Int) -> Void

  /// - Parameters:
  ///   - inputs: paths, patterns, or `-` for standard input.
  ///   - onDuplicate: told of each article whose id another one had before; both are read.
  ///   - onManyIDs: told once how many ids have been remembered where no more are: four million, in some 64 MB.
  public init(
    _ inputs: [String], options: ReadOptions = .init(),
    onDuplicate: @escaping (_ id: String, _ origin: ArticleOrigin) -> Void,
    onManyIDs: @escaping (_ count: Int) -> Void = { _ in }
  ) {
    self.options = options
    self.onDuplicate = onDuplicate
    self.onManyIDs = onManyIDs
    walk = FileWalk(inputs)
  }

  public var wouldWait: Bool { rows?.wouldWait ?? false }
  public var position: Int { finishedBytes + (rows?.position ?? 0) }

  public mutating func next() throws -> ArticleInput? {
    let input = try nextInput()
    guard case .article(let article) = input else { return input }
    let wasFull = ids.isFull
    if !ids.insert(article.id) { onDuplicate(article.id, article.origin) }
    if ids.isFull && !wasFull { onManyIDs(ids.count) }
    return input
  }

  private mutating func nextInput() throws -> ArticleInput? {
    while true {
      if rows != nil {
        do {
          if let input = try rows?.next() { return input }
          closeRows()
        } catch let fault as ByteSource.Fault {
          closeRows()
          let note = fault.code == "damaged" ? "; the rows before were read" : ""
          return Self.unreadable(fault.name, .init(name: fault.name, code: fault.code, message: fault.message + note))
        }
      }
      switch walk.next() {
      case nil: return nil
      case .unreadable(let path, let reason): return Self.unreadable(path, .init(name: path, message: reason))
      case .noMatch(let pattern):
        return Self.unreadable(pattern, .init(name: pattern, code: "no-match", message: "no file matches the pattern"))
      case .standardInput: if let input = openStandardInput() { return input }
      case .file(let file): if let input = open(file) { return input }
      }
    }
  }

  private mutating func closeRows() {
    finishedBytes += rows?.position ?? 0
    rows = nil
  }

  private mutating func open(_ file: FileWalk.File) -> ArticleInput? {
    guard options.accepts(file) else { return nil }
    guard file.isNamed || file.isPlain else {
      return Self.unreadable(
        file.path, id: file.id, .init(name: file.path, message: "it is no plain file; name it itself to wait for it"))
    }
    do throws(ByteSource.Fault) {
      let source = try ByteSource(path: file.path)
      guard let known = options.format ?? InputFormat(path: file.path) else {
        return try begin(source, InputFormat(start: try source.lookAhead()), id: file.id)
      }
      return try begin(source, known, id: file.id)
    } catch {
      return Self.unreadable(file.path, id: file.id, error)
    }
  }

  /// What comes on standard input shows by its first bytes.
  private mutating func openStandardInput() -> ArticleInput? {
    do throws(ByteSource.Fault) {
      let source = ByteSource.standardInput
      let start = try source.lookAhead()
      if start.isEmpty { return nil }
      return try begin(source, options.format ?? InputFormat(start: start), id: "stdin")
    } catch {
      return Self.unreadable("stdin", error)
    }
  }

  /// Reads a text whole, or begins with a source of rows and returns nil.
  private mutating func begin(
    _ source: ByteSource, _ format: InputFormat, id: String
  ) throws(ByteSource.Fault) -> ArticleInput? {
    var options = options
    // What is UTF-16 comes as UTF-8.
    if try source.isWide(options.encoding) { options.encoding = nil }
    switch format {
    case .text, .markdown, .html:
      defer { finishedBytes += source.position }
      return try TextFile.read(source, format, id: id, options)
    case .jsonl: rows = JSONLReader(source, options)
    case .csv: rows = try CSVReader(source, options)
    }
    return nil
  }

  private static func unreadable(_ path: String, id: String? = nil, _ fault: ByteSource.Fault) -> ArticleInput {
    let message = fault.code == "unreadable" ? "cannot be read: \(fault.message)" : fault.message
    return .failure(
      id: id ?? path, origin: ArticleOrigin(path), .init(stage: "read", code: fault.code, message: message))
  }
}

/// Remembers ids by a hash of each: at most 16 bytes an article, and no more than the first four million.
struct IDMemory {
  private var hashes: Set<UInt64> = []
  private static let most = 4 << 20

  var count: Int { hashes.count }
  var isFull: Bool { hashes.count >= Self.most }

  /// Whether the id is new; one that comes after the memory is full always is.
  mutating func insert(_ id: String) -> Bool {
    var id = id
    let hash = id.withUTF8 { StableHash.hash($0) }
    guard !isFull else { return !hashes.contains(hash) }
    return hashes.insert(hash).inserted
  }
}
