import Foundation
import Wortlaut

/// How much there is to read, and whether it is the same as before: files, their sizes and times, nothing of their content.
public struct InputSurvey: Sendable, Equatable {
  /// How many files there are.
  public private(set) var files = 0
  /// As they lie in the files.
  public private(set) var bytes = 0
  /// Some input has no size, such as standard input.
  public private(set) var hasStream = false
  /// Of all paths, sizes and times.
  public private(set) var hash: UInt64 = 0
  /// The first input that the results would overwrite.
  public private(set) var overwritten: String?

  /// Looks at every file's entry: a million of them take some seconds.
  public init(_ inputs: [String], options: ReadOptions) {
    var walk = FileWalk(inputs)
    while let step = walk.next() {
      switch step {
      case .standardInput:
        hasStream = true
        if overwritten == nil, options.ownOutputs?.overwriteStandardInput ?? false { overwritten = "standard input" }
      case .unreadable(let path, _), .noMatch(let path): add(path, 0, 0)
      case .file(let file):
        if overwritten == nil, options.ownOutputs?.overwrite(file) ?? false { overwritten = file.path }
        var status = stat()
        guard options.accepts(file), stat(file.path, &status) == 0 else { continue }
        let time = UInt64(bitPattern: Int64(status.st_mtim.tv_sec)) &* 1_000_000_007 &+ UInt64(status.st_mtim.tv_nsec)
        add(file.path, Int(status.st_size), time)
        files += 1
        bytes += Int(status.st_size)
        if status.st_mode & S_IFMT != S_IFREG { hasStream = true }
      }
    }
  }

  private mutating func add(_ path: String, _ size: Int, _ time: UInt64) {
    hash = StableHash.mix(StableHash.hash(Array(path.utf8), seed: hash), StableHash.mix(UInt64(size), time))
  }
}

extension ReadOptions {
  /// Whether a file that was met is to be read: one that is named always is, one in a folder if its name tells that.
  func accepts(_ file: FileWalk.File) -> Bool {
    if file.isNamed { return true }
    if ownOutputs?.contains(file) ?? false { return false }
    guard let known = InputFormat(path: file.path) else { return false }
    return format == nil || format == known || (format == .text && known == .markdown)
  }
}
