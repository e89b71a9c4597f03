import Foundation

/// Walks files, folders and patterns in a stable order: folders recursively, names by their bytes, hidden ones left out.
///
/// Holds one folder's names a level, never all paths.
struct FileWalk {
  struct File: Equatable {
    let path: String
    /// The path from the folder that was named; the path itself where a file was.
    let id: String
    /// The file was named by the user, or by a pattern, and not met in a folder.
    let isNamed: Bool
    let identity: FileIdentity
    /// The folders that it was met in, from the one that was named.
    let folders: [FileIdentity]
    /// It is no pipe or device, which may have to be waited for.
    let isPlain: Bool
  }

  enum Step: Equatable {
    case standardInput
    case file(File)
    case unreadable(path: String, reason: String)
    case noMatch(pattern: String)
  }

  private struct Entry {
    let path: String
    let id: String
    let isNamed: Bool
    /// What is still to match below this folder.
    var pattern: PathPattern?
    /// The folders that lead here.
    var folders: [FileIdentity] = []
  }

  /// What is still to be visited, the next one last.
  private var pending: [Entry]
  /// The pattern that is being followed, and whether it has found something.
  private var pattern: (text: String, hasFound: Bool)?

  init(_ inputs: [String]) {
    pending = inputs.reversed().map { Entry(path: $0, id: $0, isNamed: true) }
  }

  mutating func next() -> Step? {
    while true {
      if let pattern, pending.last?.pattern == nil, pending.last?.isNamed ?? true, !pattern.hasFound {
        self.pattern = nil
        return .noMatch(pattern: pattern.text)
      }
      guard let entry = pending.popLast() else { return nil }
      if let step = visit(entry) { return step }
    }
  }

  private mutating func visit(_ entry: Entry) -> Step? {
    if entry.path == "-" && entry.isNamed { return .standardInput }
    var status = stat()
    guard stat(entry.path, &status) == 0 else {
      var reason = ByteSource.reason(errno)
      // Bytes that are no UTF-8 come as this character.
      if entry.path.contains("\u{FFFD}") { reason += "; where its name is not UTF-8, rename it" }
      guard entry.isNamed, entry.pattern == nil, let pattern = PathPattern(entry.path) else {
        return .unreadable(path: entry.path, reason: reason)
      }
      self.pattern = (entry.path, false)
      pending.append(Entry(path: pattern.base, id: pattern.base, isNamed: true, pattern: pattern))
      return nil
    }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    if let rest = entry.pattern {
      if rest.isEmpty {
        pattern?.hasFound = true
      } else {
        return isFolder ? enter(entry, FileIdentity(status), rest) : nil
      }
    }
    let identity = FileIdentity(status)
    if isFolder { return enter(entry, identity, nil) }
    return .file(
      File(
        path: entry.path, id: entry.id, isNamed: entry.isNamed, identity: identity, folders: entry.folders,
        isPlain: status.st_mode & S_IFMT == S_IFREG))
  }

  /// Puts what a folder holds, as far as it fits the pattern, before all that is still to be visited.
  private mutating func enter(_ entry: Entry, _ identity: FileIdentity, _ pattern: PathPattern?) -> Step? {
    // A link that leads back into a folder around it.
    if entry.folders.contains(identity) { return nil }
    let folders = entry.folders + [identity]
    do {
      let folder = entry.path.hasSuffix("/") ? String(entry.path.dropLast()) : entry.path
      let prefix = folder.isEmpty ? "/" : folder == "." && pattern != nil ? "" : folder + "/"
      let isRoot = entry.isNamed && entry.pattern == nil
      let names = try FileManager.default.contentsOfDirectory(atPath: entry.path)
      for name in names.sorted(by: { $1.utf8.lexicographicallyPrecedes($0.utf8) }) {
        let path = prefix + name
        if let pattern {
          guard let rest = pattern.below(name) else { continue }
          pending.append(Entry(path: path, id: path, isNamed: true, pattern: rest, folders: folders))
        } else if !name.hasPrefix(".") {
          let id = isRoot ? name : "\(entry.id)/\(name)"
          pending.append(Entry(path: path, id: id, isNamed: false, folders: folders))
        }
      }
      return nil
    } catch {
      let isForbidden = access(entry.path, R_OK | X_OK) != 0
      return .unreadable(
        path: entry.path, reason: isForbidden ? ByteSource.reason(errno) : "\(error)")
    }
  }
}

/// A pattern for paths: `*`, `?` and `[…]` inside a name as in the shell, `**` for any number of folders.
struct PathPattern: Equatable {
  /// The folder that the pattern begins at.
  let base: String
  /// The names' patterns that may come next: more than one where `**` leaves it open.
  private let choices: [ArraySlice<String>]

  /// Nil if the path holds no pattern.
  init?(_ path: String) {
    let names = path.split(separator: "/").map(String.init)
    guard let first = names.firstIndex(where: { $0.contains { "*?[".contains($0) } }) else { return nil }
    let folder = names[..<first].joined(separator: "/")
    base = path.hasPrefix("/") ? "/" + folder : folder.isEmpty ? "." : folder
    choices = Self.open([names[first...]])
  }

  private init(base: String, choices: [ArraySlice<String>]) {
    self.base = base
    self.choices = choices
  }

  /// The whole pattern has been matched.
  var isEmpty: Bool { choices.contains { $0.isEmpty } }

  /// What is left of the pattern below a file or folder of that name; nil if it does not fit.
  func below(_ name: String) -> PathPattern? {
    var rest: [ArraySlice<String>] = []
    for choice in choices {
      guard let next = choice.first else { continue }
      if next == "**" {
        if !name.hasPrefix(".") { rest.append(choice) }
      } else if fnmatch(next, name, FNM_PERIOD) == 0 {
        rest.append(choice.dropFirst())
      }
    }
    return rest.isEmpty ? nil : PathPattern(base: base, choices: Self.open(rest))
  }

  /// `**` may stand for no folder at all, and at the end for every file.
  private static func open(_ choices: [ArraySlice<String>]) -> [ArraySlice<String>] {
    var all = choices
    var at = 0
    while at < all.count {
      if all[at].first == "**" {
        let rest = all[at].count == 1 ? ["*"] : all[at].dropFirst()
        if !all.contains(rest) { all.append(rest) }
      }
      at += 1
    }
    return all
  }
}
