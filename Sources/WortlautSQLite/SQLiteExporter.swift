import Wortlaut
import WortlautFormats

/// A SQLite database with tables of documents, sentences, entities and quotes, and a full-text index of the sentences.
///
/// Workers render a document as one JSON row with its texts cut out; SQLite itself takes the row apart
/// (``SQLiteSink``). A document whose id is in the database replaces the one there, so a run can be repeated or gone on
/// with.
public struct SQLiteExporter: Exporter {
  public static let format = "sqlite"
  public static let summary = "a SQLite database with a full-text index of the sentences"
  public static let fileExtension = "sqlite"
  public static let fitsStandardOutput = false

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func makeSink(path: String) throws -> (any ExportSink)? { SQLiteSink(path: path, options) }

  public func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ExportOutput) {
    begin(id, meta, &output.bytes)
    output.bytes.append(",\"error\":{\"stage\":")
    output.bytes.appendJSON(failure.stage)
    output.bytes.append(",\"code\":")
    output.bytes.appendJSON(failure.code)
    output.bytes.append(",\"message\":")
    output.bytes.appendJSON(failure.message)
    output.bytes.append("}}\n")
  }

  public func write(_ document: Document, to output: inout ExportOutput) {
    let selected = SelectedLayers(document, options)
    var row = Row(document, OffsetTable(document.text, unit: options.offsets))
    begin(document.id, document.meta, &output.bytes)
    output.bytes.append(",\"text\":")
    document.text.withUnsafeBufferPointer { output.bytes.appendJSON($0) }
    row.writeSentences(selected, &output.bytes)
    row.writeEntities(selected, &output.bytes)
    row.writeQuotes(selected, &output.bytes)
    output.bytes.append("}\n")
    selected.countLosses(holding: [.sentences, .quotes], entityLayers: true, in: &output)
  }

  private func begin(_ id: String, _ meta: [UInt8], _ output: inout ByteBuffer) {
    output.append("{\"id\":")
    output.appendJSON(id)
    output.append(",\"meta\":")
    if meta.isEmpty { output.append("{}") } else { output.append(meta) }
  }

  /// The lists of one document's row.
  private struct Row {
    private let document: Document
    private let offsets: OffsetTable
    private var isFirst = true

    init(_ document: Document, _ offsets: OffsetTable) {
      self.document = document
      self.offsets = offsets
    }

    mutating func writeSentences(_ selected: SelectedLayers, _ output: inout ByteBuffer) {
      output.append(",\"sentences\":[")
      isFirst = true
      for (index, sentence) in selected.sentences.enumerated() {
        beginItem(sentence.span, &output)
        output.append(",\"number\":")
        output.append(index + 1)
        field(",\"text\":", [sentence.span], &output)
        output.append("}")
      }
      output.append("]")
    }

    mutating func writeEntities(_ selected: SelectedLayers, _ output: inout ByteBuffer) {
      output.append(",\"entities\":[")
      isFirst = true
      for (layer, entities) in selected.entityLayers {
        var sentence = SentenceCursor(selected.sentences)
        for entity in entities {
          beginItem(entity.span, &output)
          writeSentence(sentence.number(at: entity.span.start), &output)
          field(",\"layer\":", layer.rawValue, &output)
          field(",\"type\":", entity.type.rawValue, &output)
          field(",\"text\":", [entity.span], &output)
          field(",\"name\":", entity.name, &output)
          field(",\"id\":", entity.id, &output)
          field(",\"form\":", entity.form?.rawValue, &output)
          field(",\"source\":", entity.source, &output)
          output.append("}")
        }
      }
      output.append("]")
    }

    mutating func writeQuotes(_ selected: SelectedLayers, _ output: inout ByteBuffer) {
      output.append(",\"quotes\":[")
      isFirst = true
      for (index, quote) in selected.quotations.enumerated() {
        guard let hull = quote.hull else { continue }
        var sentence = SentenceCursor(selected.sentences)
        beginItem(hull, &output)
        output.append(",\"number\":")
        output.append(index + 1)
        writeSentence(sentence.number(at: hull.start), &output)
        field(",\"type\":", quote.type.rawValue, &output)
        field(",\"speaker\":", quote.speaker, &output)
        field(",\"speaker_name\":", selected.speaker(of: quote)?.name, &output)
        field(",\"speaker_id\":", selected.speaker(of: quote)?.id, &output)
        field(",\"cue\":", quote.cue, &output)
        field(",\"addressee\":", quote.addressee, &output)
        field(",\"content\":", quote.content, &output)
        field(",\"source\":", quote.source, &output)
        output.append("}")
      }
      output.append("]")
    }

    private mutating func beginItem(_ span: Span, _ output: inout ByteBuffer) {
      output.append(isFirst ? "{\"start\":" : ",{\"start\":")
      isFirst = false
      output.append(offsets[span.start])
      output.append(",\"end\":")
      output.append(offsets[span.end])
    }

    private func writeSentence(_ number: Int?, _ output: inout ByteBuffer) {
      guard let number else { return }
      output.append(",\"sentence\":")
      output.append(number)
    }

    private func field(_ name: StaticString, _ value: String?, _ output: inout ByteBuffer) {
      guard let value else { return }
      output.append(name)
      output.appendJSON(value)
    }

    /// The text of spans, ` … ` between them; left out where there is none.
    private func field(_ name: StaticString, _ spans: Spans, _ output: inout ByteBuffer) {
      guard let first = spans.first else { return }
      output.append(name)
      if spans.count == 1 {
        document[first].withUnsafeBufferPointer { output.appendJSON($0) }
      } else {
        output.appendJSON(spans.map { document.string($0) }.joined(separator: " … "))
      }
    }
  }
}
