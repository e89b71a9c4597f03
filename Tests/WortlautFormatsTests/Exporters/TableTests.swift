import Testing
import Wortlaut
import WortlautFormats

@Suite("Tables") struct TableTests {
  private func table(_ id: String, _ dialect: CSVDialect = .standard, columns: [TableColumn] = []) throws -> String {
    var document = Document(id: id, text: Array("Bern".utf8))
    document.entities = [Entity(Span(0, 4), type: .location, name: "Bern", source: "test")]
    var options = ExportOptions(layers: [.entities, "topics"])
    options.dialect = dialect
    options.columns = columns
    let exporter = EntitiesCSVExporter(options)
    var output = ExportOutput()
    exporter.begin(&output.bytes)
    exporter.write(document, to: &output)
    return String(decoding: output.bytes.bytes, as: UTF8.self)
  }

  @Test(
    "a cell that would run as a formula does not, and reads back",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("'x", "''x"),
      ("\r=1", "\"'\r=1\""), ("a=1", "a=1"), ("", ""),
    ])
  func formulas(text: String, cell: String) throws {
    #expect(try table(text).split(separator: "\r\n").last?.hasPrefix(cell + ",entities,LOC,Bern") == true)
  }

  @Test("quotation marks, separators and line ends are quoted as RFC 4180 has it")
  func quoting() throws {
    #expect(try table("a \"b\", c\nd").hasSuffix("\r\n\"a \"\"b\"\", c\nd\",entities,LOC,Bern,Bern,,,,0,4,test\r\n"))
  }

  @Test("German Excel gets semicolons and a byte-order mark")
  func excel() throws {
    let text = try table("a;b", .excelGerman)
    #expect(text.unicodeScalars.starts(with: "\u{FEFF}article;layer;".unicodeScalars))
    #expect(text.contains("\r\n\"a;b\";entities;LOC;"))
  }

  @Test("a custom layer adds its column where the layer is written")
  func columns() throws {
    let column = TableColumn("topic", of: "topics") { document, span in document.string(span).uppercased() }
    let other = TableColumn("other", of: "others") { _, _ in "x" }
    let text = try table("a", columns: [column, other])
    #expect(text.contains(",source,topic\r\n"))
    #expect(text.hasSuffix(",test,BERN\r\n"))
  }
}
