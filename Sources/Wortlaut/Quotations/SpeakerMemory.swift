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
  /// In the document's order.
  private var roles: [Role] = []
  // Made when first asked for, so that a long article costs no more a quotation than a short one.
  private var rolesByEnding: [UInt32: [Role]]?
  private var rolesByEntity: [Int: [Role]] = [:]
  /// Whether a person of that name, by its hash, is a woman, where any noun of the document tells.
  private var womenByName: [UInt64: Bool] = [:]
  private var knowsGenders = false

  mutating func removeAll() {
    persons.removeAll(keepingCapacity: true)
    roles.removeAll(keepingCapacity: true)
    rolesByEnding = nil
    knowsGenders = false
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
      if noun >= 0, noun == person.tokens.lowerBound - 1, columns.sign(noun) == .comma {
        // "der Chef der Bank, Peter Hahn, …"
        var at = noun - 1
        var role = -1
        while at >= 0, noun - at < 14, columns.sign(at) != .comma, columns.sign(at) != .stop,
          !columns.startsBlock(at + 1)
        {
          let facts = columns.facts(at)
          if columns.isCapital(at) {
            if facts.noun.contains(.person) { role = at }
          } else if !facts.verb.isDisjoint(with: .finite), !facts.hasAdjectiveEnding {
            // "Die Autorin widerspricht der Deutung, Kleist habe …": the comma parts clauses.
            role = -1
            break
          }
          at -= 1
        }
        if role >= 0 { roles.append(Role(noun: role, entity: person.entity)) }
      }
      let comma = person.tokens.upperBound
      if comma + 1 < columns.count, columns.sign(comma) == .comma || columns.sign(comma) == .openBracket {
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

  /// The index of the first person whose name ends after a token.
  func person(after token: Int) -> Int {
    persons.firstIndex(notBefore: { $0.tokens.upperBound <= token })
  }

  /// The person whose role a noun is, by what stands before it or, failing that, anywhere.
  mutating func entity(role noun: Int, _ document: Document) -> Int? {
    let word = Self.stem(document, noun)
    guard word.count >= 4 else { return nil }
    let index = rolesByEnding ?? Self.byEnding(roles, document)
    rolesByEnding = index
    guard let candidates = index[Self.ending(word)] else { return nil }
    func isMeant(_ role: Role) -> Bool {
      let other = Self.stem(document, role.noun)
      return other.count >= word.count ? Self.ends(other, word) : other.count >= 5 && Self.ends(word, other)
    }
    let after = candidates.firstIndex(notBefore: { $0.noun <= noun })
    return (candidates[..<after].last(where: isMeant) ?? candidates[after...].first(where: isMeant))?.entity
  }

  private static func byEnding(_ roles: [Role], _ document: Document) -> [UInt32: [Role]] {
    var index: [UInt32: [Role]] = [:]
    for role in roles {
      let stem = stem(document, role.noun)
      if stem.count >= 4 { index[ending(stem), default: []].append(role) }
    }
    return index
  }

  /// Whether a person is a woman, by the nouns beside the name or in it, here or where the name stands elsewhere:
  /// "Ministerin", "Frau", "Herr". Nil where none tells.
  mutating func isWoman(_ entity: Int, _ columns: TokenColumns, _ document: Document) -> Bool? {
    if !knowsGenders { readGenders(columns, document) }
    let own = persons[person(ofEntity: entity)...].first.flatMap { $0.entity == entity ? $0.tokens : nil } ?? 0..<0
    return own.lazy.compactMap { columns.isWoman($0) }.first ?? womenByName[Self.name(entity, document)]
      ?? rolesByEntity[entity]?.lazy.compactMap { columns.isWoman($0.noun) }.first
  }

  /// Notes of a person of whom nothing told it before that a pronoun has meant them.
  mutating func learn(_ entity: Int, isWoman: Bool, _ document: Document) {
    let name = Self.name(entity, document)
    if womenByName[name] == nil { womenByName[name] = isWoman }
  }

  private mutating func readGenders(_ columns: TokenColumns, _ document: Document) {
    womenByName.removeAll(keepingCapacity: true)
    for person in persons {
      let name = Self.name(person.entity, document)
      if womenByName[name] == nil { womenByName[name] = person.tokens.lazy.compactMap { columns.isWoman($0) }.first }
    }
    rolesByEntity = Dictionary(grouping: roles, by: \.entity)
    knowsGenders = true
  }

  /// The hash of an entity's name.
  private static func name(_ entity: Int, _ document: borrowing Document) -> UInt64 {
    document.entities[entity].referent.name.withContiguousUTF8 { StableHash.hash($0) }
  }

  /// The place among the persons of an entity, or of the next one.
  func person(ofEntity entity: Int) -> Int {
    persons.firstIndex(notBefore: { $0.entity < entity })
  }

  /// The last four bytes of a word, whatever the capitals.
  private static func ending(_ word: ArraySlice<UInt8>) -> UInt32 {
    word.suffix(4).reduce(0) { $0 << 8 | UInt32($1 | 0x20) }
  }

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
