import Foundation
import Wortlaut

/// Reads articles from JSON Lines: a row an article, `{"id": …, "text": …}`.
///
/// Further fields ride along as the article's meta, byte for byte. A row that cannot be read becomes a failure with
/// the id `FILE:LINE`; the rows after it are read all the same. Blank lines are passed over.
public struct JSONLReader: ArticleSource {
  private let options: ReadOptions
  private let name: String
  private let idField: [UInt8]
  private let textFields: [[UInt8]]
  private var rows: RowReader

  /// Reads rows from a source; nothing is read yet.
  public init(_ source: ByteSource, _ options: ReadOptions = .init()) {
    self.options = options
    name = source.name
    idField = Array(options.fields.id.utf8)
    textFields = options.fields.text.map { Array($0.utf8) }
    rows = RowReader(source, limit: options.maximumSize)
  }

  public var wouldWait: Bool { rows.wouldWait }
  public var position: Int { rows.position }

  public mutating func next() throws -> ArticleInput? {
    while let row = try rows.next() {
      let origin = ArticleOrigin(name, line: rows.lineNumber)
      guard case .row(let range) = row else {
        let message = "the row has more than \(options.maximumSize) bytes; \(options.sizeAdvice)"
        return .failure(
          id: origin.description, origin: origin, .init(stage: "read", code: "too-large", message: message))
      }
      let isFirst = rows.lineNumber == 1
      let input = rows.withBytes(range) { bytes -> ArticleInput? in
        let row =
          isFirst && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
        if row.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return nil }
        guard let encoding = options.encoding else { return read(row, origin) }
        do throws(TextEncoding.InvalidBytes) {
          let decoded = try encoding.decode(UnsafeRawBufferPointer(row))
          return decoded.withUnsafeBufferPointer { read($0, origin) }
        } catch {
          return .failure(id: origin.description, origin: origin, encoding.failure(error, in: "the row"))
        }
      }
      if let input { return input }
    }
    return nil
  }

  private func read(_ bytes: UnsafeBufferPointer<UInt8>, _ origin: ArticleOrigin) -> ArticleInput {
    if let fault = ArticleText.fault(in: bytes, isRow: true) {
      return .failure(id: origin.description, origin: origin, fault)
    }
    var row = RowContent(options)
    do throws(JSONScanner.Fault) {
      var scanner = JSONScanner(bytes)
      try scanner.readFields { (scanner, key) throws(JSONScanner.Fault) in
        try readField(key, &scanner, bytes, &row)
      }
      guard scanner.peek() == 0, scanner.isAtEnd else {
        throw JSONScanner.Fault(kind: .notJSON, offset: scanner.position, expected: "the end of the row")
      }
    } catch {
      let hint = error.kind == .notJSON && rows.lineNumber == 1 ? Self.hint(bytes) : ""
      return .failure(id: row.id ?? origin.description, origin: origin, Self.failure(error, hint))
    }
    return row.article(origin) {
      let names = options.fields.text.map { "'\($0)'" }.joined(separator: ", ")
      return "the row has no field \(names); name the field that holds the text with --text-field"
    }
  }

  private func readField(
    _ key: JSONScanner.Key, _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, _ row: inout RowContent
  ) throws(JSONScanner.Fault) {
    let next = scanner.peek()
    if scanner.matches(key, idField) {
      row.hasIDField = true
      if next == 0x22 {
        var id: [UInt8] = []
        try scanner.readString(into: &id)
        row.id = String(decoding: id, as: UTF8.self)
        return
      }
      let value = String(decoding: bytes[try scanner.skipValue()], as: UTF8.self)
      if value.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2D }) {
        row.id = value
      } else {
        row.fault = .init(
          stage: "read", code: "bad-id",
          message: "'\(options.fields.id)' should be a text or a whole number, not \(value.prefix(40))")
      }
    } else if let index = textFields.firstIndex(where: { scanner.matches(key, $0) }) {
      row.markFound(index)
      if next == 0x22 {
        var text: [UInt8] = []
        try scanner.readString(into: &text)
        if let offset = text.withUnsafeBufferPointer({ ArticleText.firstNUL($0) }) {
          row.fault = .init(
            stage: "read", code: "nul-byte", message: "there is a NUL (\\u0000) in the text, at byte \(offset)")
        }
        row.setPart(index, text)
      } else {
        let value = String(decoding: bytes[try scanner.skipValue()], as: UTF8.self)
        if value == "null", textFields.count > 1 { return }
        row.fault = .init(
          stage: "read", code: "bad-text",
          message: "'\(options.fields.text[index])' should be a text, not \(value.prefix(40))")
      }
    } else {
      let value = try scanner.skipValue()
      row.meta.append(row.meta.isEmpty ? 0x7B : 0x2C)
      row.meta.append(contentsOf: bytes[key.range])
      row.meta.append(0x3A)
      row.meta.append(contentsOf: bytes[value])
    }
  }

  /// The way out where a file is JSON and not JSON Lines, as its first line shows.
  private static func hint(_ line: UnsafeBufferPointer<UInt8>) -> String {
    let ink = line.filter { $0 > 0x20 }
    if ink.first == 0x5B { return "; where the file is one list, make rows of it: jq -c '.[]' FILE" }
    return ink.elementsEqual("{".utf8) ? "; where an object takes several lines, make rows of it: jq -c . FILE" : ""
  }

  private static func failure(_ fault: JSONScanner.Fault, _ hint: String) -> ArticleFailure {
    switch fault.kind {
    case .notJSON:
      ArticleFailure(
        stage: "read", code: "invalid-json",
        message: "the row is not JSON: expected \(fault.expected) at column \(fault.offset + 1)\(hint)")
    case .loneSurrogate:
      ArticleFailure(
        stage: "read", code: "lone-surrogate",
        message: "half a surrogate pair is escaped at column \(fault.offset + 1); the row was cut inside a character")
    }
  }
}

extension TextEncoding {
  /// Why bytes cannot be read in this encoding, with the way out.
  func failure(_ error: InvalidBytes, in what: String) -> ArticleFailure {
    ArticleFailure(
      stage: "read", code: "invalid-encoding",
      message: "in \(what) byte \(error.offset) is not \(name); name another encoding with --encoding")
  }
}
