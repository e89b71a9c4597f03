/// A compiled lexicon: which names there are, and what they mean. Shared by all workers.
///
/// Looking up a sequence of pieces costs one probe of a hash table a piece, mostly none: a bit filter turns away
/// pieces that begin no name. The cost does not depend on the number of names beyond what the caches hold.
struct LexiconImage: Sendable {
  enum Section: Int { case slots, filter, forms, entries, labels, strings }

  private let file: CompiledFile
  // They point into `file`, which lives as long as this value, and are never written.
  nonisolated(unsafe) private let slots: UnsafeBufferPointer<LexiconTables.Slot>
  nonisolated(unsafe) private let filter: UnsafeBufferPointer<UInt8>
  nonisolated(unsafe) private let forms: UnsafeBufferPointer<LexiconTables.Form>
  nonisolated(unsafe) private let entries: UnsafeBufferPointer<LexiconTables.Entry>
  nonisolated(unsafe) private let strings: UnsafeBufferPointer<UInt8>
  /// Types and lexicon names.
  let labels: [String]

  init(_ file: CompiledFile) throws(CompiledFile.Refusal) {
    self.file = file
    guard file.sectionCount == 6 else {
      throw .init(path: "compiled lexicon", reason: "holds other tables than those of a lexicon")
    }
    slots = file.table(Section.slots.rawValue, of: LexiconTables.Slot.self)
    filter = file.table(Section.filter.rawValue, of: UInt8.self)
    forms = file.table(Section.forms.rawValue, of: LexiconTables.Form.self)
    entries = file.table(Section.entries.rawValue, of: LexiconTables.Entry.self)
    needsEvidence = entries.contains { $0.flags & UInt16(LexiconFlags.evidence.rawValue) != 0 }
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
  func mayBegin(_ piece: UInt64) -> Bool {
    let bit = Int(truncatingIfNeeded: piece >> 32) & (filter.count * 8 - 1)
    return filter[bit >> 3] & (1 << UInt8(bit & 7)) != 0
  }

  /// The slot of a sequence; nil where no name is or begins with it.
  @inline(__always)
  func slot(_ sequence: UInt64) -> LexiconTables.Slot? {
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
