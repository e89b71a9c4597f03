import Wortlaut

/// Reads articles from JSON Lines: a row an article, `{"id": …, "text": …}`.
///
/// Further fields ride along as the article's meta, byte for byte. A row that cannot be read becomes a failure with
/// the id `FILE:LINE`; the rows after it are read all the same. Blank lines are passed over.
public struct JSONLReader: ArticleSource {
  /// Which fields to read.
  public struct Fields: Sendable, Equatable {
    public var id: String
    /// Several are joined with a blank line between them.
    public var text: [String]

    public init(id: String = "id", text: [String] = ["text"]) {
      self.id = id
      self.text = text
    }
  }

  private let options: ReadOptions
  private let name: String
  private var lines: LineReader

  public init(_ source: ByteSource, _ options: ReadOptions = .init()) {
    self.options = options
    name = source.name
    lines = LineReader(source, limit: options.maximumSize)
  }

  public var wouldWait: Bool { lines.wouldWait }

  public mutating func next() throws -> ArticleInput? {
    while let line = try lines.next() {
      let origin = "\(name):\(lines.lineNumber)"
      guard case .line(let range) = line else {
        let message = "the row has more than \(options.maximumSize) bytes; raise --max-size to read it"
        return .failure(id: origin, origin: origin, .init(stage: "read", code: "too-large", message: message))
      }
      let (options, isFirst) = (options, lines.lineNumber == 1)
      let input = lines.withBytes(range) { bytes -> ArticleInput? in
        let row =
          isFirst && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
        if row.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return nil }
        guard let encoding = options.encoding else { return Self.read(row, options.fields, origin) }
        do throws(TextEncoding.InvalidBytes) {
          let decoded = try encoding.decode(UnsafeRawBufferPointer(row))
          return decoded.withUnsafeBufferPointer { Self.read($0, options.fields, origin) }
        } catch {
          let message = "byte \(error.offset) of the row is not \(encoding.name); name another with --encoding"
          return .failure(id: origin, origin: origin, .init(stage: "read", code: "invalid-encoding", message: message))
        }
      }
      if let input { return input }
    }
    return nil
  }

  /// What a row says before it is known to be whole.
  private struct Row {
    var id: String?
    var texts: [[UInt8]?]
    var meta: [UInt8] = []
    var fault: ArticleFailure?
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ fields: Fields, _ origin: String) -> ArticleInput {
    var row = Row(texts: Array(repeating: nil, count: fields.text.count))
    if let fault = ArticleText.fault(in: bytes) { return .failure(id: origin, origin: origin, fault) }
    do throws(JSONScanner.Fault) {
      var scanner = JSONScanner(bytes)
      try scanner.readObject { (scanner, name) throws(JSONScanner.Fault) in
        try readField(name, fields, &scanner, bytes, &row)
      }
      guard scanner.peek() == 0, scanner.isAtEnd else {
        throw JSONScanner.Fault(kind: .notJSON, offset: scanner.position, expected: "the end of the row")
      }
    } catch {
      return .failure(id: row.id ?? origin, origin: origin, failure(error))
    }
    if !row.meta.isEmpty { row.meta.append(0x7D) }
    let id = row.id ?? origin
    if let fault = row.fault { return .failure(id: id, origin: origin, fault) }
    return article(row, id, fields, origin)
  }

  private static func readField(
    _ name: String, _ fields: Fields, _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>,
    _ row: inout Row
  ) throws(JSONScanner.Fault) {
    let next = scanner.peek()
    if name == fields.id {
      if next == 0x22 {
        var id: [UInt8] = []
        try scanner.readString(into: &id)
        row.id = String(decoding: id, as: UTF8.self)
        return
      }
      let value = String(decoding: bytes[try scanner.skipValue()], as: UTF8.self)
      if value.allSatisfy({ $0.isNumber || $0 == "-" }) {
        row.id = value
      } else {
        row.fault = .init(
          stage: "read", code: "bad-id",
          message: "'\(name)' should be a text or a whole number, not \(value.prefix(40))")
      }
    } else if let index = fields.text.firstIndex(of: name) {
      if next == 0x22 {
        var text: [UInt8] = []
        try scanner.readString(into: &text)
        row.texts[index] = text
      } else {
        let value = String(decoding: bytes[try scanner.skipValue()], as: UTF8.self)
        if value == "null", fields.text.count > 1 { return }
        row.fault = .init(
          stage: "read", code: "bad-text", message: "'\(name)' should be a text, not \(value.prefix(40))")
      }
    } else {
      let value = try scanner.skipValue()
      row.meta.append(row.meta.isEmpty ? 0x7B : 0x2C)
      var key = ByteBuffer(capacity: name.utf8.count + 8)
      key.appendJSON(name)
      row.meta.append(contentsOf: key.bytes)
      row.meta.append(0x3A)
      row.meta.append(contentsOf: bytes[value])
    }
  }

  private static func article(_ row: Row, _ id: String, _ fields: Fields, _ origin: String) -> ArticleInput {
    let parts = row.texts.compactMap { $0 }
    guard let first = parts.first else {
      let names = fields.text.map { "'\($0)'" }.joined(separator: ", ")
      return .failure(
        id: id, origin: origin,
        .init(
          stage: "read", code: "no-text",
          message: "the row has no field \(names); name the field that holds the text with --text-field"))
    }
    let text = parts.count == 1 ? first : Array(parts.joined(separator: [0x0A, 0x0A]))
    if let offset = text.firstIndex(of: 0) {
      return .failure(
        id: id, origin: origin,
        .init(stage: "read", code: "nul-byte", message: "there is a NUL (\\u0000) in the text, at byte \(offset)"))
    }
    return .article(Article(id: id, text: text, meta: row.meta, origin: origin))
  }

  private static func failure(_ fault: JSONScanner.Fault) -> ArticleFailure {
    switch fault.kind {
    case .notJSON:
      ArticleFailure(
        stage: "read", code: "invalid-json",
        message: "the row is not JSON: expected \(fault.expected) at column \(fault.offset + 1)")
    case .loneSurrogate:
      ArticleFailure(
        stage: "read", code: "lone-surrogate",
        message: "half a surrogate pair is escaped at column \(fault.offset + 1); the row was cut inside a character")
    }
  }
}
