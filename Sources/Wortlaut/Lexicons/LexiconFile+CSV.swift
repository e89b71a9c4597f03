extension LexiconFile {
  /// Reads comma-separated values (RFC 4180) whose header names at least `name` and `type`; `id`, `aliases` and
  /// `flags` are read where they are there, further columns are left alone.
  mutating func readCSV(_ bytes: [UInt8]) throws(LexiconFault) {
    var records = CSVRecords(bytes)
    guard let header = records.next() else { throw LexiconFault(path: path, line: 0, message: "is empty") }
    let names = header.cells.map { $0.lowercased() }
    guard let name = names.firstIndex(of: "name"), let type = names.firstIndex(of: "type") else {
      throw LexiconFault(
        path: path, line: header.line,
        message: "the header should name the columns 'name' and 'type', not \(header.cells.joined(separator: ", "))")
    }
    let id = names.firstIndex(of: "id")
    let aliases = names.firstIndex(of: "aliases")
    let flags = names.firstIndex(of: "flags")
    while let record = records.next() {
      if record.cells == [""] { continue }
      guard record.cells.count == names.count else {
        fail(record.line, "\(record.cells.count) cells where the header names \(names.count)")
        continue
      }
      func cell(_ index: Int?) -> String { index.map { record.cells[$0] } ?? "" }
      add(
        name: cell(name), type: cell(type), id: cell(id), aliases: cell(aliases), flags: cell(flags), line: record.line)
    }
    if records.isOpen { fail(records.line, "a quoted cell is not closed") }
  }
}

/// The records of a CSV text, one by one.
struct CSVRecords {
  private let bytes: [UInt8]
  private var at = 0
  /// The line at which reading stands, from 1.
  private(set) var line = 1
  /// The text ended within a quoted cell.
  private(set) var isOpen = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
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
      } else if byte == 0x2C {
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
