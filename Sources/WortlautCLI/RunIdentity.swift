import Foundation
import Wortlaut
import WortlautFormats

/// All that shapes the output of a run, so that another run can tell whether it may go on with it.
struct RunIdentity: Codable, Equatable {
  struct Item: Codable, Equatable {
    let name: String
    let value: String
    /// It shapes what is written of an article, not only which articles there are.
    let shapesArticles: Bool
  }

  private(set) var items: [Item] = []

  mutating func add(_ name: String, _ value: String?, shapesArticles: Bool = false) {
    items.append(Item(name: name, value: value ?? "", shapesArticles: shapesArticles))
  }

  /// What is not as it was in an earlier run; nil if all is.
  func difference(from earlier: RunIdentity) -> String? {
    for item in items {
      let before = earlier.items.first { $0.name == item.name }?.value
      guard before != item.value else { continue }
      guard let before, item.name.hasPrefix("--") else { return "\(item.name) changed" }
      return
        "\(item.name) was \(before.isEmpty ? "not set" : before), and is \(item.value.isEmpty ? "not set" : item.value)"
    }
    return nil
  }

  /// Of what shapes each article's output.
  var articleHash: UInt64 {
    items.filter(\.shapesArticles).reduce(0) { StableHash.hash(Array("\($1.name)=\($1.value)".utf8), seed: $0) }
  }
}

/// How far a run is, as its journal says.
struct RunState: Codable {
  var total = BatchRun.Report()
  var failures = 0
  var losses: [ExportLosses] = []
  var sinks: [SinkState] = []
  var errorsLength: Int?
  var indexLength: Int?
  /// How long the run has taken so far, in seconds, all its beginnings together.
  var seconds = 0.0
  /// How often it was gone on with.
  var resumed = 0
}

/// A file beside the output that says how far the run is: a line that says what run it is, then a line a state.
///
/// A line counts only if it is whole, and each is written after the output it speaks of is on the disk. So the last
/// whole line is true whatever happens in between.
final class RunJournal {
  let path: String
  private let file: FileHandle

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// A run holds its journal as long as it goes on, so that another one cannot write the same files.
  ///
  /// - Throws: ``Fault`` where a run goes on.
  static func checkFree(_ path: String) throws(Fault) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
    throw Fault(description: "another run is writing these results now (\(path)); wait for it, or name another output")
  }

  /// Begins a journal.
  init(path: String, identity: RunIdentity, state: RunState? = nil) throws {
    self.path = path
    // A journal that is gone on with is written anew as a whole, so that none is ever without its head.
    var lines = try Self.line(identity)
    if let state { lines += try Self.line(state) }
    let new = path + ".new"
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.fault(path) }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // Not every file system has locks: then nothing is held.
    flock(descriptor, LOCK_EX | LOCK_NB)
    try write(lines)
    guard rename(new, path) == 0 else { throw Self.fault(path) }
  }

  private static func fault(_ path: String) -> Fault {
    Fault(description: "\(path): cannot be written: \(String(cString: strerror(errno)).lowercased())")
  }

  private static func line(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + [0x0A]
  }

  /// What an unfinished run left; nil where there is none.
  static func read(_ path: String) -> (identity: RunIdentity, state: RunState?)? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    // What stands behind the last line end was cut off while it was written.
    lines.removeLast()
    let decoder = JSONDecoder()
    guard let first = lines.first, let identity = try? decoder.decode(RunIdentity.self, from: first) else { return nil }
    let state = lines.dropFirst().reversed().lazy.compactMap { try? decoder.decode(RunState.self, from: $0) }.first
    return (identity, state)
  }

  func append(_ state: RunState) throws {
    try write(try Self.line(state))
  }

  /// Writes lines and brings them to the disk.
  private func write(_ lines: Data) throws {
    try lines.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          file.fileDescriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else {
          if errno == ENOSPC || errno == EDQUOT { throw OutputFile.Fault.noSpace(path: path) }
          throw Self.fault(path)
        }
        rest = rest.dropFirst(count)
      }
    }
    guard fsync(file.fileDescriptor) == 0 else { throw OutputFile.Fault.noSpace(path: path) }
  }

  func remove() { unlink(path) }
}
