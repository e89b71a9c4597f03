/// What is known of a word wherever it stands, beside the weights it brings (``WordProfiler/sums``).
struct WordProfile: BitwiseCopyable {
  var facts = WordFacts()
  /// Which of a few kinds of word this is, for evidence that joins words: an index into ``WordProfiler/kinds``.
  var kind: UInt8 = 0
  /// The finer kind, for evidence that joins neighbours.
  var category = WordCategory.low
  /// The place that an adjective or inhabitant derives from, by ``EvidenceImage/place(_:)``; 0 where none.
  var place: UInt32 = 0
  /// The form in the lexicon of the town that an inhabitant in -er derives from; 0 where none.
  var town: UInt32 = 0
  /// Where the weights stand that the word brings together with the kind of the next one: ``WordProfiler/joint(_:_:)``;
  /// 0 where there are none.
  var joints: UInt32 = 0
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
  /// Common only by its parts, as a compound of common words; names look like that too ("Zweibrand").
  static let isCompound = WordFacts(rawValue: 1 << 10)
  /// A common noun, as it stands or with an ending.
  static let isNoun = WordFacts(rawValue: 1 << 11)
  /// The profile has been made.
  static let isProfiled = WordFacts(rawValue: 1 << 9)
  /// A form of address: "Herr".
  static let isAddress = WordFacts(rawValue: 1 << 12)
  /// A name of the lexicons begins with the word.
  static let begins = WordFacts(rawValue: 1 << 13)
  /// One of the two tokens of a legal form that is written with a space, the second one with a capital: "e. V."
  static let inLegalForm = WordFacts(rawValue: 1 << 14)
  /// What the word says of the next one is weighed: it is written small, or only because it begins a sentence it is not.
  static let leads = WordFacts(rawValue: 1 << 15)
}
