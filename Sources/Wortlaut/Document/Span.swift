/// A half-open stretch of a document's text, in UTF-8 bytes.
///
/// Four bytes an end: a text is below 4 GiB. Exporters convert to the unit their format wants (``OffsetTable``).
public struct Span: Hashable, Sendable {
  @usableFromInline var first: UInt32
  @usableFromInline var last: UInt32

  /// Offset of the first byte.
  @inlinable public var start: Int {
    get { Int(first) }
    set { first = UInt32(truncatingIfNeeded: newValue) }
  }
  /// Offset after the last byte.
  @inlinable public var end: Int {
    get { Int(last) }
    set { last = UInt32(truncatingIfNeeded: newValue) }
  }

  /// - Precondition: `start <= end`.
  public init(_ start: Int, _ end: Int) {
    precondition(start >= 0 && start <= end && end <= Int(UInt32.max))
    first = UInt32(truncatingIfNeeded: start)
    last = UInt32(truncatingIfNeeded: end)
  }

  /// The span of a range of bytes.
  public init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }

  /// Length in bytes.
  public var count: Int { end - start }
  /// Whether it covers no byte.
  public var isEmpty: Bool { first == last }
  /// The same as a range, for slicing bytes.
  public var range: Range<Int> { start..<end }

  /// Whether it covers the byte at an offset.
  public func contains(_ offset: Int) -> Bool { offset >= start && offset < end }
  /// Whether it covers all of another span.
  public func contains(_ other: Span) -> Bool { other.start >= start && other.end <= end }
  /// Whether both cover some byte.
  public func overlaps(_ other: Span) -> Bool { start < other.end && other.start < end }
}

extension Span: Comparable {
  /// By start; of two with the same start the longer comes first, as an outer span does.
  public static func < (left: Span, right: Span) -> Bool {
    left.start != right.start ? left.start < right.start : left.end > right.end
  }
}

extension Span: CustomStringConvertible {
  public var description: String { "\(start)..<\(end)" }
}
