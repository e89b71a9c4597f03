import Foundation

extension LexiconFile {
  /// Reads the head and the line of column names of a `.tsv`.
  ///
  /// - Returns: the number of columns.
  mutating func readHead() throws(LexiconFault) -> Int {
    while let range = nextLine() {
      let line = lines.bytes[range]
      if line.isEmpty { continue }
      if line.first == 0x23 {
        readHeadLine(line)
        continue
      }
      let found = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard found.count >= 2, Self.columns.starts(with: found.prefix(Self.columns.count)) else {
        throw LexiconFault(
          path: path, line: lines.number,
          message: "the first line after the head should name the columns: \(Self.columns.joined(separator: " ")), "
            + "with a tab between them")
      }
      return found.count
    }
    throw LexiconFault(path: path, line: 0, message: "has no line of column names")
  }

  private mutating func readHeadLine(_ line: ArraySlice<UInt8>) {
    let text = String(decoding: line.dropFirst(), as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return }
    let name = text[..<colon].trimmingCharacters(in: .whitespaces)
    if !name.contains(" ") {
      setHead(name, text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces))
    }
  }

  /// The row of a line; nil for a blank line, a remark, or a row with a fault.
  mutating func tableRow(_ line: Range<Int>, _ columns: Int) -> LexiconRow? {
    if line.isEmpty || lines.bytes[line.lowerBound] == 0x23 { return nil }
    var cells: (String, String, String, String, String) = ("", "", "", "", "")
    var count = 0
    var start = line.lowerBound
    while true {
      let rest = lines.bytes[start..<line.upperBound]
      let end = rest.firstIndex(of: 0x09) ?? line.upperBound
      let cell = String(decoding: rest[..<end], as: UTF8.self)
      switch count {
      case 0: cells.0 = cell
      case 1: cells.1 = cell
      case 2: cells.2 = cell
      case 3: cells.3 = cell
      case 4: cells.4 = cell
      default: break
      }
      count += 1
      if end == line.upperBound { break }
      start = end + 1
    }
    guard count <= columns else {
      fail(lines.number, "\(self.cells(count)) where the table has \(columns) columns")
      return nil
    }
    return row(
      name: cells.0, type: cells.1, id: cells.2, aliases: cells.3, flags: cells.4, line: lines.number)
  }

  /// A row from its cells as text; nil where a flag is unknown.
  mutating func row(
    name: String, type: String, id: String, aliases: String, flags: String, line: Int
  ) -> LexiconRow? {
    var row = LexiconRow(name: name, type: type)
    row.id = id
    row.line = line
    if !aliases.isEmpty {
      row.aliases = aliases.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
    if flags.isEmpty { return row }
    for flag in flags.split(separator: " ") {
      if let known = LexiconFlags.names.first(where: { $0.0 == flag }) {
        row.flags.insert(known.1)
      } else if flag.hasPrefix("priority="), let value = Int(flag.dropFirst(9)), (-100...100).contains(value) {
        row.priority = value
      } else {
        let known = LexiconFlags.names.map(\.0) + ["priority=N with N from -100 to 100"]
        fail(line, "unknown flag '\(flag)'; there is \(known.joined(separator: ", "))")
        return nil
      }
    }
    return row
  }

  /// Why a row cannot be used.
  static func fault(of row: LexiconRow) -> String? {
    if row.name.isEmpty { return "the name is empty" }
    if row.type.isEmpty { return "'\(row.name)' has no type" }
    if row.type.utf8.contains(where: { $0 <= 0x20 }) { return "the type '\(row.type)' holds a blank" }
    if let reason = fault(ofName: row.name, row) { return reason }
    for alias in row.aliases { if let reason = fault(ofName: alias, row) { return reason } }
    return nil
  }

  private static func fault(ofName name: String, _ row: LexiconRow) -> String? {
    let bytes = name.utf8
    if bytes.count > 500 { return "a name of \(bytes.count) bytes; the longest allowed is 500" }
    let hasLetter =
      bytes.contains { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
      || name.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    if !hasLetter {
      return name.isEmpty ? "'\(row.name)' has an empty alias" : "'\(name)' holds no letter and no digit"
    }
    if name.unicodeScalars.first?.properties.isWhitespace == true
      || name.unicodeScalars.last?.properties.isWhitespace == true
    {
      return "'\(name)' begins or ends with a blank"
    }
    return nil
  }
}
