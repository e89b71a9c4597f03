import Testing

@testable import Wortlaut

/// What must hold of the lists of spellings, whatever rows they get.
struct SpellingListTests {
  static let lists = ["ascii-umlauts", "historical-spelling", "spelling-reform", "swiss-spelling"]

  private static func column(_ list: String, _ column: Int = 0) throws -> [String] {
    try DataTable(path: TestData.data.wordList(list), columns: ["word"]).rows.map { $0[column] }
  }

  private static func apply(_ rules: SpellingRules, _ word: String) -> String {
    var form = Array(word.utf8)
    var scratch: [UInt8] = []
    rules.apply(to: &form, scratch: &scratch)
    return String(decoding: form, as: UTF8.self)
  }

  /// The lexeme lists hold some old spellings too ("schaar"); what they become is in the lists as well.
  @Test("no word of today's German is rewritten as if its letters stood for an umlaut or were old")
  func todaysWords() throws {
    let words = try Self.column("common-words") + Self.column("common-nouns")
    #expect(words.count > 50_000)
    let known = Set(words)
    for list in ["ascii-umlauts", "historical-spelling"] {
      let rules = try SpellingRules(path: TestData.data.wordList(list))
      let changed = words.filter { word in
        let form = Self.apply(rules, word)
        return form != word && !known.contains(form)
      }
      #expect(changed.isEmpty, "\(list): \(changed.map { "\($0) → \(Self.apply(rules, $0))" })")
    }
  }

  @Test("what a list's spelling becomes stays as it is", arguments: lists)
  func idempotence(_ list: String) throws {
    let rules = try SpellingRules(path: TestData.data.wordList(list))
    for line in try DataTable(path: TestData.data.wordList(list), columns: ["old", "new", "where", "not-after"]).rows {
      let once = Self.apply(rules, line[0])
      #expect(Self.apply(rules, once) == once, "line \(line.line)")
      #expect(Self.apply(rules, line[1]) == line[1], "line \(line.line): the form is itself rewritten")
    }
  }

  @Test("no spelling is listed twice for one place", arguments: lists)
  func doubles(_ list: String) throws {
    var seen: Set<String> = []
    for row in try DataTable(path: TestData.data.wordList(list), columns: ["old", "new", "where", "not-after"]).rows {
      #expect(seen.insert("\(row[0]) \(row[2])").inserted, "line \(row.line): \(row[0])")
    }
  }
}
