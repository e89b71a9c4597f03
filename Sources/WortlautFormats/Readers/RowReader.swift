import Foundation

/// Cuts a stream of bytes into rows, and never holds more of it than one row.
///
/// A row is a line, or what stands up to a line end that is not inside quotation marks (CSV).
struct RowReader {
  private let source: ByteSource
  /// A longer row is passed over and reported, without ever being held whole.
  private let limit: Int
  private var rowEnd: any RowEnd
  private var buffer: [UInt8] = Array(repeating: 0, count: Self.usualSize)
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  /// The number of the line that the last row began with, from 1.
  private(set) var lineNumber = 0
  private var nextLine = 1

  private static let usualSize = 1 << 17

  init(_ source: ByteSource, limit: Int, rowEnd: any RowEnd = LineEnd()) {
    self.source = source
    self.limit = limit
    self.rowEnd = rowEnd
  }

  enum Row {
    case row(Range<Int>)
    /// The row has more bytes than the limit.
    case tooLong
  }

  /// Bytes taken from the source's file so far.
  var position: Int { source.position }

  /// Whether the next row would have to be waited for.
  var wouldWait: Bool {
    guard source.isLive, !isAtEnd else { return false }
    var probe = rowEnd
    return buffer.withUnsafeBufferPointer { probe.find(in: .init(rebasing: $0[start..<end])) == nil }
  }

  /// The bytes of a row that was just read.
  func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    buffer.withUnsafeBufferPointer { body(.init(rebasing: $0[range])) }
  }

  /// The next row without its line end (LF or CRLF); nil at the end. Valid until the next call.
  mutating func next() throws(ByteSource.Fault) -> Row? {
    var searched = 0
    var skipped = false
    lineNumber = nextLine
    while true {
      let found = buffer.withUnsafeBufferPointer { bytes in
        rowEnd.find(in: .init(rebasing: bytes[start + searched..<end]))
      }
      if let found { return finish(start + searched + found, next: start + searched + found + 1, skipped) }
      searched = end - start
      if isAtEnd {
        guard searched > 0 || skipped else { return nil }
        return finish(end, next: end, skipped)
      }
      if searched > limit {
        skipped = true
        start = end
        searched = 0
      }
      try fill()
    }
  }

  /// Lets the next row be the last.
  mutating func close() {
    start = end
    isAtEnd = true
  }

  private mutating func finish(_ rowEnd: Int, next: Int, _ skipped: Bool) -> Row {
    let row = start..<rowEnd
    start = next
    nextLine += self.rowEnd.takeLineCount()
    if skipped || row.count > limit { return .tooLong }
    let hasReturn = !row.isEmpty && buffer[row.upperBound - 1] == 0x0D
    return .row(hasReturn ? row.lowerBound..<row.upperBound - 1 : row)
  }

  private mutating func fill() throws(ByteSource.Fault) {
    if start > 0 {
      if buffer.count > Self.usualSize, end - start < Self.usualSize / 2 {
        // A long row has gone: its memory goes too.
        let rest = Array(buffer[start..<end])
        buffer = rest + [UInt8](repeating: 0, count: Self.usualSize - rest.count)
      } else {
        buffer.withUnsafeMutableBytes { bytes in
          guard let base = bytes.baseAddress else { return }
          memmove(base, base + start, end - start)
        }
      }
      end -= start
      start = 0
    }
    if end == buffer.count {
      // A plain file's row is at most as long as the file, which saves memory where one row is most of it.
      let most = source.expectedSize.map { max($0, end + end / 4) + 1 } ?? end * 2
      let wanted = max(min(end * 2, most), end + Self.usualSize)
      var larger = [UInt8](unsafeUninitializedCapacity: wanted) { memory, count in
        memory.initialize(repeating: 0)
        count = wanted
      }
      larger.withUnsafeMutableBufferPointer { to in
        buffer.withUnsafeBufferPointer { from in
          if let to = to.baseAddress, let from = from.baseAddress { to.update(from: from, count: end) }
        }
      }
      buffer = larger
    }
    let count = try source.read(into: &buffer, from: end)
    if count == 0 { isAtEnd = true }
    end += count
  }
}

/// Knows where a row ends.
protocol RowEnd {
  /// Looks through the next bytes of a row for its end, a line feed; nil if it goes on, and then the bytes behind these
  /// are looked through next.
  mutating func find(in bytes: UnsafeBufferPointer<UInt8>) -> Int?
  /// The number of lines of the row that just ended.
  mutating func takeLineCount() -> Int
}

/// A row is a line.
struct LineEnd: RowEnd {
  func find(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = UnsafeRawPointer(bytes.baseAddress), !bytes.isEmpty else { return nil }
    return memchr(base, 0x0A, bytes.count).map { UnsafeRawPointer($0) - base }
  }

  func takeLineCount() -> Int { 1 }
}
