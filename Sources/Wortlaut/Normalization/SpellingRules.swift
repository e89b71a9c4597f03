/// A list of spellings and what stands for them: `lexicons/words/*-spelling.tsv`.
struct SpellingRules: Sendable {
  let fingerprint: UInt64
  private var patterns: [Pattern] = []
  /// Which patterns begin with three given bytes.
  private var byBeginning: [UInt32: [Int]] = [:]
  /// A bit map in front of `byBeginning`.
  private var beginnings = [UInt64](repeating: 0, count: 1 << 8)
  /// The size of a map of grams: see ``markGrams(_:)``.
  static let gramBits = 1 << 16

  private struct Pattern: Sendable {
    enum Place: String { case word, start, part, end }
    var old: [UInt8]
    var new: [UInt8]
    var place: Place
    var notAfter: [UInt8]
    /// Ends in ß, which counts only where no vowel follows.
    var endsInSharpS: Bool
  }

  /// - Throws: ``DataTable/Fault`` naming the line that is wrong.
  init(path: String) throws(DataTable.Fault) {
    let file = try DataTable(path: path, columns: ["old", "new", "where", "not-after"])
    fingerprint = file.contentHash
    for row in file.rows {
      guard let place = Pattern.Place(rawValue: row[2]) else {
        throw .init(path: path, line: row.line, message: "unknown place '\(row[2])'")
      }
      let old = Array(row[0].utf8)
      guard old.count >= 3 else {
        throw .init(path: path, line: row.line, message: "'\(row[0])' is too short: a spelling has three bytes or more")
      }
      let pattern = Pattern(
        old: old, new: Array(row[1].utf8), place: place, notAfter: row[3].utf8.filter { $0 != 0x20 },
        endsInSharpS: row[0].hasSuffix("ß"))
      let beginning = old[..<3].reduce(UInt32(0)) { $0 << 8 | UInt32($1 | 0x20) }
      byBeginning[beginning, default: []].append(patterns.count)
      let bit = Self.beginningBit(beginning)
      beginnings[bit >> 6] |= 1 << UInt64(bit & 63)
      patterns.append(pattern)
    }
    // Longer patterns first: "Strassen" before "Strasse".
    for key in byBeginning.keys { byBeginning[key]?.sort { patterns[$0].old.count > patterns[$1].old.count } }
  }

  /// Where the last four bytes read, each with the bit 0x20 set, stand in a map of grams.
  @inline(__always)
  static func bit(_ history: UInt32) -> Int { Int((history &* 0x9E37_79B1) >> 16) }

  private static func beginningBit(_ beginning: UInt32) -> Int { Int((beginning &* 0x9E37_79B1) >> 18) }

  /// Four bytes of a pattern that other words are unlikely to hold.
  struct Gram: Sendable {
    /// The bytes, each with the bit 0x20 set.
    var value: UInt32
    /// The whole pattern, each byte with the bit 0x20 set, and where in it the gram ends.
    var spelling: [UInt8]
    var end: Int
  }

  /// For each pattern the gram of four bytes that other words are least likely to hold.
  var rareGrams: [Gram] {
    patterns.map { pattern in
      let bytes = pattern.old.map { $0 | 0x20 }
      let start =
        bytes.count < 4 ? 0 : (0...bytes.count - 4).min { Self.commonness(bytes, $0) < Self.commonness(bytes, $1) } ?? 0
      let end = min(start + 4, bytes.count)
      // A pattern of three bytes is a whole word: nothing stands before it.
      return Gram(value: bytes[start..<end].reduce(0) { $0 << 8 | UInt32($1) }, spelling: bytes, end: end)
    }
  }

  /// How common four letters are in German, by the letters' own frequency in hundredths of a per cent.
  private static func commonness(_ bytes: [UInt8], _ start: Int) -> Int {
    let frequencies = [
      651, 189, 306, 508, 1740, 166, 301, 476, 755, 27, 121, 344, 253, 978, 251, 79, 2, 700, 727, 615, 435, 67, 189, 3,
      4, 113,
    ]
    return bytes[start..<start + 4].reduce(1) { $0 * ($1 &- 0x61 < 26 ? frequencies[Int($1 - 0x61)] : 30) }
  }

  /// Replaces what the list has in a word.
  func apply(to word: inout [UInt8], scratch: inout [UInt8]) {
    guard word.count >= 3 else { return }
    let isChanged = word.withUnsafeBufferPointer { word -> Bool in
      guard var found = next(word, from: 0) else { return false }
      scratch.removeAll(keepingCapacity: true)
      var copied = 0
      while true {
        scratch.append(contentsOf: word[copied..<found.at])
        let isCapital = word[found.at] & 0x20 == 0 && word[found.at] < 0x80 || isCapitalUmlaut(word, found.at)
        let first = scratch.count
        scratch.append(contentsOf: patterns[found.pattern].new)
        if isCapital { capitalize(&scratch, first) }
        copied = found.at + patterns[found.pattern].old.count
        guard let next = next(word, from: copied) else { break }
        found = next
      }
      scratch.append(contentsOf: word[copied...])
      return true
    }
    if isChanged { swap(&word, &scratch) }
  }

  /// The next pattern that fits, and where.
  private func next(_ word: UnsafeBufferPointer<UInt8>, from start: Int) -> (at: Int, pattern: Int)? {
    beginnings.withUnsafeBufferPointer { beginnings in
      var at = start
      while at + 3 <= word.count {
        let beginning =
          UInt32(word[at] | 0x20) << 16 | UInt32(word[at + 1] | 0x20) << 8 | UInt32(word[at + 2] | 0x20)
        let bit = Self.beginningBit(beginning)
        if beginnings[bit >> 6] & 1 << UInt64(bit & 63) != 0, let candidates = byBeginning[beginning] {
          for index in candidates where fits(patterns[index], word, at) { return (at, index) }
        }
        at += 1
      }
      return nil
    }
  }

  private func fits(_ pattern: Pattern, _ word: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    let end = at + pattern.old.count
    guard end <= word.count, equals(pattern.old, word, at) else { return false }
    let begins = at == 0 || word[at - 1] == UInt8(ascii: "-")
    let ends = end == word.count || word[end] == UInt8(ascii: "-")
    switch pattern.place {
    case .word: if !begins || !ends { return false }
    case .start: if !begins { return false }
    case .end: if !ends || begins { return false }
    case .part: break
    }
    if pattern.endsInSharpS, end < word.count, isVowel(word, end) { return false }
    return at == 0 || !pattern.notAfter.contains(word[at - 1] | 0x20)
  }

  /// Equality but for a capital at a part's beginning. Words all in capitals are left alone.
  private func equals(_ old: [UInt8], _ word: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    for index in old.indices {
      let byte = word[at + index]
      if byte == old[index] { continue }
      let isFirst = index == 0 || index == 1 && old[0] == 0xC3
      guard isFirst, at == 0 || word[at - 1] == UInt8(ascii: "-"), byte | 0x20 == old[index] else { return false }
    }
    return true
  }

  private func isCapitalUmlaut(_ word: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    word[at] == 0xC3 && at + 1 < word.count && word[at + 1] < 0x9F
  }

  private func capitalize(_ form: inout [UInt8], _ at: Int) {
    if form[at] &- 0x61 < 26 {
      form[at] &= 0xDF
    } else if form[at] == 0xC3, at + 1 < form.count, form[at + 1] >= 0xA0 {
      form[at + 1] &= 0xDF
    }
  }

  private func isVowel(_ word: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    switch word[at] | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
    default: word[at] == 0xC3 && at + 1 < word.count && word[at + 1] != 0x9F
    }
  }
}
