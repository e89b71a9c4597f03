/// What is known of a word wherever it stands, beside the weights it brings (``WordProfiler/sums``).
struct WordProfile: BitwiseCopyable {
  var facts = WordFacts()
  /// Which of a few kinds of word this is, for evidence that joins words: an index into ``WordProfiler/kinds``.
  var kind: UInt8 = 0
  /// The name of the lexicon that the word alone is; to be used where no longer name can begin with it
  /// (``WordFacts/goesOn``).
  var single = WordName()
  /// The place that an adjective or inhabitant derives from, by ``EvidenceImage/place(_:)``; 0 where none.
  var place: UInt32 = 0
  /// The form in the lexicon of the town that an inhabitant in -er derives from; 0 where none.
  var town: UInt32 = 0
  /// Where the weights stand that the word brings together with the kind of the next one: ``WordProfiler/joint(_:_:)``;
  /// 0 where there are none.
  var joints: UInt32 = 0
}

/// A name of one word: the numbers of its best and of its first form, 0 where the word is no name.
struct WordName: BitwiseCopyable {
  var form: UInt32 = 0
  var firstForm: UInt32 = 0
  var isInflected = false
}

/// Facts that decide whether a word can be in a name at all.
struct WordFacts: OptionSet, Sendable, BitwiseCopyable {
  let rawValue: UInt16

  /// May be a name or the beginning of one.
  static let open = WordFacts(rawValue: 1 << 0)
  /// May stand inside a name between words that are open: "von", "der", "&".
  static let joins = WordFacts(rawValue: 1 << 1)
  static let firstName = WordFacts(rawValue: 1 << 2)
  static let lastName = WordFacts(rawValue: 1 << 3)
  static let role = WordFacts(rawValue: 1 << 4)
  static let isCommon = WordFacts(rawValue: 1 << 5)
  static let isNumber = WordFacts(rawValue: 1 << 6)
  static let derived = WordFacts(rawValue: 1 << 7)
  static let capitalized = WordFacts(rawValue: 1 << 8)
  /// A name of the lexicon begins with this word.
  static let begins = WordFacts(rawValue: 1 << 9)
  /// A name of the lexicon may go on after this word.
  static let goesOn = WordFacts(rawValue: 1 << 10)
  /// What the word is alone depends on every letter, so that ``WordProfile/single`` does not tell.
  static let isExact = WordFacts(rawValue: 1 << 11)
  /// Letters and digits alone: one piece of a name (``NamePieces``).
  static let isPlain = WordFacts(rawValue: 1 << 12)
  /// The profile has been made.
  static let isProfiled = WordFacts(rawValue: 1 << 13)
}

/// The hashes of a plain word's keys without the endings that a name's last word may have; 0 where it has not that
/// ending.
struct WordStems: BitwiseCopyable {
  var s: UInt64 = 0
  var es: UInt64 = 0
  var n: UInt64 = 0
}
