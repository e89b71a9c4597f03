import CProcess
import Foundation
import Wortlaut

/// Where the output of one format goes.
public protocol ExportSink: AnyObject {
  /// How many bytes the part that is being written has.
  var position: Int { get }
  /// The files that are written, under the names they have in the end.
  var files: [String] { get }
  /// Writes what stands before the first document.
  func begin() throws
  /// Goes on from a state that ``checkpoint()`` gave, in place of ``begin()``; what was written after it is dropped.
  func resume(at state: SinkState) throws
  /// Writes the next documents, in the order of the input.
  func write(_ output: ExportOutput) throws
  /// Ends the part that is being written and gives it its name; what follows goes into the next.
  func rotate() throws
  /// Brings all that was written to the disk, so that a later run can go on from here.
  func checkpoint() throws -> SinkState
  /// Writes what stands after the last document and gives files their final names.
  func finish() throws
  /// Removes what was only needed to go on, once the run needs no more of that.
  func removeTraces()
}

extension ExportSink {
  /// Most sinks leave none.
  public func removeTraces() {}
}

/// How far a sink is.
public struct SinkState: Codable, Sendable, Equatable {
  /// The part that is being written, from 1.
  public var part: Int
  /// How many bytes of it are whole.
  public var length: Int

  /// So many whole bytes of a part.
  public init(part: Int = 1, length: Int) {
    self.part = part
    self.length = length
  }
}

/// All documents in one file, in numbered parts of it, or on standard output.
public final class FileSink: ExportSink {
  private let exporter: any Exporter
  private let path: String?
  private let compression: Compression?
  private let isSharded: Bool
  private var part = 1
  /// How many parts are whole.
  private var written = 0
  /// Nil between two parts.
  private var file: OutputFile?

  /// - Parameters:
  ///   - path: nil for standard output.
  ///   - isSharded: whether the file is written in parts, `NAME-00001.jsonl` and so on.
  public init(_ exporter: any Exporter, path: String?, compression: Compression? = nil, isSharded: Bool = false) {
    self.exporter = exporter
    self.path = path
    self.compression = compression
    self.isSharded = isSharded
  }

  public var position: Int { file?.position ?? 0 }

  public var files: [String] { path == nil ? [] : (1...max(1, file == nil ? written : part)).map(name) }

  private func name(of part: Int) -> String {
    guard let path, isSharded else { return path ?? "" }
    let number = String(part)
    let tag = "-" + String(repeating: "0", count: max(0, 5 - number.count)) + number
    // Before all endings: `out-00001.jsonl.gz`.
    let folderEnd = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let ending = path[folderEnd...].dropFirst().firstIndex(of: ".") ?? path.endIndex
    return path[..<ending] + tag + path[ending...]
  }

  public func begin() throws { _ = try open() }

  private func open() throws -> OutputFile {
    if let file { return file }
    let new = try path == nil ? OutputFile() : OutputFile(path: name(of: part))
    file = new
    try write(new) { exporter.begin(&$0) }
    return new
  }

  private func write(_ file: OutputFile, _ body: (inout ByteBuffer) -> Void) throws {
    var buffer = ByteBuffer()
    body(&buffer)
    try file.write(buffer.compressed(compression))
  }

  public func resume(at state: SinkState) throws {
    part = state.part
    written = part - 1
    if state.length == 0 && part > 1 { return }
    guard path != nil, state.length > 0 else { return try begin() }
    file = try OutputFile(path: name(of: part), resumingAt: state.length)
  }

  public func write(_ output: ExportOutput) throws {
    let file = try open()
    try file.write(output.bytes)
  }

  public func rotate() throws {
    try endPart()
    part += 1
  }

  private func endPart() throws {
    guard let file else { return }
    try write(file) { exporter.end(&$0) }
    try file.finish()
    self.file = nil
    written = part
  }

  public func checkpoint() throws -> SinkState {
    try file?.sync()
    return SinkState(part: part, length: position)
  }

  public func finish() throws {
    // Input without any article still gives a file.
    if part == 1 { _ = try open() }
    try endPart()
    guard let path else { return }
    // Parts of an earlier, longer run would pass for parts of this one.
    var stale = written + 1
    while isSharded, unlink(name(of: stale)) == 0 { stale += 1 }
    try exporter.writeSideFiles(into: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }
}

/// A file, or several, for each document, in a folder. Files are named after the documents' ids.
public final class FolderSink: ExportSink {
  private let exporter: any Exporter
  private let folder: String
  private let compression: Compression?
  private var names = DocumentFileNames()
  /// The names so far, a line each, so that a run that goes on gives the same names again.
  private var list: OutputFile?
  /// Files that are not yet known to be on the disk.
  private var unsynced: [String] = []
  private let listPath: String

  /// Makes the folder where it is not there.
  ///
  /// - Parameter run: a name of the run that no other one with the same folder has; what it keeps there is called so.
  /// - Throws: the system's reason why it cannot be made.
  public init(_ exporter: any Exporter, folder: String, compression: Compression? = nil, run: String) throws {
    self.exporter = exporter
    self.folder = folder
    self.compression = compression
    listPath = "\(folder)/.wortlaut-names-\(run)"
    try OutputFile.makeFolder(folder)
  }

  public var position: Int { list?.position ?? 0 }
  public var files: [String] { [folder + "/"] }

  public func begin() throws {
    list = try OutputFile(path: listPath)
    try exporter.writeSideFiles(into: folder)
  }

  public func resume(at state: SinkState) throws {
    list = try OutputFile(path: listPath, resumingAt: state.length)
    let known = try String(contentsOfFile: listPath + ".partial", encoding: .utf8)
    names = DocumentFileNames(taken: known.split(separator: "\n").map(String.init))
  }

  public func write(_ output: ExportOutput) throws {
    var added = ByteBuffer()
    try output.forEachFile { file, bytes throws in
      let name = names.name(for: file)
      let path = folder + "/" + name + (compression?.suffix ?? "")
      if let slash = path.lastIndex(of: "/") { try OutputFile.makeFolder(String(path[..<slash])) }
      let output = try OutputFile(path: path)
      if let compression {
        try compression.member(bytes).withUnsafeBytes { bytes throws in try output.write(bytes) }
      } else {
        try output.write(bytes)
      }
      try output.finish(durably: false)
      unsynced.append(path)
      added.append(names.lastBase)
      added.append("\n")
    }
    try list?.write(added)
  }

  public func rotate() {}

  public func checkpoint() throws -> SinkState {
    try list?.sync()
    try bringToDisk()
    unsynced.removeAll()
    return SinkState(length: position)
  }

  private func bringToDisk() throws {
    // Each file alone waits for the disk; the file system waits once, and brings the files' names there too.
    if unsynced.count > 16 {
      let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
      defer { close(descriptor) }
      let fault = descriptor < 0 ? errno : cp_sync_file_system(descriptor)
      if fault == 0 { return }
      if fault == ENOSPC || fault == EDQUOT { throw OutputFile.Fault.noSpace(path: folder) }
    }
    for path in unsynced {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      fsync(descriptor)
      close(descriptor)
    }
  }

  public func finish() throws {
    _ = try checkpoint()
    list = nil
  }

  public func removeTraces() { unlink(listPath + ".partial") }
}

extension ByteBuffer {
  /// The bytes as one member or frame, several where they are very many; as they are where there are none, or nothing
  /// compresses them.
  func compressed(_ compression: Compression?) -> ByteBuffer {
    guard let compression, count > 0 else { return self }
    var buffer = ByteBuffer(capacity: count / 4)
    forEachPiece { if !$0.isEmpty { buffer.append(compression.member($0)) } }
    return buffer
  }
}

extension Exporter {
  fileprivate func writeSideFiles(into folder: String) throws {
    for file in sideFiles {
      let output = try OutputFile(path: folder + "/" + file.name)
      try file.content.withUnsafeBytes { bytes throws in try output.write(bytes) }
      try output.finish()
    }
  }
}
