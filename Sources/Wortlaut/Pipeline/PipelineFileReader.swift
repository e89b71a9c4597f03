import Dispatch
import Synchronization
import Yams

/// Turns a pipeline file into stages, and collects every fault on the way instead of stopping at the first.
struct PipelineFileReader {
  let file: String
  let registry: StageRegistry
  let context: StageContext
  private(set) var diagnostics: [Diagnostic] = []

  init(file: String, registry: StageRegistry, context: StageContext) {
    self.file = file
    self.registry = registry
    self.context = context
  }

  /// A stage as the file describes it.
  struct Entry {
    let kind: any Stage.Type
    let settings: StageSettings
    let mark: Mark?
    /// Where each given setting's value stands, and the places of a list's elements.
    let places: [String: (value: Mark?, elements: [Mark?])]
    /// Some setting was wrong: the stage is left out of what can only be checked on a right one.
    let isFaulty: Bool
  }

  typealias Mark = Yams.Mark

  private mutating func report(_ mark: Mark?, _ message: String, hint: String? = nil) {
    diagnostics.append(
      Diagnostic(file: file, line: mark?.line ?? 0, column: mark?.column ?? 0, message: message, hint: hint))
  }

  // MARK: - The file's own shape

  mutating func read(_ yaml: String) -> (name: String, stages: [Entry]) {
    let fallback = String(file.split(separator: "/").last?.split(separator: ".").first ?? "pipeline")
    do {
      // Values are read as what a setting wants, whatever they look like; to resolve them first costs milliseconds.
      guard let root = try Yams.compose(yaml: yaml, .basic) else {
        report(nil, "the file is empty", hint: "it needs a list 'stages:'")
        return (fallback, [])
      }
      return readRoot(root, fallback)
    } catch let error as YamlError {
      reportSyntax(error)
    } catch {
      report(nil, "not YAML: \(error)")
    }
    return (fallback, [])
  }

  private mutating func reportSyntax(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let isTab = problem == "found character that cannot start any token"
      report(mark, "not YAML: \(problem)", hint: isTab ? "YAML indents with spaces, not with tabs" : nil)
    case .duplicatedKeysInMapping(let names, let context):
      for name in names { report(context.mark, "not YAML: '\(name)' is set twice") }
    default: report(nil, "not YAML: \(error)")
    }
  }

  private mutating func readRoot(_ root: Node, _ fallback: String) -> (String, [Entry]) {
    guard case .mapping(let fields) = root else {
      report(root.mark, "a pipeline is a mapping with 'name' and 'stages'")
      return (fallback, [])
    }
    var name = fallback
    var entries: [Entry] = []
    var hasStages = false
    for (key, value) in fields {
      switch key.string {
      case "name":
        if let text = value.scalar?.string, !text.isEmpty {
          name = text
        } else {
          report(value.mark, "'name' is a text")
        }
      case "stages":
        hasStages = true
        guard case .sequence(let list) = value, !list.isEmpty else {
          report(value.mark, "'stages' is a list of at least one stage")
          continue
        }
        for node in list { if let entry = readStage(node) { entries.append(entry) } }
      default:
        let given = key.string ?? ""
        report(key.mark, "unknown field '\(given)'", hint: NearestName.hint(for: given, among: ["name", "stages"]))
      }
    }
    if !hasStages { report(root.mark, "the pipeline has no 'stages'") }
    return (name, entries)
  }

  private mutating func readStage(_ node: Node) -> Entry? {
    let nameNode: Node
    let settingsNode: Node?
    switch node {
    case .scalar:
      (nameNode, settingsNode) = (node, nil)
    case .mapping(let mapping) where mapping.count == 1:
      guard let pair = mapping.first else { return nil }
      (nameNode, settingsNode) = (pair.key, pair.value)
    default:
      report(node.mark, "a stage is a name, or a name with its settings", hint: "write '- tokenize: { dates: whole }'")
      return nil
    }
    let name = nameNode.string ?? ""
    guard let kind = registry[StageName(rawValue: name)] else {
      report(nameNode.mark, "unknown stage '\(name)'", hint: NearestName.hint(for: name, among: registry.names))
      return nil
    }
    return readSettings(settingsNode, of: kind, nameNode)
  }

  // MARK: - Settings

  private mutating func readSettings(_ node: Node?, of kind: any Stage.Type, _ nameNode: Node) -> Entry {
    let before = diagnostics.count
    var values: [String: SettingValue] = [:]
    var places: [String: (value: Mark?, elements: [Mark?])] = [:]
    let declared = kind.settings
    switch node {
    case nil: break
    case .scalar(let scalar)? where scalar.string.isEmpty || scalar.string == "~": break
    case .mapping(let given)?:
      for (key, value) in given {
        let name = key.string ?? ""
        guard let setting = declared.first(where: { $0.name == name }) else {
          report(
            key.mark, "'\(kind.name.rawValue)' has no setting '\(name)'",
            hint: NearestName.hint(for: name, among: declared.map(\.name)))
          continue
        }
        guard let read = readValue(value, setting) else { continue }
        values[name] = read
        places[name] = (value.mark, value.sequence.map { $0.map(\.mark) } ?? [])
      }
    default:
      report(node?.mark, "the settings of '\(kind.name.rawValue)' are a mapping: { name: value }")
    }
    for setting in declared where setting.isRequired && values[setting.name] == nil && diagnostics.count == before {
      report(nameNode.mark, "'\(kind.name.rawValue)' needs the setting '\(setting.name)'", hint: setting.help)
    }
    return Entry(
      kind: kind, settings: StageSettings(values, declared: declared), mark: nameNode.mark, places: places,
      isFaulty: diagnostics.count > before)
  }

  private mutating func readValue(_ node: Node, _ setting: Setting) -> SettingValue? {
    let name = setting.name
    switch setting.kind {
    case .flag:
      if let value = node.bool { return .flag(value) }
      report(node.mark, "'\(name)' is true or false")
    case .integer(let range, _):
      if let value = node.int, range.contains(value) { return .integer(value) }
      report(node.mark, "'\(name)' is a whole number from \(range.lowerBound) to \(range.upperBound)")
    case .text:
      if let value = node.scalar?.string, !value.isEmpty { return .text(value) }
      report(node.mark, "'\(name)' is a text")
    case .choice(let choices, _):
      let given = node.scalar?.string ?? ""
      if choices.contains(given) { return .text(given) }
      report(
        node.mark, "'\(name)' cannot be '\(given)'",
        hint: NearestName.nearest(to: given, among: choices).map { "did you mean '\($0)'?" }
          ?? "it is one of " + choices.map { "'\($0)'" }.joined(separator: ", "))
    case .list:
      if let value = texts(node) { return .list(value) }
      report(node.mark, "'\(name)' is a list of texts: [a, b]")
    case .lexicons:
      if let value = texts(node) { return checkLexicons(value, node) }
      report(node.mark, "'\(name)' is a list of lexicons: [places, ./own.tsv]")
    }
    return nil
  }

  private func texts(_ node: Node) -> [String]? {
    if let one = node.scalar?.string, !one.isEmpty { return [one] }
    guard case .sequence(let list) = node else { return nil }
    let texts = list.compactMap { $0.scalar?.string }
    return texts.count == list.count ? texts : nil
  }

  private mutating func checkLexicons(_ names: [String], _ node: Node) -> SettingValue? {
    var allThere = true
    for (index, name) in names.enumerated() where !context.lexiconExists(name) {
      allThere = false
      let mark = node.sequence.flatMap { $0[index].mark } ?? node.mark
      if context.isPath(name) {
        report(
          mark, "there is no lexicon at '\(context.resolve(name))'", hint: "paths are relative to the pipeline file")
      } else {
        report(
          mark, "there is no lexicon '\(name)'", hint: NearestName.hint(for: name, among: context.data.lexiconNames))
      }
    }
    return allThere ? .list(names) : nil
  }

  // MARK: - The chain

  /// Checks that each stage finds its layers, then makes the stages.
  mutating func build(_ entries: [Entry]) -> [Pipeline.Step] {
    var there: Set<LayerName> = []
    var steps: [Pipeline.Step] = []
    for (entry, made) in zip(entries, make(entries)) {
      let layers = entry.kind.layers(entry.settings)
      checkLayers(layers, there, entry, entries)
      there.formUnion(layers.provides)
      guard let made else { continue }
      do {
        let stage = try made.get()
        let isRepeated = entries.count { $0.kind.name == entry.kind.name } > 1
        let name = entry.kind.name.rawValue
        let layer = layers.provides.sorted().first?.rawValue ?? ""
        steps.append(
          .init(stage: stage, layers: layers, label: stage.label ?? (isRepeated ? "\(name) (\(layer))" : name)))
      } catch let error as SettingError {
        let places = entry.places[error.setting]
        let element = error.element.flatMap { index in
          places.flatMap { index < $0.elements.count ? $0.elements[index] : nil }
        }
        report(element ?? places?.value ?? entry.mark, error.message)
      } catch {
        report(entry.mark, "'\(entry.kind.name.rawValue)' cannot start: \(error)")
      }
    }
    return steps
  }

  /// Makes the stages of all entries without faults, side by side: most of a program's start is what they read.
  private func make(_ entries: [Entry]) -> [Result<any Stage, any Error>?] {
    let made = Mutex<[Result<any Stage, any Error>?]>(Array(repeating: nil, count: entries.count))
    let plans = entries.map { $0.isFaulty ? nil : ($0.kind, $0.settings) }
    DispatchQueue.concurrentPerform(iterations: plans.count) { [context] step in
      // From the last on: the later stages have more to read.
      let index = plans.count - 1 - step
      guard let (kind, settings) = plans[index] else { return }
      let stage = Result { try kind.init(settings, context: context) }
      made.withLock { $0[index] = stage }
    }
    return made.withLock { $0 }
  }

  private mutating func checkLayers(
    _ layers: StageLayers, _ there: Set<LayerName>, _ entry: Entry, _ entries: [Entry]
  ) {
    let name = entry.kind.name.rawValue
    for layer in layers.requires.subtracting(there).sorted() {
      let giver = registry.all.first { $0.layers(StageSettings(declared: $0.settings)).provides.contains(layer) }
      report(
        entry.mark, "'\(name)' needs the layer '\(layer.rawValue)', which no stage before it provides",
        hint: giver.map { "put '\($0.name.rawValue)' before it" })
    }
    for layer in layers.provides.intersection(there).sorted() {
      report(
        entry.mark, "the layer '\(layer.rawValue)' of '\(name)' is provided by a stage before it already",
        hint: entry.kind.settings.contains { $0.name == "as" } ? "give it another name with 'as:'" : nil)
    }
  }
}

extension StageContext {
  /// Whether a lexicon setting means a path and not a name from `lexicons/`.
  public func isPath(_ lexicon: String) -> Bool {
    lexicon.contains("/") || lexicon.contains(".")
  }

  /// The path of a lexicon as a pipeline file names it.
  public func lexiconPath(_ lexicon: String) -> String {
    isPath(lexicon) ? resolve(lexicon) : data.lexicon(lexicon)
  }

  func lexiconExists(_ lexicon: String) -> Bool { FileCheck.isReadableFile(lexiconPath(lexicon)) }
}
