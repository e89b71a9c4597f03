/// A compiled lexicon: which names there are, and what they mean. Shared by all workers.
///
/// Looking up a sequence of pieces costs one probe of a hash table a piece, mostly none: filters of a few bits a name
/// turn away pieces that begin no name, and sequences that are none. The cost does not depend on the number of names
/// beyond what the caches hold.
final class LexiconImage: Sendable {
  enum Section: Int { case slots, firsts, sequences, forms, entries, labels, strings, facts }

  private let file: CompiledFile
  // They point into `file`, which lives as long as this value, and are never written.
  nonisolated(unsafe) private let slots: UnsafeBufferPointer<LexiconTables.Slot>
  nonisolated(unsafe) private let firsts: UnsafeBufferPointer<UInt64>
  nonisolated(unsafe) private let sequences: UnsafeBufferPointer<UInt64>
  nonisolated(unsafe) private let forms: UnsafeBufferPointer<LexiconTables.Form>
  nonisolated(unsafe) private let entries: UnsafeBufferPointer<LexiconTables.Entry>
  nonisolated(unsafe) private let strings: UnsafeBufferPointer<UInt8>
  /// Types and lexicon names.
  let labels: [String]

  init(_ file: CompiledFile) throws(CompiledFile.Refusal) {
    self.file = file
    guard file.sectionCount == 8 else {
      throw .init(path: "compiled lexicon", reason: "holds other tables than those of a lexicon")
    }
    slots = file.table(Section.slots.rawValue, of: LexiconTables.Slot.self)
    firsts = file.table(Section.firsts.rawValue, of: UInt64.self)
    sequences = file.table(Section.sequences.rawValue, of: UInt64.self)
    forms = file.table(Section.forms.rawValue, of: LexiconTables.Form.self)
    entries = file.table(Section.entries.rawValue, of: LexiconTables.Entry.self)
    needsEvidence = file.table(Section.facts.rawValue, of: UInt64.self).first == 1
    let strings = file.table(Section.strings.rawValue, of: UInt8.self)
    self.strings = strings
    labels = file.table(Section.labels.rawValue, of: LexiconTables.Label.self).map {
      String(decoding: strings[Int($0.start)..<Int($0.start + $0.length)], as: UTF8.self)
    }
  }

  var entryCount: Int { entries.count }
  var formCount: Int { forms.count }
  /// Whether some name counts only on evidence.
  let needsEvidence: Bool

  /// Whether a sequence may begin with this piece.
  @inline(__always)
  func mayBegin(_ piece: UInt64) -> Bool { BitFilter.mayContain(firsts, piece) }

  /// The slot of a sequence; nil where no name is or begins with it.
  @inline(__always)
  func slot(_ sequence: UInt64) -> LexiconTables.Slot? {
    guard BitFilter.mayContain(sequences, sequence) else { return nil }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: sequence) & mask
    while slots[at].hash != sequence {
      if slots[at].hash == 0 { return nil }
      at = (at + 1) & mask
    }
    return slots[at]
  }

  @inline(__always)
  func form(_ number: UInt32) -> LexiconTables.Form { forms[Int(number - 1)] }

  @inline(__always)
  func entry(_ form: LexiconTables.Form) -> LexiconTables.Entry { entries[Int(form.entry)] }

  /// The entry with a number that some form holds.
  func entry(number: UInt32) -> LexiconTables.Entry { entries[Int(number)] }

  func text(_ form: LexiconTables.Form) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: strings[Int(form.text)..<Int(form.text) + Int(form.length)])
  }

  func name(_ entry: LexiconTables.Entry) -> String { string(entry.name, entry.nameLength) }
  func id(_ entry: LexiconTables.Entry) -> String? { entry.idLength == 0 ? nil : string(entry.id, entry.idLength) }
  func type(_ entry: LexiconTables.Entry) -> EntityType { EntityType(rawValue: labels[Int(entry.type)]) }
  func source(_ entry: LexiconTables.Entry) -> String { labels[Int(entry.source)] }

  private func string(_ start: UInt32, _ length: UInt16) -> String {
    String(decoding: strings[Int(start)..<Int(start) + Int(length)], as: UTF8.self)
  }
}
