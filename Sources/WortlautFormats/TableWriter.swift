import Wortlaut

/// How tables with commas are written.
public enum CSVDialect: String, Sendable, CaseIterable {
  /// RFC 4180: commas, UTF-8, lines end with CR LF.
  case standard = "rfc4180"
  /// What Excel opens by a double click where German is set: semicolons, and a byte-order mark that says UTF-8.
  case excelGerman = "excel-de"

  var separator: UInt8 { self == .standard ? 0x2C : 0x3B }
}

/// Writes the rows of a table with commas.
///
/// A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) gets
/// an apostrophe in front, and so does one that begins with an apostrophe: taking one leading apostrophe away gives the
/// text back.
struct TableWriter {
  private let separator: UInt8
  private var isFirst = true

  init(_ dialect: CSVDialect) { separator = dialect.separator }

  /// A row of headings, before it the dialect's byte-order mark.
  static func writeHeadings(_ names: [String], _ dialect: CSVDialect, to output: inout ByteBuffer) {
    if dialect == .excelGerman { output.append("\u{FEFF}") }
    var row = TableWriter(dialect)
    for name in names { row.cell(name, &output) }
    row.end(&output)
  }

  mutating func cell(_ number: Int, _ output: inout ByteBuffer) {
    begin(&output)
    output.append(number)
  }

  mutating func cell(_ text: String, _ output: inout ByteBuffer) {
    var text = text
    text.withUTF8 { cell($0, &output) }
  }

  mutating func cell(_ text: ArraySlice<UInt8>, _ output: inout ByteBuffer) {
    text.withUnsafeBufferPointer { cell($0, &output) }
  }

  mutating func cell(_ text: UnsafeBufferPointer<UInt8>, _ output: inout ByteBuffer) {
    begin(&output)
    let isQuoted = text.contains { $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x2C || $0 == 0x3B }
    if isQuoted { output.append("\"") }
    if Self.isRisky(text) { output.append("'") }
    for byte in text {
      if byte == 0x22 { output.append("\"") }
      output.append(byte: byte)
    }
    if isQuoted { output.append("\"") }
  }

  /// Several texts in one cell.
  mutating func cell(_ texts: [ArraySlice<UInt8>], joinedBy separator: String, _ output: inout ByteBuffer) {
    if texts.count == 1 { return cell(texts[0], &output) }
    cell(Array(texts.joined(separator: Array(separator.utf8)))[...], &output)
  }

  mutating func end(_ output: inout ByteBuffer) {
    output.append("\r\n")
    isFirst = true
  }

  private mutating func begin(_ output: inout ByteBuffer) {
    if !isFirst { output.append(byte: separator) }
    isFirst = false
  }

  /// Whether a spreadsheet would do something with the cell other than show it.
  static func isRisky(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    return first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 || first == 0x09 || first == 0x0D
      || first == 0x27
  }
}
