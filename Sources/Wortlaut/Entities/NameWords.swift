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
  static let address = NameWords(rawValue: 1 << 12)
  /// A form of a verb that introduces speech: "berichtet".
  static let speech = NameWords(rawValue: 1 << 13)
  /// One of the two tokens of a legal form that is written with a space: "e. V."
  static let inLegalForm = NameWords(rawValue: 1 << 14)
  /// What `citing-words` says of a word.
  static let citingVerb = NameWords(rawValue: 1 << 16)
  static let citingBefore = NameWords(rawValue: 1 << 17)
  static let citingAfter = NameWords(rawValue: 1 << 18)
  static let citingLike = NameWords(rawValue: 1 << 19)
  static let article = NameWords(rawValue: 1 << 20)
  static let apart = NameWords(rawValue: 1 << 21)
  /// A word that is written small unless it begins a sentence.
  static let function = NameWords(rawValue: 1 << 22)

  static let telling = NameWords(rawValue: 1 << 23)
  static let told = NameWords(rawValue: 1 << 24)
  static let talk = NameWords(rawValue: 1 << 25)
  static let citingWith = NameWords(rawValue: 1 << 26)
  static let dative = NameWords(rawValue: 1 << 27)
  static let nominative = NameWords(rawValue: 1 << 28)
  static let feminine = NameWords(rawValue: 1 << 29)
  /// A noun that a firm's name follows: "Hersteller".
  static let firm = NameWords(rawValue: 1 << 15)

  /// The uses of `citing-words`.
  static let citingUses: [String: NameWords] = [
    "verb": .citingVerb, "source": .citingBefore, "after": .citingAfter, "like": .citingLike, "article": .article,
    "apart": .apart, "telling": .telling, "told": .told, "talk": .talk, "with": .citingWith, "dative": .dative,
    "nominative": .nominative, "feminine": .feminine,
  ]

  /// The lists and what a word in each is.
  static let lists: [(list: String, column: String, classes: NameWords)] = [
    ("common-nouns", "word", .commonNoun), ("common-words", "word", .commonWord),
    ("first-names", "name", .firstName), ("first-names-by-sa", "name", .firstName),
    ("last-names", "name", .lastName), ("last-names-by-sa", "name", .lastName),
    ("roles", "word", .role), ("org-heads", "word", .organisationHead), ("place-heads", "word", .placeHead),
    ("legal-forms", "word", .legalForm), ("function-words", "word", .function), ("particles", "word", .particle),
    ("forms-of-address", "word", .address), ("firm-nouns", "word", .firm),
  ]
}
