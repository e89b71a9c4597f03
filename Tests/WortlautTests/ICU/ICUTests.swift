import Testing

@testable import Wortlaut

@Suite("ICU") struct ICUTests {
  @Test("break rules cut UTF-8 text and give each piece its rule's status")
  func rules() throws {
    let rules = try BreakRules(source: "!!forward;\n[a-zäöü]+ {100};\n[0-9]+ {200};\n")
    let iterator = try BreakIterator(rules)
    var pieces: [String] = []
    let text = Array("süß12ab".utf8)
    var statuses: [Int32] = []
    var start = 0
    try text.withUnsafeBufferPointer { bytes in
      try iterator.forEachBatch(in: bytes) { ends, values in
        for (end, status) in zip(ends, values) {
          pieces.append(String(decoding: bytes[start..<Int(end)], as: UTF8.self))
          statuses.append(status)
          start = Int(end)
        }
      }
    }
    #expect(pieces == ["sü", "ß", "12", "ab"])
    #expect(statuses == [100, 0, 200, 100])
  }

  @Test("one iterator works on text after text, longer than a batch of boundaries")
  func reuse() throws {
    let iterator = try BreakIterator(BreakRules(source: "!!forward;\n[a-z]+ {1};\n"))
    for length in [0, 1, 511, 512, 513, 5000] {
      let text = Array(String(repeating: "a ", count: length).utf8)
      var count = 0
      try text.withUnsafeBufferPointer { try iterator.forEachBatch(in: $0) { ends, _ in count += ends.count } }
      #expect(count == 2 * length)
    }
  }

  @Test("a wrong rule is reported with its line and column and the call that found it")
  func wrongRule() {
    #expect {
      try BreakRules(source: "!!forward;\n([a-z]+ {1};\n")
    } throws: { error in
      guard let error = error as? ICUError else { return false }
      return error.call == "ubrk_openRules" && error.name == "U_BRK_MISMATCHED_PAREN" && error.place?.line == 2
    }
  }

  @Test("bytes that are no compiled rules are refused")
  func noRules() throws {
    #expect(throws: ICUError.self) { try BreakIterator(BreakRules(compiled: [1, 2, 3, 4, 5, 6, 7, 8])) }
  }

  @Test(
    "normal forms and case folding",
    arguments: [
      (Normalizer.Form.nfc, "Mu\u{308}ller", "Müller"), (.nfd, "Müller", "Mu\u{308}ller"), (.nfkc, "ﬁnden", "finden"),
      (.nfc, "", ""), (.nfd, String(repeating: "ü", count: 2000), String(repeating: "u\u{308}", count: 2000)),
    ])
  func normalForms(form: Normalizer.Form, given: String, expected: String) throws {
    var output: [UInt8] = Array("x".utf8)
    try Array(given.utf8).withUnsafeBufferPointer { text in
      try Normalizer.append(text, form, to: &output)
      #expect(try Normalizer.isNormalized(text, form) == (given.utf8.elementsEqual(expected.utf8)))
    }
    #expect(String(decoding: output, as: UTF8.self).utf8.elementsEqual(("x" + expected).utf8))
  }

  @Test("folding writes ß out")
  func folding() throws {
    var output: [UInt8] = []
    try Array("Straße ΣΑΣ".utf8).withUnsafeBufferPointer { try Normalizer.appendFolded($0, to: &output) }
    #expect(String(decoding: output, as: UTF8.self) == "strasse σασ")
  }

  @Test(
    "older encodings are read strictly",
    arguments: [
      ("windows-1252", [0x84, 0x4D, 0xFC, 0x6C, 0x6C, 0x93], "„Müll“"),
      ("ISO-8859-15", [0xA4], "€"), ("UTF-16", [0xFF, 0xFE, 0xFC, 0x00], "ü"), ("UTF-16BE", [0x00, 0xFC], "ü"),
    ] as [(String, [UInt8], String)])
  func encodings(name: String, bytes: [UInt8], expected: String) throws {
    let encoding = try #require(TextEncoding(name))
    #expect(String(decoding: try encoding.decode(bytes), as: UTF8.self) == expected)
  }

  @Test("bytes that are not of the encoding are reported with their offset")
  func badEncoding() throws {
    let encoding = try #require(TextEncoding("US-ASCII"))
    #expect { try encoding.decode([0x41, 0x42, 0xFC]) } throws: { ($0 as? TextEncoding.InvalidBytes)?.offset == 2 }
    #expect(TextEncoding("klingon") == nil)
  }
}
