import Foundation
import Testing

@testable import WortlautFormats

@Suite("Files as they are read") struct ByteSourceTests {
  @Test("a file that becomes shorter while it is read is a fault, and what was read before is kept")
  func shrinking() throws {
    let path = NSTemporaryDirectory() + "wortlaut-\(UUID().uuidString).txt"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(repeating: 0x61, count: 400_000).write(to: URL(fileURLWithPath: path))
    let source = try ByteSource(path: path)
    var buffer = [UInt8](repeating: 0, count: 100_000)
    #expect(try source.read(into: &buffer, from: 0) == 100_000)
    #expect(truncate(path, 150_000) == 0)
    var count = 100_000
    let fault = #expect(throws: ByteSource.Fault.self) {
      while true {
        let more = try source.read(into: &buffer, from: 0)
        if more == 0 { return }
        count += more
      }
    }
    #expect(count == 150_000)
    #expect(fault?.code == "cut-off")
    #expect(fault?.message == "became shorter while it was read: 150000 of 400000 bytes were there")
  }
}
