/// Writes tokens as `{"start":0,"end":7,"kind":"word"}`: most of a record's bytes, and so its tightest loop.
///
/// Constant pieces are stored as whole words, and a number's digits above the last two are kept, since offsets mostly
/// rise by a few.
struct TokenRows {
  /// Bytes that a row takes at most, with what a whole word stores past its end.
  static let limit = 96

  private let offsets: OffsetTable.Counter
  /// A number's digits but the last two, and that number times 100.
  private var prefix: UInt64 = 0
  private var prefixLength = 0
  private var base = 0

  init(_ offsets: OffsetTable.Counter) { self.offsets = offsets }

  /// Writes all tokens, each after a comma but the first.
  mutating func write(_ document: Document, withNorms writesNorms: Bool, to output: inout ByteBuffer) {
    document.tokens.withUnsafeBufferPointer { tokens in
      Self.kindPieces.withUnsafeBufferPointer { kinds in
        var next = 0
        while next < tokens.count {
          let end = min(next + 64, tokens.count)
          // Room is made once for a batch; a norm, which may be of any length, ends it.
          output.write(upTo: (end - next) * Self.limit) { start in
            // A copy of its own, which the compiler keeps in registers.
            var rows = self
            defer { self = rows }
            var at = UnsafeMutableRawPointer(start)
            while next < end {
              at = rows.put(tokens[next], isFirst: next == 0, kinds, at)
              next += 1
              if writesNorms, tokens[next - 1].hasNorm {
                // The closing brace comes after the norm.
                at -= 1
                break
              }
            }
            return at.assumingMemoryBound(to: UInt8.self)
          }
          if writesNorms, tokens[next - 1].hasNorm {
            output.append(",\"norm\":")
            document.withNorm(of: next - 1) { output.appendJSON($0) }
            output.append("}")
          }
        }
      }
    }
  }

  /// Writes a token; returns the place after it.
  @inline(__always)
  private mutating func put(
    _ token: Token, isFirst: Bool, _ kinds: UnsafeBufferPointer<Piece>, _ place: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    var at = place
    if !isFirst {
      at.storeBytes(of: 0x2C, as: UInt8.self)
      at += 1
    }
    at = Self.put("{\"start\":       ", length: 9, at)
    at = put(offsets[token.span.start], at)
    at = Self.put(",\"end\":         ", length: 7, at)
    at = put(offsets[token.span.end], at)
    return kinds[Int(token.kind.rawValue)].put(at)
  }

  /// Writes the first bytes of a text of sixteen; returns the place after those that count.
  @inline(__always)
  private static func put(
    _ text: StaticString, length: Int, _ place: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    place.copyMemory(from: text.utf8Start, byteCount: 16)
    return place + length
  }

  /// Writes a number below 10¹⁰.
  @inline(__always)
  private mutating func put(_ number: Int, _ place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    if UInt(bitPattern: number &- base) >= 100 { setPrefix(number) }
    let low = number &- base
    let pair = DigitPairs[UInt(bitPattern: low)]
    if base == 0, low < 10 {
      place.storeBytes(of: UInt8(truncatingIfNeeded: low) | 0x30, as: UInt8.self)
      return place + 1
    }
    place.storeBytes(of: prefix, as: UInt64.self)
    let end = place + prefixLength
    end.storeBytes(of: pair, as: UInt16.self)
    return end + 2
  }

  private mutating func setPrefix(_ number: Int) {
    var rest = number / 100
    base = rest * 100
    prefix = 0
    prefixLength = 0
    while rest > 0 {
      prefix = prefix << 8 | UInt64(0x30 + rest % 10)
      rest /= 10
      prefixLength += 1
    }
    prefix = prefix.littleEndian
  }

  /// Up to 24 constant bytes that are stored as three words.
  private struct Piece {
    private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    private let length: Int

    init(_ text: String) {
      var bytes = Array(text.utf8)
      length = bytes.count
      bytes += Array(repeating: 0, count: 24 - length)
      bytes.withUnsafeBytes {
        words = (
          $0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
          $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        )
      }
    }

    @inline(__always)
    func put(_ place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
      place.storeBytes(of: words.0, as: UInt64.self)
      place.storeBytes(of: words.1, toByteOffset: 8, as: UInt64.self)
      place.storeBytes(of: words.2, toByteOffset: 16, as: UInt64.self)
      return place + length
    }
  }

  private static let kindPieces = TokenKind.allCases.map { Piece(",\"kind\":\"\($0.name)\"}") }
}
