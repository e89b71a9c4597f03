/// What a punctuation token is to the rules of quotation.
enum Sign: UInt8, Sendable {
  case none, comma, semicolon, colon, dash, openBracket, closeBracket, stop, joiner, quote
}

/// The facts about a document's tokens that the rules ask for, side by side.
struct TokenColumns {
  private(set) var facts: [SpeechFacts] = []
  private(set) var sign: [Sign] = []
  private(set) var isCapital: [Bool] = []
  private(set) var isWord: [Bool] = []
  /// A number, an ordinal, or a word that begins with a digit.
  private(set) var isNumber: [Bool] = []
  /// A web or mail address, a mention or a hashtag.
  private(set) var isAddress: [Bool] = []
  /// No white space stands before the token.
  private(set) var isGlued: [Bool] = []
  /// The token is the first of its block; one more entry stands for the end.
  private(set) var startsBlock: [Bool] = []
  /// The number of the block a token stands in.
  private(set) var block: [Int32] = []
  var count: Int { facts.count }

  /// What is known of each word, by its number (``Document/words``); nil where it has not been asked for.
  private var known: [SpeechFacts?] = []
  private var wordsOf: UInt64 = 0
  private var key: [UInt8] = []

  /// Fills the columns for a document. A word is looked up by its parts once, then remembered.
  mutating func fill(_ document: inout Document, _ lexicon: QuotationLexicon) {
    document.prepareKeys()
    if wordsOf != document.wordsOf {
      wordsOf = document.wordsOf
      known.removeAll(keepingCapacity: true)
    }
    if known.count < document.wordCount {
      known.append(contentsOf: repeatElement(nil, count: document.wordCount - known.count))
    }
    facts.removeAll(keepingCapacity: true)
    sign.removeAll(keepingCapacity: true)
    isCapital.removeAll(keepingCapacity: true)
    isWord.removeAll(keepingCapacity: true)
    isNumber.removeAll(keepingCapacity: true)
    isAddress.removeAll(keepingCapacity: true)
    isGlued.removeAll(keepingCapacity: true)
    startsBlock.removeAll(keepingCapacity: true)
    self.block.removeAll(keepingCapacity: true)
    var block = 0
    for index in document.tokens.indices {
      let token = document.tokens[index]
      let word = Int(document.words[index])
      switch token.kind {
      case .punctuation, .symbol, .emoticon:
        facts.append(SpeechFacts())
        sign.append(Sign(document.text[token.span.range]))
        isWord.append(false)
      default:
        if let fact = known[word] {
          facts.append(fact)
        } else {
          key.removeAll(keepingCapacity: true)
          document.withNorm(of: index) { TokenKey.append($0, to: &key) }
          let new = key.withUnsafeBufferPointer { lexicon.facts($0) }
          known[word] = new
          facts.append(new)
        }
        sign.append(.none)
        isWord.append(true)
      }
      isNumber.append(document.text[token.span.start] &- 0x30 < 10)
      isCapital.append(token.shape.contains(.capitalized))
      isAddress.append([.url, .email, .mention, .hashtag].contains(token.kind))
      isGlued.append(!token.shape.contains(.spaceBefore))
      var isFirst = index == 0
      while block < document.blocks.count, document.blocks[block].span.end <= token.span.start {
        block += 1
        isFirst = true
      }
      startsBlock.append(isFirst)
      self.block.append(Int32(block))
    }
    startsBlock.append(true)
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
    } else if bytes.elementsEqual([0x27, 0x27]) || QuoteGlyph(bytes) != nil {
      self = .quote
    } else if bytes.elementsEqual([0xE2, 0x80, 0x93]) || bytes.elementsEqual([0xE2, 0x80, 0x94]) {
      self = .dash
    } else if bytes.elementsEqual([0xE2, 0x80, 0xA6]) {
      self = .stop
    } else {
      self = .none
    }
  }
}
