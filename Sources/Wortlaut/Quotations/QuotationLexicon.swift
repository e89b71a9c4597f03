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
    try readClasses(path("word-classes"))
    try readCues(path("cue-verbs"))
    try readPrefixes(path("verb-prefixes"))
    try readNouns(
      path("source-nouns"),
      [
        ("source", .source), ("clause", .clause), ("medium", .medium), ("talk", .talk), ("press", .press),
        ("outlet", .outlet), ("paper", .paper), ("event", .event),
      ])
    try readNouns(
      path("role-words"),
      [("person", [.role, .person]), ("group", .role), ("body", .role), ("adjective", .adjectival)])
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

  private mutating func change(_ word: String, _ body: (inout SpeechFacts) -> Void) {
    change(TokenKey.hash(word), body)
  }

  private mutating func change(_ key: UInt64, _ body: (inout SpeechFacts) -> Void) {
    words.change(key, from: SpeechFacts(), body)
  }

  private mutating func add(_ forms: String, _ verb: VerbForms) {
    var scratch: [UInt8] = []
    forms.forEachPart(0x7C) { change(TokenKey.hash($0, scratch: &scratch)) { $0.verb.formUnion(verb) } }
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
    var found: [(key: UInt64, reading: CueReading)] = []
    for row in table.rows {
      var governs: Government = []
      for tag in row[2].parts(0x20) {
        guard let known = Government.names.first(where: { $0.0 == tag }) else {
          throw DataTable.Fault(path: path, line: row.line, message: "'\(tag)' is nothing that a cue verb governs")
        }
        governs.insert(known.1)
      }
      let particle = row[1].isEmpty ? -1 : Int16(particles.count)
      let words = row[1].parts(0x20).map { TokenKey.hash(String($0)) }
      let glued = Array(row[1].utf8)
      if let first = words.first { particles.append(Particle(first: first, rest: Array(words.dropFirst()))) }
      var word: [UInt8] = []
      var scratch: [UInt8] = []
      let mayStandApart = words.count > 1 || words.first.map { isApart($0) } ?? false
      func note(_ prefix: [UInt8], _ stem: UnsafeBufferPointer<UInt8>, _ form: CueReading.Form) -> UInt64 {
        word.replaceSubrange(0..<word.count, with: prefix)
        word.append(contentsOf: stem)
        let key = word.withUnsafeBufferPointer { TokenKey.hash($0, scratch: &scratch) }
        let isApart = prefix.isEmpty && particle >= 0 && form != .finite
        found.append((key, CueReading(form: form, governs: governs, particle: particle, isApart: isApart)))
        return key
      }
      func noteJoined(_ stem: UnsafeBufferPointer<UInt8>, _ form: CueReading.Form) {
        if words.count < 2 { _ = note(glued, stem, form) }
        if mayStandApart { _ = note([], stem, form) }
      }
      // The three finite moods often share a form.
      var finite: [UInt64] = []
      for forms in [row[3], row[4], row[5]] {
        forms.forEachPart(0x7C) { form in
          let key = note([], form, .finite)
          if finite.contains(key) {
            found.removeLast()
            return
          }
          finite.append(key)
          if particle >= 0 { noteJoined(form, .joined) }
        }
      }
      row[6].forEachPart(0x7C) { noteJoined($0, .participle) }
      row[0].forEachPart(0x7C) { lemma in
        noteJoined(lemma, .infinitive)
        if words.count == 1 { _ = note(glued + [0x7A, 0x75], lemma, .zuInfinitive) }
      }
      add(row[3], .indicative)
      add(row[4], .konjunktiv1)
      add(row[5], .konjunktiv2)
      add(row[6], .participle)
      add(row[0], .infinitive)
    }
    addReadings(found)
  }

  /// Lays the readings of a word side by side, in the order of the file.
  private mutating func addReadings(_ found: [(key: UInt64, reading: CueReading)]) {
    for each in found { change(each.key) { $0.cueCount += 1 } }
    var placed = 0
    readings = Array(repeating: CueReading(form: .finite, governs: [], particle: -1), count: found.count)
    for each in found {
      words.change(each.key, from: SpeechFacts()) { facts in
        if facts.firstCue < 0 {
          facts.firstCue = Int32(placed)
          placed += Int(facts.cueCount)
          facts.cueCount = 0
        }
        readings[Int(facts.firstCue + facts.cueCount)] = each.reading
        facts.cueCount += 1
      }
    }
  }

  /// "deutlich gemacht" is written as two words, "mitgeteilt" is not.
  private func isApart(_ particle: UInt64) -> Bool { words[particle]?.classes.contains(.apart) ?? false }

  private mutating func readClasses(_ path: String) throws {
    for row in try open(path, ["class", "words"]).rows {
      let members = row[1].parts(0x20)
      if row[0] == "adjective-ending" {
        adjectiveEndings = members.map { Self.key(String($0)) }
      } else if row[0] == "adverb-ending" {
        adverbEndings = members.map { Self.key(String($0)) }
      } else if let wordClass = ClosedClass(rawValue: row[0]) {
        for word in members { change(String(word)) { $0.classes.insert(wordClass) } }
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
      var isWhole = false
      for tag in row[1].parts(0x20) {
        if tag == "whole" {
          isWhole = true
          continue
        }
        guard let known = names.first(where: { $0.0 == tag }) else {
          throw DataTable.Fault(path: path, line: row.line, message: "'\(tag)' is no use of a noun")
        }
        uses.insert(known.1)
      }
      for form in row[0].parts(0x7C).map({ String($0) }) {
        change(form) { $0.noun.formUnion(uses) }
        let bytes = Self.key(form)
        // Shorter words end too many others ("Rat", "Amt", "Rede").
        if bytes.count >= 5, !isWhole { addEnding(bytes, uses) }
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
      for name in row[1].parts(0x20) { change(String(name)) { $0.classes.insert(sex) } }
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
