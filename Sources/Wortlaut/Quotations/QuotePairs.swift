/// A stretch in quotation marks: token indices of the opening mark and after the closing one.
struct MarkedSpan: Sendable, Equatable {
  // Half the size of what the rules see: a large article has many.
  private var tokens: Span
  /// A mark closes it; not so where an unclosed mark was repaired or a dash opens speech.
  var isClosed: Bool

  init(start: Int, end: Int, isClosed: Bool = true) {
    tokens = Span(start, end)
    self.isClosed = isClosed
  }

  var start: Int { tokens.start }
  var end: Int { tokens.end }
  /// What stands between the marks.
  var inside: Range<Int> { start + 1..<max(start + 1, isClosed ? end - 1 : end) }
  var range: Range<Int> { start..<end }
}

/// Pairs quotation marks.
///
/// A pair never leaves its block, except where the next block opens with the same mark again, as long quotations in
/// print do at every paragraph. A mark without a partner is repaired where it stands: after a colon or at a block's
/// start an unclosed mark holds to the end of its sentence; anywhere else it is passed over.
struct QuotePairs {
  private(set) var spans: [MarkedSpan] = []
  /// Where brackets open.
  private(set) var brackets: [Int] = []
  private var dashes = DashTurns()
  private var open: [(token: Int, glyph: QuoteGlyph)] = []
  private static let deepest = 100

  /// Lets go of what is too large to keep for the next document.
  mutating func release() {
    spans.dropIfVeryLarge()
    brackets.dropIfVeryLarge()
  }

  mutating func pair(_ document: Document, _ columns: TokenColumns, _ lexicon: QuotationLexicon) {
    spans.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    brackets.removeAll(keepingCapacity: true)
    for index in columns.pairing {
      if columns.sign(index) == .openBracket { brackets.append(index) }
      if columns.startsBlock(index) && !open.isEmpty { endBlock(before: index, document, columns) }
      guard columns.sign(index) == .quote, let glyph = QuoteGlyph(document[document.tokens[index].span]) else {
        continue
      }
      place(glyph, at: index, document, columns)
    }
    if !open.isEmpty { endBlock(before: columns.count, document, columns) }
    dashes.find(columns, lexicon)
    spans += dashes.spans
    spans.sort { ($0.start, $1.end) < ($1.start, $0.end) }
  }

  private mutating func place(_ glyph: QuoteGlyph, at index: Int, _ document: Document, _ columns: TokenColumns) {
    let gluedBefore = columns.isGlued(index) && !columns.startsBlock(index)
    let gluedAfter = index + 1 < columns.count && columns.isGlued(index + 1) && !columns.startsBlock(index + 1)
    // A mark reopened at a paragraph's start goes on with the quotation.
    if let last = open.last, columns.startsBlock(index), last.glyph == glyph, last.token < index { return }
    if let at = open.lastIndex(where: { glyph.closes($0.glyph) }), index - open[at].token > 1,
      !(glyph.needsSpacing && !gluedBefore && gluedAfter)
    {
      spans.append(MarkedSpan(start: open[at].token, end: index + 1))
      open.removeSubrange(at...)
      return
    }
    // No text nests so deep; without a limit every mark would be looked for among all that are open.
    if open.count == Self.deepest { open.removeFirst() }
    let isCommas = glyph == .low && document.tokens[index].span.count == 2
    if !glyph.needsSpacing {
      // Two commas before a word are a typewriter's low mark, after one a slip.
      if !isCommas || gluedAfter && !gluedBefore { open.append((index, glyph)) }
    } else if gluedAfter && opensHere(index, gluedBefore, columns) && glyph != .rightSingle {
      // Five inches are 5", and a straight mark after a figure opens nothing.
      open.append((index, glyph))
    }
  }

  private func opensHere(_ index: Int, _ gluedBefore: Bool, _ columns: TokenColumns) -> Bool {
    guard gluedBefore else { return true }
    switch columns.sign(index - 1) {
    case .openBracket, .quote, .dash, .joiner: return true
    default: return false
    }
  }

  private mutating func endBlock(before index: Int, _ document: Document, _ columns: TokenColumns) {
    if let first = open.first {
      if index < columns.count, columns.sign(index) == .quote,
        QuoteGlyph(document[document.tokens[index].span]) == first.glyph, index - first.token > 1
      {
        open.removeSubrange(1...)
        return
      }
      if let last = open.last, !last.glyph.isApostrophe { repair(last.token, end: index, columns) }
    }
    open.removeAll(keepingCapacity: true)
  }

  private mutating func repair(_ token: Int, end: Int, _ columns: TokenColumns) {
    let opensSpeech = columns.startsBlock(token) || columns.sign(token - 1) == .colon
    guard opensSpeech, end - token > 2 else { return }
    var stop = token + 1
    while stop < end - 1 && columns.sign(stop) != .stop { stop += 1 }
    spans.append(MarkedSpan(start: token, end: stop + 1, isClosed: false))
  }
}
