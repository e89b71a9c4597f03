/// Decides after which tokens a sentence ends.
///
/// No sentence crosses a block's end. Inside a block every token that could end a sentence is weighed with what stands
/// before it and after it; the reasons are in the extensions, one a kind of token.
///
/// Wherever it decides it names the rule to its trace, for `explain`.
struct SentenceSplitter<Trace: SentenceTrace> {
  let text: UnsafeBufferPointer<UInt8>
  let tokens: UnsafeBufferPointer<Token>
  let classes: WordClasses
  let abbreviations: Abbreviations
  let semicolons: ClauseMarks
  let colons: ClauseMarks
  let trace: Trace

  /// The tokens of the block.
  var block: Range<Int> = 0..<0
  /// The first token of the sentence.
  var first = 0
  /// Semicolons and colons end sentences in this document.
  var cutsSemicolons = false
  var cutsColons = false
  /// The document is prose as it was written around 1800: clauses end in semicolons and colons, and exclamations stand
  /// inside sentences.
  var isOldProse = false
  /// See `beginsWithCapitals()`; nil while nobody has asked.
  var capitalsBegin: Bool?
  /// Round brackets that are open in the sentence.
  var brackets = 0
  /// A straight quotation mark is open.
  var isQuoteOpen = false

  private var sentences: [Sentence] = []

  init(
    text: UnsafeBufferPointer<UInt8>, tokens: UnsafeBufferPointer<Token>, classes: WordClasses,
    abbreviations: Abbreviations, semicolons: ClauseMarks, colons: ClauseMarks, trace: Trace
  ) {
    self.text = text
    self.tokens = tokens
    self.classes = classes
    self.abbreviations = abbreviations
    self.semicolons = semicolons
    self.colons = colons
    self.trace = trace
  }

  mutating func split(_ blocks: [Block], into sentences: inout [Sentence]) {
    swap(&self.sentences, &sentences)
    defer { swap(&self.sentences, &sentences) }
    let isLegal = isLegal()
    capitalsBegin = nil
    isOldProse = !isLegal && hasOldPeriods()
    cutsSemicolons = semicolons == .end || semicolons == .auto && (isLegal || isOldProse)
    cutsColons = colons == .end || colons == .auto && isOldProse
    var at = 0
    for item in blocks {
      var end = at
      while end < tokens.count && tokens[end].span.start < item.span.end { end += 1 }
      if end > at { splitBlock(at..<end) }
      at = end
    }
    // Tokens that no block covers: a pipeline without layout.
    if at < tokens.count { splitBlock(at..<tokens.count) }
  }

  private mutating func splitBlock(_ range: Range<Int>) {
    block = range
    first = range.lowerBound
    brackets = 0
    isQuoteOpen = false
    var at = first
    while at < range.upperBound {
      let token = tokens[at]
      if token.kind == .word || token.kind == .number {
        at += 1
        continue
      }
      let end = sentenceEnd(at)
      trace.decide(at, end)
      if end > at {
        if end < range.upperBound { close(end) }
        at = end
      } else {
        at += 1
      }
    }
    close(range.upperBound)
  }

  mutating func close(_ end: Int) {
    guard end > first else { return }
    sentences.append(Sentence(Span(tokens[first].span.start, tokens[end - 1].span.end), tokens: first..<end))
    first = end
    brackets = 0
  }

  /// Where the sentence ends if it ends with this token and what belongs to it; the token's index if it goes on.
  private mutating func sentenceEnd(_ at: Int) -> Int {
    let token = tokens[at]
    switch token.kind {
    case .abbreviation: return afterAbbreviation(at)
    case .ordinal: return afterOrdinal(at)
    case .emoticon: return afterEmoticon(at)
    case .mention, .hashtag: return afterAddress(at)
    case .punctuation: return afterPunctuation(at)
    case .symbol: return afterSymbol(at)
    default: return at
    }
  }

  /// The sentence goes on after a token, by this rule.
  @inline(__always)
  func goesOn(_ at: Int, _ rule: SentenceRule) -> Int {
    trace.note(rule)
    return at
  }

  /// The sentence ends before token `end`, by this rule.
  @inline(__always)
  func ends(_ end: Int, _ rule: SentenceRule) -> Int {
    trace.note(rule)
    return end
  }

  // MARK: What the rules ask

  @inline(__always)
  func byte(_ at: Int) -> UInt8 { text[tokens[at].span.start] }

  func bytes(_ at: Int) -> UnsafeBufferPointer<UInt8> { .init(rebasing: text[tokens[at].span.range]) }

  func classes(_ at: Int) -> WordClass { classes.of(bytes(at)) }

  /// Begins with a small letter; addresses and links say nothing by theirs.
  func isLower(_ at: Int) -> Bool {
    guard tokens[at].kind != .url, tokens[at].kind != .email else { return false }
    let byte = byte(at)
    if byte < 0x80 { return byte &- 0x61 < 26 }
    return CharacterProperties.isLowercase(UTF8Decoding.scalar(text, tokens[at].span.start).codePoint)
  }

  func isUpper(_ at: Int) -> Bool {
    let byte = byte(at)
    if byte < 0x80 { return byte &- 0x41 < 26 }
    return CharacterProperties.isUppercase(UTF8Decoding.scalar(text, tokens[at].span.start).codePoint)
  }

  /// No space stands before the token.
  func isAdjacent(_ at: Int) -> Bool { at > 0 && tokens[at - 1].span.end == tokens[at].span.start }

  /// A word with a capital that is written small inside a sentence: the strongest sign of a beginning.
  func isStarter(_ at: Int) -> Bool { isUpper(at) && classes(at).contains(.function) }

  func isOpeningQuote(_ at: Int) -> Bool {
    guard tokens[at].kind == .punctuation, QuoteMark.isQuote(bytes(at)) else { return false }
    let spaced = !isAdjacent(at) || at > block.lowerBound && byte(at - 1) == UInt8(ascii: "(")
    let touchesNext = at + 1 < block.upperBound && isAdjacent(at + 1)
    return spaced && touchesNext
  }

  /// The token at which the next words begin, behind opening quotation marks and brackets; nil at the block's end.
  func opening(_ at: Int) -> Int? {
    var index = at
    while index < block.upperBound {
      guard tokens[index].kind == .punctuation else { return index }
      let isOpener = isOpeningQuote(index) || byte(index) == UInt8(ascii: "(") || byte(index) == UInt8(ascii: "[")
      guard isOpener else { return index }
      index += 1
    }
    return nil
  }

  /// Prose of long periods shows itself by its semicolons: one before a clause to every six sentences at least. In
  /// today's prose it is one to fifty.
  private func hasOldPeriods() -> Bool {
    var clauses = 0
    var stops = 0
    var depth = 0
    for at in tokens.indices where tokens[at].kind == .punctuation {
      switch byte(at) {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth = max(0, depth - 1)
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): stops += 1
      case UInt8(ascii: ";") where depth == 0 && at + 1 < tokens.count && tokens[at + 1].kind == .word:
        if classes(at + 1).contains(.function) { clauses += 1 }
      default: break
      }
    }
    return clauses >= 3 && clauses * 6 >= stops
  }

  /// A court decision or statute: full of section signs and of articles and paragraphs.
  private func isLegal() -> Bool {
    var signs = 0
    for token in tokens where token.kind == .punctuation || token.kind == .symbol {
      if text[token.span.start] == 0xC2, token.span.count >= 2, text[token.span.start + 1] == 0xA7 { signs += 1 }
    }
    return signs >= 3 && signs * 700 >= tokens.count
  }
}

/// What a semicolon or colon does: decided for each document, always ends a sentence, or never does.
enum ClauseMarks: Sendable {
  case auto, end, inside

  init(_ setting: String?) {
    switch setting {
    case "end": self = .end
    case "inside": self = .inside
    default: self = .auto
    }
  }
}

/// Quotation marks of all kinds.
enum QuoteMark {
  static func isQuote(_ mark: UnsafeBufferPointer<UInt8>) -> Bool {
    switch mark.count {
    case 1: mark[0] == UInt8(ascii: "\"") || mark[0] == UInt8(ascii: "'") || mark[0] == UInt8(ascii: "`")
    case 2:
      mark[0] == 0xC2 && (mark[1] == 0xAB || mark[1] == 0xBB)
        || mark[0] == mark[1] && [0x27, 0x60, 0x2C, 0x3C, 0x3E].contains(mark[0])
    case 3:
      mark[0] == 0xE2 && mark[1] == 0x80 && (mark[2] &- 0x98 < 8 || mark[2] == 0xB9 || mark[2] == 0xBA)
    default: false
    }
  }
}
