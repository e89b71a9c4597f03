/// A set of hashes that may take in a few others: a Bloom filter whose two bits a hash lie in the same word, so that a
/// question costs one look at memory. At sixteen bits a hash or more, of a hundred other hashes one or two pass.
struct BitFilter {
  private(set) var words: [UInt64]

  /// - Parameter count: how many hashes it is for.
  init(count: Int) {
    var size = 16
    while size * 4 < count { size *= 2 }
    words = Array(repeating: 0, count: size)
  }

  mutating func insert(_ hash: UInt64) { words[Self.place(hash, words.count)] |= Self.bits(hash) }

  /// Whether a filter's words, as they lie in a compiled file, may hold a hash.
  @inline(__always)
  static func mayContain(_ words: UnsafeBufferPointer<UInt64>, _ hash: UInt64) -> Bool {
    let bits = bits(hash)
    return words[place(hash, words.count)] & bits == bits
  }

  // The low bits of a hash choose its slot in a table; the filter takes the others.
  @inline(__always)
  private static func place(_ hash: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: hash >> 36) & (count - 1)
  }

  @inline(__always)
  private static func bits(_ hash: UInt64) -> UInt64 { 1 << ((hash >> 24) & 63) | 1 << ((hash >> 30) & 63) }
}
