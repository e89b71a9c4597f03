/// Builds the tables of a compiled lexicon from rows.
///
/// Cost: about two microseconds and 200 bytes a name.
struct LexiconBuilder {
  private var strings: [UInt8] = []
  private var labels: [String] = []
  private var entries: [LexiconTables.Entry] = []
  private var forms: [LexiconTables.Form] = []
  /// The sequence of each form, parallel to `forms`.
  private var sequences: [UInt64] = []
  /// The beginnings of sequences of more than one piece; many names share them.
  private var beginnings: [Beginning] = []
  /// So many beginnings are kept before those that are there twice are dropped.
  private var beginningLimit = 1 << 20

  private struct Beginning {
    var sequence: UInt64
    var isSmall: Bool
    var isFirst: Bool
  }
  private var cutter = NamePieces()

  private var source: UInt16 = 0
  private var rank = 0

  /// Begins a lexicon; the rows that are added next are its own.
  ///
  /// - Parameter rank: added to the priority of the rows.
  mutating func begin(source: String, rank: Int) {
    self.source = label(source)
    self.rank = rank
  }

  mutating func add(_ row: LexiconRow) {
    let entry = UInt32(entries.count)
    let (name, nameLength) = append(row.name)
    let (id, idLength) = append(row.id)
    entries.append(
      .init(
        name: name, id: id, nameLength: nameLength, idLength: idLength, type: label(row.type), source: source,
        line: UInt32(truncatingIfNeeded: row.line), priority: Int16(row.priority + rank),
        flags: UInt16(row.flags.rawValue)))
    addForms(of: row.name, at: (name, nameLength), entry: entry, row: row)
    for alias in row.aliases where alias != row.name {
      addForms(of: alias, at: append(alias), entry: entry, row: row)
    }
  }

  private mutating func label(_ text: String) -> UInt16 {
    if let index = labels.lastIndex(of: text) { return UInt16(index) }
    labels.append(text)
    return UInt16(labels.count - 1)
  }

  private mutating func append(_ text: String) -> (UInt32, UInt16) {
    let start = UInt32(strings.count)
    strings.append(contentsOf: text.utf8)
    return (start, UInt16(strings.count - Int(start)))
  }

  private mutating func addForms(of text: String, at place: (UInt32, UInt16), entry: UInt32, row: LexiconRow) {
    var text = text
    let (pieces, variants) = text.withUTF8 { bytes in
      cutter.cut(bytes)
      let pieces = cutter.pieces
      return (pieces, row.flags.contains(.fixed) ? [] : NameVariants.variants(bytes, pieces, type: row.type))
    }
    guard !pieces.isEmpty, pieces.count <= 60 else { return }
    var capitals: UInt32 = 0
    var letters = 0
    text.withUTF8 { bytes in
      for (index, piece) in pieces.enumerated() where !piece.isMark && index < 32 {
        let shape = TokenShape(UnsafeBufferPointer(rebasing: bytes[piece.range]))
        if shape.contains(.capitalized) { capitals |= 1 << UInt32(index) }
        if shape.contains(.hasLowercase) { letters = 100 }
        letters += shape.contains(.capitalized) ? piece.range.count : 0
      }
    }
    // "EU" is not "Eu", "US" not "us"; from four letters on print also writes "Nato" and "Uefa".
    let isAcronym = letters > 0 && letters < 4 && !row.flags.contains(.ignoreCase)
    let form = LexiconTables.Form(
      entry: entry, next: 0, text: place.0, length: place.1,
      flags: row.flags.rawValue | (isAcronym ? LexiconTables.allCapitals : 0), pieces: UInt8(pieces.count),
      capitals: row.flags.contains(.ignoreCase) ? 0 : capitals)
    addSequence(pieces.map(\.hash), form)
    var inflected = form
    inflected.flags |= LexiconTables.inflected
    for variant in variants {
      var hashes = pieces.map(\.hash)
      for (index, hash) in variant { hashes[index] = hash }
      addSequence(hashes, inflected)
    }
  }

  private mutating func addSequence(_ pieces: [UInt64], _ form: LexiconTables.Form) {
    var sequence: UInt64 = 0
    let isSmall = form.capitals & 1 == 0
    for (index, piece) in pieces.enumerated() {
      sequence = LexiconTables.chain(sequence, piece)
      if index < pieces.count - 1 {
        beginnings.append(.init(sequence: sequence, isSmall: isSmall, isFirst: index == 0))
      }
    }
    if beginnings.count > beginningLimit {
      joinBeginnings()
      beginningLimit = max(beginningLimit, beginnings.count * 2)
    }
    forms.append(form)
    sequences.append(sequence)
  }

  /// Makes one of all beginnings with the same sequence.
  private mutating func joinBeginnings() {
    beginnings.sort { $0.sequence < $1.sequence }
    var last = -1
    for index in beginnings.indices {
      if last >= 0, beginnings[last].sequence == beginnings[index].sequence {
        if beginnings[index].isSmall { beginnings[last].isSmall = true }
        if beginnings[index].isFirst { beginnings[last].isFirst = true }
      } else {
        last += 1
        beginnings[last] = beginnings[index]
      }
    }
    beginnings.removeLast(beginnings.count - 1 - last)
  }

  /// The sections of the compiled file, in the order of ``LexiconImage/Section``.
  mutating func sections() -> [CompiledContents.Section] {
    joinBeginnings()
    // At most two thirds full.
    var size = 64
    while size * 2 < (forms.count + beginnings.count) * 3 { size *= 2 }
    let mask = size - 1
    var slots = [LexiconTables.Slot](repeating: .init(), count: size)
    func slot(_ hash: UInt64) -> Int {
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at].hash != 0 && slots[at].hash != hash { at = (at + 1) & mask }
      slots[at].hash = hash
      return at
    }
    for beginning in beginnings {
      slots[slot(beginning.sequence)].flags |=
        LexiconTables.Slot.longer | (beginning.isSmall ? LexiconTables.Slot.small : 0)
    }
    // From the back, so that the first row of a name stands first in its list.
    for index in forms.indices.reversed() {
      let at = slot(sequences[index])
      forms[index].next = slots[at].forms
      slots[at].forms = UInt32(index + 1)
      if forms[index].capitals & 1 == 0 { slots[at].flags |= LexiconTables.Slot.small }
    }
    var labelTable: [LexiconTables.Label] = []
    for text in labels {
      let (start, length) = append(text)
      labelTable.append(.init(start: start, length: UInt32(length)))
    }
    let (firsts, all) = filters()
    let needsEvidence = entries.contains { $0.flags & UInt16(LexiconFlags.evidence.rawValue) != 0 }
    return [
      .init(slots), .init(firsts.words), .init(all.words), .init(forms), .init(entries), .init(labelTable),
      .init(strings), .init([needsEvidence ? 1 : 0] as [UInt64]),
    ]
  }

  /// What the first pieces of names are, and what all sequences are.
  private func filters() -> (firsts: BitFilter, all: BitFilter) {
    let isSingle = forms.map { $0.pieces == 1 }
    let firstCount = beginnings.count { $0.isFirst } + isSingle.count { $0 }
    var firsts = BitFilter(count: firstCount)
    var all = BitFilter(count: beginnings.count + forms.count)
    for beginning in beginnings {
      all.insert(beginning.sequence)
      if beginning.isFirst { firsts.insert(beginning.sequence) }
    }
    for (sequence, isSingle) in zip(sequences, isSingle) {
      all.insert(sequence)
      if isSingle { firsts.insert(sequence) }
    }
    return (firsts, all)
  }
}
