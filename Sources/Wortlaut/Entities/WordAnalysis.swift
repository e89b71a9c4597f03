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

  /// An ending as the last bytes of eight, so that one comparison tells whether a word has it.
  private struct Suffix {
    var bytes: UInt64
    var mask: UInt64
    var length: Int
    var takes: Ending

    init(_ text: String, _ takes: Ending) {
      length = text.utf8.count
      self.takes = takes
      mask = ~0 << UInt64(64 - 8 * length)
      bytes = WordAnalysis.lastEight(Array(text.utf8))
    }
  }

  /// The last eight bytes of a word, the last one highest; zeros before a shorter word.
  private static func lastEight(_ word: [UInt8]) -> UInt64 {
    word.withUnsafeBytes { word in
      if word.count >= 8 { return StableHash.word(word, word.count - 8) }
      return word.isEmpty ? 0 : StableHash.tail(word, 0) << UInt64(64 - 8 * word.count)
    }
  }

  /// All endings by their last letter, a to z.
  private static let endings: [[Suffix]] = {
    let all: [(String, Ending)] = [
      ("s", [.noun, .inhabitant, .genitive]), ("es", [.noun, .adjective]), ("n", [.noun, .inhabitant]),
      ("en", [.noun, .adjective, .inhabitant]), ("e", [.noun, .adjective]), ("er", .adjective), ("ern", .other),
      ("em", .adjective), ("nen", [.noun, .inhabitant]), ("in", .inhabitant), ("innen", .inhabitant), ("st", .other),
      ("t", .other), ("te", .other), ("ten", .other), ("et", .other), ("est", .other), ("end", .other),
      ("ende", .other), ("enden", .other), ("ender", .other), ("endes", .other), ("endem", .other), ("ter", .other),
      ("tes", .other), ("tem", .other), ("ster", .other), ("sten", .other), ("ste", .other),
    ]
    var byLetter = [[Suffix]](repeating: [], count: 26)
    for (text, takes) in all { byLetter[Int(text.utf8.last ?? 0x61) - 0x61].append(Suffix(text, takes)) }
    return byLetter
  }()

  init(_ image: EvidenceImage) { self.image = image }

  /// - Parameter withHeads: whether compounds are asked for; they cost most.
  mutating func read(_ word: UnsafeBufferPointer<UInt8>, withHeads: Bool) {
    key.removeAll(keepingCapacity: true)
    TokenKey.append(word, to: &key)
    if key.contains(0x2E) { key.removeAll { $0 == 0x2E } }
    own = self.word(end: key.count)
    stems.removeAll(keepingCapacity: true)
    heads = withHeads ? heads(end: key.count) : []
    guard let last = key.last, last &- 0x61 < 26 else { return }
    let suffix = Self.lastEight(key)
    for ending in Self.endings[Int(last - 0x61)] where suffix & ending.mask == ending.bytes {
      let length = key.count - ending.length
      guard length > 1 else { continue }
      stems.append(Stem(ending: ending.takes, length: length, word: self.word(end: length)))
      if withHeads, ending.takes.contains(.noun) { heads.formUnion(heads(end: length)) }
    }
  }

  /// What the lists say of the word that the key's first bytes are.
  private func word(end: Int) -> EvidenceImage.Word {
    var state = SuffixHash.start
    key.withUnsafeBufferPointer { key in
      var at = end
      while at > 0 {
        at -= 1
        state = SuffixHash.step(state, key[at])
      }
    }
    return image.word(SuffixHash.finish(state)) ?? .init()
  }

  /// The word of this class that stands here, as it is or with an ending that such words take.
  func word(_ wanted: NameWords, _ ending: Ending) -> EvidenceImage.Word? {
    if !own.classes.isDisjoint(with: wanted) { return own }
    for stem in stems where !stem.ending.isDisjoint(with: ending) && !stem.word.classes.isDisjoint(with: wanted) {
      return stem.word
    }
    return nil
  }

  /// The cluster of the word in this writing (see ``writing(of:)``), or of the word that it is the genitive of; 0 where
  /// the word is in none. Its lowest bits are the path from the root of the clusters.
  func cluster(_ writing: Int) -> (number: UInt16, isGenitive: Bool) {
    if own.clusters[writing] != 0 { return (own.clusters[writing], false) }
    for stem in stems where stem.ending.contains(.genitive) && stem.word.clusters[writing] != 0 {
      return (stem.word.clusters[writing], true)
    }
    return (0, false)
  }

  /// 0 for a word in lower case, 1 for one with a capital in front, 2 for one in capitals.
  static func writing(_ shape: TokenShape) -> Int {
    if !shape.contains(.capitalized) { return 0 }
    return shape.contains(.hasLowercase) || shape.contains(.singleLetter) ? 1 : 2
  }

  static func writing(of word: String) -> Int {
    var word = word
    return word.withUTF8 { writing(TokenShape($0)) }
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

  /// Whether the word is common, if at all, only as a compound.
  var isCompound: Bool {
    let listed: NameWords = [.commonNoun, .commonWord]
    return own.classes.isDisjoint(with: listed)
      && !stems.contains { $0.length > 3 && !$0.word.classes.isDisjoint(with: listed) }
  }

  /// Whether the word is a noun of the lists, as it stands or with an ending.
  var isNoun: Bool {
    own.classes.contains(.commonNoun) || stems.contains { $0.length > 3 && $0.word.classes.contains(.commonNoun) }
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
