import Foundation
import Wortlaut

/// Reads articles from CSV (RFC 4180) with a header: a record an article.
///
/// A reader of our own: the libraries at hand take a whole file as one string, and a corpus is larger than memory.
/// Fields in quotation marks may hold separators, line ends and doubled marks. Columns that are neither id nor text
/// ride along as texts in the article's meta. A record that cannot be read becomes a failure with the id `FILE:LINE`.
public struct CSVReader: ArticleSource {
  private let options: ReadOptions
  private let name: String
  private var rows: RowReader
  private var columns: Columns?
  private var record = CSVRecord()
  private let separator: UInt8
  /// The first line is `sep=;`, and the header follows it.
  private var hasSeparatorLine: Bool

  /// What the header says of each column.
  private struct Columns {
    var id: Int?
    /// Parallel to the fields that are to be read; nil where there is no such column.
    var text: [Int?]
    var names: [[UInt8]]
    /// Each column's name as a JSON string with its colon.
    var keys: [[UInt8]]
  }

  /// - Throws: ``ByteSource/Fault`` where the source cannot be read.
  public init(_ source: ByteSource, _ options: ReadOptions = .init()) throws(ByteSource.Fault) {
    self.options = options
    name = source.name
    let start = try source.lookAhead()
    let said = Self.saidSeparator(start)
    separator = options.separator ?? said ?? Self.detectSeparator(start)
    hasSeparatorLine = said != nil
    let recordEnd = CSVRecordEnd(separator: separator, lineEnd: Self.detectLineEnd(start))
    rows = RowReader(source, limit: options.maximumSize, rowEnd: recordEnd)
  }

  public var wouldWait: Bool { rows.wouldWait }
  public var position: Int { rows.position }

  /// The separator that a first line `sep=;` names, as Excel writes it; nil where there is none.
  static func saidSeparator(_ start: [UInt8]) -> UInt8? {
    let start = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start[3...] : start[...]
    guard start.starts(with: "sep=".utf8), let separator = start.dropFirst(4).first,
      let end = start.dropFirst(5).first, end == 0x0A || end == 0x0D
    else { return nil }
    return separator
  }

  /// The separator that stands most often in the header, outside quotation marks: comma, semicolon or tab.
  static func detectSeparator(_ start: [UInt8]) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in start {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      if byte == 0x2C || byte == 0x3B || byte == 0x09 { counts[byte, default: 0] += 1 }
    }
    return [0x2C, 0x3B, 0x09].max { counts[$0, default: 0] < counts[$1, default: 0] } ?? 0x2C
  }

  /// A line feed, which a return may precede; or a return alone, as Excel for the Mac writes it.
  static func detectLineEnd(_ start: [UInt8]) -> UInt8 {
    var isQuoted = false
    for (at, byte) in start.enumerated() {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A { break }
      if byte == 0x0D { return at + 1 < start.count && start[at + 1] == 0x0A ? 0x0A : 0x0D }
    }
    return 0x0A
  }

  public mutating func next() throws -> ArticleInput? {
    while let row = try rows.next() {
      let origin = ArticleOrigin(name, line: rows.lineNumber)
      guard case .row(let range) = row else {
        return Self.failure(
          origin, "too-large",
          "the record has more than \(options.maximumSize) bytes; \(options.sizeAdvice), "
            + "or close the quotation mark that is open from this line on")
      }
      guard !range.isEmpty else { continue }
      if hasSeparatorLine {
        hasSeparatorLine = false
        continue
      }
      guard columns != nil else {
        if let failure = readHeader(range, origin) { return failure }
        continue
      }
      return read(range, origin)
    }
    return nil
  }

  private static func failure(_ origin: ArticleOrigin, _ code: String, _ message: String) -> ArticleInput {
    .failure(id: origin.description, origin: origin, .init(stage: "read", code: code, message: message))
  }

  /// Splits a record into `record`; returns why it could not be.
  private mutating func split(_ range: Range<Int>) -> ArticleFailure? {
    let (options, separator) = (options, separator)
    var record = record
    defer { self.record = record }
    return rows.withBytes(range) { bytes in
      if let encoding = options.encoding {
        do throws(TextEncoding.InvalidBytes) {
          let decoded = try encoding.decode(UnsafeRawBufferPointer(bytes))
          return decoded.withUnsafeBufferPointer { record.split($0, separator) }
        } catch {
          return encoding.failure(error, in: "the record")
        }
      }
      return ArticleText.fault(in: bytes, isRow: true) ?? record.split(bytes, separator)
    }
  }

  /// Returns a failure, and reads nothing more, where the header does not name the text.
  private mutating func readHeader(_ range: Range<Int>, _ origin: ArticleOrigin) -> ArticleInput? {
    var range = range
    if rows.withBytes(range, { $0.starts(with: [0xEF, 0xBB, 0xBF]) }) {
      range = range.lowerBound + 3..<range.upperBound
    }
    if let fault = split(range) {
      rows.close()
      return .failure(id: origin.description, origin: origin, fault)
    }
    let names = (0..<record.count).map { Array(record[$0]) }
    let texts = options.fields.text.map { name in names.firstIndex(of: Array(name.utf8)) }
    guard texts.contains(where: { $0 != nil }) else {
      rows.close()
      let there = names.map { "'\(String(decoding: $0, as: UTF8.self))'" }.joined(separator: ", ")
      return Self.failure(
        origin, "no-text",
        "the header has no column '\(options.fields.text.joined(separator: ", "))', only \(there); "
          + "name the column that holds the text with --text-field, or the separator with --separator")
    }
    let keys = names.map { name in
      var key = ByteBuffer(capacity: name.count + 8)
      name.withUnsafeBufferPointer { key.appendJSON($0) }
      key.append(byte: 0x3A)
      return key.bytes
    }
    columns = Columns(
      id: names.firstIndex(of: Array(options.fields.id.utf8)), text: texts, names: names, keys: keys)
    return nil
  }

  private mutating func read(_ range: Range<Int>, _ origin: ArticleOrigin) -> ArticleInput {
    if let fault = split(range) { return .failure(id: origin.description, origin: origin, fault) }
    guard let columns else { return Self.failure(origin, "no-text", "there is no header") }
    var row = RowContent(options)
    row.hasIDField = columns.id != nil
    for (part, column) in columns.text.enumerated() where column != nil { row.markFound(part) }
    if record.count > columns.names.count {
      row.fault = ArticleFailure(
        stage: "read", code: "bad-row",
        message: "the record has \(record.count) fields, the header \(columns.names.count); "
          + "put fields that hold the separator into quotation marks")
    }
    var further = ByteBuffer(capacity: 64)
    for index in 0..<min(record.count, columns.names.count) {
      if index == columns.id {
        row.id = String(decoding: record[index], as: UTF8.self)
      } else if let part = columns.text.firstIndex(of: index) {
        row.setPart(part, Array(record[index]))
      } else {
        further.append(byte: further.count == 0 ? 0x7B : 0x2C)
        further.append(columns.keys[index])
        record[index].withUnsafeBufferPointer { further.appendJSON($0) }
      }
    }
    row.meta = further.bytes
    if row.id?.isEmpty == true { row.id = nil }
    return row.article(origin) { "the record ends before the text's column" }
  }
}

/// The fields of one record, without their quotation marks; keeps its memory from record to record.
struct CSVRecord {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  subscript(index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// Returns what is wrong with the record: a mark that is not closed, or something behind a closing mark.
  mutating func split(_ record: UnsafeBufferPointer<UInt8>, _ separator: UInt8) -> ArticleFailure? {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    var at = 0
    while true {
      if at < record.count, record[at] == 0x22 {
        at += 1
        while true {
          guard let mark = record[at...].firstIndex(of: 0x22) else {
            return ArticleFailure(
              stage: "read", code: "bad-row",
              message: "a quotation mark in field \(ends.count + 1) is not closed: "
                + "all up to the end of the file stands in it, and no further record was read")
          }
          bytes.append(contentsOf: record[at..<mark])
          at = mark + 1
          guard at < record.count, record[at] == 0x22 else { break }
          bytes.append(0x22)
          at += 1
        }
        guard at == record.count || record[at] == separator else {
          return ArticleFailure(
            stage: "read", code: "bad-row",
            message: "field \(ends.count + 1) goes on behind its closing quotation mark; "
              + "write a mark inside a field twice: \"\"")
        }
      } else {
        let end = record[at...].firstIndex(of: separator) ?? record.count
        bytes.append(contentsOf: record[at..<end])
        at = end
      }
      ends.append(bytes.count)
      guard at < record.count else { return nil }
      at += 1
    }
  }
}

/// A record ends at a line's end outside quotation marks.
struct CSVRecordEnd: RowEnd {
  let separator: UInt8
  /// The line feed, or the return where no line feed follows it.
  let lineEnd: UInt8
  private var state = State.fieldStart
  private var lines = 1

  private enum State { case fieldStart, plain, quoted, mark }

  init(separator: UInt8, lineEnd: UInt8) {
    self.separator = separator
    self.lineEnd = lineEnd
  }

  mutating func find(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      switch state {
      case .quoted:
        if byte == 0x22 { state = .mark } else if byte == lineEnd { lines += 1 }
      case .mark where byte == 0x22: state = .quoted
      case .fieldStart where byte == 0x22: state = .quoted
      default:
        if byte == lineEnd {
          state = .fieldStart
          return at
        }
        state = byte == separator ? .fieldStart : .plain
      }
      at += 1
    }
    return nil
  }

  mutating func takeLineCount() -> Int {
    defer { lines = 1 }
    return lines
  }
}
