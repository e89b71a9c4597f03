import Wortlaut

/// What comparing needs of one row of `wortlaut run --format jsonl` (schema `wortlaut/1`).
public struct AnnotatedRecord: Sendable {
  /// The article's id.
  public var id = ""
  /// The unit that offsets count.
  public var offsets = ""
  var text: [UInt8] = []
  private var table = OffsetTable([], unit: .utf8)
  /// The code of an error row.
  public var errorCode: String?
  /// How many elements the layers have that are only counted: tokens, sentences, blocks.
  public var counts: [String: Int] = [:]
  /// The layers that are compared span by span: entities, quotes, marks, and entities of further layers.
  public var layers: [String: [AnnotatedItem]] = [:]

  /// A row that is no such record.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// `new.jsonl:17`.
    public var place: String
    /// What is wrong, and the way out.
    public var message: String
    public var description: String { "\(place): \(message)" }
  }

  private static let wayOut = "compare files that 'wortlaut run --format jsonl' wrote"
  private static let counted: Set<String> = ["tokens", "sentences", "blocks"]

  /// Reads a row.
  ///
  /// - Throws: ``Fault``.
  init(_ bytes: UnsafeBufferPointer<UInt8>, place: String) throws(Fault) {
    var schema: String?
    var quotes: [Quote]?
    do throws(JSONScanner.Fault) {
      var scanner = JSONScanner(bytes)
      try scanner.readObject { (scanner, field) throws(JSONScanner.Fault) in
        switch field {
        case "schema": schema = try scanner.readText()
        case "id": id = try scanner.readText()
        case "offsets": offsets = try scanner.readText()
        case "text": try scanner.readString(into: &text)
        case "error":
          try scanner.readObject { (scanner, field) throws(JSONScanner.Fault) in
            if field == "code" { errorCode = try scanner.readText() } else { _ = try scanner.skipValue() }
          }
        case "entities", "marks": layers[field] = try Self.items(&scanner)
        case "quotes": quotes = try Self.quotes(&scanner)
        case "layers":
          try scanner.readObject { (scanner, name) throws(JSONScanner.Fault) in
            let start = scanner
            do throws(JSONScanner.Fault) {
              layers[name] = try Self.items(&scanner)
            } catch {
              // A layer of another shape than entities is counted as a whole.
              scanner = start
              let range = try scanner.skipValue()
              let hash = StableHash.hash(UnsafeBufferPointer(rebasing: bytes[range]))
              layers[name] = [AnnotatedItem(spans: [], label: "value", fields: [("hash", String(hash, radix: 16))])]
            }
          }
        case let field where Self.counted.contains(field):
          var count = 0
          try scanner.readArray { (scanner) throws(JSONScanner.Fault) in
            _ = try scanner.skipValue()
            count += 1
          }
          counts[field] = count
        default: _ = try scanner.skipValue()
        }
      }
    } catch {
      throw Fault(
        place: place,
        message: "column \(error.offset + 1) should be \(error.expected); \(Self.wayOut)")
    }
    guard schema == "wortlaut/1" else {
      let what = schema.map { "is of schema '\($0)'" } ?? "has no field 'schema'"
      throw Fault(place: place, message: "\(what); \(Self.wayOut)")
    }
    table = OffsetTable(text, unit: OffsetUnit(rawValue: offsets) ?? .codepoint)
    if let quotes { layers["quotes"] = quotes.map { $0.item(in: self) } }
  }

  // MARK: Layers

  private static func items(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> [AnnotatedItem] {
    var items: [AnnotatedItem] = []
    try scanner.readArray { (scanner) throws(JSONScanner.Fault) in
      var item = AnnotatedItem(spans: [], label: "", fields: [])
      var (start, end) = (0, 0)
      try scanner.readObject { (scanner, field) throws(JSONScanner.Fault) in
        switch field {
        case "start": start = try scanner.readInteger()
        case "end": end = try scanner.readInteger()
        case "type", "verdict": item.label = try scanner.readText()
        default:
          if scanner.peek() == 0x22 {
            item.fields.append((field, try scanner.readText()))
          } else {
            _ = try scanner.skipValue()
          }
        }
      }
      item.spans = [start..<max(start, end)]
      items.append(item)
    }
    return items
  }

  /// A quotation before its speaker's entity is looked up.
  private struct Quote {
    var spans: [String: [Range<Int>]] = [:]
    var type = ""
    var source = ""
    var speakerEntity: Int?

    func item(in record: AnnotatedRecord) -> AnnotatedItem {
      var fields: [(String, String)] = []
      for name in ["speaker", "cue", "frame", "addressee"] {
        let text = (spans[name] ?? []).map { record.string($0) }.joined(separator: " … ")
        if !text.isEmpty { fields.append((name, text)) }
      }
      if let index = speakerEntity, let entities = record.layers["entities"], index < entities.count {
        fields.append(("speakerEntity", entities[index].field("name") ?? ""))
      }
      fields.append(("source", source))
      return AnnotatedItem(spans: spans["content"] ?? [], label: type, fields: fields)
    }
  }

  private static func quotes(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> [Quote] {
    var quotes: [Quote] = []
    try scanner.readArray { (scanner) throws(JSONScanner.Fault) in
      var quote = Quote()
      try scanner.readObject { (scanner, field) throws(JSONScanner.Fault) in
        switch field {
        case "type": quote.type = try scanner.readText()
        case "source": quote.source = try scanner.readText()
        case "speakerEntity": quote.speakerEntity = try scanner.readInteger()
        case "content", "speaker", "cue", "frame", "addressee":
          quote.spans[field] = try items(&scanner).flatMap(\.spans)
        default: _ = try scanner.skipValue()
        }
      }
      quotes.append(quote)
    }
    return quotes
  }

  /// The text of a span in the record's own unit; empty where it lies outside.
  func string(_ range: Range<Int>) -> String {
    guard let start = table.byteOffset(of: range.lowerBound), let end = table.byteOffset(of: range.upperBound),
      start <= end
    else { return "" }
    return String(decoding: text[start..<end], as: UTF8.self)
  }
}

/// An entity, quotation or mark of a record.
public struct AnnotatedItem: Sendable {
  /// In the record's unit; a quotation's content may be split.
  public var spans: [Range<Int>]
  /// The type of an entity or quotation, the verdict of a mark.
  public var label: String
  /// All else that is said of it, in order.
  public var fields: [(name: String, value: String)]

  init(spans: [Range<Int>], label: String, fields: [(String, String)]) {
    self.spans = spans
    self.label = label
    self.fields = fields
  }

  /// The value of the field with that name.
  public func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
  var start: Int { spans.first?.lowerBound ?? 0 }
  var end: Int { spans.last?.upperBound ?? 0 }
}
