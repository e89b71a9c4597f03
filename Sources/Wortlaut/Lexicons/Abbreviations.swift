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
  var isWord: Bool
}

/// The list of abbreviations, `lexicons/words/abbreviations.tsv`.
struct Abbreviations: Sendable {
  private var table = WordTable<Abbreviation>()
  let fingerprint: UInt64

  /// - Throws: ``DataTable/Fault`` naming the file and line that is wrong.
  init(_ data: DataDirectory) throws(DataTable.Fault) {
    let file = try DataTable(
      path: data.wordList("abbreviations"), columns: ["abbreviation", "kind", "end", "next", "flags"])
    fingerprint = file.contentHash
    for row in file.rows {
      guard let kind = Abbreviation.Kind(rawValue: row[1]) else {
        throw .init(path: file.path, line: row.line, message: "unknown kind '\(row[1])'")
      }
      guard let next = Abbreviation.Follower(rawValue: row[3]) else {
        throw .init(path: file.path, line: row.line, message: "unknown follower '\(row[3])'")
      }
      table[row[0]] = Abbreviation(kind: kind, mayEnd: row[2] == "may", next: next, isWord: row[4] == "word")
    }
  }

  /// What is known of a form, its full stop included.
  @inline(__always)
  subscript(form: UnsafeBufferPointer<UInt8>) -> Abbreviation? { table[form] }

  /// As the subscript, and in a form of capitals ("INKL.", "EVtl.") also for the form in small letters.
  func form(_ form: UnsafeBufferPointer<UInt8>) -> Abbreviation? {
    if let known = table[form] { return known }
    guard form.count > 3, form[1] &- 0x41 < 26 else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: form.count) { lower in
      for (index, byte) in form.enumerated() { lower[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte }
      return table[UnsafeBufferPointer(lower)]
    }
  }
}
