import Synchronization

/// Small numbers for the different words of the texts that a worker reads, in the order in which they were first met,
/// with what follows from a word alone: its key and its shape.
///
/// A stage keeps what it knows of a word in an array under its number and so finds it without hashing; frequent words
/// come early and stay close together. Words are the same if 64 bits of hash are.
struct Vocabulary: Sendable {
  /// Another one for every vocabulary: the numbers of one mean nothing in another.
  let id: UInt64
  /// The hash of each word, by its number.
  private(set) var hashes: [UInt64] = []
  /// The hash of each word's ``TokenKey``.
  private(set) var keys: [UInt64] = []
  /// What each word's bytes show; nothing of what stands before it.
  private(set) var shapes: [TokenShape] = []
  /// An open-addressing table of numbers plus 1, each with the upper half of the word's hash; 0 where there is no word.
  private var slots: [UInt64]

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

  /// The number of the word with this hash; nil if it has not been met.
  func number(of hash: UInt64) -> UInt32? {
    slots.withUnsafeBufferPointer { slots in
      hashes.withUnsafeBufferPointer { Self.number(of: hash, slots, $0) }
    }
  }

  /// Writes the numbers of words that have been met, from `start` on; returns the index of the first one that has not,
  /// or how many there are.
  func findNumbers(
    of words: UnsafeBufferPointer<UInt64>, from start: Int, into numbers: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    slots.withUnsafeBufferPointer { slots in
      hashes.withUnsafeBufferPointer { hashes in
        var index = start
        while index < words.count, let number = Self.number(of: words[index], slots, hashes) {
          numbers[index] = number
          index += 1
        }
        return index
      }
    }
  }

  @inline(__always)
  private static func number(
    of hash: UInt64, _ slots: UnsafeBufferPointer<UInt64>, _ hashes: UnsafeBufferPointer<UInt64>
  ) -> UInt32? {
    let mask = slots.count - 1
    var at = place(hash) & mask
    while slots[at] != 0 {
      // The slot's half of the hash keeps most look-ups out of the longer table.
      if (slots[at] ^ hash) >> 32 == 0 {
        let number = UInt32(truncatingIfNeeded: slots[at]) - 1
        if hashes[Int(number)] == hash { return number }
      }
      at = (at + 1) & mask
    }
    return nil
  }

  @inline(__always)
  private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ (hash >> 31)) }

  /// Gives a word that has not been met the next number.
  mutating func add(_ hash: UInt64, key: UInt64, shape: TokenShape) -> UInt32 {
    hashes.append(hash)
    keys.append(key)
    shapes.append(shape)
    if hashes.count * 2 > slots.count { grow() } else { place(hash, number: hashes.count) }
    return UInt32(truncatingIfNeeded: hashes.count - 1)
  }

  private mutating func place(_ hash: UInt64, number: Int) {
    let mask = slots.count - 1
    var at = Self.place(hash) & mask
    while slots[at] != 0 { at = (at + 1) & mask }
    slots[at] = (hash & ~0xFFFF_FFFF) | UInt64(number)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() { place(hash, number: number + 1) }
  }
}
