/// Finds the name inside a compound: "EU" in "EU-Sanktionspaket", "Russland" in "Russlandpolitik".
struct CompoundReader {
  private let lexicon: LexiconImage
  private let evidence: EvidenceImage
  private var scratch: [UInt8] = []
  private var cutter = NamePieces()

  init(_ lexicon: LexiconImage, _ evidence: EvidenceImage) {
    self.lexicon = lexicon
    self.evidence = evidence
  }

  /// The name at the beginning of the compound, or nil where none can be cut off.
  mutating func part(_ document: borrowing Document, _ token: Int, type: EntityType) -> Entity? {
    let span = document.tokens[token].span
    return document.text.withUnsafeBufferPointer { text -> Entity? in
      let word = UnsafeBufferPointer(rebasing: text[span.range])
      guard let length = nameLength(word, type: type) else { return nil }
      let name = UnsafeBufferPointer(rebasing: word[..<length])
      let entry = entry(name, type: type)
      return Entity(
        Span(span.start, span.start + length), type: type,
        name: entry.map { lexicon.name($0) } ?? String(decoding: name, as: UTF8.self),
        id: entry.flatMap { lexicon.id($0) }, source: entry.map { lexicon.source($0) } ?? "evidence", form: .part)
    }
  }

  /// The name's length in bytes: up to the last hyphen before which the lexicon has a name, else up to the first; where
  /// there is no hyphen the longest name of the lexicon of at least four letters that the word begins with.
  private mutating func nameLength(_ word: UnsafeBufferPointer<UInt8>, type: EntityType) -> Int? {
    let hyphens = word.indices.filter { word[$0] == 0x2D && $0 > 0 && $0 + 1 < word.count }
    if let first = hyphens.first {
      for hyphen in hyphens.reversed() where entry(UnsafeBufferPointer(rebasing: word[..<hyphen]), type: type) != nil {
        return hyphen
      }
      return first
    }
    var length = word.count - 3
    while length >= 4 {
      if word[length] & 0xC0 != 0x80, entry(UnsafeBufferPointer(rebasing: word[..<length]), type: type) != nil {
        return length
      }
      length -= 1
    }
    return nil
  }

  /// The lexicon's entry of a name and type.
  mutating func entry(named name: String, type: EntityType) -> LexiconTables.Entry? {
    var name = name
    return name.withUTF8 { entry($0, type: type) }
  }

  private mutating func entry(_ name: UnsafeBufferPointer<UInt8>, type: EntityType) -> LexiconTables.Entry? {
    cutter.cut(name)
    var sequence: UInt64 = 0
    for piece in cutter.pieces { sequence = LexiconTables.chain(sequence, piece.hash) }
    guard sequence != 0, let slot = lexicon.slot(sequence) else { return nil }
    var best: LexiconTables.Entry?
    var form = slot.forms
    while form != 0 {
      let entry = lexicon.entry(lexicon.form(form))
      if lexicon.type(entry) == type, best.map({ entry.priority > $0.priority }) ?? true { best = entry }
      form = lexicon.form(form).next
    }
    return best
  }
}
