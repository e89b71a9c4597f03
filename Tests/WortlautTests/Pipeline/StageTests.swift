import Testing

@testable import Wortlaut

/// Fails on any text that holds an X.
private struct Picky: Stage {
  static let name: StageName = "picky"
  static let summary = "refuses texts with an X"
  static let settings = [Setting("bad", .flag(default: false), help: "refuse to start")]
  static func layers(_ settings: StageSettings) -> StageLayers { .init(requires: [], provides: ["picky"]) }
  init(_ settings: StageSettings, context: StageContext) throws {
    if settings.flag("bad") { throw SettingError("bad", "it shall not be") }
  }
  func makeWorker() throws -> any StageWorker { Worker() }
  struct Worker: StageWorker {
    func process(_ document: inout Document) throws {
      guard let at = document.text.firstIndex(of: 0x58) else { return }
      throw StageFailure(code: "no-x", message: "there is an X", span: Span(at, at + 1))
    }
  }
}

@Suite("Stages of one's own") struct StageTests {
  func pipeline(_ yaml: String) throws -> Pipeline {
    var registry = StageRegistry.builtIn
    registry.register(Picky.self)
    return try Pipeline(
      yaml: yaml, file: "p.yml", registry: registry, context: StageContext(data: try DataDirectory.locate()))
  }

  @Test("a stage that throws names itself, its code and the place")
  func failure() throws {
    var worker = try pipeline("stages: [picky]").makeWorker()
    var document = Document(text: Array("aXb".utf8))
    #expect(throws: ArticleFailure(stage: "picky", code: "no-x", message: "there is an X", span: Span(1, 2))) {
      try worker.process(&document)
    }
    document.reset(id: "next", text: Array("ab".utf8))
    #expect(throws: Never.self) { try worker.process(&document) }
  }

  @Test("a stage that blames a setting is reported where the setting stands")
  func blamedSetting() throws {
    #expect { try pipeline("stages:\n  - picky: { bad: true }") } throws: { "\($0)" == "p.yml:2:19: it shall not be" }
  }
}
