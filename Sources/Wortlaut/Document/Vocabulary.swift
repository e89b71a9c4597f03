import Synchronization

/// Small numbers for the different words of the texts that a worker reads, in the order in which they were first met.
///
/// A stage keeps what it knows of a word in an array under its number and so finds it without hashing; frequent words
/// come early and stay close together. Words are the same if 64 bits of hash are.
struct Vocabulary: Sendable {
  /// Another one for every vocabulary: the numbers of one mean nothing in another.
  let id: UInt64
  /// The hash of each word, by its number.
  private var hashes: [UInt64] = []
  /// An open-addressing table of numbers plus 1; 0 where there is no word.
  private var slots: [UInt32]

  private static let lastID = Atomic<UInt64>(0)
  /// So many words are kept beyond one article.
  private static let capacity = 1 << 17

  init() {
    id = Self.lastID.wrappingAdd(1, ordering: .relaxed).newValue
    slots = Array(repeating: 0, count: 1 << 12)
  }

  var count: Int { hashes.count }

  /// Whether it is worth keeping for more articles: a large one costs memory and falls out of the caches.
  var hasRoom: Bool { count < Self.capacity }

  /// The number of the word with this hash; a new one if it has not been met.
  @inline(__always)
  mutating func number(of hash: UInt64) -> UInt32 {
    let mask = slots.count - 1
    var at = Self.place(hash) & mask
    while slots[at] != 0 {
      let number = slots[at] - 1
      if hashes[Int(number)] == hash { return number }
      at = (at + 1) & mask
    }
    return add(hash, at)
  }

  @inline(__always)
  private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ (hash >> 31)) }

  @inline(never)
  private mutating func add(_ hash: UInt64, _ slot: Int) -> UInt32 {
    hashes.append(hash)
    slots[slot] = UInt32(truncatingIfNeeded: hashes.count)
    if hashes.count * 2 > slots.count { grow() }
    return UInt32(truncatingIfNeeded: hashes.count - 1)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (number, hash) in hashes.enumerated() {
      var at = Self.place(hash) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = UInt32(truncatingIfNeeded: number + 1)
    }
  }
}
