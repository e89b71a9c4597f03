import Foundation

/// What an ``ExecStage``'s settings say, checked.
struct ExecPlan: Sendable {
  let name: String
  let command: ChildProcess.Command
  let requires: Set<LayerName>
  let provides: Set<LayerName>
  let entityLayers: Set<LayerName>
  let offsets: OffsetUnit
  let timeout: Duration
  let startTimeout: Duration
  let maximumBytes: Int
  let restarts: Int

  /// The built-in layers that a program can fill; it cannot fill the others, which refer to each other.
  private static let fillable: Set<LayerName> = [.tokens, .sentences, .entities]

  init(_ settings: StageSettings, _ context: StageContext) throws(SettingError) {
    name = settings.text("name") ?? ""
    requires = ExecStage.names(settings, "requires")
    provides = ExecStage.names(settings, "provides")
    entityLayers = ExecStage.names(settings, "entities").union([.entities])
    offsets = OffsetUnit(rawValue: settings.text("offsets") ?? "") ?? .codepoint
    timeout = .seconds(settings.integer("timeout"))
    startTimeout = .seconds(settings.integer("start-timeout"))
    maximumBytes = settings.integer("max-bytes")
    restarts = settings.integer("restarts")
    let folder = context.baseDirectory
    let environment = try Self.environment(settings.list("environment"))
    let words = settings.list("command")
    guard let program = words.first, let path = Self.find(program, in: folder, environment["PATH"]) else {
      let program = words.first ?? ""
      let place =
        program.contains("/")
        ? "there is no program at '\(program)', from the pipeline file's folder"
        : "there is no program '\(program)' in the folders of PATH"
      throw SettingError("command", place, element: words.isEmpty ? nil : 0)
    }
    command = .init(path: path, arguments: Array(words.dropFirst()), environment: environment, folder: folder)
    try checkLayers(settings)
  }

  private func checkLayers(_ settings: StageSettings) throws(SettingError) {
    for (index, layer) in settings.list("provides").enumerated() {
      let layer = LayerName(rawValue: layer)
      guard LayerName.builtIn.contains(layer), !Self.fillable.contains(layer) else { continue }
      throw SettingError(
        "provides",
        "a program cannot fill the layer '\(layer.rawValue)'; it can fill tokens, sentences, entities, and layers of "
          + "its own", element: index)
    }
    for (index, layer) in settings.list("entities").enumerated() where !provides.contains(LayerName(rawValue: layer)) {
      throw SettingError("entities", "'provides' does not list the layer '\(layer)'", element: index)
    }
    if provides.contains(.sentences), !requires.contains(.tokens), !provides.contains(.tokens) {
      throw SettingError("provides", "'sentences' consist of tokens; add 'requires: [tokens]'")
    }
    if provides.isEmpty { throw SettingError("provides", "name at least one layer that the program answers with") }
  }

  private static func environment(_ assignments: [String]) throws(SettingError) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for (index, assignment) in assignments.enumerated() {
      guard let sign = assignment.firstIndex(of: "="), sign != assignment.startIndex else {
        throw SettingError("environment", "'\(assignment)' is not NAME=value", element: index)
      }
      environment[String(assignment[..<sign])] = String(assignment[assignment.index(after: sign)...])
    }
    return environment
  }

  /// The path of a program: in the folders of PATH by its name, or from the pipeline file's folder.
  private static func find(_ program: String, in folder: String, _ path: String?) -> String? {
    let base = URL(fileURLWithPath: folder, isDirectory: true)
    let folders =
      program.contains("/")
      ? [base]
      : (path ?? "").split(separator: ":").map {
        URL(fileURLWithPath: String($0), isDirectory: true)
      }
    let candidates = program.hasPrefix("/") ? [program] : folders.map { $0.appendingPathComponent(program).path }
    return candidates.first { FileCheck.isReadableFile($0) && access($0, X_OK) == 0 }
  }

  /// A hash of the files among the command's words, so that a changed script shows in the pipeline's fingerprint.
  var scriptsFingerprint: UInt64 {
    let base = URL(fileURLWithPath: command.folder, isDirectory: true)
    return command.arguments.reduce(0) { seed, argument in
      let file = URL(fileURLWithPath: argument, relativeTo: base)
      guard FileCheck.isReadableFile(file.path), let content = try? Data(contentsOf: file) else { return seed }
      return StableHash.hash(Array(content), seed: seed)
    }
  }
}
