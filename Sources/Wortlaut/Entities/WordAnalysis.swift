/// What the shape and the parts of a word say, by the word lists. One a worker.
///
/// All questions are asked of the word's key (``TokenKey``) without full stops.
struct WordAnalysis {
  let image: EvidenceImage
  /// The key.
  private(set) var key: [UInt8] = []

  init(_ image: EvidenceImage) { self.image = image }

  mutating func read(_ word: UnsafeBufferPointer<UInt8>) {
    key.removeAll(keepingCapacity: true)
    TokenKey.append(word, to: &key)
    key.removeAll { $0 == 0x2E }
  }

  /// What the lists say of the word as it stands.
  func entry() -> EvidenceImage.Word? { image.word(SuffixHash.hash(key)) }

  /// Whether a word of this class stands here, as it is or with one of the endings.
  func classes(_ wanted: NameWords, endings: [[UInt8]]) -> EvidenceImage.Word? {
    if let word = entry(), !word.classes.isDisjoint(with: wanted) { return word }
    for ending in endings where key.count > ending.count + 1 && hasSuffix(ending) {
      let stem = key[..<(key.count - ending.count)]
      if let word = image.word(SuffixHash.hash(stem)), !word.classes.isDisjoint(with: wanted) { return word }
    }
    return nil
  }

  private func hasSuffix(_ ending: [UInt8]) -> Bool {
    key.count >= ending.count && key[(key.count - ending.count)...].elementsEqual(ending)
  }

  /// Whether a word of this class is the last part of the compound `key[..<end]`: at least four letters after at least
  /// `before` others.
  func hasHead(_ wanted: NameWords, end: Int, before: Int, shortest: Int = 4) -> Bool {
    guard end >= before + shortest else { return false }
    var state = SuffixHash.start
    var at = end
    while at > before {
      at -= 1
      state = SuffixHash.step(state, key[at])
      if end - at >= shortest, let word = image.word(SuffixHash.finish(state)), !word.classes.isDisjoint(with: wanted) {
        return true
      }
    }
    return false
  }

  /// Whether and how the word is one of the language: a noun, another word, a compound, an inflected form of these.
  /// Names are mostly none of these; many are: "Müller".
  func commonness() -> StaticString {
    if let word = entry() {
      if word.classes.contains(.commonNoun) { return "noun" }
      if word.classes.contains(.commonWord) { return "word" }
    }
    if hasHead(.commonNoun, end: key.count, before: 3) { return "compound" }
    for ending in Self.endings where key.count - ending.count > 3 && hasSuffix(ending) {
      let end = key.count - ending.count
      if let word = image.word(SuffixHash.hash(key[..<end])) {
        if word.classes.contains(.commonNoun) { return "noun+" }
        if word.classes.contains(.commonWord) { return "word+" }
      }
      if ending.count < 3, hasHead(.commonNoun, end: end, before: 3) { return "compound+" }
    }
    return hasHead(.commonWord, end: key.count, before: 3) ? "composed" : "unknown"
  }

  /// Endings of nouns, adjectives and verbs.
  private static let endings: [[UInt8]] = [
    "s", "es", "n", "en", "e", "er", "ern", "em", "nen", "in", "innen", "st", "t", "te", "ten", "et", "est", "end",
    "ende",
    "enden", "ender", "endes", "endem", "ter", "tes", "tem", "ster", "sten", "ste",
  ].map { Array($0.utf8) }

  static let adjectiveEndings: [[UInt8]] = ["e", "er", "es", "en", "em"].map { Array($0.utf8) }
  static let inhabitantEndings: [[UInt8]] = ["s", "n", "en", "in", "innen", "nen"].map { Array($0.utf8) }
  static let nounEndings: [[UInt8]] = ["s", "es", "n", "en", "e"].map { Array($0.utf8) }
  static let genitive: [[UInt8]] = ["s"].map { Array($0.utf8) }
}
