import Testing
import Wortlaut
import WortlautFormats

@Suite("Export outputs") struct ExportOutputTests {
  @Test("names of files come from ids: safe, without the ending of the source, and no two alike")
  func fileNames() {
    var names = DocumentFileNames()
    let cases = [
      ("a.txt", "a.ann"), ("b/x.md", "b/x.ann"), ("../../etc/passwd", "etc/passwd.ann"), ("a.md", "a~2.ann"),
      ("A", "A~3.ann"), ("Wo: \"hier\"\n", "Wo_ _hier__.ann"), (".txt", "_txt.ann"), ("", "_.ann"), ("/", "_~2.ann"),
      ("Zürich", "Zürich.ann"),
    ]
    for (id, name) in cases {
      var output = ExportOutput()
      output.beginFile(of: id, "ann")
      #expect(output.files.map { names.name(for: $0) } == [name], "\(id)")
    }
  }

  @Test("files of one document share a name, and a second document of the same id has another")
  func fileGroups() {
    var names = DocumentFileNames()
    var output = ExportOutput()
    for _ in 0..<2 {
      for ending in ["txt", "ann"] { output.beginFile(of: "a", ending) }
    }
    #expect(output.files.map { names.name(for: $0) } == ["a.txt", "a.ann", "a~2.txt", "a~2.ann"])
  }

  @Test("several formats are rendered at once, and a document that one cannot write is in none of them")
  func renderer() throws {
    struct Picky: Exporter {
      static let format = "picky"
      static let summary = "fails on some documents"
      static let fileExtension = "picky"
      init(_ options: ExportOptions) {}
      func write(_ document: Document, to output: inout ExportOutput) throws {
        output.bytes.append("half")
        output.lose("things")
        if document.id == "bad" { throw StageFailure(code: "bad", message: "bad") }
      }
    }
    let options = ExportOptions(layers: [])
    var renderer = ExportRenderer([JSONLExporter(options), Picky(options)], RenderOptions())
    try renderer.add(Document(id: "good", text: []))
    #expect(throws: StageFailure.self) { try renderer.add(Document(id: "bad", text: [])) }
    let outputs = renderer.finish().outputs
    let texts = outputs.map { String(decoding: $0.bytes.bytes, as: UTF8.self) }
    #expect(texts[0].contains("\"id\":\"good\"") && !texts[0].contains("bad"))
    #expect(texts[1] == "half")
    #expect(outputs[1].losses.lines == ["things (1)"])
    #expect(renderer.finish().outputs.allSatisfy { $0.bytes.count == 0 && $0.losses.isEmpty })
  }
}
