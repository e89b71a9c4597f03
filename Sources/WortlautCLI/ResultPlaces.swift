import ArgumentParser
import Foundation
import WortlautFormats

/// Where the results of each format go, as `-o` and the formats say.
struct ResultPlaces {
  /// A path a format, in the formats' order: a file, or a folder where the format writes a file an article; nil is
  /// standard output.
  let paths: [String?]

  var isStandardOutput: Bool { paths.contains(nil) }

  /// - Throws: the program's exit where `-o` cannot take what the formats write.
  init(of exporters: [any Exporter], output: String?, inputs: [String]) throws {
    let formats = exporters.map { type(of: $0) }
    guard let output else {
      let many = formats.count > 1 ? "several formats write" : "the format '\(formats[0].format)' writes"
      guard formats.count == 1, formats[0].packaging == .oneFile else {
        Console.error("wortlaut: \(many) several files; name a folder for them with -o")
        throw ExitCode.wrongUsage
      }
      guard formats[0].fitsStandardOutput else {
        Console.error("wortlaut: \(many) a file of its own kind; name a file for it with -o")
        throw ExitCode.wrongUsage
      }
      paths = [nil]
      return
    }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
    let needsFolder = formats.count > 1 || formats[0].packaging == .filePerDocument
    if exists, !isFolder.boolValue, needsFolder {
      Console.error("wortlaut: \(output) is a file; name a folder with -o, since there are several files to write")
      throw ExitCode.wrongUsage
    }
    guard needsFolder || isFolder.boolValue || output.hasSuffix("/") else {
      paths = [output]
      return
    }
    let folder = output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      Console.error("wortlaut: \(folder): cannot be made: \(error.localizedDescription)")
      throw ExitCode.couldNotRun
    }
    let stem = Self.stem(inputs)
    paths = formats.map { format in
      switch format.packaging {
      case .oneFile: "\(folder)/\(stem).\(format.fileExtension)"
      case .filePerDocument: formats.count == 1 ? folder : "\(folder)/\(format.format)"
      }
    }
  }

  /// A single input gives results its name.
  private static func stem(_ inputs: [String]) -> String {
    guard inputs.count == 1, inputs[0] != "-" else { return "results" }
    let name = URL(fileURLWithPath: inputs[0]).deletingPathExtension().lastPathComponent
    return name.isEmpty || name == "/" || name == "." ? "results" : name
  }

  static func sink(_ exporter: any Exporter, _ path: String?) throws -> any ExportSink {
    if let path, let sink = try exporter.makeSink(path: path) { return sink }
    guard let path, type(of: exporter).packaging == .filePerDocument else {
      return try FileSink(exporter, path: path)
    }
    return try FolderSink(exporter, folder: path)
  }
}
