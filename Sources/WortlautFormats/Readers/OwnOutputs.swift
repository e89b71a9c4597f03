import Foundation

/// What a file or folder is, whatever path leads to it.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }

  /// Nil where nothing is there.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}

/// What a run writes, so that no article is overwritten, and no result is read as an article where it lies in a folder
/// that is read.
public struct OwnOutputs: Sendable {
  private struct File {
    let folder: FileIdentity
    let name: Substring
    /// What the names of parts begin and end with: `out-` and `.jsonl.gz`; nil where the file is written whole.
    let part: (start: Substring, end: Substring)?
  }

  private let files: [File]
  /// The files that are there already.
  private let present: Set<FileIdentity>
  /// Folders that get a file for each article.
  private let folders: [String]
  private let folderIdentities: Set<FileIdentity>
  private let areResults: Bool

  /// - Parameters:
  ///   - files: files that are written whole.
  ///   - parted: files that are written in parts, `NAME-00001.jsonl` and so on.
  ///   - folders: folders that get a file for each article.
  ///   - areResults: whether what is there under these names was written by an earlier run.
  public init(files: [String], parted: [String], folders: [String], areResults: Bool) {
    self.files =
      files.compactMap { Self.file($0, isParted: false) } + parted.compactMap { Self.file($0, isParted: true) }
    present = Set(files.compactMap(FileIdentity.init(path:)))
    self.folders = folders
    folderIdentities = Set(folders.compactMap(FileIdentity.init(path:)))
    self.areResults = areResults
  }

  private static func file(_ path: String, isParted: Bool) -> File? {
    let (folder, name) = split(path)
    guard let folder = FileIdentity(path: folder) else { return nil }
    let end = name[(name.dropFirst().firstIndex(of: ".") ?? name.endIndex)...]
    return File(folder: folder, name: name, part: isParted ? (name.dropLast(end.count) + "-", end) : nil)
  }

  private static func split(_ path: String) -> (folder: String, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), path[path.index(after: slash)...])
  }

  /// Whether a file that was met in a folder is a result, and no article.
  func contains(_ file: FileWalk.File) -> Bool {
    if file.isNamed { return false }
    return isWritten(file) || !folderIdentities.isDisjoint(with: file.folders)
  }

  /// Whether writing the results would destroy the file that standard input is read from (`< in.jsonl`).
  var overwriteStandardInput: Bool {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return present.contains(FileIdentity(status))
  }

  /// Whether writing the results would destroy a file that is an input.
  func overwrite(_ file: FileWalk.File) -> Bool {
    if isWritten(file), file.isNamed || !areResults { return true }
    let id = file.id.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
    return folders.contains { FileIdentity(path: $0 + "/" + id) == file.identity }
  }

  private func isWritten(_ file: FileWalk.File) -> Bool {
    if present.contains(file.identity) { return true }
    let (path, name) = Self.split(file.path)
    guard files.contains(where: { Self.isName(name, of: $0) }) else { return false }
    let folder = FileIdentity(path: path)
    return files.contains { $0.folder == folder && Self.isName(name, of: $0) }
  }

  private static func isName(_ name: Substring, of file: File) -> Bool {
    guard let part = file.part else { return name == file.name }
    guard name.hasPrefix(part.start), name.hasSuffix(part.end) else { return false }
    let number = name.dropFirst(part.start.count).dropLast(part.end.count)
    return number.count >= 5 && number.allSatisfy(\.isNumber)
  }
}
