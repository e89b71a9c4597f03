import CICU

/// Decoding of text that is not UTF-8, by ICU's converters.
public struct TextEncoding: Sendable, Equatable {
  /// A name ICU knows, such as `windows-1252`, `ISO-8859-15` or `UTF-16`.
  public let name: String

  /// Nil if ICU has no converter of that name.
  public init?(_ name: String) {
    guard !name.isEmpty, cicu_knows_encoding(name) else { return nil }
    self.name = name
  }

  /// The bytes are not text of this encoding.
  public struct InvalidBytes: Error, Equatable {
    /// Offset in bytes of the first sequence that cannot be read.
    public let offset: Int
    /// What ICU said.
    public let cause: ICUError
  }

  /// The text as UTF-8, without a byte-order mark. Strict: nothing is replaced.
  ///
  /// - Throws: ``InvalidBytes`` with the offset of the first bad byte.
  public func decode(_ bytes: [UInt8]) throws(InvalidBytes) -> [UInt8] {
    try bytes.withUnsafeBytes { bytes in Result { () throws(InvalidBytes) in try decode(bytes) } }.get()
  }

  /// - Throws: ``InvalidBytes`` with the offset of the first bad byte.
  public func decode(_ bytes: UnsafeRawBufferPointer) throws(InvalidBytes) -> [UInt8] {
    var length: Int64 = 0
    var bad: Int64 = 0
    var code: Int32 = 0
    let decoded = cicu_decode(
      name, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, Int64(bytes.count), &length, &bad, &code)
    guard code <= 0, let decoded else {
      throw InvalidBytes(offset: Int(bad), cause: ICUError(call: "ucnv_convertEx", code: code))
    }
    defer { cicu_free(decoded) }
    let text = UnsafeBufferPointer(start: decoded, count: Int(length))
    return Array(text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...])
  }
}
