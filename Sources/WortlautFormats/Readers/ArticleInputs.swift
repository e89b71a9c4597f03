import Foundation
import Wortlaut

/// All articles of some files, folders and standard input (`-`), one after the other.
///
/// In a folder the files are read whose name tells a format that is known; a file that is named itself is read in any
/// case, as text where its name tells nothing. A file that cannot be read is a failure, and the others go on.
public struct ArticleInputs: ArticleSource {
  private let options: ReadOptions
  private var walk: FileWalk
  private var rows: JSONLReader?
  /// Hashes of the ids so far: eight bytes an article.
  private var ids: Set<UInt64> = []
  private let onDuplicate: (_ id: String, _ origin: String) -> Void

  /// - Parameters:
  ///   - inputs: paths, or `-` for standard input.
  ///   - onDuplicate: told of an article whose id another one had before; both are read.
  public init(
    _ inputs: [String], options: ReadOptions = .init(), onDuplicate: @escaping (_ id: String, _ origin: String) -> Void
  ) {
    self.options = options
    self.onDuplicate = onDuplicate
    walk = FileWalk(inputs)
  }

  public var wouldWait: Bool { rows?.wouldWait ?? false }

  public mutating func next() throws -> ArticleInput? {
    while true {
      guard let input = try nextInput() else { return nil }
      if case .article(let article) = input {
        let (isNew, _) = ids.insert(StableHash.hash(Array(article.id.utf8)))
        if !isNew { onDuplicate(article.id, article.origin) }
      }
      return input
    }
  }

  private mutating func nextInput() throws -> ArticleInput? {
    while true {
      if rows != nil {
        do {
          if let input = try rows?.next() { return input }
          rows = nil
        } catch let fault as ByteSource.Fault {
          rows = nil
          return Self.unreadable(fault.name, fault.message)
        }
      }
      switch walk.next() {
      case nil: return nil
      case .unreadable(let path, let reason): return Self.unreadable(path, reason)
      case .standardInput: if let input = openStandardInput() { return input }
      case .file(let file): if let input = open(file) { return input }
      }
    }
  }

  private mutating func open(_ file: FileWalk.File) -> ArticleInput? {
    let known = InputFormat(path: file.path)
    guard file.isNamed || (known != nil && (options.format == nil || options.format == known)) else { return nil }
    do throws(ByteSource.Fault) {
      let source = try ByteSource(path: file.path)
      return try begin(source, options.format ?? known ?? .text, id: file.id)
    } catch {
      return Self.unreadable(file.path, error.message)
    }
  }

  /// Standard input is rows if it looks so, or else one text.
  private mutating func openStandardInput() -> ArticleInput? {
    do throws(ByteSource.Fault) {
      let source = ByteSource.standardInput
      let start = try source.lookAhead()
      if start.isEmpty { return nil }
      let first = start.first { $0 > 0x20 }
      return try begin(source, options.format ?? (first == 0x7B ? .jsonl : .text), id: "stdin")
    } catch {
      return Self.unreadable("stdin", error.message)
    }
  }

  /// Reads a text whole, or begins with a source of rows and returns nil.
  private mutating func begin(
    _ source: ByteSource, _ format: InputFormat, id: String
  ) throws(ByteSource.Fault) -> ArticleInput? {
    switch format {
    case .text: return try TextFile.read(source, id: id, options)
    case .jsonl:
      rows = JSONLReader(source, options)
      return nil
    }
  }

  private static func unreadable(_ path: String, _ reason: String) -> ArticleInput {
    .failure(
      id: path, origin: path, .init(stage: "read", code: "unreadable", message: "cannot be read: \(reason)"))
  }
}
