import Wortlaut

/// A table with a row for each quotation: who says what, with which words, in which sentence.
///
/// What stands apart in the text is joined by ` … ` in a cell; `content_spans` gives the exact places.
public struct QuotesCSVExporter: Exporter {
  public static let format = "quotes-csv"
  public static let summary = "a table with a row for each quote and who says it"
  public static let fileExtension = "quotes.csv"
  public static let requires: Set<LayerName> = [.quotes]

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func begin(_ output: inout ByteBuffer) {
    let unit = options.offsets.rawValue
    let names = [
      "article", "quote", "type", "speaker", "speaker_name", "speaker_id", "cue", "addressee", "content",
      "sentence_number", "sentence", "start_\(unit)", "end_\(unit)", "content_spans_\(unit)", "source",
    ]
    TableWriter.writeHeadings(names + options.chosenColumns.map(\.name), options.dialect, to: &output)
  }

  public func write(_ document: Document, to output: inout ExportOutput) {
    let selected = SelectedLayers(document, options)
    let offsets = OffsetTable(document.text, unit: options.offsets)
    let columns = options.chosenColumns
    var row = TableWriter(options.dialect)
    for (index, quote) in selected.quotations.enumerated() {
      guard let hull = quote.hull else {
        output.lose("quotes without content")
        continue
      }
      let speaker = selected.speaker(of: quote)
      var cursor = SentenceCursor(selected.sentences)
      let sentence = cursor.number(at: hull.start)
      row.cell(document.id, &output.bytes)
      row.cell(index + 1, &output.bytes)
      row.cell(quote.type.rawValue, &output.bytes)
      row.cell(quote.speaker.map { document[$0] }, joinedBy: " … ", &output.bytes)
      row.cell(speaker?.name ?? "", &output.bytes)
      row.cell(speaker?.id ?? "", &output.bytes)
      row.cell(quote.cue.map { document[$0] }, joinedBy: " … ", &output.bytes)
      row.cell(quote.addressee.map { document[$0] }, joinedBy: " … ", &output.bytes)
      row.cell(quote.content.map { document[$0] }, joinedBy: " … ", &output.bytes)
      row.cell(sentence.map(String.init) ?? "", &output.bytes)
      row.cell(sentence.map { document[selected.sentences[$0 - 1].span] } ?? [], &output.bytes)
      row.cell(offsets[hull.start], &output.bytes)
      row.cell(offsets[hull.end], &output.bytes)
      let spans = quote.content.map { "\(offsets[$0.start])-\(offsets[$0.end])" }
      row.cell(spans.joined(separator: " "), &output.bytes)
      row.cell(quote.source, &output.bytes)
      for column in columns { row.cell(column.cell(document, hull), &output.bytes) }
      row.end(&output.bytes)
    }
  }
}
