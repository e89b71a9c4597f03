import Foundation

/// A file of language data: a head of `# name: value` lines, a line of column names, then rows of tab-separated cells.
///
/// All of `lexicons/` is written so. A row may leave trailing cells out; blank lines and lines that begin with `#`
/// are skipped.
public struct DataTable: Sendable {
  /// The file's path.
  public let path: String
  /// The head's values: `title`, `source`, `licence`, `date` …
  public let head: [String: String]
  /// The names of the columns, in order.
  public let columns: [String]
  /// The rows, in the file's order.
  public let rows: [Row]
  /// A hash of the whole file.
  public let contentHash: UInt64

  /// One row of the table.
  public struct Row: Sendable {
    /// The row's line in the file, from 1.
    public let line: Int
    /// As many as the row has, which may be fewer than the columns.
    public let cells: [String]

    /// A cell, empty where the row ends before it.
    public subscript(column: Int) -> String { column < cells.count ? cells[column] : "" }
  }

  /// A file of language data is missing or not as it should be.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// The file's path.
    public let path: String
    /// From 1; 0 where no line is to blame.
    public let line: Int
    /// What is wrong, as a sentence that goes after the place.
    public let message: String
    public var description: String { line > 0 ? "\(path):\(line): \(message)" : "\(path): \(message)" }
  }

  /// Reads a file.
  ///
  /// - Parameter columns: the columns that must be there, in this order; further ones may follow.
  /// - Throws: ``Fault`` naming the file and line.
  public init(path: String, columns expected: [String]) throws(Fault) {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw Fault(path: path, line: 0, message: "cannot be read: \(error.localizedDescription)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(path: path, line: 0, message: "is not UTF-8")
    }
    try self.init(path: path, text: text, columns: expected)
  }

  init(path: String, text: String, columns expected: [String]) throws(Fault) {
    var head: [String: String] = [:]
    var columns: [String]?
    var rows: [Row] = []
    var number = 0
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      number += 1
      let next = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let end = next > start && bytes[next - 1] == 0x0D ? next - 1 : next
      let line = bytes[start..<end]
      start = next + 1
      if line.isEmpty { continue }
      if line.first == 0x23 {
        if columns == nil { Self.readHead(Substring(decoding: line, as: UTF8.self), into: &head) }
        continue
      }
      let cells = Self.cells(line, count: columns?.count ?? expected.count)
      guard let names = columns else {
        columns = cells
        guard cells.starts(with: expected) else {
          throw Fault(
            path: path, line: number,
            message: "the columns should be \(expected.joined(separator: ", ")), not \(cells.joined(separator: ", "))")
        }
        continue
      }
      guard cells.count <= names.count else {
        throw Fault(path: path, line: number, message: "\(cells.count) cells in a table of \(names.count) columns")
      }
      rows.append(Row(line: number, cells: cells))
    }
    guard let columns else { throw Fault(path: path, line: 0, message: "has no line of column names") }
    self.path = path
    self.head = head
    self.columns = columns
    self.rows = rows
    contentHash = StableHash.hash(bytes)
  }

  /// - Parameter count: how many cells there will be, most likely.
  private static func cells(_ line: ArraySlice<UInt8>, count: Int) -> [String] {
    var cells: [String] = []
    cells.reserveCapacity(count)
    var start = line.startIndex
    while let tab = line[start...].firstIndex(of: 0x09) {
      cells.append(String(decoding: line[start..<tab], as: UTF8.self))
      start = tab + 1
    }
    cells.append(String(decoding: line[start...], as: UTF8.self))
    return cells
  }

  private static func readHead(_ line: Substring, into head: inout [String: String]) {
    let content = line.dropFirst().drop { $0 == " " }
    guard let colon = content.firstIndex(of: ":") else { return }
    let name = content[..<colon]
    guard !name.contains(" ") else { return }
    head[String(name)] = content[content.index(after: colon)...].trimmingCharacters(in: .whitespaces)
  }
}

extension String {
  /// The parts between an ASCII character; much faster than splitting by characters. Empty parts are left out.
  func parts(_ separator: UInt8) -> [Substring] { utf8.split(separator: separator).map { Substring($0) } }

  /// Calls `body` with the bytes of each such part, in order: faster still, where no string is needed.
  func forEachPart(_ separator: UInt8, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var text = self
    text.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: separator) ?? bytes.count
        if end > start { body(UnsafeBufferPointer(rebasing: bytes[start..<end])) }
        start = end + 1
      }
    }
  }
}
