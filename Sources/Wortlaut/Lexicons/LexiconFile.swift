import Foundation

/// A lexicon file as its rows, with what is wrong in it.
///
/// Three formats, told apart by the file's ending: `.tsv` is the project's own, `.csv` has a header line with at least
/// `name` and `type`, `.jsonl` holds spaCy EntityRuler patterns.
public struct LexiconFile: Sendable {
  public let path: String
  public private(set) var rows: [LexiconRow] = []
  /// Rows that could not be used. The other rows are good.
  public private(set) var faults: [LexiconFault] = []
  /// The head of a `.tsv`: title, source, licence, date.
  public private(set) var head: [String: String] = [:]

  /// Reads a file.
  ///
  /// - Throws: ``LexiconFault`` where the file as a whole cannot be read: missing, not UTF-8, another format.
  public init(path: String) throws(LexiconFault) {
    let bytes: [UInt8]
    do {
      bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
    } catch {
      throw LexiconFault(path: path, line: 0, message: "cannot be read: \(error.localizedDescription)")
    }
    try self.init(path: path, bytes: bytes)
  }

  /// Reads the bytes of a file that has been read already.
  public init(path: String, bytes: [UInt8]) throws(LexiconFault) {
    self.path = path
    guard Self.isUTF8(bytes) else { throw LexiconFault(path: path, line: 0, message: "is not UTF-8") }
    switch path.split(separator: ".").last?.lowercased() {
    case "csv": try readCSV(bytes)
    case "jsonl": try readEntityRuler(bytes)
    case "tsv": try readTSV(bytes)
    default:
      throw LexiconFault(
        path: path, line: 0, message: "is none of .tsv, .csv with a header line, .jsonl of spaCy EntityRuler patterns")
    }
  }

  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) != nil }
  }

  mutating func add(_ row: LexiconRow) {
    if let reason = Self.fault(of: row) { fail(row.line, reason) } else { rows.append(row) }
  }

  mutating func fail(_ line: Int, _ message: String) {
    faults.append(LexiconFault(path: path, line: line, message: message))
  }

  mutating func setHead(_ name: String, _ value: String) { head[name] = value }

  /// Why a row cannot be used.
  private static func fault(of row: LexiconRow) -> String? {
    if row.name.isEmpty { return "the name is empty" }
    if row.type.isEmpty { return "'\(row.name)' has no type" }
    if row.type.utf8.contains(where: { $0 <= 0x20 }) { return "the type '\(row.type)' holds a blank" }
    for name in [row.name] + row.aliases {
      if name.utf8.count > 500 { return "a name of \(name.utf8.count) bytes; the longest allowed is 500" }
      if !name.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
        return name.isEmpty ? "'\(row.name)' has an empty alias" : "'\(name)' holds no letter and no digit"
      }
      if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
        return "'\(name)' begins or ends with a blank"
      }
    }
    return nil
  }
}

extension LexiconFile {
  static let columns = ["name", "type", "id", "aliases", "flags"]

  private mutating func readTSV(_ bytes: [UInt8]) throws(LexiconFault) {
    var number = 0
    var names: [String]?
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty { continue }
      if line.first == 0x23 {
        if names == nil { readHead(line) }
        continue
      }
      let cells = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard let columns = names else {
        let found = cells.map { String(decoding: $0, as: UTF8.self) }
        guard found.count >= 2, Self.columns.starts(with: found.prefix(Self.columns.count)) else {
          throw LexiconFault(
            path: path, line: number,
            message: "the first line after the head should name the columns: \(Self.columns.joined(separator: " "))")
        }
        names = found
        continue
      }
      guard cells.count <= columns.count else {
        fail(number, "\(cells.count) cells where the table has \(columns.count) columns")
        continue
      }
      func cell(_ index: Int) -> String { index < cells.count ? String(decoding: cells[index], as: UTF8.self) : "" }
      add(name: cell(0), type: cell(1), id: cell(2), aliases: cell(3), flags: cell(4), line: number)
    }
    if names == nil { throw LexiconFault(path: path, line: 0, message: "has no line of column names") }
  }

  private mutating func readHead(_ line: ArraySlice<UInt8>) {
    let text = String(decoding: line.dropFirst(), as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return }
    let name = text[..<colon].trimmingCharacters(in: .whitespaces)
    if !name.contains(" ") {
      setHead(name, text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces))
    }
  }

  /// Adds a row from its cells as text.
  mutating func add(name: String, type: String, id: String, aliases: String, flags: String, line: Int) {
    var row = LexiconRow(name: name, type: type)
    row.id = id
    row.line = line
    if !aliases.isEmpty {
      row.aliases = aliases.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
    for flag in flags.split(separator: " ") {
      if let known = LexiconFlags.names.first(where: { $0.0 == flag }) {
        row.flags.insert(known.1)
      } else if flag.hasPrefix("priority="), let value = Int(flag.dropFirst(9)), (-100...100).contains(value) {
        row.priority = value
      } else {
        let known = LexiconFlags.names.map(\.0) + ["priority=N with N from -100 to 100"]
        fail(line, "unknown flag '\(flag)'; there is \(known.joined(separator: ", "))")
        return
      }
    }
    add(row)
  }
}
