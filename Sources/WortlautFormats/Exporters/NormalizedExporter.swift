import Wortlaut

/// The plain text with every token in its normal form (`.txt`), and beside it a table back to the source (`.tsv`).
///
/// The table has a row a token: where it begins and ends in the normalized text and in the source. White space between
/// tokens is one space, or one line break where a block ends.
public struct NormalizedExporter: Exporter {
  public static let format = "normalized"
  public static let summary = "the normalized plain text, and a table of its offsets in the source"
  public static let fileExtension = "normalized.txt"
  public static let packaging = ExportPackaging.filePerDocument
  public static let requires: Set<LayerName> = [.tokens, .norms]

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func write(_ document: Document, to output: inout ExportOutput) {
    let normalized = NormalizedText(document)
    output.beginFile(of: document.id, "txt")
    output.bytes.append(normalized.text)
    output.beginFile(of: document.id, "tsv")
    let unit = options.offsets.rawValue
    output.bytes.append(
      "normalized_start_\(unit)\tnormalized_end_\(unit)\tsource_start_\(unit)\tsource_end_\(unit)\n")
    let target = OffsetTable(normalized.text, unit: options.offsets)
    let source = OffsetTable(document.text, unit: options.offsets)
    for row in normalized.rows {
      output.bytes.append(target[row.normalized.start])
      output.bytes.append("\t")
      output.bytes.append(target[row.normalized.end])
      output.bytes.append("\t")
      output.bytes.append(source[row.source.start])
      output.bytes.append("\t")
      output.bytes.append(source[row.source.end])
      output.bytes.append("\n")
    }
    // What is left out is asked for in other formats; here the text alone is.
  }
}
