import Wortlaut

/// A table with a row for each entity of every layer of entities.
public struct EntitiesCSVExporter: Exporter {
  public static let format = "entities-csv"
  public static let summary = "a table with a row for each entity"
  public static let fileExtension = "entities.csv"

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func begin(_ output: inout ByteBuffer) {
    let unit = options.offsets.rawValue
    let names = ["article", "layer", "type", "text", "name", "id", "form", "sentence", "start_\(unit)", "end_\(unit)"]
    TableWriter.writeHeadings(names + ["source"] + options.chosenColumns.map(\.name), options.dialect, to: &output)
  }

  public func write(_ document: Document, to output: inout ExportOutput) {
    let selected = SelectedLayers(document, options)
    let offsets = OffsetTable(document.text, unit: options.offsets)
    let columns = options.chosenColumns
    var row = TableWriter(options.dialect)
    for (layer, entities) in selected.entityLayers {
      var sentence = SentenceCursor(selected.sentences)
      for entity in entities {
        row.cell(document.id, &output.bytes)
        row.cell(layer.rawValue, &output.bytes)
        row.cell(entity.type.rawValue, &output.bytes)
        row.cell(document[entity.span], &output.bytes)
        row.cell(entity.name, &output.bytes)
        row.cell(entity.id ?? "", &output.bytes)
        row.cell(entity.form?.rawValue ?? "", &output.bytes)
        row.cell(sentence.number(at: entity.span.start).map(String.init) ?? "", &output.bytes)
        row.cell(offsets[entity.span.start], &output.bytes)
        row.cell(offsets[entity.span.end], &output.bytes)
        row.cell(entity.source, &output.bytes)
        for column in columns { row.cell(column.cell(document, entity.span), &output.bytes) }
        row.end(&output.bytes)
      }
    }
  }
}

/// Finds the sentences of offsets that come in rising order.
package struct SentenceCursor {
  private let sentences: [Sentence]
  private var index = 0

  package init(_ sentences: [Sentence]) { self.sentences = sentences }

  /// The number of the sentence that holds a byte offset, counted from 1; nil where there is none.
  package mutating func number(at offset: Int) -> Int? {
    while index < sentences.count, sentences[index].span.end <= offset { index += 1 }
    guard index < sentences.count, sentences[index].span.contains(offset) else { return nil }
    return index + 1
  }
}
