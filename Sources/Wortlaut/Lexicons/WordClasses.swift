/// What kinds of word a spelling can be, as far as cutting tokens and sentences asks.
struct WordClass: OptionSet, Sendable {
  let rawValue: UInt16

  /// Written small unless it begins a sentence ("der", "doch").
  static let function = WordClass(rawValue: 1 << 0)
  static let month = WordClass(rawValue: 1 << 1)
  /// A day of the week or of the year ("Sonnabend", "Karfreitag").
  static let day = WordClass(rawValue: 1 << 14)
  /// A noun that ordinals stand before ("Jahrhundert").
  static let ordinalNoun = WordClass(rawValue: 1 << 2)
  /// An ordinal may follow ("am"), surely or (weak) only with other evidence ("bis").
  static let ordinalContext = WordClass(rawValue: 1 << 3)
  static let weakOrdinalContext = WordClass(rawValue: 1 << 4)
  /// A cardinal may follow and end the sentence ("um 2014.").
  static let cardinalContext = WordClass(rawValue: 1 << 5)
  static let unit = WordClass(rawValue: 1 << 6)
  /// May follow a suspended hyphen ("Handels- und").
  static let suspendedFollower = WordClass(rawValue: 1 << 7)
  /// An ending after a gender mark ("innen").
  static let genderEnding = WordClass(rawValue: 1 << 8)
  /// A short form that begins with an apostrophe ("nem"), and of these an article.
  static let clitic = WordClass(rawValue: 1 << 9)
  static let articleClitic = WordClass(rawValue: 1 << 10)
  /// The last part of a domain name or of a file name ("de", "jpg").
  static let domainEnding = WordClass(rawValue: 1 << 11)
  static let fileEnding = WordClass(rawValue: 1 << 12)
  /// A name with a full stop inside ("ver.di").
  static let dottedName = WordClass(rawValue: 1 << 13)
}

/// The word lists of `lexicons/words/` that say what class a word is of.
struct WordClasses: Sendable {
  private var table = WordTable<WordClass>()
  /// A hash over the files read.
  private(set) var fingerprint: UInt64 = 0

  /// - Throws: ``DataTable/Fault`` naming the file that is missing or wrong.
  init(_ data: DataDirectory) throws(DataTable.Fault) {
    try add(data, "function-words", "word", capitalized: true) { _ in .function }
    try add(data, "months", "month") { _ in .month }
    try add(data, "days", "day") { _ in .day }
    try add(data, "ordinal-nouns", "noun") { _ in .ordinalNoun }
    try add(data, "ordinal-contexts", "word", capitalized: true) {
      $0 == "strong" ? .ordinalContext : .weakOrdinalContext
    }
    try add(data, "cardinal-contexts", "word", capitalized: true) { _ in .cardinalContext }
    try add(data, "units", "unit") { _ in .unit }
    try add(data, "suspended-followers", "word") { _ in .suspendedFollower }
    try add(data, "gender-endings", "ending") { _ in .genderEnding }
    try add(data, "clitics", "form", capitalized: true) { $0 == "article" ? [.clitic, .articleClitic] : .clitic }
    try add(data, "domain-endings", "ending") { $0 == "domain" ? .domainEnding : .fileEnding }
    try add(data, "dotted-names", "name", capitalized: true) { _ in .dottedName }
  }

  /// The classes of a word; empty for a word in no list.
  @inline(__always)
  func of(_ word: UnsafeBufferPointer<UInt8>) -> WordClass { table[word] ?? [] }

  private mutating func add(
    _ data: DataDirectory, _ list: String, _ column: String, capitalized: Bool = false,
    _ classify: (String) -> WordClass
  ) throws(DataTable.Fault) {
    let file = try DataTable(path: data.wordList(list), columns: [column])
    fingerprint = fingerprint &* 31 &+ file.contentHash
    for row in file.rows {
      let word = row[0]
      table[word] = (table[word] ?? []).union(classify(row[1]))
      guard capitalized else { continue }
      let upper = word.capitalizedFirst
      table[upper] = (table[upper] ?? []).union(classify(row[1]))
    }
  }
}
