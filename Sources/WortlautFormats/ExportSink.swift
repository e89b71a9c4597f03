import Foundation
import Wortlaut

/// Where the output of one format goes.
public protocol ExportSink: AnyObject {
  /// Writes what stands before the first document.
  func begin() throws
  /// Writes the next documents, in the order of the input.
  func write(_ output: ExportOutput) throws
  /// Writes what stands after the last document and gives files their final names.
  func finish() throws
}

/// All documents in one file, or on standard output.
public final class FileSink: ExportSink {
  private let exporter: any Exporter
  private let file: OutputFile

  /// - Parameter path: nil for standard output.
  public init(_ exporter: any Exporter, path: String?) throws {
    self.exporter = exporter
    file = try path.map { try OutputFile(path: $0) } ?? OutputFile()
  }

  public func begin() throws {
    var buffer = ByteBuffer()
    exporter.begin(&buffer)
    try file.write(buffer)
  }

  public func write(_ output: ExportOutput) throws { try file.write(output.bytes) }

  public func finish() throws {
    var buffer = ByteBuffer()
    exporter.end(&buffer)
    try file.write(buffer)
    try file.finish()
    guard let path = file.path else { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try exporter.writeSideFiles(into: folder)
  }
}

/// A file, or several, for each document, in a folder. Files are named after the documents' ids.
public final class FolderSink: ExportSink {
  private let exporter: any Exporter
  private let folder: String
  private var names = DocumentFileNames()

  public init(_ exporter: any Exporter, folder: String) throws {
    self.exporter = exporter
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  public func begin() throws { try exporter.writeSideFiles(into: folder) }

  public func write(_ output: ExportOutput) throws {
    try output.forEachFile { file, bytes throws in
      let path = folder + "/" + names.name(for: file)
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      let output = try OutputFile(path: path)
      try output.write(bytes)
      try output.finish()
    }
  }

  public func finish() {}
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

/// Makes names of files from documents' ids: readable, safe on every system, and different for different documents.
///
/// An id with slashes, such as a path in the input, gives folders.
public struct DocumentFileNames {
  private var taken: Set<String> = []
  private var lastBase = ""
  private var last: (id: String, extensions: Set<String>) = ("", [])

  public init() {}

  /// The name for a file; the files of one document, which come one after the other, differ in their endings alone.
  public mutating func name(for file: ExportOutput.File) -> String {
    if file.id != last.id || last.extensions.contains(file.fileExtension) || lastBase.isEmpty {
      lastBase = unused(Self.base(file.id))
      last = (file.id, [])
    }
    last.extensions.insert(file.fileExtension)
    return lastBase + "." + file.fileExtension
  }

  private mutating func unused(_ base: String) -> String {
    var candidate = base
    var number = 1
    // Some file systems do not tell upper from lower case.
    while !taken.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = "\(base)~\(number)"
    }
    return candidate
  }

  private static func base(_ id: String) -> String {
    let parts = id.split(separator: "/").filter { $0 != "." && $0 != ".." }.map(safe)
    guard let last = parts.last else { return "_" }
    let ending = [".txt", ".text", ".md", ".html"].first { last.hasSuffix($0) && last.count > $0.count }
    return (parts.dropLast() + [String(last.dropLast(ending?.count ?? 0))]).joined(separator: "/")
  }

  private static func safe(_ part: Substring) -> String {
    let kept = part.unicodeScalars.map { scalar -> Character in
      scalar.value < 0x20 || scalar.value == 0x7F || #"\:*?"<>|"#.unicodeScalars.contains(scalar)
        ? "_" : Character(scalar)
    }
    let name = String(kept.prefix(100))
    return name.hasPrefix(".") ? "_" + name.dropFirst() : name
  }
}
