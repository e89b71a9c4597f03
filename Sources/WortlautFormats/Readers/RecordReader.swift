import Foundation
import Wortlaut

/// Reads annotated articles back from JSON Lines of the schema `wortlaut/1`.
public struct RecordReader {
  /// What a row holds.
  public enum Row {
    /// An article, and the layers that the row has.
    case document(Document, layers: Set<LayerName>)
    case failure(id: String, ArticleFailure)
  }

  /// Why a row is no record.
  public struct Fault: Error, CustomStringConvertible {
    /// `results.jsonl:17`.
    public let origin: String
    /// What is wrong with it.
    public let message: String
    public var description: String { "\(origin): \(message)" }
  }

  private let name: String
  private var lines: RowReader

  /// - Parameter limit: the most bytes a row may have.
  public init(_ source: ByteSource, limit: Int = 1 << 30) {
    name = source.name
    lines = RowReader(source, limit: limit)
  }

  /// The next row; nil at the end.
  ///
  /// - Throws: ``Fault`` where a row is no record; reading can go on with the next. ``ByteSource/Fault`` where nothing
  ///   more can be read.
  public mutating func next() throws -> Row? {
    while let line = try lines.next() {
      let origin = "\(name):\(lines.lineNumber)"
      guard case .row(let range) = line else { throw Fault(origin: origin, message: "the row is too long") }
      let bytes = lines.withBytes(range) { Data($0) }
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      do {
        return try Self.read(bytes)
      } catch let error as DecodingError {
        throw Fault(origin: origin, message: Self.wording(error))
      }
    }
    return nil
  }

  private static func read(_ bytes: Data) throws -> Row {
    let decoder = JSONDecoder()
    let head = try decoder.decode(Head.self, from: bytes)
    if let failure = head.error {
      return .failure(id: head.id, ArticleFailure(stage: failure.stage, code: failure.code, message: failure.message))
    }
    let text = Array((head.text ?? "").utf8)
    decoder.userInfo[.offsets] = OffsetTable(text, unit: head.offsets.flatMap(OffsetUnit.init) ?? .codepoint)
    let body = try decoder.decode(Body.self, from: bytes)
    var document = Document(id: head.id, text: text, meta: try head.encodedMeta())
    let layers = body.fill(&document)
    return .document(document, layers: layers)
  }

  private static func wording(_ error: DecodingError) -> String {
    let context: DecodingError.Context
    switch error {
    case .dataCorrupted(let found) where found.codingPath.isEmpty:
      return "the row is no record of schema wortlaut/1: it is not JSON"
    case .dataCorrupted(let found), .typeMismatch(_, let found), .valueNotFound(_, let found): context = found
    case .keyNotFound(let key, _): return "the row is no record of schema wortlaut/1: it has no '\(key.stringValue)'"
    @unknown default: return "the row is no record of schema wortlaut/1"
    }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    let place = path.isEmpty ? "" : " at \(path)"
    return "the row is no record of schema wortlaut/1\(place): \(context.debugDescription)"
  }

  /// What must be known before spans can be read.
  private struct Head: Decodable {
    struct Failure: Decodable {
      let stage: String
      let code: String
      let message: String
    }
    let schema: String
    let id: String
    let meta: JSONValue?
    let offsets: String?
    let text: String?
    let error: Failure?

    func encodedMeta() throws -> [UInt8] {
      guard let meta, meta != .object([:]) else { return [] }
      return Array(try JSONEncoder().encode(meta))
    }
  }
}

/// The layers of a record.
private struct Body: Decodable {
  struct BlockField: Decodable {
    let span: Span
    let kind: Block.Kind
    private enum Key: String, CodingKey { case kind }
    init(from decoder: any Decoder) throws {
      span = try Span(from: decoder)
      kind = try decoder.container(keyedBy: Key.self).decode(Block.Kind.self, forKey: .kind)
    }
  }

  struct TokenField: Decodable {
    let token: Token
    let norm: String?
    private enum Key: String, CodingKey { case kind, norm }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let name = try container.decode(String.self, forKey: .kind)
      guard let kind = TokenKind.allCases.first(where: { "\($0.name)" == name }) else {
        throw DecodingError.dataCorruptedError(
          forKey: .kind, in: container, debugDescription: "there is no kind of token '\(name)'")
      }
      token = Token(try Span(from: decoder), kind)
      norm = try container.decodeIfPresent(String.self, forKey: .norm)
    }
  }

  struct EntityField: Decodable {
    let entity: Entity
    private enum Key: String, CodingKey { case type, name, id, source, form }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      entity = Entity(
        try Span(from: decoder), type: EntityType(rawValue: try container.decode(String.self, forKey: .type)),
        name: try container.decode(String.self, forKey: .name),
        id: try container.decodeIfPresent(String.self, forKey: .id),
        source: try container.decode(String.self, forKey: .source),
        form: try container.decodeIfPresent(EntityForm.self, forKey: .form))
    }
  }

  struct QuoteField: Decodable {
    let quote: Quotation
    private enum Key: String, CodingKey { case type, content, speaker, cue, frame, addressee, speakerEntity, source }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let spans = { Spans(try container.decodeIfPresent([Span].self, forKey: $0) ?? []) }
      var quote = Quotation(
        try container.decode(Quotation.Kind.self, forKey: .type), content: try spans(.content),
        source: try container.decode(String.self, forKey: .source))
      quote.speaker = try spans(.speaker)
      quote.cue = try spans(.cue)
      quote.frame = try spans(.frame)
      quote.addressee = try spans(.addressee)
      quote.speakerEntity = try container.decodeIfPresent(Int.self, forKey: .speakerEntity)
      self.quote = quote
    }
  }

  struct MarkField: Decodable {
    let mark: Mark
    private enum Key: String, CodingKey { case verdict, source }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      mark = Mark(
        try Span(from: decoder), try container.decode(Mark.Verdict.self, forKey: .verdict),
        source: try container.decode(String.self, forKey: .source))
    }
  }

  /// A layer by name: entities where its elements look like them, else whatever it is.
  enum FurtherLayer: Decodable {
    case entities([Entity])
    case other(JSONValue)
    init(from decoder: any Decoder) throws {
      if let fields = try? [EntityField](from: decoder) {
        self = .entities(fields.map(\.entity))
      } else {
        self = .other(try JSONValue(from: decoder))
      }
    }
  }

  let blocks: [BlockField]?
  let tokens: [TokenField]?
  let sentences: [Span]?
  let entities: [EntityField]?
  let quotes: [QuoteField]?
  let marks: [MarkField]?
  let layers: [String: FurtherLayer]?

  /// - Returns: the layers that are there.
  func fill(_ document: inout Document) -> Set<LayerName> {
    var found: Set<LayerName> = []
    if let blocks {
      found.insert(.blocks)
      document.blocks = blocks.map { Block($0.span, $0.kind) }
    }
    if let tokens {
      found.formUnion([.tokens, .norms])
      document.setTokens { $2 = tokens.map(\.token) }
      for (index, token) in tokens.enumerated() {
        token.norm?.withContiguousUTF8 { document.setNorm(of: index, to: $0) }
      }
    }
    if let sentences {
      found.insert(.sentences)
      var token = 0
      document.sentences = sentences.map { span in
        let first = token
        while token < document.tokens.count, document.tokens[token].span.start < span.end { token += 1 }
        return Sentence(span, tokens: first..<token)
      }
    }
    if let entities {
      found.insert(.entities)
      document.entities = entities.map(\.entity)
    }
    if let quotes {
      found.insert(.quotes)
      document.quotations = quotes.map(\.quote)
    }
    if let marks {
      found.insert(.marks)
      document.marks = marks.map(\.mark)
    }
    for (name, layer) in layers ?? [:] {
      let name = LayerName(rawValue: name)
      found.insert(name)
      switch layer {
      case .entities(let entities): document.furtherEntities[name] = entities
      case .other(let value): document[LayerKey<JSONValue>(name)] = value
      }
    }
    return found
  }
}
