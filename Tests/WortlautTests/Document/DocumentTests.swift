import Foundation
import Testing

@testable import Wortlaut

@Suite("Document") struct DocumentTests {
  static let texts = [
    "", "abc", "Müller", "a😀b", "e\u{301}", "中文 und 😀😀 Ende", String(repeating: "ä😀x", count: 100),
    String(repeating: "x", count: 64), String(repeating: "x", count: 63) + "ü",
  ]

  @Test("offsets convert to code points and UTF-16 and back, at every character", arguments: texts)
  func offsets(text: String) {
    let bytes = Array(text.utf8)
    let codePoints = OffsetTable(bytes, unit: .codepoint)
    let utf16 = OffsetTable(bytes, unit: .utf16)
    let utf8 = OffsetTable(bytes, unit: .utf8)
    var index = text.unicodeScalars.startIndex
    while true {
      let byte = text.utf8.distance(from: text.startIndex, to: index)
      let points = text.unicodeScalars.distance(from: text.startIndex, to: index)
      let units = text.utf16.distance(from: text.startIndex, to: index)
      #expect(codePoints[byte] == points)
      #expect(utf16[byte] == units)
      #expect(utf8[byte] == byte)
      #expect(codePoints.byteOffset(of: points) == byte)
      #expect(utf16.byteOffset(of: units) == byte)
      if index == text.endIndex { break }
      index = text.unicodeScalars.index(after: index)
    }
    #expect(codePoints.byteOffset(of: text.unicodeScalars.count + 1) == nil)
    #expect(utf16.byteOffset(of: -1) == nil)
  }

  @Test("short ASCII tokens get the same keys and shapes on the fast way as on the slow one")
  func keysOfShortTokens() throws {
    let words = [
      "a", "B", "J.", "7", "-", ".", "Dr.", "EU", "GmbH", "iPhone", "z.B.", "Wirtschaft", "Handels-", "abcdefgh",
      "ABCDEFGH", "abcdefghi", "A1-b2", "Abcdefghijklmno", "Abcdefghijklmnop", "@[`{", "16.", "US-Dollar",
    ]
    // Behind the text's last sixteen bytes every token takes the slow way.
    let text = Array((words.joined(separator: " ") + String(repeating: " ", count: 16)).utf8)
    var document = Document(text: text)
    var start = 0
    document.setTokens { _, _, tokens in
      for word in words {
        tokens.append(Token(Span(start, start + word.utf8.count), .word))
        start += word.utf8.count + 1
      }
    }
    document.prepareKeys()
    for (index, word) in words.enumerated() {
      #expect(document.key(of: index) == TokenKey.hash(word), "\(word)")
      let shape = Array(word.utf8).withUnsafeBufferPointer { TokenShape($0) }
      #expect(document.tokens[index].shape == shape.union(.spaceBefore), "\(word)")
    }
  }

  @Test("an offset inside a surrogate pair belongs to no byte")
  func insideSurrogates() {
    #expect(OffsetTable(Array("a😀b".utf8), unit: .utf16).byteOffset(of: 2) == nil)
  }

  @Test(
    "words that differ in case, ß or how umlauts are written share a key",
    arguments: [
      ("Straße", "STRASSE"), ("Müller", "mueller"), ("ÄRGER", "aerger"), ("Mu\u{308}ller", "Müller"), ("ẞ", "ss"),
      ("ÉTÉ", "été"), ("ΣΑΣ", "σας"), ("ﬁnden", "finden"), ("×", "×"), ("÷", "÷"),
    ])
  func keys(left: String, right: String) {
    #expect(TokenKey.key(left) == TokenKey.key(right))
    #expect(TokenKey.hash(left) == TokenKey.hash(right))
  }

  @Test("accents make another key, and so do ÷ and ×")
  func differentKeys() {
    #expect(TokenKey.hash("Café") != TokenKey.hash("Cafe"))
    #expect(TokenKey.hash("×") != TokenKey.hash("÷"))
    #expect(TokenKey.hash("") != 0)
  }

  @Test("a norm is stored only where it differs, and keys follow it")
  func norms() {
    var document = Document(text: Array("daß Haus".utf8))
    document.setTokens { _, _, tokens in tokens = [Token(Span(0, 4), .word), Token(Span(5, 9), .word)] }
    Array("dass".utf8).withUnsafeBufferPointer { document.setNorm(of: 0, to: $0) }
    Array("Haus".utf8).withUnsafeBufferPointer { document.setNorm(of: 1, to: $0) }
    #expect(document.tokens.map(\.hasNorm) == [true, false])
    #expect(document.norm(of: 0) == "dass")
    #expect(document.norm(of: 1) == "Haus")
    document.prepareKeys()
    #expect((0..<2).map { document.key(of: $0) } == [TokenKey.hash("dass"), TokenKey.hash("haus")])
  }

  @Test("norms can be set in any order, set again and taken back")
  func normsInAnyOrder() {
    var document = Document(text: Array("a b c d".utf8))
    document.setTokens { _, _, tokens in tokens = (0..<4).map { Token(Span(2 * $0, 2 * $0 + 1), .word) } }
    func set(_ norm: String, of token: Int) {
      Array(norm.utf8).withUnsafeBufferPointer { document.setNorm(of: token, to: $0) }
    }
    set("vier", of: 3)
    set("eins", of: 0)
    set("drei", of: 2)
    set("DREI", of: 2)
    #expect((0..<4).map { document.norm(of: $0) } == ["eins", "b", "DREI", "vier"])
    set("a", of: 0)
    set("b", of: 1)
    #expect((0..<4).map { document.norm(of: $0) } == ["a", "b", "DREI", "vier"])
    #expect(document.tokens.map(\.hasNorm) == [false, false, true, true])
    #expect(document.norms.count == 2)
    document.prepareKeys()
    #expect(document.key(of: 0) == TokenKey.hash("a") && document.key(of: 3) == TokenKey.hash("vier"))
  }

  @Test("a token takes twelve bytes, a span eight")
  func sizes() {
    #expect(MemoryLayout<Token>.stride == 12)
    #expect(MemoryLayout<Span>.stride == 8)
  }

  @Test("tokens of one word share a number, and a norm makes another word of it")
  func numbersOfWords() {
    var document = Document(text: Array("daß daß Haus daß".utf8))
    document.setTokens { _, _, tokens in
      tokens = [(0, 4), (5, 9), (10, 14), (15, 19)].map { Token(Span($0.0, $0.1), .word) }
    }
    document.numberSurfaces()
    #expect(document.words[0] == document.words[1])
    Array("dass".utf8).withUnsafeBufferPointer { document.setNorm(of: 1, to: $0) }
    document.prepareKeys()
    #expect(document.words[0] == document.words[3])
    #expect(document.words[0] != document.words[1])
    #expect(document.key(of: 1) == TokenKey.hash("dass"))
    let numbers = document.words
    document.prepareKeys()
    #expect(document.words == numbers)
    document.numberSurfaces()
    #expect(document.words[0] == document.words[1])
  }

  @Test("a token's shape says how it is written and what stands before it")
  func shapes() {
    var document = Document(text: Array("EU-Gipfel\nÄ. Müller, 16.".utf8))
    document.setTokens { _, _, tokens in
      for (start, end) in [(0, 9), (10, 13), (14, 21), (21, 22), (23, 26)] {
        tokens.append(Token(Span(start, end), .word))
      }
    }
    document.prepareKeys()
    let shapes = document.tokens.map(\.shape)
    #expect(shapes[0] == [.capitalized, .innerCapital, .hasLowercase, .hasHyphen, .spaceBefore])
    #expect(shapes[1] == [.capitalized, .endsWithStop, .spaceBefore, .lineBreakBefore])
    #expect(shapes[2] == [.capitalized, .hasLowercase, .spaceBefore])
    #expect(shapes[3] == [])
    #expect(shapes[4] == [.hasDigit, .endsWithStop, .spaceBefore])
  }

  struct Topic: Codable, Sendable, Equatable {
    var word: String
    var span: Span
  }

  @Test("a custom layer keeps its type, and its spans are exported in the unit asked for")
  func customLayer() throws {
    let topics = LayerKey<[Topic]>("topics")
    var document = Document(text: Array("Größe zählt".utf8))
    document[topics] = [Topic(word: "zählt", span: Span(8, 14))]
    #expect(document[topics]?.first?.word == "zählt")
    #expect(document.customLayerNames == ["topics"])
    let table = OffsetTable(document.text, unit: .codepoint)
    let json = try document.encodedLayer("topics", offsets: table)
    #expect(String(decoding: json, as: UTF8.self) == #"[{"span":{"end":11,"start":6},"word":"zählt"}]"#)
    let decoder = JSONDecoder()
    decoder.userInfo[.offsets] = table
    #expect(try decoder.decode([Topic].self, from: Data(json)) == document[topics])
    document.reset(id: "b", text: [])
    #expect(document[topics] == nil)
  }
}
