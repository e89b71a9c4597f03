/// A document's text with every token in its normal form, and a table that leads back to the source.
///
/// The table has a row a token: where it begins and ends in the normalized text and in the source, in UTF-8 bytes.
/// White space between tokens is a single space, or a line break where a block ends; linear in the text.
public struct NormalizedText: Sendable, Equatable {
  /// Where one token went.
  public struct Row: Sendable, Equatable {
    /// The token's span in ``NormalizedText/text``.
    public var normalized: Span
    /// The token's span in the document's text.
    public var source: Span
  }

  /// UTF-8.
  public private(set) var text: [UInt8] = []
  /// A row a token, in order.
  public private(set) var rows: [Row] = []

  /// Reads tokens and norms; linear in the text.
  public init(_ document: Document) {
    text.reserveCapacity(document.text.count)
    rows.reserveCapacity(document.tokens.count)
    var block = 0
    var end = 0
    for (index, token) in document.tokens.enumerated() {
      var crossesBlock = false
      while block < document.blocks.count, document.blocks[block].span.end <= token.span.start {
        block += 1
        crossesBlock = true
      }
      if index > 0, token.span.start > end { text.append(crossesBlock ? 0x0A : 0x20) }
      let start = text.count
      document.withNorm(of: index) { text.append(contentsOf: $0) }
      rows.append(Row(normalized: Span(start, text.count), source: token.span))
      end = token.span.end
    }
  }

  /// The span in the source of the tokens that a span of the normalized text touches; nil where it touches none.
  public func source(of span: Span) -> Span? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].normalized.end <= span.start { low = middle + 1 } else { high = middle }
    }
    guard low < rows.count, rows[low].normalized.start < span.end else { return nil }
    var last = low
    while last + 1 < rows.count, rows[last + 1].normalized.start < span.end { last += 1 }
    return Span(rows[low].source.start, rows[last].source.end)
  }
}
