import Foundation
import Synchronization

/// Runs a program beside this one, in any language, and takes layers from it.
///
/// Each worker keeps a program running and talks to it in JSON Lines over its standard input and output; the protocol
/// is described in the documentation's article "The exec protocol". The program is started once when the pipeline is
/// read, so that a command that is not there, or that speaks of other layers than the pipeline file, is a fault of the
/// file and not of the first article.
public struct ExecStage: Stage {
  public static let name: StageName = "exec"
  public static let summary = "runs a program of one's own, in any language, that reads and answers JSON Lines"
  public static let settings = [
    Setting("name", .text(default: nil), isRequired: true, help: "what messages and timings call the stage"),
    Setting(
      "command", .list(default: []), isRequired: true,
      help: "the program and its arguments: [python3, topics.py]; run in the pipeline file's folder, without a shell"),
    Setting("requires", .list(default: []), help: "the layers the program is given beside the text"),
    Setting("provides", .list(default: []), isRequired: true, help: "the layers the program answers with"),
    Setting("entities", .list(default: []), help: "those of its layers that hold entities, as 'entities' always does"),
    Setting(
      "offsets", .choice(OffsetUnit.allCases.map(\.rawValue), default: "codepoint"),
      help: "what spans count, both ways; Python counts code points, Java and JavaScript utf16"),
    Setting("environment", .list(default: []), help: "further environment variables: [NAME=value]"),
    Setting("timeout", .integer(1...86_400, default: 60), help: "seconds an article may take"),
    Setting("start-timeout", .integer(1...86_400, default: 120), help: "seconds the program may take to greet"),
    Setting(
      "max-bytes", .integer(1 << 10...1 << 30, default: 64 << 20), help: "the most bytes of a row or an answer"),
    Setting(
      "restarts", .integer(0...1000, default: 5),
      help: "how often in a row, without an answer between, the program is started again"),
  ]

  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: names(settings, "requires"), provides: names(settings, "provides"))
  }

  static func names(_ settings: StageSettings, _ setting: String) -> Set<LayerName> {
    Set(settings.list(setting).map(LayerName.init(rawValue:)))
  }

  public var label: String? { plan.name }
  public let dataFingerprint: UInt64
  let plan: ExecPlan
  /// The program that was started to hear its greeting; the first worker takes it over.
  private let first: FirstChild

  /// - Throws: ``SettingError`` where the command is not there, does not greet, or speaks of other layers.
  public init(_ settings: StageSettings, context: StageContext) throws {
    plan = try ExecPlan(settings, context)
    dataFingerprint = plan.scriptsFingerprint
    first = FirstChild(try ExecSession(plan))
  }

  public func makeWorker() throws -> any StageWorker { ExecWorker(plan, session: first.take()) }
}

/// A session that is handed on once.
private final class FirstChild: Sendable {
  private let session: Mutex<ExecSession?>

  init(_ session: sending ExecSession) { self.session = Mutex(session) }

  func take() -> sending ExecSession? {
    session.withLock { session in
      let taken = session
      session = nil
      return taken
    }
  }
}
