/// Turns labels into entities: their spans, names, ids and sources. One a worker.
struct EntityTagger {
  private var finder: NameFinder
  private var memory = NameMemory()
  private let lexicon: LexiconImage
  private let evidence: EvidenceImage
  private var compounds: CompoundReader
  private var referents: Referents

  init(_ lexicon: LexiconImage, _ evidence: EvidenceImage) {
    self.lexicon = lexicon
    self.evidence = evidence
    referents = Referents(lexicon)
    finder = NameFinder(lexicon, evidence)
    compounds = CompoundReader(lexicon)
  }

  mutating func tag(_ document: borrowing Document, into entities: inout [Entity]) {
    finder.find(document)
    memory.read(document, &finder, &referents)
    var token = 0
    while token < memory.labels.count {
      let label = memory.labels[token]
      guard label != .outside else {
        token += 1
        continue
      }
      var end = token + 1
      if let inside = label.inside { while end < memory.labels.count, memory.labels[end] == inside { end += 1 } }
      switch label.form {
      case .part: if let part = part(document, token, label.type) { entities.append(part) }
      case .derived: entities.append(derived(document, token..<end))
      case nil: entities.append(named(document, token..<end, label.type))
      }
      token = end
    }
    finder.release()
    memory.release()
  }

  private mutating func named(_ document: borrowing Document, _ tokens: Range<Int>, _ type: EntityType) -> Entity {
    let span = Span(document.tokens[tokens.lowerBound].span.start, document.tokens[tokens.upperBound - 1].span.end)
    if let match = finder.match(tokens), let entry = Self.listed(match, type, lexicon) {
      return Entity(span, referents.referent(entry))
    }
    if tokens.count == 1, let known = memory.known(document, tokens, type) { return Entity(span, known) }
    return Entity(span, type: type, name: NameMemory.name(document, tokens), source: "evidence")
  }

  /// The number of the lexicon's entry of this type for a match.
  private static func listed(_ match: LexiconMatch, _ type: EntityType, _ lexicon: LexiconImage) -> UInt32? {
    // The matcher's choice stands where the type is right.
    let chosen = lexicon.form(match.form)
    var best = lexicon.type(lexicon.entry(chosen)) == type ? chosen.entry : nil
    var form = match.firstForm
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

  /// The name inside a compound, as the lexicon has it or as it stands there.
  private mutating func part(_ document: borrowing Document, _ token: Int, _ type: EntityType) -> Entity? {
    let word = document.tokens[token].span
    guard let (length, entry) = compounds.name(document, word, type: type) else { return nil }
    let span = Span(word.start, word.start + length)
    if let entry { return Entity(span, referents.referent(entry), form: .part) }
    return Entity(
      span, type: type, name: String(decoding: document.text[span.range], as: UTF8.self), source: "evidence",
      form: .part)
  }

  /// An adjective or inhabitant, with the place it derives from.
  private mutating func derived(_ document: borrowing Document, _ tokens: Range<Int>) -> Entity {
    let span = Span(document.tokens[tokens.lowerBound].span.start, document.tokens[tokens.upperBound - 1].span.end)
    let profile = finder.profile(tokens.upperBound - 1)
    if profile.place != 0, tokens.count == 1 {
      let place = evidence.place(profile.place)
      let id = compounds.entry(named: place, type: .location).flatMap { lexicon.id(lexicon.entry(number: $0)) }
      return Entity(span, type: .location, name: place, id: id, source: "derived", form: .derived)
    }
    if profile.town != 0, tokens.count == 1 {
      let entry = lexicon.entry(lexicon.form(profile.town))
      return Entity(
        span, type: .location, name: lexicon.name(entry), id: lexicon.id(entry), source: "derived", form: .derived)
    }
    return Entity(
      span, type: .location, name: NameMemory.name(document, tokens), source: "evidence", form: .derived)
  }

  /// The entity of a match of a lexicon that is taken at its word.
  static func entity(_ match: LexiconMatch, _ document: borrowing Document, _ lexicon: LexiconImage) -> Entity {
    let first = document.tokens[match.tokens.lowerBound].span
    let last = document.tokens[match.tokens.upperBound - 1].span
    let entry = lexicon.entry(lexicon.form(match.form))
    return Entity(
      Span(first.start, last.end), type: lexicon.type(entry), name: lexicon.name(entry), id: lexicon.id(entry),
      source: lexicon.source(entry))
  }
}
