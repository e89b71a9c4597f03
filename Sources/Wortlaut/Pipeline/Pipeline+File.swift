import Foundation

extension Pipeline {
  /// Reads and checks one of the pipelines that come with the program, or a file.
  ///
  /// - Parameter nameOrPath: a name from `pipelines/`, or a path: anything with a slash or that ends in `.yml` or
  ///   `.yaml`.
  /// - Throws: ``PipelineError`` with everything that is wrong, before anything runs.
  public init(
    named nameOrPath: String, registry: StageRegistry = .builtIn, data: DataDirectory
  ) throws(PipelineError) {
    if nameOrPath.contains("/") || nameOrPath.hasSuffix(".yml") || nameOrPath.hasSuffix(".yaml") {
      try self.init(file: nameOrPath, registry: registry, data: data)
    } else if data.pipelineNames.contains(nameOrPath) {
      try self.init(file: data.pipeline(nameOrPath), registry: registry, data: data)
    } else {
      throw PipelineError([
        Diagnostic(
          file: nameOrPath, line: 0, column: 0, message: "there is no pipeline of that name",
          hint: NearestName.hint(for: nameOrPath, among: data.pipelineNames))
      ])
    }
  }

  /// Reads and checks a pipeline file.
  ///
  /// - Throws: ``PipelineError`` with everything that is wrong, before anything runs.
  public init(file: String, registry: StageRegistry = .builtIn, data: DataDirectory) throws(PipelineError) {
    let yaml: String
    do {
      yaml = try String(contentsOfFile: file, encoding: .utf8)
    } catch {
      let isThere = FileManager.default.fileExists(atPath: file)
      throw PipelineError([
        Diagnostic(
          file: file, line: 0, column: 0,
          message: isThere ? "this is a folder, or no UTF-8 text" : "there is no such file",
          hint: isThere ? nil : "pipelines by name: \(data.pipelineNames.joined(separator: ", "))")
      ])
    }
    let folder = (file as NSString).deletingLastPathComponent
    let context = StageContext(data: data, baseDirectory: folder.isEmpty ? "." : folder)
    try self.init(yaml: yaml, file: file, registry: registry, context: context)
  }

  /// Checks and builds a pipeline from the text of a pipeline file.
  ///
  /// - Parameter file: the name by which messages call it.
  /// - Throws: ``PipelineError`` with everything that is wrong.
  public init(
    yaml: String, file: String, registry: StageRegistry = .builtIn, context: StageContext
  ) throws(PipelineError) {
    var reader = PipelineFileReader(file: file, registry: registry, context: context)
    let described = reader.read(yaml)
    let steps = reader.build(described.stages)
    guard reader.diagnostics.isEmpty else {
      throw PipelineError(reader.diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    var seed: UInt64 = 0
    for (entry, step) in zip(described.stages, steps) {
      seed = StableHash.hash(
        Array("\(type(of: step.stage).name.rawValue)\n\(entry.settings.canonical)".utf8), seed: seed)
      seed = StableHash.mix(seed, step.stage.dataFingerprint)
    }
    let digits = String(seed, radix: 16)
    self.init(
      name: described.name, steps: steps,
      fingerprint: String(repeating: "0", count: 16 - digits.count) + digits)
  }
}
