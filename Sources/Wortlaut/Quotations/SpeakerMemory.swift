/// Which entity a speaker's words mean where they do not name it: a role ("Der Gesandte") or a pronoun.
///
/// A role belongs to the person beside whose name it last stood: before it ("Ministerin Rohde"), or set off by a comma
/// on either side ("David O'Sullivan, der Sondergesandte der EU"). The end of a compound is enough: Sondergesandter,
/// Gesandte. A pronoun means who spoke last, or else the person named last, where number and gender agree.
struct SpeakerMemory {
  private struct Role {
    var noun: Int
    var entity: Int
  }

  /// Persons in the document's order: index of the entity and its tokens.
  private(set) var persons: [(entity: Int, tokens: Range<Int>)] = []
  private var roles: [Role] = []

  mutating func removeAll() {
    persons.removeAll(keepingCapacity: true)
    roles.removeAll(keepingCapacity: true)
  }

  mutating func note(person entity: Int, _ tokens: Range<Int>) { persons.append((entity, tokens)) }

  /// Collects the roles that stand beside names.
  mutating func collect(_ columns: TokenColumns) {
    for person in persons {
      var noun = person.tokens.lowerBound - 1
      while noun >= 0, columns.isWord(noun), columns.isCapital(noun) {
        if columns.facts(noun).noun.contains(.person) { roles.append(Role(noun: noun, entity: person.entity)) }
        noun -= 1
      }
      if noun >= 0, noun == person.tokens.lowerBound - 1, columns.sign[noun] == .comma {
        // "der Chef der Bank, Peter Hahn, …"
        var at = noun - 1
        var role = -1
        while at >= 0, noun - at < 14, columns.sign[at] != .comma, columns.sign[at] != .stop,
          !columns.startsBlock(at + 1)
        {
          if columns.isCapital(at), columns.facts(at).noun.contains(.person) { role = at }
          at -= 1
        }
        if role >= 0 { roles.append(Role(noun: role, entity: person.entity)) }
      }
      let comma = person.tokens.upperBound
      if comma + 1 < columns.count, columns.sign[comma] == .comma || columns.sign[comma] == .openBracket {
        for at in comma + 1..<min(comma + 8, columns.count) {
          guard columns.isWord(at) else { break }
          if columns.isCapital(at), columns.facts(at).noun.contains(.person) {
            roles.append(Role(noun: at, entity: person.entity))
            break
          }
        }
      }
    }
    roles.sort { $0.noun < $1.noun }
  }

  /// The person whose role a noun is, by what stands before it or, failing that, anywhere.
  func entity(role noun: Int, _ document: Document) -> Int? {
    let word = Self.stem(document, noun)
    guard word.count >= 4 else { return nil }
    var best: Int?
    for role in roles {
      if role.noun > noun, best != nil { break }
      let other = Self.stem(document, role.noun)
      if other.count >= word.count ? Self.ends(other, word) : other.count >= 5 && Self.ends(word, other) {
        best = role.entity
      }
    }
    return best
  }

  /// The nouns by which a person is called, for their gender.
  func nouns(of entity: Int) -> [Int] { roles.filter { $0.entity == entity }.map(\.noun) }

  private static func ends(_ word: ArraySlice<UInt8>, _ ending: ArraySlice<UInt8>) -> Bool {
    word.count >= ending.count && zip(word.reversed(), ending.reversed()).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }

  /// A noun without the endings of its cases: Gesandte, Gesandter, Gesandten.
  private static func stem(_ document: Document, _ token: Int) -> ArraySlice<UInt8> {
    var word = document.text[document.tokens[token].span.range]
    var cuts = 0
    while word.count > 4, cuts < 2, let last = word.last, "nsre".utf8.contains(last) {
      word = word.dropLast()
      cuts += 1
    }
    return word
  }
}
