/// The word lists and the weights of evidence, compiled: what `tag-entities` knows beside its lexicons.
final class EvidenceImage: Sendable {
  enum Section: Int { case words, filter, places, strings, evidence, rows, transitions }

  /// What the lists say of one word; a slot of an open-addressing table.
  struct Word: BitwiseCopyable {
    var hash: UInt64 = 0
    var classes = NameWords()
    /// For adjectives and inhabitants the place, counted from 1.
    var place: UInt32 = 0
    /// The word's cluster by how it is written: lower case, with a capital, in capitals; 0 where it is in none.
    var clusters = SIMD4<UInt16>()
  }

  /// The rows of one piece of evidence: one for each distance from the word it is seen at.
  struct Evidence: BitwiseCopyable {
    var hash: UInt64 = 0
    var firstRow: UInt32 = 0
    /// Bit d + 2: there is a row for distance d, from -2 to 2. Rows stand in the order of the bits.
    var distances: UInt32 = 0
  }

  /// The place that a word derives from.
  struct Place: BitwiseCopyable {
    var start: UInt32
    var length: UInt32
  }

  /// A weight for each label, in 256ths.
  typealias Row = SIMD16<Int16>
  static let scale: Float = 256

  private let file: CompiledFile
  // They point into `file`, which lives as long as this value, and are never written.
  nonisolated(unsafe) private let words: UnsafeBufferPointer<Word>
  nonisolated(unsafe) private let filter: UnsafeBufferPointer<UInt8>
  nonisolated(unsafe) private let places: UnsafeBufferPointer<Place>
  nonisolated(unsafe) private let strings: UnsafeBufferPointer<UInt8>
  nonisolated(unsafe) private let evidence: UnsafeBufferPointer<Evidence>
  nonisolated(unsafe) private let rows: UnsafeBufferPointer<Row>
  /// For each label, the weights of the labels that follow it.
  let transitions: [Row]

  init(_ file: CompiledFile) throws(CompiledFile.Refusal) {
    guard file.sectionCount == 7 else {
      throw .init(path: "compiled word lists", reason: "holds other tables than those of word lists")
    }
    self.file = file
    words = file.table(Section.words.rawValue, of: Word.self)
    filter = file.table(Section.filter.rawValue, of: UInt8.self)
    places = file.table(Section.places.rawValue, of: Place.self)
    strings = file.table(Section.strings.rawValue, of: UInt8.self)
    evidence = file.table(Section.evidence.rawValue, of: Evidence.self)
    rows = file.table(Section.rows.rawValue, of: Row.self)
    transitions = Array(file.table(Section.transitions.rawValue, of: Row.self))
  }

  /// What the lists say of the word with this ``SuffixHash``.
  @inline(__always)
  func word(_ hash: UInt64) -> Word? {
    let bit = Int(truncatingIfNeeded: hash >> 40) & (filter.count * 8 - 1)
    guard filter[bit >> 3] & (1 << UInt8(bit & 7)) != 0 else { return nil }
    let mask = words.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while words[at].hash != hash {
      if words[at].hash == 0 { return nil }
      at = (at + 1) & mask
    }
    return words[at]
  }

  func place(_ number: UInt32) -> String {
    let place = places[Int(number - 1)]
    return String(decoding: strings[Int(place.start)..<Int(place.start + place.length)], as: UTF8.self)
  }

  /// Whether there is evidence of this name, or evidence that joins a left part of this name to others.
  func knows(_ hash: UInt64) -> Bool {
    let mask = evidence.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while evidence[at].hash != hash {
      if evidence[at].hash == 0 { return false }
      at = (at + 1) & mask
    }
    return true
  }

  /// The weights of a piece of evidence for the word itself.
  func weights(_ hash: UInt64) -> Row {
    var sums = EvidenceSums()
    add(hash, to: &sums)
    return sums.here
  }

  /// Adds the weights of a piece of evidence to the sums of the five distances.
  @inline(__always)
  func add(_ hash: UInt64, to sums: inout EvidenceSums) {
    let mask = evidence.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while evidence[at].hash != hash {
      if evidence[at].hash == 0 { return }
      at = (at + 1) & mask
    }
    var row = Int(evidence[at].firstRow)
    let distances = evidence[at].distances
    if distances & 1 != 0 {
      sums.farBefore &+= rows[row]
      row += 1
    }
    if distances & 2 != 0 {
      sums.before &+= rows[row]
      row += 1
    }
    if distances & 4 != 0 {
      sums.here &+= rows[row]
      row += 1
    }
    if distances & 8 != 0 {
      sums.after &+= rows[row]
      row += 1
    }
    if distances & 16 != 0 { sums.farAfter &+= rows[row] }
  }
}

/// The weights that one word brings to itself and to the two tokens on either side: `before` is what it says of the
/// next token, to which it stands before, and `farBefore` of the one after that.
struct EvidenceSums: BitwiseCopyable {
  var here = EvidenceImage.Row()
  var before = EvidenceImage.Row()
  var after = EvidenceImage.Row()
  var farBefore = EvidenceImage.Row()
  var farAfter = EvidenceImage.Row()

  /// What a token gets if this stands at every distance from it.
  var all: EvidenceImage.Row { here &+ before &+ after &+ farBefore &+ farAfter }

  static func - (left: Self, right: Self) -> Self {
    Self(
      here: left.here &- right.here, before: left.before &- right.before, after: left.after &- right.after,
      farBefore: left.farBefore &- right.farBefore, farAfter: left.farAfter &- right.farAfter)
  }
}
