/// The rules of one normalize stage, and what tells quickly that none of them applies.
struct NormalRules: Sendable {
  let characters: CharacterRules
  private let spellings: [SpellingRules]
  /// The rare grams of all spellings, so that one look a byte keeps most other words out.
  private let grams: [UInt64]
  /// What stands around each of these grams in its spelling.
  private let spellingsByGram: [Int: [SpellingRules.Gram]]
  private let hyphenParts: Set<String>
  private let ckEndings: Set<String>
  private let joinsLineBreaks: Bool
  private let cutsRepetition: Bool
  let fingerprint: UInt64

  /// - Throws: ``DataTable/Fault`` if a word list is missing or wrong.
  init(_ settings: StageSettings, _ data: DataDirectory) throws(DataTable.Fault) {
    characters = CharacterRules(settings)
    joinsLineBreaks = settings.flag("line-breaks")
    cutsRepetition = settings.flag("repetition")
    // In this order, for what one list gives another may take up: "huelfen", "hülfen", "hilfen".
    var lists: [String] = []
    if settings.flag("ascii-umlauts") { lists.append("ascii-umlauts") }
    if settings.flag("historical") { lists.append("historical-spelling") }
    if settings.text("spelling") == "reformed" { lists.append("spelling-reform") }
    if settings.flag("swiss") { lists.append("swiss-spelling") }
    var spellings: [SpellingRules] = []
    for list in lists {
      let rules = try SpellingRules(path: data.wordList(list))
      spellings.append(rules)
    }
    self.spellings = spellings
    var grams = [UInt64](repeating: 0, count: SpellingRules.gramBits / 64)
    var spellingsByGram: [Int: [SpellingRules.Gram]] = [:]
    for gram in spellings.flatMap(\.rareGrams) {
      let bit = SpellingRules.bit(gram.value)
      grams[bit >> 6] |= 1 << UInt64(bit & 63)
      spellingsByGram[bit, default: []].append(gram)
    }
    self.grams = grams
    self.spellingsByGram = spellingsByGram
    let parts = try DataTable(path: data.wordList("hyphen-parts"), columns: ["part"])
    hyphenParts = Set(parts.rows.map { $0[0] })
    let endings = try DataTable(path: data.wordList("ck-endings"), columns: ["ending"])
    ckEndings = Set(endings.rows.map { $0[0] })
    fingerprint = spellings.reduce(StableHash.mix(parts.contentHash, endings.contentHash)) {
      StableHash.mix($0, $1.fingerprint)
    }
  }

  /// Whether a token may have a form of its own: few do in an ordinary text.
  func mayChange(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
    if cutsRepetition { return true }
    let mayChange = CharacterRules.mayChange
    if token.count < 3 {
      if token.count == 1 { return token[0] == 0x60 }
      return token[0] == token[1] || mayChange[Int(token[0])]
    }
    var history: UInt32 = 0
    for at in token.indices {
      let byte = token[at]
      if mayChange[Int(byte)] { return true }
      history = history << 8 | UInt32(byte | 0x20)
      let bit = SpellingRules.bit(history)
      if grams[bit >> 6] & 1 << UInt64(bit & 63) != 0, hasSpelling(token, gramEnd: at + 1, bit) { return true }
    }
    return false
  }

  /// Whether the spelling that a gram was taken from stands around it, whatever the capitals.
  private func hasSpelling(_ token: UnsafeBufferPointer<UInt8>, gramEnd: Int, _ bit: Int) -> Bool {
    guard let grams = spellingsByGram[bit] else { return false }
    return grams.contains { gram in
      let first = gramEnd - gram.end
      guard first >= 0, first + gram.spelling.count <= token.count else { return false }
      for index in gram.spelling.indices where token[first + index] | 0x20 != gram.spelling[index] { return false }
      return true
    }
  }

  /// Writes a token's normal form. Returns false, and nothing of use, where it is the token itself.
  ///
  /// - Throws: ``ICUError``, not expected of well-formed text.
  func write(
    _ token: UnsafeBufferPointer<UInt8>, _ kind: TokenKind, into form: inout [UInt8], scratch: inout [UInt8]
  ) throws -> Bool {
    form.removeAll(keepingCapacity: true)
    form.append(contentsOf: token)
    try characters.compose(&form, scratch: &scratch)
    if kind == .url || kind == .email { return !form.elementsEqual(token) }
    if joinsLineBreaks && form.contains(where: { $0 == 0x0A || $0 == 0x0D }) { joinLine(&form) }
    characters.apply(to: &form, kind, scratch: &scratch)
    if kind == .word {
      if cutsRepetition { Self.cutRepetition(&form) }
      for rules in spellings { rules.apply(to: &form, scratch: &scratch) }
    }
    return !form.elementsEqual(token)
  }

  // MARK: Broken words

  /// "Wirtschafts-⏎beziehungen" as "Wirtschaftsbeziehungen"; "EU-⏎Gipfel" and "deutsch-⏎polnisch" keep the hyphen.
  private func joinLine(_ form: inout [UInt8]) {
    guard let gap = form.firstIndex(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }) else { return }
    var next = gap
    while next < form.count, form[next] <= 0x20 { next += 1 }
    var end = gap
    while end > 0, form[end - 1] <= 0x20 { end -= 1 }
    let mark = hyphenStart(form, end)
    let keeps = mark < end && form[mark] != 0xC2 && keepsHyphen(form, mark, next)
    if !keeps && isBrokenCK(form, mark, next) { form[mark - 1] = UInt8(ascii: "c") }
    form.replaceSubrange((keeps ? end : mark)..<next, with: [])
  }

  /// "Zuk-⏎ker", "Brük-⏎ke": until 1996 ck was broken into k-k, after a vowel. "Musik-⏎kenner" is a compound.
  private func isBrokenCK(_ form: [UInt8], _ mark: Int, _ next: Int) -> Bool {
    guard mark > 1, next < form.count, form[mark - 1] == UInt8(ascii: "k"), form[next] == UInt8(ascii: "k") else {
      return false
    }
    let isAfterVowel =
      switch form[mark - 2] {
      case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
      default: form[mark - 2] >= 0x80
      }
    return isAfterVowel && ckEndings.contains(String(decoding: form[(next + 1)...], as: UTF8.self))
  }

  /// Where the hyphen that ends at `end` begins: a hyphen, a soft one, or the double one of old prints.
  private func hyphenStart(_ form: [UInt8], _ end: Int) -> Int {
    guard end > 0 else { return end }
    switch form[end - 1] {
    case UInt8(ascii: "-"), UInt8(ascii: "="): return end - 1
    case 0xAD, 0xAC: return end - 2
    default: return end >= 3 && form[end - 3] == 0xE2 ? end - 3 : end
    }
  }

  private func keepsHyphen(_ form: [UInt8], _ mark: Int, _ next: Int) -> Bool {
    guard next < form.count, mark > 0 else { return true }
    let isCapital = Self.isCapital(form, next)
    if isCapital || form[mark - 1] &- 0x30 < 10 { return true }
    let start = form[..<mark].lastIndex(of: UInt8(ascii: "-")).map { $0 + 1 } ?? 0
    let part = form[start..<mark]
    if part.allSatisfy({ $0 &- 0x41 < 26 }) || Self.isOneLetter(part) { return true }
    return hyphenParts.contains(String(decoding: part, as: UTF8.self))
  }

  private static func isCapital(_ form: [UInt8], _ at: Int) -> Bool {
    form.withUnsafeBufferPointer { CharacterProperties.isUppercase(UTF8Decoding.scalar($0, at).codePoint) }
  }

  /// "E-⏎Mail", "Ü-⏎Wagen".
  private static func isOneLetter(_ part: ArraySlice<UInt8>) -> Bool {
    part.count <= 7 && part.withUnsafeBufferPointer { Composition.letters($0, 0, $0.count) == 1 }
  }

  // MARK: Drawn-out letters

  /// "soooo" as "so", "süüüß" as "süß". Two of a letter stay, for German doubles letters, and three where compounds
  /// meet: "Schifffahrt", "Seeelefant".
  private static func longest(_ byte: UInt8) -> Int {
    switch byte | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): 3
    case 0x61...0x7A: 4
    default: byte >= 0xC3 && byte <= 0xC5 ? 3 : Int.max
    }
  }

  private static func cutRepetition(_ form: inout [UInt8]) {
    var kept = 0
    var at = 0
    while at < form.count {
      let length = form[at] < 0xC0 ? 1 : form[at] < 0xE0 ? 2 : form[at] < 0xF0 ? 3 : 4
      let end = min(at + length, form.count)
      var next = end
      while next + length <= form.count, form[next..<next + length].elementsEqual(form[at..<end]) { next += length }
      let isDrawnOut = (next - at) / length >= longest(form[at])
      let stop = isDrawnOut ? end : next
      for index in at..<stop {
        form[kept] = form[index]
        kept += 1
      }
      at = next
    }
    form.removeLast(form.count - kept)
  }
}
