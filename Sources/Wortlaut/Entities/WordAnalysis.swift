/// What the shape and the parts of a word say, by the word lists. One a worker.
///
/// All questions are asked of the word's key (``TokenKey``) without full stops. Reading a word looks up what can follow
/// from it once: the word, the word without each ending it has, and the heads it may have as a compound.
struct WordAnalysis {
  let image: EvidenceImage
  /// The key.
  private(set) var key: [UInt8] = []
  /// What the lists say of the word as it stands.
  private(set) var own = EvidenceImage.Word()
  private var stems: [Stem] = []
  /// The classes of all words that the word ends in as a compound, with or without a noun's ending.
  private(set) var heads: NameWords = []

  /// The word without one of its endings.
  private struct Stem {
    var ending: Ending
    var length: Int
    var word: EvidenceImage.Word
  }

  /// Endings by what takes them.
  struct Ending: OptionSet {
    let rawValue: UInt8
    static let noun = Ending(rawValue: 1)
    static let adjective = Ending(rawValue: 2)
    static let inhabitant = Ending(rawValue: 4)
    static let genitive = Ending(rawValue: 8)
    static let other = Ending(rawValue: 16)
  }

  private static let endings: [(bytes: [UInt8], takes: Ending)] = [
    ("s", [.noun, .inhabitant, .genitive]), ("es", [.noun, .adjective]), ("n", [.noun, .inhabitant]),
    ("en", [.noun, .adjective, .inhabitant]), ("e", [.noun, .adjective]), ("er", .adjective), ("ern", .other),
    ("em", .adjective), ("nen", [.noun, .inhabitant]), ("in", .inhabitant), ("innen", .inhabitant), ("st", .other),
    ("t", .other), ("te", .other), ("ten", .other), ("et", .other), ("est", .other), ("end", .other), ("ende", .other),
    ("enden", .other), ("ender", .other), ("endes", .other), ("endem", .other), ("ter", .other), ("tes", .other),
    ("tem", .other), ("ster", .other), ("sten", .other), ("ste", .other),
  ].map { (Array($0.0.utf8), $0.1) }

  init(_ image: EvidenceImage) { self.image = image }

  /// - Parameter withHeads: whether compounds are asked for; they cost most.
  mutating func read(_ word: UnsafeBufferPointer<UInt8>, withHeads: Bool) {
    key.removeAll(keepingCapacity: true)
    TokenKey.append(word, to: &key)
    key.removeAll { $0 == 0x2E }
    own = image.word(SuffixHash.hash(key)) ?? .init()
    stems.removeAll(keepingCapacity: true)
    heads = withHeads ? heads(end: key.count) : []
    guard let last = key.last, last &- 0x61 < 26 else { return }
    for (ending, takes) in Self.endings where ending[ending.count - 1] == last && key.count > ending.count + 1 {
      guard key[(key.count - ending.count)...].elementsEqual(ending) else { continue }
      let length = key.count - ending.count
      stems.append(
        Stem(ending: takes, length: length, word: image.word(SuffixHash.hash(key[..<length])) ?? .init()))
      if withHeads, takes.contains(.noun) { heads.formUnion(heads(end: length)) }
    }
  }

  /// The word of this class that stands here, as it is or with an ending that such words take.
  func word(_ wanted: NameWords, _ ending: Ending) -> EvidenceImage.Word? {
    if !own.classes.isDisjoint(with: wanted) { return own }
    for stem in stems where !stem.ending.isDisjoint(with: ending) && !stem.word.classes.isDisjoint(with: wanted) {
      return stem.word
    }
    return nil
  }

  /// The classes of the words that the compound `key[..<end]` ends in: at least four letters after at least two others.
  private func heads(end: Int) -> NameWords {
    var found: NameWords = []
    guard end >= 6 else { return found }
    var state = SuffixHash.start
    key.withUnsafeBufferPointer { key in
      var at = end
      while at > 2 {
        at -= 1
        state = SuffixHash.step(state, key[at])
        if end - at >= 4, let word = image.word(SuffixHash.finish(state)) { found.formUnion(word.classes) }
      }
    }
    return found
  }

  /// Whether and how the word is one of the language: a noun, another word, a compound, an inflected form of these.
  /// Names are mostly none of these; many are: "Müller".
  func commonness() -> StaticString {
    if own.classes.contains(.commonNoun) { return "noun" }
    if own.classes.contains(.commonWord) { return "word" }
    for stem in stems where stem.length > 3 {
      if stem.word.classes.contains(.commonNoun) { return "noun+" }
      if stem.word.classes.contains(.commonWord) { return "word+" }
    }
    if heads.contains(.commonNoun) { return "compound" }
    return heads.contains(.commonWord) ? "composed" : "unknown"
  }
}
