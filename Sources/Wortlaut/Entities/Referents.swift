/// What the entries of a lexicon stand for, made when a text first names them and shared by all mentions. One a worker.
///
/// A table of fixed size: an entry takes the place of another that falls on the same slot.
struct Referents {
  let lexicon: LexiconImage
  private var slots: [Entity.Referent?] = Array(repeating: nil, count: 1 << 12)
  private var entries: [UInt32] = Array(repeating: 0, count: 1 << 12)

  init(_ lexicon: LexiconImage) { self.lexicon = lexicon }

  /// - Parameter number: the entry's number in the lexicon (``LexiconTables/Form/entry``).
  mutating func referent(_ number: UInt32) -> Entity.Referent {
    let slot = Int(number) & (slots.count - 1)
    if entries[slot] == number, let known = slots[slot] { return known }
    let entry = lexicon.entry(number: number)
    let made = Entity.Referent(
      type: lexicon.type(entry), name: lexicon.name(entry), id: lexicon.id(entry), source: lexicon.source(entry))
    slots[slot] = made
    entries[slot] = number
    return made
  }
}
