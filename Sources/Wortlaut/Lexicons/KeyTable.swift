/// A table from the hashes of words' keys (``TokenKey``) to a value each: the in-memory form of word lists.
///
/// Open addressing over numbers of entries, at most half full; entries lie in the order in which they came. A look-up
/// costs one or two probes and no allocation.
public struct KeyTable<Value: Sendable>: Sendable {
  /// The number of an entry plus 1; 0 where there is none.
  private var slots: [UInt32]
  private var hashes: [UInt64] = []
  private var values: [Value?] = []

  /// How many words have been given a value.
  public var count: Int { hashes.count }

  /// An empty table that takes so many words before it grows.
  public init(minimumCapacity: Int = 16) {
    var size = 32
    while size < minimumCapacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// The slot of a word, or the one where it would be.
  @inline(__always)
  private func slot(_ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0, hashes[Int(slots[at]) - 1] != hash { at = (at + 1) & mask }
    return at
  }

  /// The value of the word with that key.
  public subscript(hash: UInt64) -> Value? {
    @inline(__always) get {
      let number = slots[slot(hash)]
      return number == 0 ? nil : values[Int(number) - 1]
    }
    set {
      let at = slot(hash)
      if slots[at] != 0 { values[Int(slots[at]) - 1] = newValue } else if let newValue { add(newValue, hash, at) }
    }
  }

  /// Changes the value of the word with that key, or gives it one made from `initial`, with a single look-up.
  mutating func change(_ hash: UInt64, from initial: Value, _ body: (inout Value) -> Void) {
    let at = slot(hash)
    let index = Int(slots[at]) - 1
    var value = index < 0 ? initial : values[index] ?? initial
    body(&value)
    if index < 0 { add(value, hash, at) } else { values[index] = value }
  }

  private mutating func add(_ value: Value, _ hash: UInt64, _ slot: Int) {
    hashes.append(hash)
    values.append(value)
    slots[slot] = UInt32(hashes.count)
    if hashes.count * 2 > slots.count { grow() }
  }

  /// The value of a word, by its key.
  public subscript(word: String) -> Value? {
    get { self[TokenKey.hash(word)] }
    set { self[TokenKey.hash(word)] = newValue }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, hash) in hashes.enumerated() {
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = UInt32(index + 1)
    }
  }
}
