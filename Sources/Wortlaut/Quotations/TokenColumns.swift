/// What a punctuation token is to the rules of quotation.
enum Sign: UInt8, Sendable {
  case none, comma, semicolon, colon, dash, openBracket, closeBracket, stop, joiner, quote
}

/// What a token is by its looks and place.
struct TokenFlags: OptionSet, Sendable {
  let rawValue: UInt16
  static let capital = TokenFlags(rawValue: 1)
  static let word = TokenFlags(rawValue: 2)
  static let number = TokenFlags(rawValue: 4)
  static let address = TokenFlags(rawValue: 8)
  static let glued = TokenFlags(rawValue: 16)
  static let startsBlock = TokenFlags(rawValue: 32)
  /// A sentence with such a word may hold reported speech.
  static let trigger = TokenFlags(rawValue: 64)
  /// The preposition nach, and a noun that makes it name a source: together they are a trigger.
  static let nach = TokenFlags(rawValue: 128)
  static let source = TokenFlags(rawValue: 256)
  /// The word can be a cue verb, a finite verb, an infinitive, or a word that names a source ("laut").
  static let cue = TokenFlags(rawValue: 512)
  static let finite = TokenFlags(rawValue: 1024)
  static let infinitive = TokenFlags(rawValue: 2048)
  static let sourceWord = TokenFlags(rawValue: 4096)
  /// In a marked span or in brackets; in brackets; part of a person's or organisation's name.
  static let masked = TokenFlags(rawValue: 8192)
  static let bracketed = TokenFlags(rawValue: 16384)
  static let named = TokenFlags(rawValue: 32768)
}

extension TokenFlags {
  private static let sourceWords = ClosedClasses(.wonach, .laut, .gemaess, .nach, .zufolge, .demnach, .view)

  /// What rules ask of every token, of the facts about its word.
  init(_ facts: SpeechFacts) {
    self = []
    if facts.cueCount > 0 { insert(.cue) }
    if !facts.verb.isDisjoint(with: .finite) { insert(.finite) }
    if !facts.verb.isDisjoint(with: [.infinitive, .zuInfinitive]) { insert(.infinitive) }
    if facts.classes.intersects(Self.sourceWords) { insert(.sourceWord) }
  }
}

/// What the tokens of one word have in common.
private struct Word {
  /// Place of the word's facts; below 0 where it has not been asked for.
  var place: Int32 = -1
  var flags: TokenFlags = []
  var sign = Sign.none
  var trigger: Trigger = []
}

/// The facts about a document's tokens that the rules ask for, side by side. The buffers only grow.
struct TokenColumns {
  private(set) var count = 0
  private var flags: [TokenFlags] = []
  /// The first token of each block.
  private(set) var blockStarts: [Int] = []
  /// The tokens that begin blocks, quotation marks and opening brackets.
  private(set) var pairing: [Int] = []
  /// Each token's place in ``known``, with its sign in the lowest byte.
  private var words: [UInt32] = []
  /// All different facts of the words met so far, few enough to stay near; at 0 those of punctuation.
  private var known: [SpeechFacts] = [SpeechFacts()]
  private var placeOfFacts: [SpeechFacts: Int32] = [SpeechFacts(): 0]
  /// What every token of a word shares, by the word's number (``Document/words``).
  private var shared: [Word] = []
  private var wordsOf: UInt64 = 0
  private var key: [UInt8] = []

  // Rules ask a few hundred times a sentence, so only builds for tests check that there is such a token.
  @inline(__always)
  func flags(_ token: Int) -> TokenFlags {
    assert(token >= 0 && token <= count)
    return flags.withUnsafeBufferPointer { $0[token] }
  }
  @inline(__always)
  private func word(_ token: Int) -> UInt32 {
    assert(token >= 0 && token <= count)
    return words.withUnsafeBufferPointer { $0[token] }
  }
  @inline(__always)
  func facts(_ token: Int) -> SpeechFacts { known.withUnsafeBufferPointer { $0[Int(word(token) >> 8)] } }
  @inline(__always)
  func sign(_ token: Int) -> Sign { Sign(rawValue: UInt8(truncatingIfNeeded: word(token))) ?? .none }
  @inline(__always)
  func isCapital(_ token: Int) -> Bool { flags(token).contains(.capital) }
  @inline(__always)
  func isWord(_ token: Int) -> Bool { flags(token).contains(.word) }
  /// A number, an ordinal, or a word that begins with a digit.
  @inline(__always)
  func isNumber(_ token: Int) -> Bool { flags(token).contains(.number) }
  /// A web or mail address, a mention or a hashtag.
  @inline(__always)
  func isAddress(_ token: Int) -> Bool { flags(token).contains(.address) }
  /// The word is a form of a cue verb.
  @inline(__always)
  func isCue(_ token: Int) -> Bool { flags(token).contains(.cue) }
  /// No white space stands before the token.
  @inline(__always)
  func isGlued(_ token: Int) -> Bool { flags(token).contains(.glued) }
  /// The token is the first of its block; also true of the end.
  @inline(__always)
  func startsBlock(_ token: Int) -> Bool { flags(token).contains(.startsBlock) }

  @inline(__always)
  mutating func insert(_ flags: TokenFlags, _ token: Int) { self.flags[token].formUnion(flags) }
  @inline(__always)
  mutating func remove(_ flags: TokenFlags, _ token: Int) { self.flags[token].subtract(flags) }

  /// Whether a noun names a woman ("Ministerin", "Frau") or a man; nil where it names neither.
  func isWoman(_ token: Int) -> Bool? {
    let facts = facts(token)
    if facts.classes.contains(.gentleman) { return false }
    if facts.noun.contains(.adjectival) { return isWomanByEnding(token) }
    if facts.classes.contains(.woman) || facts.endsInIn && facts.noun.contains(.person) { return true }
    return facts.noun.contains(.person) ? false : nil
  }

  /// "die Vorsitzende", "Vorsitzende Maier", "der Vorsitzenden" are women, "der Vorsitzende", "ein Vorsitzender", "dem
  /// Vorsitzenden" men; "die Vorsitzenden" are neither.
  private func isWomanByEnding(_ token: Int) -> Bool? {
    var article = token - 1
    while article >= 0, isWord(article), !isCapital(article), facts(article).hasAdjectiveEnding,
      !facts(article).classes.contains(.determiner)
    {
      article -= 1
    }
    let classes = article >= 0 ? facts(article).classes : ClosedClasses()
    let isDer = classes.contains(.relativeSubject) && classes.contains(.dative)
    let facts = facts(token)
    if facts.endsInEr { return false }
    if !facts.endsInEn { return !isDer }
    if classes.contains(.notNominative) { return false }
    return isDer || classes.contains(.possessiveDative) ? true : nil
  }

  /// The number of the block a token stands in, among those that have tokens.
  func block(_ token: Int) -> Int {
    blockStarts.firstIndex(notBefore: { $0 <= token }) - 1
  }

  /// The tokens of the block with this number.
  func blockTokens(_ block: Int) -> Range<Int> {
    blockStarts[block]..<(block + 1 < blockStarts.count ? blockStarts[block + 1] : count)
  }

  /// Fills the columns for a document. A word is looked up by its parts once, then remembered.
  mutating func fill(_ document: inout Document, _ lexicon: QuotationLexicon) {
    document.prepareKeys()
    if wordsOf != document.wordsOf {
      wordsOf = document.wordsOf
      shared.removeAll(keepingCapacity: true)
    }
    if shared.count < document.wordCount {
      shared.append(contentsOf: repeatElement(Word(), count: document.wordCount - shared.count))
    }
    count = document.tokens.count
    if flags.count <= count {
      let missing = count + 1 - flags.count
      flags.append(contentsOf: repeatElement([], count: missing))
      words.append(contentsOf: repeatElement(0, count: missing))
    }
    for (index, number) in document.words.enumerated() where shared[Int(number)].place < 0 {
      shared[Int(number)] = read(index, document, lexicon)
    }
    fillColumns(document)
  }

  /// Lets go of what is too large to keep for the next document.
  mutating func release() {
    flags.dropIfVeryLarge()
    if flags.isEmpty { (words, blockStarts, pairing) = ([], [], []) }
  }

  /// What every token of a word shares, with what its place adds.
  private mutating func fillColumns(_ document: borrowing Document) {
    let shared = shared
    let blocks = document.blocks
    let ids = document.words
    var starts: [Int] = []
    swap(&starts, &blockStarts)
    starts.removeAll(keepingCapacity: true)
    var pairing: [Int] = []
    swap(&pairing, &self.pairing)
    pairing.removeAll(keepingCapacity: true)
    document.tokens.withUnsafeBufferPointer { tokens in
      flags.withUnsafeMutableBufferPointer { flags in
        words.withUnsafeMutableBufferPointer { words in
          var block = -1
          var blockEnd = 0
          var isAfterWord = false
          for index in tokens.indices {
            let word = shared[known: Int(ids[known: index])]
            var own = word.flags
            let start = tokens[index].span.start
            while start >= blockEnd, block + 1 < blocks.count {
              block += 1
              blockEnd = blocks[known: block].span.end
              own.insert(.startsBlock)
            }
            if index == 0 { own.insert(.startsBlock) }
            if own.contains(.startsBlock) {
              starts.append(index)
              isAfterWord = false
            }
            if own.contains(.startsBlock) || word.sign == .quote || word.sign == .openBracket { pairing.append(index) }
            if !tokens[index].shape.contains(.spaceBefore) { own.insert(.glued) }
            words[index] = UInt32(truncatingIfNeeded: word.place) << 8 | UInt32(word.sign.rawValue)
            if !word.trigger.isEmpty { own.formUnion(Self.flags(word, isAfterWord: isAfterWord)) }
            isAfterWord = own.contains(.word)
            flags[index] = own
          }
        }
      }
    }
    swap(&starts, &blockStarts)
    swap(&pairing, &self.pairing)
    flags[count] = .startsBlock
    words[count] = 0
  }

  /// Within a sentence a capital shows a noun, not a verb, and "so" is of interest after a comma.
  private static func flags(_ word: Word, isAfterWord: Bool) -> TokenFlags {
    var flags: TokenFlags = []
    let trigger = word.trigger
    let isVerb = trigger.contains(.verb) && !(isAfterWord && word.flags.contains(.capital))
    if trigger.contains(.noun) || isVerb || trigger.contains(.so) && !isAfterWord { flags.insert(.trigger) }
    if trigger.contains(.nach) { flags.insert(.nach) }
    if trigger.contains(.source) { flags.insert(.source) }
    return flags
  }

  /// Looks a word up by its parts.
  private mutating func read(_ index: Int, _ document: Document, _ lexicon: QuotationLexicon) -> Word {
    let token = document.tokens[index]
    var word = Word(place: 0)
    // "dpa-Bericht" is a noun as "Bericht" is.
    if token.shape.contains(.capitalized) || token.shape.isSuperset(of: [.innerCapital, .hasHyphen]) {
      word.flags.insert(.capital)
    }
    switch token.kind {
    case .punctuation, .symbol, .emoticon:
      word.sign = Sign(document.text[token.span.range])
      return word
    case .url, .email, .mention, .hashtag: word.flags.insert(.address)
    default: break
    }
    word.flags.insert(.word)
    if document.text[token.span.start] &- 0x30 < 10 { word.flags.insert(.number) }
    key.removeAll(keepingCapacity: true)
    document.withNorm(of: index) { TokenKey.append($0, to: &key) }
    let facts = key.withUnsafeBufferPointer { lexicon.facts($0) }
    word.trigger = facts.trigger
    word.flags.formUnion(TokenFlags(facts))
    if let place = placeOfFacts[facts] {
      word.place = place
    } else {
      word.place = Int32(known.count)
      known.append(facts)
      placeOfFacts[facts] = word.place
    }
    return word
  }
}

extension Sign {
  /// The sign that a token's bytes are.
  init(_ bytes: ArraySlice<UInt8>) {
    let first = bytes[bytes.startIndex]
    if bytes.count == 1 {
      switch first {
      case UInt8(ascii: ","): self = .comma
      case UInt8(ascii: ";"): self = .semicolon
      case UInt8(ascii: ":"): self = .colon
      case UInt8(ascii: "-"): self = .dash
      case UInt8(ascii: "("), UInt8(ascii: "["): self = .openBracket
      case UInt8(ascii: ")"), UInt8(ascii: "]"): self = .closeBracket
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): self = .stop
      case UInt8(ascii: "/"), UInt8(ascii: "&"): self = .joiner
      case UInt8(ascii: "\""), UInt8(ascii: "'"): self = .quote
      default: self = .none
      }
      return
    }
    if first == UInt8(ascii: ".") || first == UInt8(ascii: "!") || first == UInt8(ascii: "?") {
      self = .stop
    } else if QuoteGlyph(bytes) != nil {
      self = .quote
    } else if bytes.elementsEqual([0xE2, 0x80, 0x93]) || bytes.elementsEqual([0xE2, 0x80, 0x94]) {
      self = .dash
    } else if bytes.count == 3, bytes.allSatisfy({ $0 == UInt8(ascii: "+") }) {
      // "+++ Kiew meldet Angriffe +++"
      self = .semicolon
    } else if bytes.elementsEqual([0xE2, 0x80, 0xA6]) {
      self = .stop
    } else {
      self = .none
    }
  }
}
