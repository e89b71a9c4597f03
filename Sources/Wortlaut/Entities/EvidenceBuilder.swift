/// Compiles word lists and weights into the tables of an ``EvidenceImage``.
struct EvidenceBuilder {
  private var words: [UInt64: EvidenceImage.Word] = [:]
  private var places: [EvidenceImage.Place] = []
  private var placeNumbers: [String: UInt32] = [:]
  private var strings: [UInt8] = []
  private var rows: [UInt64: [Int: EvidenceImage.Row]] = [:]
  private var transitions = [EvidenceImage.Row](repeating: .zero, count: 16)

  /// Reads all lists and the weights.
  ///
  /// - Throws: ``DataTable/Fault`` with file and line.
  static func build(_ data: DataDirectory, key: UInt64) throws -> CompiledContents {
    var builder = EvidenceBuilder()
    for (list, column, classes) in NameWords.lists {
      let path = data.wordList(list)
      for row in try DataTable(path: path, columns: [column]).rows {
        let parts = row[0].split(separator: " ")
        if classes == .legalForm, parts.count == 2 {
          for part in parts { builder.add(String(part), .inLegalForm) }
        } else {
          builder.add(row[0], classes)
        }
      }
    }
    let derived = try DataTable(path: data.wordList("derived"), columns: ["form", "kind", "place"])
    for row in derived.rows {
      let classes: NameWords
      switch row[1] {
      case "adjective": classes = .adjective
      case "inhabitant": classes = .inhabitant
      default:
        throw DataTable.Fault(
          path: derived.path, line: row.line, message: "the kind is 'adjective' or 'inhabitant', not '\(row[1])'")
      }
      builder.add(row[0], classes, place: builder.place(row[2]))
    }
    let verbs = try DataTable(
      path: data.wordList("cue-verbs"), columns: ["lemma", "particle", "governs", "indicative"])
    for row in verbs.rows { for form in row[3].split(separator: "|") { builder.add(String(form), .speech) } }
    let citing = try DataTable(path: data.wordList("citing-words"), columns: ["word", "use"])
    for row in citing.rows {
      guard let use = NameWords.citingUses[row[1]] else {
        let known = NameWords.citingUses.keys.sorted().joined(separator: ", ")
        throw DataTable.Fault(path: citing.path, line: row.line, message: "the use is one of \(known), not '\(row[1])'")
      }
      builder.add(row[0], use)
    }
    try builder.readClusters(data.wordList("word-clusters"))
    let persons = try DataTable(path: data.lexicon("persons"), columns: LexiconFile.columns)
    for row in persons.rows where row[1] == EntityType.person.rawValue { builder.addPerson(row[0]) }
    try builder.readWeights(data.wordList("evidence-weights"))
    return CompiledContents(sections: builder.sections(), key: key)
  }

  /// The files that ``build(_:key:)`` reads.
  static func files(_ data: DataDirectory) -> [String] {
    (NameWords.lists.map(\.list) + ["derived", "cue-verbs", "citing-words", "word-clusters", "evidence-weights"]).map {
      data.wordList($0)
    }
      + [data.lexicon("persons")]
  }

  private mutating func add(_ word: String, _ classes: NameWords, place: UInt32 = 0) {
    // Full stops are left out of keys: "Dr." and "Dr".
    let hash = SuffixHash.hash(TokenKey.key(word).utf8.filter { $0 != 0x2E })
    var entry = words[hash] ?? .init(hash: hash)
    entry.classes.formUnion(classes)
    if place != 0 { entry.place = place }
    words[hash] = entry
  }

  private mutating func readClusters(_ path: String) throws {
    for row in try DataTable(path: path, columns: ["word", "cluster"]).rows {
      guard let cluster = UInt16(row[1]) else {
        throw DataTable.Fault(path: path, line: row.line, message: "'\(row[1])' is not the number of a cluster")
      }
      let key = TokenKey.key(row[0]).utf8.filter { $0 != 0x2E }
      let hash = SuffixHash.hash(key)
      words[hash, default: .init(hash: hash)].clusters[WordAnalysis.writing(of: row[0])] = cluster
    }
  }

  /// A known person's first and last name: other people are called so too.
  private mutating func addPerson(_ name: String) {
    let words = name.split(separator: " ")
    guard words.count > 1, let first = words.first, let last = words.last, last.first?.isUppercase == true else {
      return
    }
    add(String(first), .firstName)
    add(String(last), .knownSurname)
  }

  private mutating func place(_ name: String) -> UInt32 {
    if let number = placeNumbers[name] { return number }
    places.append(.init(start: UInt32(strings.count), length: UInt32(name.utf8.count)))
    strings.append(contentsOf: name.utf8)
    placeNumbers[name] = UInt32(places.count)
    return UInt32(places.count)
  }

  private mutating func readWeights(_ path: String) throws {
    let labels = EntityLabel.allCases.map(\.name)
    let table = try DataTable(path: path, columns: ["evidence"] + labels)
    for row in table.rows {
      var weights = EvidenceImage.Row.zero
      for index in labels.indices where !row[index + 1].isEmpty {
        guard let value = Float(row[index + 1]), abs(value) < 60 else {
          throw DataTable.Fault(
            path: path, line: row.line, message: "'\(row[index + 1])' is not a weight from -60 to 60")
        }
        weights[index] = Int16((value * EvidenceImage.scale).rounded())
      }
      let name = row[0]
      if name.hasPrefix("after:"), let label = labels.firstIndex(of: String(name.dropFirst(6))) {
        transitions[label] = weights
        continue
      }
      guard let colon = name.utf8.firstIndex(of: 0x3A), let distance = Int(name[..<colon]), abs(distance) <= 2 else {
        throw DataTable.Fault(
          path: path, line: row.line, message: "'\(name)' is neither DISTANCE:EVIDENCE with -2 to 2 nor after:LABEL")
      }
      let evidence = Array(name.utf8[name.utf8.index(after: colon)...])
      rows[EvidenceName.hash(evidence), default: [:]][distance] = weights
      // A left part alone has no weights; that it is there says that some joined evidence begins with it.
      if let left = EvidenceName.leftHash(evidence) { rows[left, default: [:]].merge([:]) { old, _ in old } }
    }
  }

  private func sections() -> [CompiledContents.Section] {
    var wordTable = [EvidenceImage.Word](repeating: .init(), count: Self.size(words.count))
    var bits = [UInt8](repeating: 0, count: 2 * wordTable.count)
    for (hash, word) in words.sorted(by: { $0.key < $1.key }) {
      wordTable[Self.slot(hash, wordTable.count) { wordTable[$0].hash }] = word
      let bit = Int(truncatingIfNeeded: hash >> 40) & (bits.count * 8 - 1)
      bits[bit >> 3] |= 1 << UInt8(bit & 7)
    }
    var evidence = [EvidenceImage.Evidence](repeating: .init(), count: Self.size(rows.count))
    var allRows: [EvidenceImage.Row] = []
    for (hash, byDistance) in rows.sorted(by: { $0.key < $1.key }) {
      var entry = EvidenceImage.Evidence(hash: hash, firstRow: UInt32(allRows.count))
      for (distance, row) in byDistance.sorted(by: { $0.key < $1.key }) {
        entry.distances |= 1 << UInt32(distance + 2)
        allRows.append(row)
      }
      evidence[Self.slot(hash, evidence.count) { evidence[$0].hash }] = entry
    }
    return [
      .init(wordTable), .init(bits), .init(places), .init(strings), .init(evidence), .init(allRows), .init(transitions),
    ]
  }

  /// At most three quarters of a table are full: all of it is read at the start, for its checksum.
  private static func size(_ count: Int) -> Int {
    var size = 64
    while size * 3 < count * 4 { size *= 2 }
    return size
  }

  private static func slot(_ hash: UInt64, _ size: Int, _ at: (Int) -> UInt64) -> Int {
    var index = Int(truncatingIfNeeded: hash) & (size - 1)
    while at(index) != 0 { index = (index + 1) & (size - 1) }
    return index
  }
}
