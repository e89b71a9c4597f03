extension CodingUserInfoKey {
  /// Set by an export to the ``OffsetTable`` of the document it writes, so that spans in custom layers come out in the
  /// export's unit. Without it spans are coded in bytes.
  public static let offsets: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "wortlaut.offsets") else { preconditionFailure("a constant key") }
    return key
  }()
}

extension Span: Codable {
  private enum Key: String, CodingKey { case start, end }

  public func encode(to encoder: any Encoder) throws {
    let table = encoder.userInfo[.offsets] as? OffsetTable
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(table?[start] ?? start, forKey: .start)
    try container.encode(table?[end] ?? end, forKey: .end)
  }

  public init(from decoder: any Decoder) throws {
    let table = decoder.userInfo[.offsets] as? OffsetTable
    let container = try decoder.container(keyedBy: Key.self)
    let start = try container.decode(Int.self, forKey: .start)
    let end = try container.decode(Int.self, forKey: .end)
    let bytes = table.map { ($0.byteOffset(of: start), $0.byteOffset(of: end)) } ?? (start, end)
    guard let first = bytes.0, let last = bytes.1, first >= 0, first <= last else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "the span \(start)..<\(end) lies outside the text"))
    }
    self.init(first, last)
  }
}
