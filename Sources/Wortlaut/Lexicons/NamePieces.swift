/// A name cut into pieces, the units that lexicons are keyed by.
///
/// Pieces do not depend on how a tokenizer cuts: a piece is a run of letters and digits, or one mark. Full stops are
/// left out ("St. Gallen" and "St Gallen" are the same two pieces), every kind of apostrophe is one, and so is every
/// kind of hyphen. A token of letters alone is one piece, whose hash is the token's key.
struct NamePieces {
  struct Piece {
    /// The hash of the piece's key (``TokenKey``); of a mark, of the mark itself.
    var hash: UInt64
    /// Where the piece stands in the bytes that were cut.
    var range: Range<Int>
    var isMark: Bool
  }

  private(set) var pieces: [Piece] = []
  private var scratch: [UInt8] = []

  static let apostrophe = StableHash.hash([0x27])
  static let hyphen = StableHash.hash([0x2D])

  /// Whether the bytes are letters and digits alone: then they are one piece.
  @inline(__always)
  static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in bytes {
      if byte < 0x80 {
        if (byte | 0x20) &- 0x61 >= 26 && byte &- 0x30 >= 10 { return false }
      } else if byte == 0xE2 || byte == 0xC2 {
        // General punctuation and the marks of Latin-1 begin with these bytes; letters rarely do.
        return false
      }
    }
    return true
  }

  /// Replaces the pieces by those of `bytes`.
  mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>) {
    pieces.removeAll(keepingCapacity: true)
    var at = 0
    while at < bytes.count {
      let start = at
      while at < bytes.count, Self.letterLength(bytes, at) > 0 { at += Self.letterLength(bytes, at) }
      if at > start {
        let hash = TokenKey.hash(UnsafeBufferPointer(rebasing: bytes[start..<at]), scratch: &scratch)
        pieces.append(Piece(hash: hash, range: start..<at, isMark: false))
        continue
      }
      let length = Self.characterLength(bytes[at])
      let end = min(at + length, bytes.count)
      if let hash = Self.markHash(bytes, at..<end) {
        pieces.append(Piece(hash: hash, range: at..<end, isMark: true))
      }
      at = end
    }
  }

  /// The length of the letter or digit at an offset; 0 where there is a mark or blank.
  @inline(__always)
  private static func letterLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let byte = bytes[at]
    if byte < 0x80 { return (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 ? 1 : 0 }
    if byte == 0xC2 { return 0 }
    if byte == 0xE2, at + 1 < bytes.count, bytes[at + 1] < 0x84 { return 0 }
    return min(characterLength(byte), bytes.count - at)
  }

  @inline(__always)
  private static func characterLength(_ lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  /// The hash of a mark; nil for what counts as nothing: blanks, full stops, soft hyphens.
  private static func markHash(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64? {
    if range.count == 1 {
      switch bytes[range.lowerBound] {
      case 0...0x20, 0x2E: return nil
      case 0x27, 0x60: return apostrophe
      default: return StableHash.hash(UnsafeBufferPointer(rebasing: bytes[range]))
      }
    }
    if range.count == 2, bytes[range.lowerBound] == 0xC2 {
      switch bytes[range.lowerBound + 1] {
      case 0xA0, 0xAD: return nil
      case 0xB4: return apostrophe
      default: break
      }
    }
    if range.count == 3, bytes[range.lowerBound] == 0xE2, bytes[range.lowerBound + 1] == 0x80 {
      switch bytes[range.lowerBound + 2] {
      case 0x98, 0x99, 0x9B, 0xB2: return apostrophe
      case 0x90, 0x91: return hyphen
      case 0x80...0x8D, 0xAF: return nil
      default: break
      }
    }
    return StableHash.hash(UnsafeBufferPointer(rebasing: bytes[range]))
  }
}
