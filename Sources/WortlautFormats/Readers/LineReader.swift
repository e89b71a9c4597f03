import Foundation

/// Cuts a stream of bytes into lines, and never holds more of it than one line.
struct LineReader {
  private let source: ByteSource
  /// A longer line is passed over and reported, without ever being held whole.
  private let limit: Int
  private var buffer: [UInt8] = Array(repeating: 0, count: 1 << 16)
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  /// The number of the line that was read last, from 1.
  private(set) var lineNumber = 0

  init(_ source: ByteSource, limit: Int) {
    self.source = source
    self.limit = limit
  }

  enum Line {
    case line(Range<Int>)
    /// The line has more bytes than the limit.
    case tooLong
  }

  /// Whether the next line would have to be waited for.
  var wouldWait: Bool {
    !isAtEnd
      && !buffer.withUnsafeBytes { bytes in
        bytes.baseAddress.map { memchr($0 + start, 0x0A, end - start) != nil } ?? false
      }
  }

  /// The bytes of a line that was just read.
  func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    buffer.withUnsafeBufferPointer { body(.init(rebasing: $0[range])) }
  }

  /// The next line without its line end (LF or CRLF); nil at the end. Valid until the next call.
  mutating func next() throws(ByteSource.Fault) -> Line? {
    var searched = 0
    var skipped = false
    while true {
      if let newline = find(from: start + searched) {
        lineNumber += 1
        let line = start..<newline
        start = newline + 1
        return skipped || line.count > limit ? .tooLong : .line(dropCarriageReturn(line))
      }
      searched = end - start
      if isAtEnd {
        guard searched > 0 || skipped else { return nil }
        lineNumber += 1
        let line = start..<end
        start = end
        return skipped || line.count > limit ? .tooLong : .line(dropCarriageReturn(line))
      }
      if searched > limit {
        skipped = true
        start = end
        searched = 0
      }
      try fill()
    }
  }

  private func find(from: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base + from, 0x0A, end - from) else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  private func dropCarriageReturn(_ line: Range<Int>) -> Range<Int> {
    !line.isEmpty && buffer[line.upperBound - 1] == 0x0D ? line.lowerBound..<line.upperBound - 1 : line
  }

  private mutating func fill() throws(ByteSource.Fault) {
    if start > 0 {
      buffer.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        memmove(base, base + start, end - start)
      }
      end -= start
      start = 0
    }
    if end == buffer.count { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
    let count = try source.read(into: &buffer, from: end)
    if count == 0 { isAtEnd = true }
    end += count
  }
}
