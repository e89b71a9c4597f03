import Foundation
import Testing
import Wortlaut

@testable import WortlautFormats

@Suite("JSON scanner") struct JSONScannerTests {
  func scan(_ json: String) throws -> String {
    let bytes = Array(json.utf8)
    return try bytes.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      let range = try scanner.skipValue()
      guard scanner.peek() == 0, scanner.isAtEnd else { throw CancellationError() }
      return String(decoding: bytes[range], as: UTF8.self)
    }
  }

  @Test(
    "values are passed on as they stand",
    arguments: [
      "0", "-1.5e+10", "true", "false", "null", "\"\"", #""\"\\\/\b\f\n\r\tü\u00fc\ud83d\ude00""#, "[]", "[1,[2,{}]]",
      #"{"a":1,"b":[{"c":null}]}"#, "1E400", "12345678901234567890123",
    ])
  func values(json: String) throws {
    #expect(try scan("  \(json) ") == json)
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", "01", "1.", ".5", "1e", "+1", "tru", "nul", "\"", "\"\u{1}\"", #""\x""#, #""\u12g4""#, "[1,]", "[1", "{",
      "{a:1}",
      #"{"a"}"#, #"{"a":1,}"#, "'a'", "NaN", "1 2",
    ])
  func notValues(json: String) {
    #expect(throws: (any Error).self) { try scan(json) }
  }

  @Test("deep nesting is refused, not a crash")
  func nesting() {
    #expect(throws: (any Error).self) { try scan(String(repeating: "[", count: 100_000)) }
  }

  @Test(
    "strings are read as Foundation reads them",
    arguments: [#""a\nb\"c\\d\/e""#, #""\u00e4\u20ac\ud83d\ude00""#, #""Straße – „Zitat“""#, #""""#])
  func strings(json: String) throws {
    let bytes = Array(json.utf8)
    var output: [UInt8] = []
    try bytes.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      try scanner.readString(into: &output)
    }
    let expected = try JSONDecoder().decode(String.self, from: Data(bytes))
    #expect(String(decoding: output, as: UTF8.self) == expected)
  }

  @Test("every text survives being written and read, whatever characters it holds")
  func roundTrip() throws {
    for _ in 0..<500 {
      let scalars = (0..<Int.random(in: 0...40)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...(Bool.random() ? 0x7F : 0x1_FFFF)))
      }
      let text = String(String.UnicodeScalarView(scalars))
      var buffer = ByteBuffer()
      buffer.appendJSON(text)
      #expect(try JSONDecoder().decode(String.self, from: Data(buffer.bytes)) == text)
      var output: [UInt8] = []
      try buffer.bytes.withUnsafeBufferPointer { bytes in
        var scanner = JSONScanner(bytes)
        try scanner.readString(into: &output)
      }
      #expect(output == Array(text.utf8))
    }
  }

  @Test("numbers are written as they are", arguments: [0, 7, 10, 99, 100, -1, 1 << 40, Int.max, Int.min])
  func numbers(number: Int) {
    var buffer = ByteBuffer()
    buffer.append(number)
    #expect(String(decoding: buffer.bytes, as: UTF8.self) == "\(number)")
  }
}
