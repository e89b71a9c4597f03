import ArgumentParser
import Wortlaut

struct Stages: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages",
    abstract: "List the stages with their settings, defaults and layers.",
    discussion: """
      Examples:
        wortlaut stages
        wortlaut stages tokenize
      """)

  @Argument(help: "Only this stage.")
  var name: String?

  func run() throws {
    let registry = WortlautProgram.registry
    guard let name else {
      print(registry.all.map { describe($0) }.joined(separator: "\n\n"))
      return
    }
    guard let stage = registry[StageName(rawValue: name)] else {
      let hint = NearestName.hint(for: name, among: registry.all.map { $0.name.rawValue }) ?? ""
      Console.error("wortlaut: there is no stage '\(name)'; \(hint)")
      throw ExitCode.wrongUsage
    }
    print(describe(stage))
  }

  private func describe(_ stage: any Stage.Type) -> String {
    let layers = stage.layers(StageSettings(declared: stage.settings))
    func list(_ layers: Set<LayerName>) -> String {
      layers.isEmpty ? "nothing" : layers.sorted().map(\.rawValue).joined(separator: ", ")
    }
    // A stage whose layers are all named by its settings has none before they are set.
    let isOpen = layers.requires.isEmpty && layers.provides.isEmpty
    var lines = [
      "\(stage.name.rawValue)  \(stage.summary)",
      isOpen
        ? "  needs and adds the layers that its settings name"
        : "  needs \(list(layers.requires)); adds \(list(layers.provides))",
    ]
    let width = stage.settings.map(\.name.count).max() ?? 0
    for setting in stage.settings {
      let name = setting.name + String(repeating: " ", count: width - setting.name.count)
      lines.append("    \(name)  \(setting.isRequired ? "required, " : "")\(describe(setting.kind)): \(setting.help)")
    }
    return lines.joined(separator: "\n")
  }

  private func describe(_ kind: Setting.Kind) -> String {
    func list(_ values: [String]) -> String { "[\(values.joined(separator: ", "))]" }
    return switch kind {
    case .flag(let value): "true or false (\(value))"
    case .integer(let range, let value): "\(range.lowerBound)…\(range.upperBound) (\(value))"
    case .text(let value): value.map { "text (\($0))" } ?? "text"
    case .choice(let choices, let value): "\(choices.joined(separator: " | ")) (\(value))"
    case .list(let value): value.isEmpty ? "list of texts" : "list of texts (\(list(value)))"
    case .lexicons(let value): "list of lexicons (\(list(value)))"
    }
  }
}
