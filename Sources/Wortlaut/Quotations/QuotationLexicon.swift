/// The word lists that extract-quotes reads, as tables over the hashes of words' keys.
struct QuotationLexicon: Sendable {
  private(set) var words = KeyTable<SpeechFacts>(minimumCapacity: 16384)
  private(set) var readings: [CueReading] = []
  /// Separable particles, each as the keys of its words ("zu bedenken" has two).
  private(set) var particles: [Particle] = []
  /// Prefixes of verbs by their first byte, the longest first.
  private(set) var prefixes: [[Prefix]] = Array(repeating: [], count: 256)
  /// Uses of nouns that may be the last part of a compound, by the ``SuffixHash`` of their keys.
  private(set) var nounEndings = KeyTable<NounUses>(minimumCapacity: 4096)
  private(set) var adjectiveEndings: [[UInt8]] = []
  private(set) var adverbEndings: [[UInt8]] = []
  private(set) var contentHash: UInt64 = 0

  struct Particle: Sendable {
    var first: UInt64
    /// The words after the first; most particles have none.
    var rest: [UInt64]
    var count: Int { rest.count + 1 }
  }

  struct Prefix: Sendable {
    var bytes: [UInt8]
    var isSeparable: Bool
    var isInseparable: Bool
  }

  /// Reads the word lists.
  ///
  /// - Throws: ``DataTable/Fault`` naming the file and line.
  init(data: DataDirectory) throws {
    let path = data.wordList
    try readVerbs(path("verbs"))
    try readCues(path("cue-verbs"))
    try readClasses(path("word-classes"))
    try readPrefixes(path("verb-prefixes"))
    try readNouns(
      path("source-nouns"),
      [("source", .source), ("clause", .clause), ("medium", .medium), ("talk", .talk), ("press", .press)])
    try readNouns(path("role-words"), [("person", [.role, .person]), ("group", .role), ("body", .role)])
    try readRoles(path("roles"))
    try readGenders(path("name-genders"))
    try readNouns(
      path("naming-nouns"),
      [
        ("title", .beforeTitle), ("name", .beforeName), ("word", .beforeWord), ("speech", .beforeSpeech),
        ("named", .isName),
      ])
  }

  private mutating func open(_ path: String, _ columns: [String]) throws -> DataTable {
    let table = try DataTable(path: path, columns: columns)
    contentHash = StableHash.mix(contentHash, table.contentHash)
    return table
  }

  private mutating func change(_ word: some StringProtocol, _ body: (inout SpeechFacts) -> Void) {
    let key = TokenKey.hash(String(word))
    var facts = words[key] ?? SpeechFacts()
    body(&facts)
    words[key] = facts
  }

  private mutating func add(_ forms: String, _ verb: VerbForms) {
    for form in forms.parts(0x7C) { change(form) { $0.verb.formUnion(verb) } }
  }

  private mutating func readVerbs(_ path: String) throws {
    let table = try open(path, ["lemma", "indicative", "konjunktiv1", "konjunktiv2", "participle", "helper"])
    for row in table.rows {
      let helper: VerbForms = row[5] == "auxiliary" ? .auxiliary : row[5] == "modal" ? .modal : []
      add(row[1], helper.union(.indicative))
      add(row[2], helper.union(.konjunktiv1))
      add(row[3], helper.union(.konjunktiv2))
      add(row[4], .participle)
      add(row[0], .infinitive)
    }
  }

  private mutating func readCues(_ path: String) throws {
    let table = try open(
      path, ["lemma", "particle", "governs", "indicative", "konjunktiv1", "konjunktiv2", "participle"])
    var found: [UInt64: [CueReading]] = [:]
    for row in table.rows {
      var governs: Government = []
      for tag in row[2].parts(0x20) {
        guard let known = Government.names.first(where: { $0.0 == tag }) else {
          throw DataTable.Fault(path: path, line: row.line, message: "'\(tag)' is nothing that a cue verb governs")
        }
        governs.insert(known.1)
      }
      let particle = row[1].isEmpty ? -1 : Int16(particles.count)
      let glued = row[1].filter { $0 != " " }
      let words = row[1].parts(0x20).map { TokenKey.hash(String($0)) }
      if let first = words.first { particles.append(Particle(first: first, rest: Array(words.dropFirst()))) }
      func note(_ word: String, _ form: CueReading.Form) {
        found[TokenKey.hash(word), default: []].append(CueReading(form: form, governs: governs, particle: particle))
      }
      var finite: [Substring] = []
      for form in [row[3], row[4], row[5]].flatMap({ $0.parts(0x7C) }) where !finite.contains(form) {
        finite.append(form)
      }
      for form in finite {
        note(String(form), .finite)
        if particle >= 0 { note(glued + form, .joined) }
      }
      for form in row[6].parts(0x7C) { note(glued + form, .participle) }
      note(glued + row[0], .infinitive)
      if particle >= 0 { note(glued + "zu" + row[0], .zuInfinitive) }
      add(row[3], .indicative)
      add(row[4], .konjunktiv1)
      add(row[5], .konjunktiv2)
      add(row[6], .participle)
      add(row[0], .infinitive)
    }
    // Sorted, so that every process reads the same table.
    for (key, list) in found.sorted(by: { $0.key < $1.key }) {
      var facts = words[key] ?? SpeechFacts()
      facts.firstCue = Int32(readings.count)
      facts.cueCount = Int32(list.count)
      words[key] = facts
      readings += list
    }
  }

  private mutating func readClasses(_ path: String) throws {
    for row in try open(path, ["class", "words"]).rows {
      let members = row[1].parts(0x20)
      if row[0] == "adjective-ending" {
        adjectiveEndings = members.map { Self.key(String($0)) }
      } else if row[0] == "adverb-ending" {
        adverbEndings = members.map { Self.key(String($0)) }
      } else if let wordClass = ClosedClass(rawValue: row[0]) {
        for word in members { change(word) { $0.classes.insert(wordClass) } }
      } else {
        throw DataTable.Fault(path: path, line: row.line, message: "there is no word class '\(row[0])'")
      }
    }
  }

  private mutating func readPrefixes(_ path: String) throws {
    for row in try open(path, ["prefix", "kind"]).rows {
      let bytes = Self.key(row[0])
      guard let first = bytes.first else { continue }
      prefixes[Int(first)].append(
        Prefix(bytes: bytes, isSeparable: row[1] != "inseparable", isInseparable: row[1] != "separable"))
    }
    for first in prefixes.indices {
      prefixes[first].sort { ($0.bytes.count, $1.bytes) > ($1.bytes.count, $0.bytes) }
    }
  }

  private mutating func readNouns(_ path: String, _ names: [(String, NounUses)]) throws {
    for row in try open(path, ["forms"]).rows {
      var uses: NounUses = []
      for tag in row[1].parts(0x20) {
        guard let known = names.first(where: { $0.0 == tag }) else {
          throw DataTable.Fault(path: path, line: row.line, message: "'\(tag)' is no use of a noun")
        }
        uses.insert(known.1)
      }
      for form in row[0].parts(0x7C) {
        change(form) { $0.noun.formUnion(uses) }
        let bytes = Self.key(String(form))
        // Shorter words end too many others ("Rat", "Amt", "Rede").
        if bytes.count >= 5 { addEnding(bytes, uses) }
      }
    }
  }

  private mutating func readRoles(_ path: String) throws {
    for row in try open(path, ["word"]).rows {
      change(row[0]) { $0.noun.formUnion([.role, .person]) }
      let bytes = Self.key(String(row[0]))
      if bytes.count >= 6 { addEnding(bytes, [.role, .person]) }
    }
  }

  private mutating func readGenders(_ path: String) throws {
    for row in try open(path, ["sex", "names"]).rows {
      let sex: ClosedClass = row[0] == "female" ? .woman : .gentleman
      for name in row[1].parts(0x20) { change(name) { $0.classes.insert(sex) } }
    }
  }

  private mutating func addEnding(_ bytes: [UInt8], _ uses: NounUses) {
    let hash = SuffixHash.hash(bytes)
    nounEndings[hash] = (nounEndings[hash] ?? []).union(uses)
  }

  private static func key(_ word: String) -> [UInt8] { Array(TokenKey.key(word).utf8) }
}

private func > (left: (Int, [UInt8]), right: (Int, [UInt8])) -> Bool {
  left.0 != right.0 ? left.0 > right.0 : right.1.lexicographicallyPrecedes(left.1)
}
