import Foundation
import Testing

@testable import Wortlaut

/// What must hold of any text at all.
struct SegmentationPropertyTests {
  /// Random texts of three kinds: German words with odd marks, mixed characters of all planes, and decoded random bytes.
  static func texts(count: Int) -> [String] {
    var random = SeededGenerator(seed: 20_261_124)
    let words = [
      "Wirtschafts-\nbeziehungen", "z.B.", "16.", "Dr.", "Kund:innen", "geht's", "‚Ja‘", "\"", "(", ")", "[5]", "…",
      "...",
      ".", "!", "?", ":-)", "XD", "https://example.org/a(b)", "a@b.de", "#tag", "@wer", "13.10.2012", "1.000,50", "§§",
      "Handels-", "-teil", "und/oder", "für", "fu\u{308}r", "Straße", "\u{AD}", "\u{200B}", "\n", "\n\n", " ", "\t",
      "\u{A0}", "👩‍👩‍👧", "🇩🇪", "--", "–", ";", ":", "Er", "sagte", "Die", "XIV.", "5-7", "2012-10-13", "'ne", "Hans'",
      "<br/>",
      "&amp;", "¯\\_(ツ)_/¯", "\r\n", "\u{2028}", "weiſs", "\u{1F1E6}", "\u{300}", "e.V.", "i.V.m.", "-", "<-", "*freu*",
    ]
    return (0..<count).map { index in
      var text = ""
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        switch index % 3 {
        case 0:
          text += words.randomElement(using: &random) ?? ""
          if Bool.random(using: &random) { text += " " }
        case 1:
          let value = UInt32.random(in: 0...0x1FFFF, using: &random)
          text.unicodeScalars.append(Unicode.Scalar(value) ?? "a")
        default:
          let bytes = (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) }
          text += String(decoding: bytes, as: UTF8.self)
        }
      }
      return text
    }
  }

  @Test("our own runner of compiled rules gives ICU's boundaries and statuses")
  func runners() throws {
    let (rules, _) = try TokenRules.load(TestData.data)
    let own = try BreakIterator(rules)
    let icu = try BreakIterator(rules, throughICU: true)
    #expect(own.runsDirectly && !icu.runsDirectly)
    for text in Self.texts(count: 3000) + [String(repeating: "Wort, ", count: 5000)] {
      #expect(try Self.boundaries(own, text) == Self.boundaries(icu, text), "in \(text.debugDescription)")
    }
  }

  private static func boundaries(_ iterator: BreakIterator, _ text: String) throws -> [[Int32]] {
    var found: [[Int32]] = []
    try Array(text.utf8).withUnsafeBufferPointer { text in
      try iterator.forEachBatch(in: text) { ends, statuses in found += zip(ends, statuses).map { [$0, $1] } }
    }
    return found
  }

  @Test(
    "tokens are in order, apart, inside the text, and cover everything that is not blank",
    arguments: ["tokens", "ud", "web"])
  func coverage(_ name: String) throws {
    let pipeline =
      name == "web"
      ? try TestData.pipeline(stages: ["layout", "tokenize: { dates: whole }", "split-sentences"])
      : try TestData.pipeline(name)
    var runner = try TextRunner(pipeline)
    for text in Self.texts(count: 1500) {
      let document = try runner.run(text)
      var end = 0
      for token in document.tokens {
        #expect(token.span.start >= end && token.span.end > token.span.start, "in \(text.debugDescription)")
        #expect(Self.isBlank(document.text[end..<token.span.start]), "a gap in \(text.debugDescription)")
        end = token.span.end
      }
      #expect(end <= document.text.count)
      #expect(Self.isBlank(document.text[end...]), "the end of \(text.debugDescription)")
      #expect(String(validating: document.tokens.flatMap { document[$0.span] }, as: UTF8.self) != nil)
    }
  }

  @Test("blocks are in order and apart, and no token crosses a block's end")
  func blocks() throws {
    var runner = try TextRunner(TestData.pipeline("tokens"))
    for text in Self.texts(count: 1000) {
      let document = try runner.run(text)
      var end = 0
      for block in document.blocks {
        #expect(block.span.start >= end && !block.span.isEmpty)
        end = block.span.end
      }
      for token in document.tokens {
        #expect(document.blocks.contains { $0.span.contains(token.span) }, "\(token) in \(text.debugDescription)")
      }
    }
  }

  @Test("every token is in exactly one sentence, and no sentence crosses a block's end")
  func sentences() throws {
    var runner = try TextRunner(TestData.pipeline("tokens"))
    for text in Self.texts(count: 1000) {
      let document = try runner.run(text)
      #expect(document.sentences.flatMap { Array($0.tokens) } == Array(document.tokens.indices))
      for sentence in document.sentences {
        #expect(document.blocks.contains { $0.span.contains(sentence.span) }, "in \(text.debugDescription)")
      }
    }
  }

  @Test("a text and its decomposed form have the same tokens, kinds and sentences", arguments: ["tokens", "ud"])
  func decomposition(_ name: String) throws {
    let pairs = [
      ("Für Müller gäbe es größere Übel.", "Fu\u{308}r Mu\u{308}ller ga\u{308}be es gro\u{308}ßere U\u{308}bel."),
      (
        "Die Kölner Bürger:innen müssen z.B. über Ökosteuern reden. Ähnlich äußerte sich Dr. Möller.",
        "Die Ko\u{308}lner Bu\u{308}rger:innen mu\u{308}ssen z.B. u\u{308}ber O\u{308}kosteuern reden. "
          + "A\u{308}hnlich a\u{308}ußerte sich Dr. Mo\u{308}ller."
      ),
      ("Am 3. März kam Öl- und Gasfördergerät.", "Am 3. Ma\u{308}rz kam O\u{308}l- und Gasfo\u{308}rdergera\u{308}t."),
      (
        "Café geöffnet? „Übrigens: ja“, sagte Élise.",
        "Cafe\u{301} geo\u{308}ffnet? „U\u{308}brigens: ja“, sagte E\u{301}lise."
      ),
    ]
    var runner = try TextRunner(TestData.pipeline(name))
    for (composed, decomposed) in pairs {
      let one = try runner.run(composed)
      let two = try runner.run(decomposed)
      #expect(one.tokens.map(\.kind) == two.tokens.map(\.kind))
      #expect(one.tokens.indices.map { one.norm(of: $0) } == two.tokens.indices.map { two.norm(of: $0) })
      #expect(one.sentences.map(\.tokens) == two.sentences.map(\.tokens))
    }
  }

  /// Texts in which marks meet everything that rules ask for: words of the lists, single letters, foreign letters,
  /// numbers, all punctuation, line breaks.
  private static func markedTexts(count: Int) throws -> [String] {
    var random = SeededGenerator(seed: 5)
    var words = [
      "Müller", "Übel.", "Ä.", "ä)", "Ö", "ü.", "5.", "16", "z.B.", "„Größe“", "é", "Öl-", "Öl.", "und", "Gärten",
      "würd's", "(schön)", "Élise:", "Käufer:innen", "Ä:innen", "Ämter:innenhof", "ähm…", "Straße", "§", "12", "\n",
      "\n\n", "Ü-Wagen", "Ü-\nWagen", "Bürger/-innen", "hör!", "über-\nmäßig", "Der", "Die", "sagte", "er", ",", ";",
      ":",
      "\"", "‚", "‘", "müller@example.org", "https://müller.example/ä", "#Übung", "@jürgen", ":Ö", ":-ö", ";-Ü", ":ö)",
      "Ä&B", "B&Ä", "Größe.Dann", "Büro.de", "2ü", "3ö.", "Kön.", "ü.a.", "*ähm*", "> ", "- ", "Ž.", "Šime", "Č-\nŽupa",
      "Von Ülo Ärmel", "ŽŽŽ.", "Fußgänger(innen)", "'ne", "so'ne", "ẞ", "ǖ", "a\u{364}", "a)", "Ā.", "1.", "II.",
    ]
    let lists = [
      "function-words", "months", "days", "abbreviations", "ordinal-nouns", "ordinal-contexts", "clitics", "units",
    ]
    for list in lists {
      let rows = try DataTable(path: TestData.data.wordList(list), columns: []).rows
      words += rows.map { $0[0] }.filter { !$0.utf8.allSatisfy { $0 < 0x80 } }
    }
    return (0..<count).map { index in
      var text = ""
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        if index % 3 == 2, Bool.random(using: &random) {
          // Letters of Latin, Greek and Cyrillic with and without marks.
          text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 0xA1...0x44F, using: &random)) ?? "a")
        } else {
          text += words.randomElement(using: &random) ?? ""
        }
        if index % 2 == 0 || Bool.random(using: &random) { text += " " }
      }
      return text
    }
  }

  @Test(
    "any text has the same blocks, tokens, kinds, norms and sentences composed and decomposed",
    arguments: ["tokens", "ud"])
  func randomDecomposition(_ name: String) throws {
    var runner = try TextRunner(TestData.pipeline(name))
    for text in try Self.markedTexts(count: 3000) + Self.texts(count: 600) {
      let one = try runner.run(text.precomposedStringWithCanonicalMapping)
      let two = try runner.run(text.decomposedStringWithCanonicalMapping)
      let isSame =
        one.blocks.map(\.kind) == two.blocks.map(\.kind) && one.tokens.map(\.kind) == two.tokens.map(\.kind)
        && one.tokens.indices.map { one.norm(of: $0) } == two.tokens.indices.map { two.norm(of: $0) }
        && one.sentences.map(\.tokens) == two.sentences.map(\.tokens)
      #expect(isSame, "in \(text.debugDescription): \(Self.outline(one)) and \(Self.outline(two))")
    }
  }

  private static func outline(_ document: Document) -> String {
    document.sentences.map { sentence in
      sentence.tokens.map { "\(document.norm(of: $0))/\(document.tokens[$0].kind)" }.joined(separator: " ")
    }.joined(separator: " ‖ ")
  }

  private static func isBlank(_ bytes: some Collection<UInt8>) -> Bool {
    let bytes = Array(bytes)
    return bytes.withUnsafeBufferPointer { text in
      var at = 0
      while at < text.count {
        let length = text[at] < 0x80 ? (Blank.isASCII(text[at]) ? 1 : 0) : Blank.length(text, at)
        if length == 0 { return false }
        at += length
      }
      return true
    }
  }
}
