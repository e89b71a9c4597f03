/// Finds the name inside a compound: "EU" in "EU-Sanktionspaket", "Russland" in "Russlandpolitik".
struct CompoundReader {
  private let lexicon: LexiconImage
  private var cutter = NamePieces()

  init(_ lexicon: LexiconImage) { self.lexicon = lexicon }

  /// The length in bytes of the name at the beginning of the compound, and the number of its entry in the lexicon, where it
  /// has one; nil where none can be cut off.
  mutating func name(
    _ document: borrowing Document, _ span: Span, type: EntityType
  ) -> (length: Int, entry: UInt32?)? {
    document.text.withUnsafeBufferPointer { text in
      let word = UnsafeBufferPointer(rebasing: text[span.range])
      guard let length = nameLength(word, type: type) else { return nil }
      return (length, entry(UnsafeBufferPointer(rebasing: word[..<length]), type: type))
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

  /// The number of the lexicon's entry of a name and type.
  mutating func entry(named name: String, type: EntityType) -> UInt32? {
    var name = name
    return name.withUTF8 { entry($0, type: type) }
  }

  private mutating func entry(_ name: UnsafeBufferPointer<UInt8>, type: EntityType) -> UInt32? {
    guard let forms = forms(name) else { return nil }
    var best: UInt32?
    var form = forms
    while form != 0 {
      let other = lexicon.form(form)
      let entry = lexicon.entry(other)
      if lexicon.type(entry) == type, best.map({ entry.priority > lexicon.entry(number: $0).priority }) ?? true {
        best = other.entry
      }
      form = other.next
    }
    return best
  }

  /// The first of the lexicon's forms of a name, as it stands or with spaces for its hyphens: in a compound all parts of a
  /// name are coupled (amtliche Regelung § 50), so that "IG-Metall-Chefin" names the "IG Metall".
  mutating func forms(_ name: UnsafeBufferPointer<UInt8>) -> UInt32? {
    cutter.cut(name)
    let asItStands = cutter.pieces.reduce(0) { LexiconTables.chain($0, $1.hash) }
    if asItStands != 0, let slot = lexicon.slot(asItStands), slot.forms != 0 { return slot.forms }
    guard cutter.pieces.contains(where: { $0.hash == NamePieces.hyphen }) else { return nil }
    let apart = cutter.pieces.reduce(0) { $1.hash == NamePieces.hyphen ? $0 : LexiconTables.chain($0, $1.hash) }
    guard apart != 0, let slot = lexicon.slot(apart), slot.forms != 0 else { return nil }
    return slot.forms
  }
}
