import Foundation

/// Walks files and folders in a stable order: folders recursively, names by their bytes, hidden ones left out.
///
/// Holds one folder's names a level, never all paths.
struct FileWalk {
  struct File: Equatable {
    let path: String
    /// The path from the folder that was named; the path itself where a file was.
    let id: String
    /// The file was named by the user and not met in a folder.
    let isNamed: Bool
  }

  enum Step: Equatable {
    case standardInput
    case file(File)
    case unreadable(path: String, reason: String)
  }

  private struct Entry {
    let path: String
    let id: String
    let isNamed: Bool
  }

  /// What is still to be visited, the next one last.
  private var pending: [Entry]

  init(_ inputs: [String]) {
    pending = inputs.reversed().map { Entry(path: $0, id: $0, isNamed: true) }
  }

  mutating func next() -> Step? {
    while let entry = pending.popLast() {
      if entry.path == "-" && entry.isNamed { return .standardInput }
      var status = stat()
      guard stat(entry.path, &status) == 0 else {
        return .unreadable(path: entry.path, reason: ByteSource.reason(errno))
      }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        return .file(File(path: entry.path, id: entry.id, isNamed: entry.isNamed))
      }
      do {
        let names = try FileManager.default.contentsOfDirectory(atPath: entry.path).filter { !$0.hasPrefix(".") }
        let folder = entry.path.hasSuffix("/") ? String(entry.path.dropLast()) : entry.path
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }).reversed() {
          pending.append(
            Entry(path: "\(folder)/\(name)", id: entry.isNamed ? name : "\(entry.id)/\(name)", isNamed: false))
        }
      } catch {
        let isForbidden = access(entry.path, R_OK | X_OK) != 0
        return .unreadable(path: entry.path, reason: isForbidden ? ByteSource.reason(errno) : "\(error)")
      }
    }
    return nil
  }
}
