/// A growing buffer of bytes that exports write into.
///
/// Room is made once for a piece that is written byte by byte (``write(upTo:_:)``), so the inner loops touch raw
/// memory and check nothing. Above 64 MiB what was written goes into a temporary file: the record of a very large article
/// is many times its size, and is never held whole.
public struct ByteBuffer: Sendable {
  @usableFromInline var storage: [UInt8]
  @usableFromInline var written = 0
  /// How many bytes before those in memory lie in the file.
  @usableFromInline var spilled = 0
  private var overflow: OverflowFile?

  private static let mostInMemory = 1 << 26
  private static let pieceSize = 1 << 22

  /// How many bytes have been written.
  @inlinable public var count: Int { spilled + written }

  /// An empty buffer.
  public init(capacity: Int = 1 << 12) { storage = Self.memory(max(capacity, 64)) }

  /// Memory that is not filled first: what has not been written is never read.
  private static func memory(_ size: Int) -> [UInt8] { [UInt8](unsafeUninitializedCapacity: size) { $1 = size } }

  /// Forgets what was written and keeps the memory.
  public mutating func removeAll() { (written, spilled, overflow) = (0, 0, nil) }

  /// Takes back what was written after the first `length` bytes.
  public mutating func truncate(to length: Int) {
    guard length < count else { return }
    written = max(0, length - spilled)
    spilled = min(spilled, length)
  }

  /// Calls `body` with all that has been written. Where that is above 64 MiB it is brought back into memory for it;
  /// ``forEachPiece(_:)`` does without.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    spilled == 0
      ? try Self.give(storage, written, to: body) : try Self.give(gathered(), count, to: body)
  }

  /// Calls `body` with all that has been written, in order, in pieces of no certain size.
  public func forEachPiece<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    var piece = Self.memory(min(spilled, Self.pieceSize))
    var at = 0
    while at < spilled {
      let size = min(piece.count, spilled - at)
      read(into: &piece, size, at: at)
      try Self.give(piece, size, to: body)
      at += size
    }
    try Self.give(storage, written, to: body)
  }

  private static func give<Result, Failure: Error>(
    _ bytes: [UInt8], _ count: Int, to body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
      try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]))
    }
  }

  private func gathered() -> [UInt8] {
    var all = Self.memory(count)
    read(into: &all, spilled, at: 0)
    all.replaceSubrange(spilled..<count, with: storage[..<written])
    return all
  }

  private func read(into bytes: inout [UInt8], _ size: Int, at offset: Int) {
    let isRead = bytes.withUnsafeMutableBytes { bytes in
      overflow?.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<size]), at: offset) ?? false
    }
    precondition(isRead, "a temporary file that was written cannot be read; its disk has failed")
  }

  /// What has been written, copied.
  public var bytes: [UInt8] { withBytes { Array($0) } }

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
    if storage.count >= Self.mostInMemory, spill(), storage.count >= room { return }
    var larger = Self.memory(max(storage.count * 2, written + room))
    larger.withUnsafeMutableBytes { to in
      storage.withUnsafeBytes { from in to.copyMemory(from: UnsafeRawBufferPointer(rebasing: from[..<written])) }
    }
    storage = larger
  }

  /// Moves what is in memory to the file; returns false, and all stays, where the disk has no room.
  private mutating func spill() -> Bool {
    if overflow == nil { overflow = OverflowFile() }
    // A copy of this buffer may still read the file.
    guard overflow != nil, isKnownUniquelyReferenced(&overflow) else { return false }
    let isWritten = storage.withUnsafeBytes { bytes in
      overflow?.write(UnsafeRawBufferPointer(rebasing: bytes[..<written]), at: spilled) ?? false
    }
    guard isWritten else { return false }
    spilled += written
    written = 0
    return true
  }

  /// Writes a constant text.
  @inlinable
  public mutating func append(_ text: StaticString) {
    write(upTo: text.utf8CodeUnitCount) { $0.put(text) }
  }

  /// Writes a text as UTF-8. A literal is rather taken for a constant, which is written without a `String`.
  @_disfavoredOverload
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
  /// Writes a text here; returns the pointer after it. A literal becomes a few stores.
  @inlinable @inline(__always)
  func put(_ text: StaticString) -> Self {
    update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    return self + text.utf8CodeUnitCount
  }

  /// Writes a number of at most 20 characters here; returns the pointer after it.
  @inlinable @inline(__always)
  func put(_ number: Int) -> Self {
    if UInt(bitPattern: number) < 10 {
      pointee = UInt8(truncatingIfNeeded: number) | 0x30
      return self + 1
    }
    return putDigits(number)
  }

  @usableFromInline
  func putDigits(_ number: Int) -> Self {
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
    // Two digits at a division.
    while rest >= 100 {
      place -= 2
      UnsafeMutableRawPointer(place).storeBytes(of: DigitPairs[rest % 100], as: UInt16.self)
      rest /= 100
    }
    if rest >= 10 {
      UnsafeMutableRawPointer(at).storeBytes(of: DigitPairs[rest], as: UInt16.self)
    } else {
      at.pointee = UInt8(truncatingIfNeeded: rest) | 0x30
    }
    return at + digits
  }
}

/// The numbers below 100 as two digits.
enum DigitPairs {
  private static let text: StaticString = """
    00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354\
    55565758596061626364656667686970717273747576777879808182838485868788899091929394959697989900
    """

  @inline(__always)
  static subscript(number: UInt) -> UInt16 {
    UnsafeRawPointer(text.utf8Start).loadUnaligned(fromByteOffset: Int(bitPattern: number) &* 2, as: UInt16.self)
  }
}
