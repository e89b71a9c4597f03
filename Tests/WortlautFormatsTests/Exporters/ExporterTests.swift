import Foundation
import Testing
import Wortlaut
import WortlautFormats

@Suite("Exporters") struct ExporterTests {
  @Test("a JSONL row is the contract's, with offsets in code points")
  func jsonl() throws {
    let options = ExportOptions(layers: SampleDocument.layers, pipelineName: "p", pipelineFingerprint: "f")
    let row = try SampleDocument.export(JSONLExporter(options))
    let expected =
      #"{"schema":"wortlaut/1","id":"a 1","meta":{"ort":"Bern"},"offsets":"codepoint","pipeline":{"name":"p","#
      + #""fingerprint":"f"},"text":"„Die Wirtschafts-\nbeziehungen“, sagte Müller 😀.","#
      + #""blocks":[{"start":0,"end":47,"kind":"paragraph"}],"#
      + #""tokens":[{"start":0,"end":1,"kind":"punctuation"},{"start":1,"end":4,"kind":"word"},"#
      + #"{"start":5,"end":29,"kind":"word","norm":"Wirtschaftsbeziehungen"},"#
      + #"{"start":29,"end":30,"kind":"punctuation"},{"start":30,"end":31,"kind":"punctuation"},"#
      + #"{"start":32,"end":37,"kind":"word"},{"start":38,"end":44,"kind":"word"},"#
      + #"{"start":45,"end":46,"kind":"emoticon"},{"start":46,"end":47,"kind":"punctuation"}],"#
      + #""sentences":[{"start":0,"end":47}],"#
      + #""entities":[{"start":38,"end":44,"type":"PER","name":"Müller","id":"Q1","source":"test"}],"#
      + #""quotes":[{"type":"direct","content":[{"start":0,"end":30}],"speaker":[{"start":38,"end":44}],"#
      + #""cue":[{"start":32,"end":37}],"frame":[],"addressee":[],"speakerEntity":0,"source":"test"}],"marks":[]}"#
    #expect(row == expected + "\n")
  }

  @Test("offsets count what was asked for", arguments: [(OffsetUnit.utf8, 55), (.utf16, 48), (.codepoint, 47)])
  func offsets(unit: OffsetUnit, end: Int) throws {
    let row = try SampleDocument.export(JSONLExporter(ExportOptions(layers: [.sentences], offsets: unit)))
    #expect(row.contains(#""offsets":"\#(unit.rawValue)""#))
    #expect(row.hasSuffix(#""sentences":[{"start":0,"end":\#(end)}]}"# + "\n"))
    #expect(!row.contains("tokens"))
  }

  @Test("an error row has the id, the meta and the reason")
  func errorRow() {
    var buffer = ByteBuffer()
    let failure = ArticleFailure(stage: "tokenize", code: "c", message: "so \"nicht\"")
    JSONLExporter.write(failure, id: "x", meta: Array(#"{"a":1}"#.utf8), to: &buffer)
    let expected =
      #"{"schema":"wortlaut/1","id":"x","meta":{"a":1},"#
      + #""error":{"stage":"tokenize","code":"c","message":"so \"nicht\""}}"#
    #expect(String(decoding: buffer.bytes, as: UTF8.self) == expected + "\n")
  }

  @Test("the view for reading marks entities and quotes, with brackets where there is no colour")
  func view() throws {
    let text = try SampleDocument.export(TextExporter(ExportOptions(layers: SampleDocument.layers)))
    #expect(text.contains("⟨1 „Die Wirtschafts-\nbeziehungen“⟩, sagte [Müller PER] 😀."))
    #expect(text.contains("1. direct, Müller: „Die Wirtschafts- beziehungen“"))
    let options = ExportOptions(layers: SampleDocument.layers, isColored: true)
    #expect(try SampleDocument.export(TextExporter(options)).contains("\u{1B}[1;31;4mMüller\u{1B}[0m"))
  }

  @Test("tokens' offsets are right in every unit, whatever the text", arguments: OffsetUnit.allCases)
  func tokenOffsets(unit: OffsetUnit) throws {
    struct Row: Decodable {
      struct Token: Decodable {
        let start: Int
        let end: Int
        let kind: String
      }
      let text: String
      let tokens: [Token]
    }
    let letters = ["a", "ß", "ü", "“", "😀", "\n", "\"", "\\", "\u{7F}", "\u{1}", " "]
    for _ in 0..<100 {
      let text = (0..<Int.random(in: 0..<400)).map { _ in letters.randomElement() ?? "a" }.joined()
      var document = Document(id: "a", text: Array(text.utf8))
      let borders = text.unicodeScalars.indices.filter { _ in Bool.random() }.map {
        text.utf8.distance(from: text.startIndex, to: $0)
      }
      let tokens = zip(borders, borders.dropFirst()).map {
        Token(Span($0, $1), TokenKind.allCases.randomElement() ?? .word)
      }
      document.setTokens { $2 = tokens }
      var output = ExportOutput()
      try JSONLExporter(ExportOptions(layers: [.tokens], offsets: unit)).write(document, to: &output)
      let row = try JSONDecoder().decode(Row.self, from: Data(output.bytes.bytes))
      let table = OffsetTable(document.text, unit: unit)
      #expect(row.text == text)
      #expect(row.tokens.map(\.start) == tokens.map { table[$0.span.start] })
      #expect(row.tokens.map(\.end) == tokens.map { table[$0.span.end] })
      #expect(row.tokens.map(\.kind) == tokens.map { "\($0.kind.name)" })
    }
  }
}
