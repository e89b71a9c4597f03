/// Where a CSV's header puts the cells that are read.
struct CSVColumns {
  var count: Int
  var name: Int
  var type: Int
  var id: Int?
  var aliases: Int?
  var flags: Int?
}

extension LexiconFile {
  /// Reads the header of comma-separated values (RFC 4180). It names at least `name` and `type`; `id`, `aliases` and
  /// `flags` are read where they are there, further columns are left alone. Semicolons may stand for commas, as
  /// spreadsheets write them where the comma is the decimal mark.
  mutating func openCSV(_ bytes: [UInt8]) throws(LexiconFault) {
    var found: [String] = []
    for separator in [UInt8(ascii: ","), UInt8(ascii: ";")] {
      var records = CSVRecords(bytes, separator: separator)
      guard let header = records.next() else { throw LexiconFault(path: path, line: 0, message: "is empty") }
      let names = header.cells.map { $0.lowercased() }
      if let name = names.firstIndex(of: "name"), let type = names.firstIndex(of: "type") {
        let columns = CSVColumns(
          count: names.count, name: name, type: type, id: names.firstIndex(of: "id"),
          aliases: names.firstIndex(of: "aliases"), flags: names.firstIndex(of: "flags"))
        setFormat(.csv(records, columns))
        return
      }
      if found.count < header.cells.count { found = header.cells }
    }
    throw LexiconFault(
      path: path, line: 1,
      message: "the header should name the columns 'name' and 'type', not \(found.joined(separator: ", "))")
  }

  /// The row of a record; nil for a blank line or a row with a fault.
  mutating func csvRow(
    _ record: (cells: [String], line: Int), _ columns: CSVColumns, isOpen: Bool
  ) -> LexiconRow? {
    if isOpen {
      fail(record.line, "a quoted cell is not closed")
      return nil
    }
    if record.cells == [""] { return nil }
    guard record.cells.count == columns.count else {
      fail(record.line, "\(cells(record.cells.count)) where the header names \(columns.count)")
      return nil
    }
    func cell(_ index: Int?) -> String { index.map { record.cells[$0] } ?? "" }
    return row(
      name: cell(columns.name), type: cell(columns.type), id: cell(columns.id), aliases: cell(columns.aliases),
      flags: cell(columns.flags), line: record.line)
  }
}

/// The records of a CSV text, one by one.
struct CSVRecords {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var at = 0
  /// The line at which reading stands, from 1.
  private(set) var line = 1
  /// The text ended within a quoted cell.
  private(set) var isOpen = false

  init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes
    self.separator = separator
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  mutating func next() -> (cells: [String], line: Int)? {
    guard at < bytes.count else { return nil }
    let first = line
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == 0x0A { line += 1 }
      if isQuoted {
        if byte != 0x22 {
          cell.append(byte)
        } else if at < bytes.count, bytes[at] == 0x22 {
          cell.append(byte)
          at += 1
        } else {
          isQuoted = false
        }
      } else if byte == 0x22, cell.isEmpty {
        isQuoted = true
      } else if byte == separator {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll()
      } else if byte == 0x0A {
        break
      } else if byte != 0x0D {
        cell.append(byte)
      }
    }
    isOpen = isQuoted
    cells.append(String(decoding: cell, as: UTF8.self))
    return (cells, first)
  }
}
