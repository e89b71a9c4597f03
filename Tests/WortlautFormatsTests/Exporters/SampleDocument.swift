import Wortlaut
import WortlautFormats

/// A small document built by hand, with what is hard for formats: a token over a line break, an emoji, nested quotes.
enum SampleDocument {
  static func make() -> Document {
    let text = "„Die Wirtschafts-\nbeziehungen“, sagte Müller 😀."
    var document = Document(id: "a 1", text: Array(text.utf8), meta: Array(#"{"ort":"Bern"}"#.utf8))
    func span(_ part: String) -> Span {
      let bytes = Array(part.utf8)
      let start = document.text.indices.first { document.text[$0...].starts(with: bytes) } ?? 0
      return Span(start, start + bytes.count)
    }
    let parts: [(String, TokenKind)] = [
      ("„", .punctuation), ("Die", .word), ("Wirtschafts-\nbeziehungen", .word), ("“", .punctuation),
      (",", .punctuation), ("sagte", .word), ("Müller", .word), ("😀", .emoticon), (".", .punctuation),
    ]
    document.blocks = [Block(Span(0, document.text.count), .paragraph)]
    let tokens = parts.map { Token(span($0), $1) }
    document.setTokens { $2 = tokens }
    Array("Wirtschaftsbeziehungen".utf8).withUnsafeBufferPointer { document.setNorm(of: 2, to: $0) }
    document.sentences = [Sentence(Span(0, document.text.count), tokens: 0..<parts.count)]
    document.entities = [Entity(span("Müller"), type: .person, name: "Müller", id: "Q1", source: "test")]
    var quote = Quotation(.direct, content: [span("„Die Wirtschafts-\nbeziehungen“")], source: "test")
    quote.speaker = [span("Müller")]
    quote.cue = [span("sagte")]
    quote.speakerEntity = 0
    document.quotations = [quote]
    return document
  }

  static let layers: Set<LayerName> = Set(LayerName.builtIn)

  /// The whole output of an exporter for the one document.
  static func export(_ exporter: any Exporter) throws -> String {
    var output = ExportOutput()
    exporter.begin(&output.bytes)
    try exporter.write(make(), to: &output)
    exporter.end(&output.bytes)
    return String(decoding: output.bytes.bytes, as: UTF8.self)
  }
}
