/// What is known of an abbreviation that is written with a full stop.
struct Abbreviation: Sendable {
  enum Kind: String, Sendable { case title, reference, unit, time, legal, list, organisation, closing, general }
  enum Follower: String, Sendable { case name, number, any }

  var kind: Kind
  /// Can stand at a sentence's end.
  var mayEnd: Bool
  /// What follows it inside a sentence.
  var next: Follower
  /// The same letters are also a common word, so that the next token has to speak for the abbreviation.
  var isWord = false
}

/// The lists `lexicons/words/abbreviations.tsv`, `abbreviation-endings.tsv` and `abbreviation-phrases.tsv`, in an object that
/// all workers share.
final class Abbreviations: Sendable {
  private let table: WordTable<Abbreviation>
  /// By their last byte, in the order of the file.
  private let endings: [[Ending]]
  private let openPhrases: WordTable<Bool>
  let fingerprint: UInt64

  private struct Ending: Sendable {
    var bytes: [UInt8]
    var mustBeginSmall: Bool
    var abbreviation: Abbreviation
  }

  /// - Throws: ``DataTable/Fault`` naming the file and line that is wrong.
  init(_ data: DataDirectory) throws(DataTable.Fault) {
    let list = try DataTable(
      path: data.wordList("abbreviations"), columns: ["abbreviation", "kind", "end", "next", "flags"])
    var table = WordTable<Abbreviation>()
    for row in list.rows {
      var known = try Self.abbreviation(row, in: list)
      known.isWord = row[4] == "word"
      table[row[0]] = known
    }
    let file = try DataTable(
      path: data.wordList("abbreviation-endings"), columns: ["ending", "kind", "end", "next", "case"])
    var endings: [[Ending]] = Array(repeating: [], count: 256)
    for row in file.rows {
      let bytes = Array(row[0].utf8)
      guard let last = bytes.last else { continue }
      endings[Int(last)].append(
        Ending(
          bytes: bytes, mustBeginSmall: row[4] == "lower", abbreviation: try Self.abbreviation(row, in: file)))
    }
    let phrases = try DataTable(path: data.wordList("abbreviation-phrases"), columns: ["phrase"])
    var openPhrases = WordTable<Bool>()
    for row in phrases.rows { openPhrases[row[0].filter { $0 != " " }] = true }
    (self.table, self.endings, self.openPhrases) = (table, endings, openPhrases)
    fingerprint = StableHash.mix(StableHash.mix(list.contentHash, file.contentHash), phrases.contentHash)
  }

  /// Whether abbreviations, written without spaces ("z.B."), announce what follows in the same sentence.
  func isOpenPhrase(_ phrase: UnsafeBufferPointer<UInt8>) -> Bool { openPhrases[phrase] ?? false }

  private static func abbreviation(
    _ row: DataTable.Row, in file: DataTable
  ) throws(DataTable.Fault) -> Abbreviation {
    guard let kind = Abbreviation.Kind(rawValue: row[1]) else {
      throw .init(path: file.path, line: row.line, message: "unknown kind '\(row[1])'")
    }
    guard let next = Abbreviation.Follower(rawValue: row[3]) else {
      throw .init(path: file.path, line: row.line, message: "unknown follower '\(row[3])'")
    }
    return Abbreviation(kind: kind, mayEnd: row[2] == "may", next: next)
  }

  /// What the list says of a form, its full stop included.
  @inline(__always)
  subscript(form: UnsafeBufferPointer<UInt8>) -> Abbreviation? { table[form] }

  /// What is known of a form: by the list; in capitals ("INKL.", "DR.") as in small letters; a compound by its last part
  /// ("BT-Drs.") or by its ending ("Kontonr.").
  func match(_ form: UnsafeBufferPointer<UInt8>) -> Abbreviation? {
    if Composition.isNeeded(form) { return Composition.of(form) { matchComposed($0) } }
    return matchComposed(form)
  }

  private func matchComposed(_ form: UnsafeBufferPointer<UInt8>) -> Abbreviation? {
    if let known = table[form] ?? inCapitals(form) { return known }
    if let hyphen = form.lastIndex(of: UInt8(ascii: "-")), hyphen > 0 {
      return table[UnsafeBufferPointer(rebasing: form[(hyphen + 1)...])]
    }
    return ending(of: form)
  }

  /// Of two letters only those that are no words: "DR.", but not "SO." or "AM.".
  private func inCapitals(_ form: UnsafeBufferPointer<UInt8>) -> Abbreviation? {
    guard form.count > 2, form[1] &- 0x41 < 26 else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: form.count) { lower in
      for (index, byte) in form.enumerated() { lower[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte }
      let first = lower[0]
      lower[0] = form[0]
      let capitalized = table[UnsafeBufferPointer(lower)]
      if form.count == 3 { return capitalized?.kind == .time ? nil : capitalized }
      lower[0] = first
      return table[UnsafeBufferPointer(lower)] ?? capitalized
    }
  }

  private func ending(of form: UnsafeBufferPointer<UInt8>) -> Abbreviation? {
    let word = form.dropLast()
    guard word.count >= 4, let last = word.last, !endings[Int(last)].isEmpty else { return nil }
    let isSmall = word[word.startIndex] &- 0x61 < 26 || word[word.startIndex] >= 0x80
    for ending in endings[Int(last)] where word.count > ending.bytes.count + 1 && (isSmall || !ending.mustBeginSmall) {
      if word.suffix(ending.bytes.count).elementsEqual(ending.bytes) { return ending.abbreviation }
    }
    return nil
  }
}
