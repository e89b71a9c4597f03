/// A table from the hashes of words' keys (``TokenKey``) to a value each: the in-memory form of word lists.
///
/// Open addressing, at most half full: a look-up costs one or two probes and no allocation.
public struct KeyTable<Value: Sendable>: Sendable {
  private var hashes: [UInt64]
  private var values: [Value?]
  /// How many words have been given a value.
  public private(set) var count = 0

  /// An empty table that takes so many words before it grows.
  public init(minimumCapacity: Int = 16) {
    var size = 32
    while size < minimumCapacity * 2 { size *= 2 }
    hashes = Array(repeating: 0, count: size)
    values = Array(repeating: nil, count: size)
  }

  @inline(__always)
  private func slot(_ hash: UInt64) -> Int {
    let mask = hashes.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while hashes[at] != 0 && hashes[at] != hash { at = (at + 1) & mask }
    return at
  }

  /// The value of the word with that key.
  public subscript(hash: UInt64) -> Value? {
    @inline(__always) get { values[slot(hash)] }
    set {
      let at = slot(hash)
      if let newValue {
        if hashes[at] == 0 {
          hashes[at] = hash
          count += 1
        }
        values[at] = newValue
        if count * 2 > hashes.count { grow() }
      } else if hashes[at] != 0 {
        // The slot stays in its chain and only loses its value.
        values[at] = nil
      }
    }
  }

  /// The value of a word, by its key.
  public subscript(word: String) -> Value? {
    get { self[TokenKey.hash(word)] }
    set { self[TokenKey.hash(word)] = newValue }
  }

  private mutating func grow() {
    var larger = KeyTable(minimumCapacity: hashes.count)
    for (hash, value) in zip(hashes, values) where hash != 0 { if let value { larger[hash] = value } }
    self = larger
  }
}
