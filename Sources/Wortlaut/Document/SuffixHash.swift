/// Hashes of the ends of a word: one pass gives the hash of every suffix, which finds the head of a compound.
///
/// FNV-1a from the last byte to the first, with a last mixing step, over the bytes of the word's key.
enum SuffixHash {
  static let start: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  static func step(_ state: UInt64, _ byte: UInt8) -> UInt64 { (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  @inline(__always)
  static func finish(_ state: UInt64) -> UInt64 {
    let mixed = (state ^ (state >> 32)) &* 0x9E37_79B9_7F4A_7C15
    let hash = mixed ^ (mixed >> 29)
    return hash == 0 ? 1 : hash
  }

  static func hash(_ bytes: some BidirectionalCollection<UInt8>) -> UInt64 {
    var state = start
    for byte in bytes.reversed() { state = step(state, byte) }
    return finish(state)
  }
}
