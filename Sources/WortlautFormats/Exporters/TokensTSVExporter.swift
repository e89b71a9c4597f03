import Wortlaut

/// A table with a row for each token, its cells apart by tabs and never quoted: a quotation mark is a token here.
///
/// In a cell `\t`, `\n`, `\r` and `\\` stand for tab, line feed, carriage return and backslash. As in tables with commas
/// (``TableWriter``) a cell of more than one character that a spreadsheet would run as a formula has an apostrophe in
/// front; a lone `-` or `@` runs as nothing and stays.
public struct TokensTSVExporter: Exporter {
  public static let format = "tokens-tsv"
  public static let summary = "a table with a row for each token, tabs between its cells"
  public static let fileExtension = "tokens.tsv"
  public static let requires: Set<LayerName> = [.tokens]

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func begin(_ output: inout ByteBuffer) {
    let unit = options.offsets.rawValue
    let names = [
      "article", "sentence", "token", "start_\(unit)", "end_\(unit)", "kind", "text", "norm", "entity", "entity_id",
      "quote",
    ]
    output.append((names + options.chosenColumns.map(\.name)).joined(separator: "\t") + "\n")
  }

  public func write(_ document: Document, to output: inout ExportOutput) {
    let selected = SelectedLayers(document, options)
    let writesNorms = selected.has(.norms)
    let columns = options.chosenColumns
    let offsets = OffsetTable(document.text, unit: options.offsets)
    var sentence = SentenceCursor(selected.sentences)
    var labels = TokenLabels(selected)
    var id = ByteBuffer()
    document.id.withContiguousUTF8 { id.appendTableCell($0) }
    for (index, token) in selected.tokens.enumerated() {
      id.withBytes { output.bytes.append($0.bindMemory(to: UInt8.self)) }
      output.bytes.append("\t")
      if let number = sentence.number(at: token.span.start) { output.bytes.append(number) }
      output.bytes.append("\t")
      output.bytes.append(index + 1)
      output.bytes.append("\t")
      output.bytes.append(offsets[token.span.start])
      output.bytes.append("\t")
      output.bytes.append(offsets[token.span.end])
      output.bytes.append("\t")
      output.bytes.append(token.kind.name)
      output.bytes.append("\t")
      document[token.span].withUnsafeBufferPointer { output.bytes.appendTableCell($0) }
      output.bytes.append("\t")
      if writesNorms, token.hasNorm { document.withNorm(of: index) { output.bytes.appendTableCell($0) } }
      labels.move(to: token.span)
      output.bytes.append("\t")
      if let (entity, isFirst) = labels.entity {
        output.bytes.append(isFirst ? "B-" : "I-")
        entity.type.rawValue.withContiguousUTF8 { output.bytes.appendTableCell($0) }
        output.bytes.append("\t")
        entity.id?.withContiguousUTF8 { output.bytes.appendTableCell($0) }
      } else {
        output.bytes.append("\t")
      }
      output.bytes.append("\t")
      output.bytes.append(labels.quotes.joined(separator: ","))
      for column in columns {
        output.bytes.append("\t")
        column.cell(document, token.span).withContiguousUTF8 { output.bytes.appendTableCell($0) }
      }
      output.bytes.append("\n")
    }
    for (name, entities) in selected.entityLayers where name != .entities {
      output.lose("entities of the layer \(name.rawValue)", count: entities.count)
    }
  }
}

extension ByteBuffer {
  fileprivate mutating func appendTableCell(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count > 1, TableWriter.isRisky(bytes) { append("'") }
    for byte in bytes {
      switch byte {
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x5C: append("\\\\")
      default: append(byte: byte)
      }
    }
  }
}
