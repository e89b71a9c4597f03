import Foundation

/// A lexicon file, read row by row.
///
/// Three formats, told apart by the file's ending: `.tsv` is the project's own, `.csv` has a header line with at least
/// `name` and `type`, `.jsonl` holds spaCy EntityRuler patterns. Rows that cannot be used are kept as ``faults`` and
/// passed over; nothing but the file's bytes and the row at hand is in memory.
public struct LexiconFile {
  /// The file's path.
  public let path: String
  /// Rows so far that could not be used. The other rows are good.
  public private(set) var faults: [LexiconFault] = []
  /// The head of a `.tsv`: title, source, licence, date.
  public private(set) var head: [String: String] = [:]

  /// How the rows lie in the file.
  enum Format {
    case table(columns: Int)
    case csv(CSVRecords, CSVColumns)
    case entityRuler
  }

  private var format = Format.entityRuler
  private(set) var lines: FileLines

  static let columns = ["name", "type", "id", "aliases", "flags"]

  /// The head's fields that every lexicon should have.
  public static let headFields = ["title", "source", "licence", "date"]

  /// Opens a file.
  ///
  /// - Throws: ``LexiconFault`` where the file as a whole cannot be read: missing, not UTF-8, another format.
  public init(path: String) throws(LexiconFault) {
    try self.init(path: path, bytes: try Self.bytes(of: path))
  }

  /// Opens a file whose bytes have been read already.
  public init(path: String, bytes: [UInt8]) throws(LexiconFault) {
    self.path = path
    if let line = Self.lineThatIsNotUTF8(bytes) {
      throw LexiconFault(path: path, line: line, message: "is not UTF-8; save the file as UTF-8")
    }
    lines = FileLines(bytes)
    switch Self.ending(of: path) {
    case "tsv": format = .table(columns: try readHead())
    case "csv": try openCSV(bytes)
    case "jsonl": format = .entityRuler
    default:
      throw LexiconFault(
        path: path, line: 0, message: "is none of .tsv, .csv with a header line, .jsonl of spaCy EntityRuler patterns")
    }
  }

  /// The file's ending without the dot, in small letters.
  static func ending(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return name.split(separator: ".").last.map { $0.lowercased() } ?? ""
  }

  static func bytes(of path: String) throws(LexiconFault) -> [UInt8] {
    do {
      return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
    } catch {
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      let reason = !isThere ? "no such file" : isFolder.boolValue ? "it is a folder" : error.localizedDescription
      throw LexiconFault(path: path, line: 0, message: "cannot be read: \(reason)")
    }
  }

  private static func lineThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
    if bytes.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) != nil { return nil }
    var lines = FileLines(bytes)
    while let line = lines.next() {
      if String(validating: bytes[line], as: UTF8.self) == nil { return lines.number }
    }
    return 1
  }

  /// The next row that can be used; nil at the end.
  public mutating func next() -> LexiconRow? {
    while true {
      let row: LexiconRow?
      switch format {
      case .table(let columns):
        guard let line = lines.next() else { return nil }
        row = tableRow(line, columns)
      case .csv(var records, let columns):
        guard let record = records.next() else { return nil }
        format = .csv(records, columns)
        row = csvRow(record, columns, isOpen: records.isOpen)
      case .entityRuler:
        guard let line = lines.next() else { return nil }
        row = entityRulerRow(line)
      }
      guard let row else { continue }
      if let reason = Self.fault(of: row) { fail(row.line, reason) } else { return row }
    }
  }

  /// All rows that are left.
  public mutating func readAll() -> [LexiconRow] {
    var rows: [LexiconRow] = []
    while let row = next() { rows.append(row) }
    return rows
  }

  /// "1 cell", "2 cells".
  func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }

  mutating func fail(_ line: Int, _ message: String) {
    faults.append(LexiconFault(path: path, line: line, message: message))
  }

  mutating func setHead(_ name: String, _ value: String) { head[name] = value }
  mutating func setFormat(_ format: Format) { self.format = format }
  mutating func nextLine() -> Range<Int>? { lines.next() }
}

/// Cuts bytes into lines.
struct FileLines {
  let bytes: [UInt8]
  private var at: Int
  /// The number of the line that was read last, from 1.
  private(set) var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next line without its line end (LF or CRLF); nil at the end.
  mutating func next() -> Range<Int>? {
    guard at < bytes.count else { return nil }
    number += 1
    let start = at
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    at = end + 1
    return end > start && bytes[end - 1] == 0x0D ? start..<end - 1 : start..<end
  }
}
