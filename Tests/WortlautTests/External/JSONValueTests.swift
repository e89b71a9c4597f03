import Foundation
import Testing

@testable import Wortlaut

@Suite("JSON as a layer") struct JSONValueTests {
  static let text = Array("Über 𝄞 ü".utf8)

  func read(_ json: String, unit: OffsetUnit = .codepoint) throws -> JSONValue {
    try Array(json.utf8).withUnsafeBufferPointer { try JSONValue($0, offsets: OffsetTable(Self.text, unit: unit)) }
  }

  @Test("a span is read in one unit and written in any other", arguments: OffsetUnit.allCases)
  func spans(unit: OffsetUnit) throws {
    let ends: [OffsetUnit: Int] = [.utf8: 10, .utf16: 7, .codepoint: 6]
    let starts: [OffsetUnit: Int] = [.utf8: 6, .utf16: 5, .codepoint: 5]
    let value = try read(
      #"[{"start":\#(starts[unit] ?? 0),"end":\#(ends[unit] ?? 0),"a":{"b":[1,2.5,null,true,"ü"]}}]"#, unit: unit)
    guard case .list(let values) = value, case .annotation(let span, let fields)? = values.first else {
      Issue.record("\(value)")
      return
    }
    #expect(span == Span(6, 10))
    #expect(fields["a"] == .object(["b": .list([.integer(1), .number(2.5), .null, .flag(true), .text("ü")])]))
    var document = Document(text: Self.text)
    document[LayerKey<JSONValue>("x")] = value
    let bytes = try document.encodedLayer("x", offsets: OffsetTable(Self.text, unit: .utf16))
    #expect(String(decoding: bytes, as: UTF8.self) == #"[{"a":{"b":[1,2.5,null,true,"ü"]},"end":7,"start":5}]"#)
    let decoder = JSONDecoder()
    decoder.userInfo[.offsets] = OffsetTable(Self.text, unit: .utf16)
    #expect(try decoder.decode(JSONValue.self, from: Data(bytes)) == value)
  }

  @Test(
    "a span outside the text or inside a character is refused",
    arguments: [(0, 9, OffsetUnit.codepoint), (-1, 2, .codepoint), (3, 2, .codepoint), (1, 3, .utf8), (5, 6, .utf16)])
  func outside(start: Int, end: Int, unit: OffsetUnit) {
    #expect(throws: JSONValue.Fault.outsideText(start: start, end: end)) {
      try read(#"{"start":\#(start),"end":\#(end)}"#, unit: unit)
    }
  }

  @Test(
    "what is not JSON is refused, deep nesting too", arguments: ["", "{", "[1,]", "nul", "{\"a\" 1}", "1 2", "{1:2}"])
  func notJSON(json: String) {
    #expect(throws: JSONValue.Fault.self) { try read(json) }
    #expect(throws: JSONValue.Fault.self) { try read(String(repeating: "[", count: 100_000)) }
  }
}
