import Foundation
import Testing

@testable import Wortlaut

/// The norm of a norm is the norm itself: for every rule alone, for all together, and for what pipelines switch on.
struct IdempotenceTests {
  /// The settings under which norms are tried: each rule alone, the defaults, and all at once.
  static let choices: [String] =
    NormalizeStage.settings.map(\.name) + ["defaults", "all"]

  static func settings(_ choice: String) -> StageSettings {
    if choice == "defaults" { return StageSettings([:], declared: NormalizeStage.settings) }
    var values: [String: SettingValue] = [:]
    for setting in NormalizeStage.settings {
      let isOn = choice == "all" || choice == setting.name
      switch setting.kind {
      case .choice(let names, _): values[setting.name] = (isOn ? names.last : names.first).map { .text($0) }
      default: values[setting.name] = .flag(isOn)
      }
    }
    return StageSettings(values, declared: NormalizeStage.settings)
  }

  /// The sample articles, the texts of the tables beside the tests, and random ones.
  static func texts() throws -> [String] {
    let folder = "\(TestData.root)/Examples/articles"
    let articles = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }.sorted()
    #expect(articles.count >= 10)
    var texts = try articles.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    let tables = [
      ("Tokenization/token-cases.tsv", 2), ("Sentences/sentence-cases.tsv", 1), ("Normalization/norm-cases.tsv", 1),
      ("Quotations/quotation-cases.tsv", 1), ("Layout/layout-cases.tsv", 1),
    ]
    for (name, column) in tables {
      texts += try DataTable(path: TestData.path(name), columns: []).rows.map { CaseTable.unescape($0[column]) }
    }
    // Every spelling that a list changes, and what it changes it to.
    for list in ["historical-spelling", "spelling-reform", "swiss-spelling", "ascii-umlauts"] {
      let rows = try DataTable(path: TestData.data.wordList(list), columns: []).rows
      texts.append(
        rows.map { "\($0[0]) \($0[1]) \($0[0].capitalizedFirst) Vor\($0[0]) \($0[0])en" }.joined(separator: " "))
    }
    return texts + SegmentationPropertyTests.texts(count: 1500)
  }

  /// The different tokens of all texts.
  static let words: Set<Word> = {
    do {
      var words: Set<Word> = []
      var runner = try TextRunner(TestData.pipeline(stages: ["layout", "tokenize"]))
      for text in try texts() {
        let document = try runner.run(text)
        for token in document.tokens { words.insert(Word(bytes: Array(document[token.span]), kind: token.kind)) }
      }
      return words
    } catch {
      Issue.record("the texts cannot be read: \(error)")
      return []
    }
  }()

  struct Word: Hashable {
    var bytes: [UInt8]
    var kind: TokenKind
  }

  @Test("the norm of a norm is the norm itself", arguments: choices)
  func norms(_ choice: String) throws {
    let rules = try NormalRules(Self.settings(choice), TestData.data)
    var form: [UInt8] = []
    var scratch: [UInt8] = []
    var changed = 0
    for word in Self.words {
      let once = try Self.norm(word.bytes, word.kind, rules, &form, &scratch)
      if once != word.bytes { changed += 1 }
      let twice = try Self.norm(once, word.kind, rules, &form, &scratch)
      #expect(once == twice, "\(String(decoding: word.bytes, as: UTF8.self).debugDescription)")
      #expect(!once.isEmpty)
    }
    #expect(changed > 0, "no text has anything for this rule")
  }

  private static func norm(
    _ word: [UInt8], _ kind: TokenKind, _ rules: NormalRules, _ form: inout [UInt8], _ scratch: inout [UInt8]
  ) throws -> [UInt8] {
    try word.withUnsafeBufferPointer { word in
      guard rules.mayChange(word), try rules.write(word, kind, into: &form, scratch: &scratch) else {
        return Array(word)
      }
      return form
    }
  }
}
