/// A growing buffer of bytes that exports write into.
///
/// Room is made once for a piece that is written byte by byte (``write(upTo:_:)``), so the inner loops touch raw
/// memory and check nothing.
public struct ByteBuffer: Sendable {
  @usableFromInline var storage: [UInt8]
  @usableFromInline var written = 0

  /// How many bytes have been written.
  @inlinable public var count: Int { written }

  /// An empty buffer.
  public init(capacity: Int = 1 << 12) { storage = Array(repeating: 0, count: max(capacity, 64)) }

  /// Forgets what was written and keeps the memory.
  public mutating func removeAll() { written = 0 }

  /// Takes back what was written after the first `length` bytes.
  public mutating func truncate(to length: Int) { written = min(written, length) }

  /// Calls `body` with what has been written.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeBufferPointer { (all) throws(Failure) in
      try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[..<count]))
    }
  }

  /// What has been written, copied.
  public var bytes: [UInt8] { Array(storage[..<count]) }

  /// Lets `body` write at most `limit` bytes at a pointer; it returns the pointer after the last.
  @inlinable @inline(__always)
  public mutating func write(upTo limit: Int, _ body: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) {
    if storage.count - written < limit { grow(by: limit) }
    storage.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress else { return }
      written = body(base + written) - base
    }
  }

  @usableFromInline
  mutating func grow(by room: Int) {
    let size = max(storage.count * 2, written + room)
    storage.append(contentsOf: repeatElement(0, count: size - storage.count))
  }

  /// Writes a constant text.
  @inlinable
  public mutating func append(_ text: StaticString) {
    write(upTo: text.utf8CodeUnitCount) { $0.put(text) }
  }

  /// Writes a text as UTF-8.
  @inlinable
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Writes bytes as they are.
  @inlinable
  public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    write(upTo: bytes.count) {
      $0.update(from: source, count: bytes.count)
      return $0 + bytes.count
    }
  }

  /// Writes bytes as they are.
  @inlinable
  public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }
  /// Writes bytes as they are.
  @inlinable
  public mutating func append(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBufferPointer { append($0) } }
  /// Writes one byte.
  @inlinable
  public mutating func append(byte: UInt8) {
    write(upTo: 1) {
      $0.pointee = byte
      return $0 + 1
    }
  }
  /// Writes a number in decimal digits.
  @inlinable
  public mutating func append(_ number: Int) { write(upTo: 20) { $0.put(number) } }
}

extension UnsafeMutablePointer<UInt8> {
  /// Writes a text here; returns the pointer after it.
  @inlinable @inline(__always)
  public func put(_ text: StaticString) -> Self {
    update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    return self + text.utf8CodeUnitCount
  }

  /// Writes a number of at most 20 characters here; returns the pointer after it.
  @inlinable @inline(__always)
  public func put(_ number: Int) -> Self {
    var at = self
    var rest = number.magnitude
    if number < 0 {
      at.pointee = 0x2D
      at += 1
    }
    var digits = 1
    var limit: UInt = 10
    while rest >= limit && digits < 19 {
      digits += 1
      limit &*= 10
    }
    var place = at + digits
    repeat {
      place -= 1
      place.pointee = UInt8(truncatingIfNeeded: rest % 10) | 0x30
      rest /= 10
    } while place > at
    return at + digits
  }
}
