import ArgumentParser
import Foundation
import WortlautFormats

/// Where the results of each format go, as `-o` and the formats say.
struct ResultPlaces {
  /// A path a format, in the formats' order: a file, or a folder where the format writes a file an article; nil is
  /// standard output.
  let paths: [String?]
  /// What the names of files about the run begin with: its journal, its manifest. Nil for standard output and devices.
  let base: String?
  let compression: Compression?
  private let isPerArticle: Bool

  var isStandardOutput: Bool { paths.contains(nil) }

  /// - Throws: the program's exit where `-o` cannot take what the formats write.
  init(of exporters: [any Exporter], output: String?, inputs: [String], _ options: OutputOptions) throws {
    let formats = exporters.map { type(of: $0) }
    isPerArticle = options.perArticle
    compression = options.compress.flatMap(Compression.init(rawValue:)) ?? output.flatMap(Compression.init(path:))
    let ownKind = formats.first { $0.packaging == .oneFile && !$0.fitsStandardOutput }
    if let ownKind, compression != nil || options.shardSize != nil || options.perArticle || options.changedOnly {
      Console.error(
        "wortlaut: the format '\(ownKind.format)' writes a file of its own kind; it goes with none of --compress, "
          + "--shard-size, --per-article and --changed-only")
      throw ExitCode.wrongUsage
    }
    guard let output else {
      let many = formats.count > 1 ? "several formats write" : "the format '\(formats[0].format)' writes"
      guard formats.count == 1, formats[0].packaging == .oneFile, !options.perArticle else {
        Console.error("wortlaut: \(many) several files; name a folder for them with -o")
        throw ExitCode.wrongUsage
      }
      guard formats[0].fitsStandardOutput else {
        Console.error("wortlaut: \(many) a file of its own kind; name a file for it with -o")
        throw ExitCode.wrongUsage
      }
      if let option = Self.needsFile(options) {
        Console.error("wortlaut: \(option) needs a file to write; name it with -o")
        throw ExitCode.wrongUsage
      }
      paths = [nil]
      base = nil
      return
    }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
    let needsFolder = formats.count > 1 || formats[0].packaging == .filePerDocument || options.perArticle
    if exists, !isFolder.boolValue, needsFolder {
      Console.error("wortlaut: \(output) is a file; name a folder with -o, since there are several files to write")
      throw ExitCode.wrongUsage
    }
    guard needsFolder || isFolder.boolValue || output.hasSuffix("/") else {
      paths = [output]
      // Beside /dev/null or a named pipe there is no place for a journal, and nothing to go on with.
      base = OutputFile.isDevice(output) ? nil : output
      return
    }
    let folder = output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
    do {
      try OutputFile.makeFolder(folder)
    } catch {
      Console.error("wortlaut: \(error)")
      throw ExitCode.couldNotRun
    }
    let stem = Self.stem(inputs)
    base = "\(folder)/\(stem)"
    let suffix = compression?.suffix ?? ""
    paths = formats.map { format in
      switch options.perArticle ? .filePerDocument : format.packaging {
      case .oneFile: "\(folder)/\(stem).\(format.fileExtension)\(suffix)"
      case .filePerDocument: formats.count == 1 ? folder : "\(folder)/\(format.format)"
      }
    }
  }

  /// A single input gives results its name: that of a file without its ending, or of a folder.
  private static func stem(_ inputs: [String]) -> String {
    guard inputs.count == 1, inputs[0] != "-" else { return "results" }
    var url = URL(fileURLWithPath: inputs[0])
    var isFolder: ObjCBool = false
    // A pattern is no name.
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { return "results" }
    if !isFolder.boolValue {
      if Compression(path: url.path) != nil { url.deletePathExtension() }
      url.deletePathExtension()
    }
    let name = url.lastPathComponent
    return name.isEmpty || name == "/" || name == "." ? "results" : name
  }

  /// Whether a path is that of a file which holds results or tells of them.
  func isResult(_ path: String) -> Bool {
    let beside = base.map { base in [".manifest.json", ".journal", ".index"].map { base + $0 } } ?? []
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return (paths.compactMap(\.self) + beside).contains {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().path == place
    }
  }

  private static func needsFile(_ options: OutputOptions) -> String? {
    options.resume
      ? "--resume" : options.changedOnly ? "--changed-only" : options.shardSize != nil ? "--shard-size" : nil
  }

  /// What is written, for who reads. The error rows' file is one of the results.
  func ownOutputs(of exporters: [any Exporter], errors: String?, _ options: OutputOptions) -> OwnOutputs? {
    if base == nil, errors == nil { return nil }
    let isFolder = exporters.map { isPerArticle || type(of: $0).packaging == .filePerDocument }
    let folders = zip(isFolder, paths).compactMap { $0 ? $1 : nil }
    let written = zip(isFolder, paths).compactMap { $0 ? nil : $1 }
    let isParted = options.shardSize != nil
    let whole = (isParted ? [] : written) + [errors].compactMap(\.self)
    let traces = [".manifest.json", ".journal"]
    return OwnOutputs(
      files: whole, parted: isParted ? written : [], folders: folders,
      areResults: base.map { base in traces.contains { access(base + $0, F_OK) == 0 } } ?? false)
  }

  func sink(_ exporter: any Exporter, _ path: String?, _ options: OutputOptions) throws -> any ExportSink {
    if let path, let sink = try exporter.makeSink(path: path) { return sink }
    guard let path, isPerArticle || type(of: exporter).packaging == .filePerDocument else {
      return FileSink(exporter, path: path, compression: compression, isSharded: options.shardSize != nil)
    }
    let run = base.map { URL(fileURLWithPath: $0).lastPathComponent } ?? ""
    return try FolderSink(exporter, folder: path, compression: compression, run: run)
  }
}
