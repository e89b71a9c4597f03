import Foundation
import Testing

@testable import Wortlaut

@Suite("The folder of compiled lexicons") struct LexiconCacheTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wortlaut-\(UUID().uuidString)")
    .path

  private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

  private func age(_ path: String, days: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -Double(days) * 24 * 60 * 60)], ofItemAtPath: path)
  }

  @Test("what has not been used for longest goes where there is too much, and what killed processes left")
  func room() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let contents = { (key: UInt64) in CompiledContents(sections: [], key: key) }
    let size = try contents(1).bytes().count
    let cache = LexiconCache(folder: folder, limit: 3 * size)
    for key in 1...3 { _ = try cache.file(name: "test", key: UInt64(key)) { contents(UInt64(key)) } }
    for key in 1...3 { try age(cache.path(name: "test", key: UInt64(key)), days: 10 - key) }
    let left = cache.path(name: "test", key: 9) + ".77-123"
    try Data("half".utf8).write(to: URL(fileURLWithPath: left))
    try age(left, days: 3)
    // The oldest is used again, so it is the second that goes.
    _ = try cache.file(name: "test", key: 1) { contents(1) }
    _ = try cache.file(name: "test", key: 4) { contents(4) }
    #expect(try names() == [1, 3, 4].map { "test-000000000000000\($0).wlex" })
  }

  @Test("a lexicon that alone takes more than there should be is kept")
  func large() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = LexiconCache(folder: folder, limit: 1)
    for key in [UInt64(1), 2] {
      _ = try cache.file(name: "test", key: key) { CompiledContents(sections: [], key: key) }
    }
    #expect(try names() == ["test-0000000000000002.wlex"])
  }
}
