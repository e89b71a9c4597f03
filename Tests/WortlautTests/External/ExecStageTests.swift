import Foundation
import Testing

@testable import Wortlaut

/// A pipeline with one `exec` that runs `child.py`.
private struct Exec {
  let folder = TestData.path("External")
  let starts = NSTemporaryDirectory() + "wortlaut-starts-\(UUID().uuidString)"

  func pipeline(_ mode: String, _ settings: String = "", before: String = "") throws -> Pipeline {
    let yaml = """
      stages: [\(before)exec: {
        name: child, command: [python3, child.py, \(mode), '\(starts)'], provides: [t], \(settings) }]
      """
    return try Pipeline(
      yaml: yaml, file: "p.yml", context: StageContext(data: TestData.data, baseDirectory: folder))
  }

  /// What becomes of texts that are processed together: nil, or the failure.
  func run(_ pipeline: Pipeline, _ texts: [String]) throws -> (documents: [Document], failures: [ArticleFailure?]) {
    var worker = try pipeline.makeWorker()
    var documents = texts.enumerated().map { Document(id: "d\($0)", text: Array($1.utf8)) }
    let failures = worker.process(&documents)
    return (documents, failures)
  }

  /// How often the program has been started.
  var startCount: Int { (try? Data(contentsOf: URL(fileURLWithPath: starts)).count) ?? 0 }
}

private let layer = LayerKey<JSONValue>("t")

@Suite("Programs as stages", .timeLimit(.minutes(2))) struct ExecStageTests {
  static let texts = (0..<9).map { $0 == 4 ? "Das ist BAD." : "Über Nummer \($0)." }

  @Test("a program gets the text and the layers it asked for, and only those; its spans are kept in bytes")
  func goodProgram() throws {
    let exec = Exec()
    let pipeline = try exec.pipeline("good", "requires: [sentences]", before: "layout, tokenize, split-sentences, ")
    let (documents, failures) = try exec.run(pipeline, Self.texts)
    #expect(failures.allSatisfy { $0 == nil })
    #expect(documents[1][layer]?["fields"] == .list(["id", "row", "sentences", "text"].map { .text($0) }))
    #expect(documents[1][layer]?["first"] == .annotation(Span(0, 5), [:]))
    #expect(documents.map { $0[layer]?.text("id") } == (0..<9).map { "d\($0)" })
    let exported = try documents[1].encodedLayer("t", offsets: OffsetTable(documents[1].text, unit: .codepoint))
    #expect(String(decoding: exported, as: UTF8.self).contains(#""first":{"end":4,"start":0}"#))
    #expect(exec.startCount == 1)
  }

  @Test(
    "the article a program breaks at becomes a failure that says why, and all others are processed",
    arguments: [
      ("hangs", "timeout", "no answer within 1 seconds"),
      ("dies", "program-ended", "ended with exit code 1 at this article; its last words: cannot bear this text"),
      ("is-killed", "program-ended", "ended by signal 9"), ("reads-ahead-and-dies", "program-ended", "exit code 7"),
      ("garbage", "bad-answer", "expected a value at column 1 of 'Warning: something'"),
      ("broken-utf8", "bad-answer", "expected UTF-8"), ("closes-output", "program-ended", "was ended"),
      ("out-of-order", "bad-answer", "rows are answered once each, in order"),
      ("huge", "answer-too-large", "more than 1000000 bytes"),
      ("outside-text", "bad-answer", "0..<13 lies outside the text"),
      ("reports-failure", "too-odd", "this text is odd"), ("other-layer", "bad-answer", "a layer 'more'"),
      ("no-layer", "bad-answer", "no layer 't'"),
    ])
  func faultyProgram(mode: String, code: String, message: String) throws {
    let exec = Exec()
    let (documents, failures) = try exec.run(exec.pipeline(mode, "timeout: 1, max-bytes: 1000000"), Self.texts)
    for index in Self.texts.indices where index != 4 {
      #expect(failures[index] == nil)
      #expect(documents[index][layer]?.text("id") == "d\(index)")
    }
    #expect(failures[4]?.stage == "child")
    #expect(failures[4]?.code == code)
    #expect(failures[4]?.message.contains(message) == true, "\(String(describing: failures[4]?.message))")
  }

  @Test("a program that answers twice is restarted, and no answer goes to the wrong article")
  func twice() throws {
    let exec = Exec()
    let (documents, failures) = try exec.run(exec.pipeline("twice"), Self.texts)
    #expect(failures.filter { $0 != nil }.map { $0?.code } == ["bad-answer"])
    for (index, document) in documents.enumerated() where failures[index] == nil {
      #expect(document[layer]?.text("id") == "d\(index)")
    }
  }

  @Test("a program that ends after every third article is started again, and no article is lost")
  func endsNowAndThen() throws {
    let exec = Exec()
    let (_, failures) = try exec.run(exec.pipeline("dies-after-three"), Self.texts)
    #expect(failures.allSatisfy { $0 == nil })
    #expect(exec.startCount >= 3)
  }

  @Test("a program that breaks off again and again is given up, and every article says so")
  func givenUp() throws {
    let exec = Exec()
    let texts = Array(repeating: "BAD", count: 20)
    let (_, failures) = try exec.run(exec.pipeline("dies", "restarts: 3"), texts)
    #expect(
      failures.map { $0?.code } == Array(repeating: "program-ended", count: 3)
        + Array(repeating: "program-gone", count: 17))
    #expect(failures.last??.message.contains("'restarts' sets how often") == true)
  }

  @Test("a program that floods its standard error neither blocks nor floods the log")
  func floodedErrors() throws {
    let exec = Exec()
    let (_, failures) = try exec.run(exec.pipeline("floods-errors"), Array(Self.texts.prefix(3)))
    #expect(failures.allSatisfy { $0 == nil })
  }

  @Test("articles and answers far larger than a pipe go through, many at once")
  func largeRows() throws {
    let exec = Exec()
    let texts = (0..<8).map { "\($0) " + String(repeating: "Die Lübecker Bürgerschaft tagt. ", count: 20_000) }
    let (documents, failures) = try exec.run(exec.pipeline("good"), texts)
    #expect(failures.allSatisfy { $0 == nil })
    #expect(documents.map { $0[layer]?.text("id") } == (0..<8).map { "d\($0)" })
  }

  @Test(
    "a program that does not fit the pipeline file is a fault of the file, with its place",
    arguments: [
      ("exits-at-once", "", "2:25", "ended with exit code 1 before it greeted; its last words: the model is missing"),
      ("never-greets", "start-timeout: 1", "2:25", "did not greet within 1 seconds"),
      ("greets-with-garbage", "", "2:25", "greets with 'Loading model …'"),
      ("speaks-another-version", "", "2:25", "speaks 'stage/9', not 'stage/1'"),
      ("requires-more", "requires: [tokens]", "2:", "also requires 'sentences'; write requires: [sentences, tokens]"),
      ("provides-others", "", "2:", "provides 'topic'; write provides: [topic]"),
    ])
  func misfit(mode: String, settings: String, place: String, message: String) throws {
    #expect {
      try Exec().pipeline(mode, settings, before: "layout, tokenize, ")
    } throws: {
      "\($0)".hasPrefix("p.yml:\(place)") && "\($0)".contains(message)
    }
  }

  @Test(
    "wrong settings are faults of the file, and no program is started",
    arguments: [
      ("command: [pyton3], provides: [t]", "there is no program 'pyton3' in the folders of PATH"),
      ("command: [./nichts.sh], provides: [t]", "there is no program at './nichts.sh'"),
      ("command: [cat], provides: [quotes]", "a program cannot fill the layer 'quotes'"),
      ("command: [cat], provides: [t], entities: [e]", "'provides' does not list the layer 'e'"),
      ("command: [cat], provides: [sentences]", "add 'requires: [tokens]'"),
      ("command: [cat], provides: [t], requires: [norms]", "needs the layer 'norms'"),
      ("command: [cat], provides: [t], environment: [X]", "'X' is not NAME=value"),
      ("command: [cat]", "needs the setting 'provides'"), ("provides: [t]", "needs the setting 'command'"),
      ("command: [cat], provides: [t], timeout: 0", "'timeout' is a whole number from 1 to 86400"),
    ])
  func settings(settings: String, message: String) {
    #expect { try TestData.pipeline(stages: ["exec: { name: x, \(settings) }"]) } throws: { "\($0)".contains(message) }
  }

  @Test("a changed script changes the pipeline's fingerprint")
  func fingerprint() throws {
    let folder = NSTemporaryDirectory() + "wortlaut-exec-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = try String(contentsOfFile: TestData.path("External/child.py"), encoding: .utf8)
    func fingerprint(_ source: String) throws -> String {
      try source.write(toFile: folder + "/child.py", atomically: true, encoding: .utf8)
      let yaml = "stages: [exec: { name: child, command: [python3, child.py, good], provides: [t] }]"
      let context = StageContext(data: TestData.data, baseDirectory: folder)
      return try Pipeline(yaml: yaml, file: "p.yml", context: context).fingerprint
    }
    #expect(try fingerprint(source) == fingerprint(source))
    #expect(try fingerprint(source) != fingerprint(source + "\n# changed\n"))
  }

  /// Settings, what the program answers with, and the entities or the failure that come of it.
  @Test(
    "a program can fill built-in layers, and what does not fit in them is refused",
    arguments: [
      (
        "provides: [entities]",
        #"[{"start":4,"end":7,"type":"X","name":"B"},{"start":0,"end":3,"type":"Y","id":"Q1"}]"#,
        "Y Das Q1 child|X B - child"
      ),
      ("provides: [w], entities: [w]", #"[{"start":0,"end":3,"type":"Y","form":"part","source":"s"}]"#, "Y Das - s"),
      ("provides: [entities]", #"[{"start":0,"end":3}]"#, "an entity has no 'type'"),
      (
        "provides: [entities]", #"[{"start":0,"end":3,"type":"Y"},{"start":2,"end":5,"type":"Y"}]"#, "two spans overlap"
      ),
      ("provides: [entities]", #"[{"start":3,"end":3,"type":"Y"}]"#, "is empty"),
      ("provides: [entities]", #"{"start":3,"end":3}"#, "it is a list of objects"),
      ("provides: [entities]", #"[1]"#, "an element has no whole numbers 'start' and 'end'"),
      ("provides: [tokens]", #"[{"start":0,"end":3,"kind":"wort"}]"#, "there is no kind of token 'wort'"),
    ])
  func builtInLayers(settings: String, answer: String, expected: String) throws {
    let yaml =
      "stages: [exec: { name: child, command: [python3, child.py, says, /dev/null, '\(answer)'], \(settings) }]"
    let context = StageContext(data: TestData.data, baseDirectory: TestData.path("External"))
    let pipeline = try Pipeline(yaml: yaml, file: "p.yml", context: context)
    let (documents, failures) = try Exec().run(pipeline, ["Das ist BAD."])
    let entities = documents[0].entities + documents[0].furtherEntities.values.joined()
    let found = entities.map { "\($0.type.rawValue) \($0.name) \($0.id ?? "-") \($0.source)" }.joined(separator: "|")
    #expect(failures[0].map { $0.message.contains(expected) } ?? (found == expected), "\(failures) \(found)")
  }

  @Test("a program can be the tokenizer and the splitter")
  func tokensAndSentences() throws {
    let context = StageContext(data: TestData.data, baseDirectory: TestData.path("External"))
    func exec(_ layer: String, _ requires: String, _ answer: String) -> String {
      "exec: { name: \(layer), command: [python3, child.py, says, /dev/null, '\(answer)'], "
        + "provides: [\(layer)], requires: [\(requires)] }"
    }
    let tokens = #"[{"start":0,"end":3},{"start":4,"end":7,"norm":"ÜBEL"},{"start":7,"end":8,"kind":"punctuation"}]"#
    func run(_ sentences: String) throws -> ([Document], [ArticleFailure?]) {
      let yaml = "stages:\n  - \(exec("tokens", "", tokens))\n  - \(exec("sentences", "tokens", sentences))\n"
      return try Exec().run(Pipeline(yaml: yaml, file: "p.yml", context: context), ["Für BAD."])
    }
    let (documents, failures) = try run(#"[{"start":0,"end":8}]"#)
    #expect(failures == [nil])
    #expect(documents[0].tokens.map { documents[0].string($0.span) } == ["Für", "BAD", "."])
    #expect(documents[0].norm(of: 1) == "ÜBEL")
    #expect(documents[0].tokens[2].kind == .punctuation)
    #expect(documents[0].sentences.map(\.tokens) == [0..<3])
    #expect(try run(#"[{"start":0,"end":5}]"#).1[0]?.message.contains("must hold whole tokens") == true)
    #expect(try run(#"[{"start":0,"end":4}]"#).1[0]?.message.contains("lie in none") == true)
  }
}
