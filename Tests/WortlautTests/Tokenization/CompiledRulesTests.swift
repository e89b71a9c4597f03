import Foundation
import Testing

@testable import Wortlaut

struct CompiledRulesTests {
  private func withFolders(_ body: (_ shipped: String, _ own: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wortlaut-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appendingPathComponent("shipped").path, folder.appendingPathComponent("own").path)
  }

  @Test("rules that came with the program are used, and nothing is written to the user's folder")
  func shipped() throws {
    try withFolders { shipped, own in
      let rules = try BreakRules(source: ".;")
      CompiledRulesCache(fingerprint: 1, cache: LexiconCache(folder: shipped)).write(rules)
      let cache = CompiledRulesCache(fingerprint: 1, cache: LexiconCache(folder: own, shipped: shipped))
      #expect(cache.read()?.compiled == rules.compiled)
      #expect(!FileManager.default.fileExists(atPath: own))
    }
  }

  @Test("rules that ICU cannot open are passed over for the user's own")
  func damaged() throws {
    try withFolders { shipped, own in
      let rules = try BreakRules(source: ".;")
      CompiledRulesCache(fingerprint: 1, cache: LexiconCache(folder: own)).write(rules)
      let cache = CompiledRulesCache(fingerprint: 1, cache: LexiconCache(folder: own, shipped: shipped))
      CompiledRulesCache(fingerprint: 1, cache: LexiconCache(folder: shipped)).write(rules)
      let name = try #require(FileManager.default.contentsOfDirectory(atPath: shipped).first)
      try Data("no rules".utf8).write(to: URL(fileURLWithPath: shipped).appendingPathComponent(name))
      #expect(cache.read()?.compiled == rules.compiled)
    }
  }

  @Test("a lexicon that came with the program is mapped from there")
  func lexicon() throws {
    try withFolders { shipped, own in
      let contents = CompiledContents(sections: [], key: 7)
      _ = try LexiconCache(folder: shipped).file(name: "test", key: 7) { contents }
      var builds = 0
      let (file, complaint) = try LexiconCache(folder: own, shipped: shipped).file(name: "test", key: 7) {
        builds += 1
        return contents
      }
      #expect(file.key == 7 && complaint == nil && builds == 0)
      #expect(!FileManager.default.fileExists(atPath: own))
    }
  }
}
