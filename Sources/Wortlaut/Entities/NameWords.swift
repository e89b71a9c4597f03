/// What the word lists say of a word.
struct NameWords: OptionSet, Sendable, Hashable, BitwiseCopyable {
  let rawValue: UInt32

  static let commonNoun = NameWords(rawValue: 1 << 0)
  static let commonWord = NameWords(rawValue: 1 << 1)
  static let firstName = NameWords(rawValue: 1 << 2)
  static let lastName = NameWords(rawValue: 1 << 3)
  static let role = NameWords(rawValue: 1 << 4)
  static let organisationHead = NameWords(rawValue: 1 << 5)
  static let placeHead = NameWords(rawValue: 1 << 6)
  static let legalForm = NameWords(rawValue: 1 << 7)
  static let particle = NameWords(rawValue: 1 << 8)
  /// An adjective's stem: "russisch".
  static let adjective = NameWords(rawValue: 1 << 9)
  static let inhabitant = NameWords(rawValue: 1 << 10)
  /// The last name of someone whom the lexicon of persons lists.
  static let knownSurname = NameWords(rawValue: 1 << 11)

  /// The lists and what a word in each is.
  static let lists: [(list: String, column: String, classes: NameWords)] = [
    ("common-nouns", "word", .commonNoun), ("common-words", "word", .commonWord),
    ("first-names", "name", .firstName), ("first-names-by-sa", "name", .firstName),
    ("last-names", "name", .lastName), ("last-names-by-sa", "name", .lastName),
    ("roles", "word", .role), ("org-heads", "word", .organisationHead), ("place-heads", "word", .placeHead),
    ("legal-forms", "word", .legalForm), ("particles", "word", .particle),
  ]
}

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
