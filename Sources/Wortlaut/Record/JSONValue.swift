/// Any JSON: what a layer holds that a program outside has filled.
///
/// ```swift
/// let topics = document[LayerKey<JSONValue>("topics")]
/// ```
/// An object with whole numbers `start` and `end` is an ``annotation(_:_:)``: its span is kept in bytes and comes out
/// in the unit of each export, as in the built-in layers.
public enum JSONValue: Sendable, Equatable {
  case null
  /// `true` or `false`.
  case flag(Bool)
  /// A number without fraction that fits.
  case integer(Int)
  /// Any other number.
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])
  /// An object about a stretch of the text; the fields are those beside `start` and `end`.
  case annotation(Span, [String: JSONValue])
}

extension JSONValue: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let fields): try Self.encode(fields, to: encoder)
    case .annotation(let span, let fields):
      try Self.encode(fields, to: encoder)
      try span.encode(to: encoder)
    default:
      var container = encoder.singleValueContainer()
      switch self {
      case .flag(let value): try container.encode(value)
      case .integer(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .text(let value): try container.encode(value)
      case .list(let values): try container.encode(values)
      case .null, .object, .annotation: try container.encodeNil()
      }
    }
  }

  private static func encode(_ fields: [String: JSONValue], to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (name, value) in fields { try container.encode(value, forKey: Key(stringValue: name)) }
  }

  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      var fields: [String: JSONValue] = [:]
      for key in container.allKeys { fields[key.stringValue] = try container.decode(JSONValue.self, forKey: key) }
      guard case .integer = fields["start"], case .integer = fields["end"] else {
        self = .object(fields)
        return
      }
      (fields["start"], fields["end"]) = (nil, nil)
      self = .annotation(try Span(from: decoder), fields)
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else {
      self = .list(try container.decode([JSONValue].self))
    }
  }
}

extension JSONValue {
  /// Why bytes are not a value about a text.
  package enum Fault: Error, Equatable {
    case notJSON(expected: String, column: Int)
    /// A span, in the unit in which it was given.
    case outsideText(start: Int, end: Int)
  }

  /// Reads one value from the bytes of a whole line; its spans count in the unit of `offsets`.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, offsets: OffsetTable) throws(Fault) {
    do {
      var scanner = JSONScanner(bytes)
      let value = try Self.read(&scanner, bytes, offsets, depth: 0)
      guard scanner.peek() == 0, scanner.isAtEnd else {
        throw Fault.notJSON(expected: "the end of the line", column: scanner.position + 1)
      }
      self = value
    } catch let fault as JSONScanner.Fault {
      throw .notJSON(expected: fault.expected, column: fault.offset + 1)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw .notJSON(expected: "\(error)", column: 0)
    }
  }

  private static func read(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, _ offsets: OffsetTable, depth: Int
  ) throws -> JSONValue {
    let first = scanner.peek()
    switch first {
    case 0x22: return .text(try readText(&scanner))
    case 0x7B where depth < 100:
      return try annotation(readFields(&scanner, bytes, offsets, depth), offsets)
    case 0x5B where depth < 100:
      try scanner.expect(0x5B, "a list")
      var values: [JSONValue] = []
      if scanner.skip(0x5D) { return .list(values) }
      repeat { values.append(try read(&scanner, bytes, offsets, depth: depth + 1)) } while scanner.skip(0x2C)
      try scanner.expect(0x5D, "',' or ']'")
      return .list(values)
    case 0x7B, 0x5B:
      throw Fault.notJSON(expected: "at most 100 levels of nesting", column: scanner.position + 1)
    default:
      let word = String(decoding: bytes[try scanner.skipValue()], as: UTF8.self)
      switch word {
      case "null": return .null
      case "true": return .flag(true)
      case "false": return .flag(false)
      default: return Int(word).map { .integer($0) } ?? .number(Double(word) ?? 0)
      }
    }
  }

  private static func readText(_ scanner: inout JSONScanner) throws -> String {
    var text: [UInt8] = []
    try scanner.readString(into: &text)
    guard let valid = String(validating: text, as: UTF8.self) else {
      throw Fault.notJSON(expected: "UTF-8", column: scanner.position - text.count)
    }
    return valid
  }

  private static func readFields(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, _ offsets: OffsetTable, _ depth: Int
  ) throws -> [String: JSONValue] {
    try scanner.expect(0x7B, "an object")
    var fields: [String: JSONValue] = [:]
    if scanner.skip(0x7D) { return fields }
    repeat {
      guard scanner.peek() == 0x22 else {
        throw Fault.notJSON(expected: "a field's name", column: scanner.position + 1)
      }
      let name = try readText(&scanner)
      try scanner.expect(0x3A, "':'")
      fields[name] = try read(&scanner, bytes, offsets, depth: depth + 1)
    } while scanner.skip(0x2C)
    try scanner.expect(0x7D, "',' or '}'")
    return fields
  }

  private static func annotation(_ fields: [String: JSONValue], _ offsets: OffsetTable) throws -> JSONValue {
    guard case .integer(let start)? = fields["start"], case .integer(let end)? = fields["end"] else {
      return .object(fields)
    }
    guard start <= end, let first = offsets.byteOffset(of: start), let last = offsets.byteOffset(of: end) else {
      throw Fault.outsideText(start: start, end: end)
    }
    var rest = fields
    (rest["start"], rest["end"]) = (nil, nil)
    return .annotation(Span(first, last), rest)
  }

  /// A field of an object.
  subscript(field: String) -> JSONValue? {
    switch self {
    case .object(let fields), .annotation(_, let fields): fields[field]
    default: nil
    }
  }

  /// The text of a field; nil where it has none.
  func text(_ field: String) -> String? {
    if case .text(let value)? = self[field] { value } else { nil }
  }
}
