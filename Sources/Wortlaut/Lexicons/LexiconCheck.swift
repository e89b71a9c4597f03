/// Looks for what is wrong in lexicon files, and for what looks like a slip.
///
/// Add all files that are used together: an id that means two things shows only across files.
public struct LexiconCheck {
  /// Words of the language that names should not be without the flag `evidence`.
  private let commonWords: Set<UInt64>
  private var names: [NameKey: Place] = [:]
  private var types: [String: (type: String, place: Place)] = [:]
  private var cutter = NamePieces()
  private var files: [String] = []

  /// What was found, in the order of files and lines.
  public private(set) var faults: [LexiconFault] = []
  /// Rows that can be used, of all files.
  public private(set) var rowCount = 0

  private struct NameKey: Hashable {
    var sequence: UInt64
    var type: String
  }

  private struct Place {
    var file: Int
    var line: Int
    var name: String
    var id: String
    /// The name matches only letter for letter, so that another spelling is another name.
    var isExact: Bool
  }

  /// - Throws: ``DataTable/Fault`` where a word list is missing or wrong.
  public init(data: DataDirectory) throws(DataTable.Fault) {
    var words: Set<UInt64> = []
    for list in ["common-nouns", "common-words", "function-words"] {
      for row in try DataTable(path: data.wordList(list), columns: ["word"]).rows {
        words.insert(TokenKey.hash(row[0]))
      }
    }
    // Lists of words take in names; these are names before they are words.
    for row in try DataTable(path: data.wordList("names-among-words"), columns: ["word"]).rows {
      words.remove(TokenKey.hash(row[0]))
    }
    commonWords = words
  }

  /// Checks a file.
  ///
  /// - Parameter isSorted: whether the rows should be in the order of their names' bytes, as the lexicons are that come
  ///   with the program.
  public mutating func add(path: String, isSorted: Bool) {
    files.append(path)
    var found: [LexiconFault] = []
    defer { faults += found.sorted { $0.line < $1.line } }
    func warn(_ line: Int, _ message: String) {
      found.append(LexiconFault(path: path, line: line, message: message, severity: .warning))
    }
    var file: LexiconFile
    do {
      file = try LexiconFile(path: path)
    } catch {
      found = [error]
      return
    }
    var previous: LexiconRow?
    while let row = file.next() {
      rowCount += 1
      checkNames(row, warn)
      checkIds(row, warn)
      if isSorted, let previous, Array(previous.name.utf8).lexicographicallyPrecedes(row.name.utf8) == false {
        warn(row.line, "'\(row.name)' should stand before '\(previous.name)' in line \(previous.line)")
      }
      previous = row
    }
    found += file.faults
    if LexiconFile.ending(of: path) == "tsv" {
      let missing = LexiconFile.headFields.filter { file.head[$0, default: ""].isEmpty }
      if !missing.isEmpty {
        let wanted = missing.map { "'# \($0): …'" }.joined(separator: ", ")
        warn(1, "the head does not say what the file is and where it comes from; add \(wanted)")
      }
    }
  }

  /// A name that is a common word, an alias that is there twice.
  private mutating func checkNames(_ row: LexiconRow, _ warn: (Int, String) -> Void) {
    var sequences: Set<UInt64> = []
    for (index, name) in ([row.name] + row.aliases).enumerated() {
      let (sequence, isWord) = sequence(name)
      if !sequences.insert(sequence).inserted, row.name == name || row.aliases.count(where: { $0 == name }) > 1 {
        warn(row.line, "the alias '\(name)' of '\(row.name)' is there twice")
      }
      if isWord, !Self.isAcronym(name), commonWords.contains(sequence),
        row.flags.isDisjoint(with: [.evidence, .matchCase])
      {
        let what = index == 0 ? "'\(name)'" : "'\(name)', an alias of '\(row.name)',"
        warn(
          row.line,
          "\(what) is also a common word; flag it 'evidence', so that it counts only where its surroundings "
            + "speak for a name, or 'case', if it is written differently")
      }
    }
  }

  /// Names of up to three capitals match capitals alone: "ASS" is not "Ass".
  private static func isAcronym(_ name: String) -> Bool { name.utf8.count < 4 && name == name.uppercased() }

  /// A name that is there already, an id that means two things.
  private mutating func checkIds(_ row: LexiconRow, _ warn: (Int, String) -> Void) {
    let here = Place(
      file: files.count - 1, line: row.line, name: row.name, id: row.id, isExact: row.flags.contains(.matchCase))
    let key = NameKey(sequence: sequence(row.name).hash, type: row.type)
    if let there = names[key] {
      if there.name != row.name, there.isExact || here.isExact {
        // "BILD" and "Bild", each for itself.
      } else if !row.id.isEmpty, !there.id.isEmpty, row.id != there.id {
        warn(row.line, "'\(row.name)' (\(row.type)) has the id \(row.id) here and \(there.id) in \(place(there))")
      } else if there.file == here.file {
        warn(
          row.line,
          there.name == row.name
            ? "'\(row.name)' (\(row.type)) stands in \(place(there)) already"
            : "'\(row.name)' is '\(there.name)' in \(place(there)) under another spelling; one is enough")
      }
    } else {
      names[key] = here
    }
    guard !row.id.isEmpty else { return }
    if let there = types[row.id], there.type != row.type {
      warn(
        row.line,
        "the id \(row.id) is a \(row.type) here ('\(row.name)') and a \(there.type) in \(place(there.place)) "
          + "('\(there.place.name)')")
    } else {
      types[row.id] = (row.type, here)
    }
  }

  private func place(_ place: Place) -> String {
    place.file == files.count - 1 ? "line \(place.line)" : "\(files[place.file]):\(place.line)"
  }

  /// The hash of a name's pieces, and whether it is one word.
  private mutating func sequence(_ name: String) -> (hash: UInt64, isWord: Bool) {
    var name = name
    return name.withUTF8 { bytes in
      cutter.cut(bytes)
      let sequence = cutter.pieces.reduce(0) { LexiconTables.chain($0, $1.hash) }
      return (sequence, cutter.pieces.count == 1)
    }
  }
}
