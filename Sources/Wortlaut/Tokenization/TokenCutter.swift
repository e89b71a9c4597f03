/// Turns the stretches that the rules matched into tokens.
///
/// Most stretches are one token and go straight through. The others are cut here: by word lists ("Abs.1"), by what
/// stands before and after ("am 16." or "um 2014" "."), or by the convention ("EU-Gipfel" in Universal Dependencies).
/// The rest of the work lies in the extensions: words, stops, dotted words, numbers, marks. Whatever decides is named to
/// the trace, for `explain`.
struct TokenCutter<Trace: TokenTrace> {
  let text: UnsafeBufferPointer<UInt8>
  let blocks: UnsafeBufferPointer<Block>
  let language: TokenLanguage
  let convention: TokenConvention
  let trace: Trace
  var tokens: [Token]

  /// Where the next stretch begins.
  private var position = 0
  private var block = 0
  /// Where the block that the stretch stands in ends.
  var blockEnd = 0
  /// The index of the first token of the block.
  var firstOfBlock = 0
  /// Round brackets that are open in this block.
  var openBrackets = 0
  /// A single quotation mark is open in this block, so that an apostrophe at a word's end may close it.
  var hasOpenQuote = false
  /// The end of an apostrophe that stands alone and may belong to the word after it.
  var apostropheEnd = -1

  /// Takes over the memory of `tokens`, which ``finish(into:)`` gives back.
  init(
    _ text: UnsafeBufferPointer<UInt8>, blocks: UnsafeBufferPointer<Block>, language: TokenLanguage,
    convention: TokenConvention, trace: Trace, into tokens: inout [Token]
  ) {
    self.text = text
    self.blocks = blocks
    self.language = language
    self.convention = convention
    self.trace = trace
    self.tokens = []
    swap(&self.tokens, &tokens)
    blockEnd = blocks.first?.span.end ?? text.count
  }

  mutating func finish(into tokens: inout [Token]) { swap(&self.tokens, &tokens) }

  mutating func take(_ ends: UnsafeBufferPointer<Int32>, _ statuses: UnsafeBufferPointer<Int32>) {
    for index in 0..<ends.count {
      let end = Int(ends[index])
      let start = skipBlanks(position, end)
      position = end
      if start >= end { continue }
      if start >= blockEnd { enterBlock(of: start) }
      let status = statuses[index]
      if status == TokenRules.Status.word {
        word(start, end)
      } else if status == TokenRules.Status.character {
        character(start, end)
      } else {
        special(start, end, status)
      }
    }
  }

  private mutating func special(_ start: Int, _ end: Int, _ status: Int32) {
    typealias Status = TokenRules.Status
    switch status {
    case Status.wordStops: wordWithStops(start, end)
    case Status.dotted: dotted(start, end)
    case Status.firstApart:
      character(start, start + 1)
      // "p<.05"
      if text[start + 1] == UInt8(ascii: ".") { return append(start + 1, end, .number) }
      text[start + 1] == UInt8(ascii: "-") ? leadingHyphen(start + 1, end) : piece(start + 1, end)
    case Status.infix: infix(start, end)
    case Status.parenthesized: parenthesized(start, end)
    case Status.broken: broken(start, end)
    case Status.leadingHyphen: leadingHyphen(start, end)
    case Status.numberLetters, Status.numberCompound: numberWithLetters(start, end)
    case Status.number: number(start, end)
    case Status.range: range(start, end)
    case Status.signed, Status.fullAmount: append(start, end, .number)
    case Status.run: run(start, end)
    case Status.exclamation: exclamation(start, end)
    case Status.ellipsis, Status.quotation: append(start, end, .punctuation)
    case Status.url: append(start, end, .url)
    case Status.email: append(start, end, .email)
    case Status.mention: append(start, end, .mention)
    case Status.hashtag: append(start, end, .hashtag)
    case Status.emoticon: emoticon(start, end)
    case Status.emoji: append(start, end, MarkKind.isTextSymbol(text, start, end) ? .symbol : .emoticon)
    case Status.blank: break
    default: append(start, end, .symbol)
    }
  }

  @inline(__always)
  mutating func append(_ start: Int, _ end: Int, _ kind: TokenKind, by function: StaticString = #function) {
    guard start < end else { return }
    let token = Token(Span(start, end), kind)
    tokens.append(token)
    trace.made(token, by: function)
  }

  /// An answer and the rule that gives it.
  @inline(__always)
  func says<Answer>(_ answer: Answer, _ rule: TokenRule) -> Answer {
    trace.note(rule)
    return answer
  }

  /// The bytes of a stretch.
  @inline(__always)
  func bytes(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> { .init(rebasing: text[start..<end]) }

  func classes(_ start: Int, _ end: Int) -> WordClass { language.classes.of(bytes(start, end)) }

  /// How many letters a stretch has, composed or not.
  func letters(_ start: Int, _ end: Int) -> Int { Composition.letters(text, start, end) }

  // MARK: Blocks

  mutating func enterBlock(of start: Int) {
    while block + 1 < blocks.count && blocks[block].span.end <= start { block += 1 }
    blockEnd = block < blocks.count && blocks[block].span.end > start ? blocks[block].span.end : text.count
    firstOfBlock = tokens.count
    openBrackets = 0
    hasOpenQuote = false
    apostropheEnd = -1
  }

  /// The token before, if it stands in the same block.
  var previous: Token? { tokens.count > firstOfBlock ? tokens[tokens.count - 1] : nil }

  /// Whether nothing of the block, or nothing of its sentence, stands before.
  var isAtStart: Bool {
    guard let previous else { return true }
    guard previous.kind == .punctuation || previous.kind == .emoticon else { return false }
    if previous.kind == .emoticon { return true }
    let last = text[previous.span.end - 1]
    return last == UInt8(ascii: ".") || last == UInt8(ascii: "!") || last == UInt8(ascii: "?")
      || last == UInt8(ascii: ":")
  }

  // MARK: Blanks

  @inline(__always)
  private func skipBlanks(_ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end {
      let byte = text[at]
      if byte <= 0x20 {
        if !Blank.isASCII(byte) { break }
        at += 1
      } else if byte < 0xC2 {
        break
      } else {
        let length = Blank.length(text, at)
        if length == 0 { break }
        at += length
      }
    }
    return at
  }

  /// Where the next character that is not blank stands, at most the block's end.
  func nextVisible(_ start: Int) -> Int { skipBlanks(start, blockEnd) }
}

/// White space and characters that have no width.
enum Blank {
  @inline(__always)
  static func isASCII(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

  /// The length of the blank character beyond ASCII at `at`; 0 if it is not blank.
  static func length(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let lead = text[at]
    guard lead == 0xC2 || lead == 0xE1 || lead == 0xE2 || lead == 0xE3 || lead == 0xEF else { return 0 }
    let (character, length) = UTF8Decoding.scalar(text, at)
    switch character {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x2064, 0x3000, 0xFEFF: return length
    default: return 0
    }
  }
}
