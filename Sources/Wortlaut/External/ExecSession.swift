/// A program that runs and has greeted: it speaks our protocol, of the layers the pipeline file says.
final class ExecSession {
  static let version = "stage/1"

  let child: ChildProcess
  private let log: ChildLog

  /// Starts the program and exchanges greetings.
  ///
  /// - Throws: ``SettingError`` naming the setting that does not fit the program.
  init(_ plan: ExecPlan) throws(SettingError) {
    log = ChildLog(plan.name)
    do {
      child = try ChildProcess(plan.command, lineLimit: plan.maximumBytes, log: log)
    } catch {
      throw SettingError("command", "'\(plan.command.path)' cannot be started: \(error.message)", element: 0)
    }
    var greeting = ByteBuffer()
    greeting.appendGreeting(plan)
    greeting.withBytes { child.send($0) }
    try checkAnswer(child.next(until: .now + plan.startTimeout), plan)
  }

  private func checkAnswer(_ event: ChildProcess.Event, _ plan: ExecPlan) throws(SettingError) {
    let wants = "its first line must be {\"wortlaut\":\"\(Self.version)\",\"requires\":[…],\"provides\":[…]}"
    switch event {
    case .line(let line):
      let nowhere = OffsetTable([], unit: .utf8)
      guard let answer = try? line.withUnsafeBufferPointer({ try JSONValue($0, offsets: nowhere) }) else {
        let start = String(decoding: line.prefix(80), as: UTF8.self)
        throw SettingError("command", "the program of '\(plan.name)' greets with '\(start)'; \(wants)")
      }
      try check(answer, plan, wants)
    case .ended:
      let end = child.kill()
      throw SettingError("command", "the program of '\(plan.name)' \(end) before it greeted" + lastWords)
    case .timedOut, .room:
      child.kill()
      let seconds = plan.startTimeout.components.seconds
      throw SettingError(
        "command", "the program of '\(plan.name)' did not greet within \(seconds) seconds; \(wants), and be flushed")
    case .tooLong:
      child.kill()
      throw SettingError("command", "the greeting of '\(plan.name)' has more than \(plan.maximumBytes) bytes; \(wants)")
    }
  }

  private func check(_ answer: JSONValue, _ plan: ExecPlan, _ wants: String) throws(SettingError) {
    guard answer.text("wortlaut") == Self.version else {
      let given = answer.text("wortlaut").map { "speaks '\($0)'" } ?? "does not say what it speaks"
      throw SettingError("command", "the program of '\(plan.name)' \(given), not '\(Self.version)'; \(wants)")
    }
    guard let requires = layers(answer["requires"]), let provides = layers(answer["provides"]) else {
      throw SettingError("command", "the program of '\(plan.name)' does not list its layers; \(wants)")
    }
    let unmet = requires.subtracting(plan.requires)
    guard unmet.isEmpty else {
      throw SettingError(
        "requires", "the program of '\(plan.name)' also requires \(list(unmet)); write requires: [\(names(requires))]")
    }
    guard provides == plan.provides else {
      throw SettingError(
        "provides", "the program of '\(plan.name)' provides \(list(provides)); write provides: [\(names(provides))]")
    }
  }

  private func layers(_ value: JSONValue?) -> Set<LayerName>? {
    guard case .list(let values)? = value else { return nil }
    return values.reduce(into: []) { names, value in
      if case .text(let name) = value { names?.insert(LayerName(rawValue: name)) } else { names = nil }
    }
  }

  private func names(_ layers: Set<LayerName>) -> String { layers.sorted().map(\.rawValue).joined(separator: ", ") }
  private func list(_ layers: Set<LayerName>) -> String { layers.isEmpty ? "nothing" : "'\(names(layers))'" }

  /// What the program last wrote to its standard error, as the rest of a sentence.
  var lastWords: String { log.lastLine.isEmpty ? "" : "; its last words: \(log.lastLine)" }
}

extension ByteBuffer {
  fileprivate mutating func appendGreeting(_ plan: ExecPlan) {
    append("{\"wortlaut\":")
    appendJSON(ExecSession.version)
    append(",\"stage\":")
    appendJSON(plan.name)
    append(",\"offsets\":")
    appendJSON(plan.offsets.rawValue)
    append(",\"requires\":")
    append(plan.requires)
    append(",\"provides\":")
    append(plan.provides)
    append("}\n")
  }

  private mutating func append(_ layers: Set<LayerName>) {
    append("[")
    for (index, layer) in layers.sorted().enumerated() {
      if index > 0 { append(",") }
      appendJSON(layer.rawValue)
    }
    append("]")
  }
}
