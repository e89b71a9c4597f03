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
}
