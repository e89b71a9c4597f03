/// Reads a document's tokens clause by clause and collects the quotations in it.
///
/// The order of work: marks are paired, sentences joined where a marked span holds them together (a *unit*), each unit
/// cut into *segments* at its commas, colons and dashes. In each unit the rules look for sources ("laut X"), cue verbs
/// and cue nouns; a unit without any may carry speech on by its Konjunktiv, or tell a speech act. Marked spans are judged
/// last, when it is known what stands around them.
///
/// One a worker, asked by one thread alone: hence no checks of exclusive access, which would cost a seventh of the run. An
/// object, since a struct of this size is copied for every method that does not change it.
final class QuotationReader {
  let lexicon: QuotationLexicon
  @exclusivity(unchecked) var columns = TokenColumns()
  /// The document's token keys.
  @exclusivity(unchecked) var keys = TokenKeys()
  @exclusivity(unchecked) var pairs = QuotePairs()
  /// Index into ``outer`` of the marked span a token lies in, else -1.
  @exclusivity(unchecked) var mark: [Int32] = []
  /// Marked spans that lie in no other.
  @exclusivity(unchecked) var outer: [MarkedSpan] = []
  @exclusivity(unchecked) var units: [Range<Int>] = []
  @exclusivity(unchecked) var segments: [Segment] = []
  @exclusivity(unchecked) var memory = SpeakerMemory()
  /// The document's tokens and entities.
  @exclusivity(unchecked) var tokens: [Token] = []
  @exclusivity(unchecked) var entities: [Entity] = []
  /// Blocks that are turns of an interview.
  @exclusivity(unchecked) var transcript: [Range<Int>] = []
  @exclusivity(unchecked) var found: [FoundQuotation] = []
  @exclusivity(unchecked) var judged: [JudgedMark] = []
  /// Index in ``units`` of the unit being read, and its first word.
  @exclusivity(unchecked) var unit = 0
  @exclusivity(unchecked) var unitStart = 0
  /// The speaker of the last quotation, and the unit that it stood in.
  @exclusivity(unchecked) var previousSpeaker: Range<Int>?
  @exclusivity(unchecked) var previousUnit = -9
  @exclusivity(unchecked) var previousType = Quotation.Kind.direct
  /// The marked span being judged is what something is called: "nennt man einen „…“".
  @exclusivity(unchecked) var isTerm = false
  /// The last two turns of a dialogue: the block each stood in and who spoke.
  @exclusivity(unchecked) var turns: (last: Turn, before: Turn) = (Turn(), Turn())
  /// What is being read stands inside direct speech.
  @exclusivity(unchecked) var isInner = false
  /// Index into ``outer`` of the first marked span not yet judged.
  @exclusivity(unchecked) var nextMark = 0

  init(lexicon: QuotationLexicon) { self.lexicon = lexicon }

  func read(_ document: inout Document) {
    columns.fill(&document, lexicon)
    keys = document.tokenKeys
    tokens = document.tokens
    entities = document.entities
    pairs.pair(document, columns, lexicon)
    maskMarks()
    markNames(document)
    joinSentences(document)
    found.removeAll(keepingCapacity: true)
    judged.removeAll(keepingCapacity: true)
    previousSpeaker = nil
    previousUnit = -9
    turns = (Turn(), Turn())
    nextMark = 0
    readLabels(document)
    for index in units.indices { readUnit(index) }
    readInnerMarks(document)
  }

  private func maskMarks() {
    let count = columns.count
    outer.removeAll(keepingCapacity: true)
    if mark.count < count { mark.append(contentsOf: repeatElement(-1, count: count - mark.count)) }
    mark.withUnsafeMutableBufferPointer { UnsafeMutableBufferPointer(rebasing: $0[..<count]).update(repeating: -1) }
    for span in pairs.spans where span.start >= (outer.last?.end ?? 0) {
      for token in span.range {
        mark[token] = Int32(outer.count)
        columns.insert(.masked, token)
      }
      outer.append(span)
    }
    for opening in pairs.brackets {
      if inBrackets(opening) { continue }
      var depth = 0
      for token in opening..<count {
        if columns.startsBlock(token), token > opening { break }
        if columns.sign(token) == .openBracket { depth += 1 }
        columns.insert([.bracketed, .masked], token)
        if columns.sign(token) == .closeBracket { depth -= 1 }
        if depth == 0 { break }
      }
    }
  }

  private func markNames(_ document: Document) {
    memory.removeAll()
    var token = 0
    for index in document.entities.indices {
      let entity = document.entities[index]
      let isPerson = entity.type == .person
      guard isPerson || entity.type == .organisation else { continue }
      while token < columns.count, document.tokens[token].span.start < entity.span.start { token += 1 }
      while token < columns.count, document.tokens[token].span.end <= entity.span.end {
        columns.insert(.named, token)
        token += 1
      }
      if isPerson, entity.form == nil {
        var first = token
        while first > 0, document.tokens[first - 1].span.start >= entity.span.start { first -= 1 }
        memory.note(person: index, first..<token)
      }
    }
    memory.collect(columns)
  }

  /// Sentences that a marked span or a colon before one holds together are read as one unit.
  private func joinSentences(_ document: Document) {
    units.removeAll(keepingCapacity: true)
    for sentence in document.sentences where !sentence.tokens.isEmpty {
      precondition(sentence.tokens.upperBound <= columns.count, "a sentence ends behind the last token")
      var end = partEnd(sentence.tokens)
      join(sentence.tokens.lowerBound..<end)
      while end < sentence.tokens.upperBound {
        let rest = end..<sentence.tokens.upperBound
        end = partEnd(rest)
        units.append(rest.lowerBound..<end)
      }
    }
  }

  /// Where the first part of a sentence ends that is longer than any of German: a list, or a text without stops. Rules
  /// look through a unit for each of its verbs, so such a one would take the square of its length.
  @inline(__always)
  private func partEnd(_ tokens: Range<Int>) -> Int {
    var end = min(tokens.lowerBound + 1000, tokens.upperBound)
    while end < tokens.upperBound, mark[end] >= 0, mark[end] == mark[end - 1] { end += 1 }
    return end
  }

  /// Notes a sentence as a unit, or as part of the one before.
  func join(_ sentence: Range<Int>) {
    let start = sentence.lowerBound
    if let last = units.last, last.upperBound == start, joins(start) {
      units[units.count - 1] = last.lowerBound..<sentence.upperBound
    } else {
      units.append((columns.startsBlock(start) ? afterDateline(sentence) : start)..<sentence.upperBound)
    }
  }

  @inline(__always)
  private func joins(_ start: Int) -> Bool {
    if mark[start] >= 0 && mark[start] == mark[start - 1] { return true }
    if columns.startsBlock(start) { return false }
    if columns.sign(start - 1) == .colon { return true }
    // „Kommst du?“ fragte sie.
    let afterMark = mark[start - 1] >= 0 && outer[Int(mark[start - 1])].end == start
    guard afterMark else { return false }
    return columns.sign(start) == .comma || columns.sign(start) == .dash
      || columns.isWord(start) && !columns.isCapital(start)
  }

  // MARK: - What the rules ask of a token

  @inline(__always)
  func has(_ token: Int, _ wordClass: ClosedClass) -> Bool { columns.facts(token).classes.contains(wordClass) }

  @inline(__always)
  func has(_ token: Int, any classes: ClosedClasses) -> Bool { columns.facts(token).classes.intersects(classes) }

  /// Part of a person's or organisation's name.
  @inline(__always)
  func isNamed(_ token: Int) -> Bool { columns.flags(token).contains(.named) }

  @inline(__always)
  func inBrackets(_ token: Int) -> Bool { columns.flags(token).contains(.bracketed) }

  /// In a marked span or in brackets: not seen by the rules of a clause.
  @inline(__always)
  func isMasked(_ token: Int) -> Bool { columns.flags(token).contains(.masked) }

  /// A word of the clause itself, not of a marked span or bracket in it.
  @inline(__always)
  func isVisible(_ token: Int) -> Bool { columns.flags(token).intersection([.word, .masked]) == .word }

  func firstVisible(_ range: Range<Int>) -> Int? { range.first { isVisible($0) } }
  func lastVisible(_ range: Range<Int>) -> Int? { range.last { isVisible($0) } }

  /// The end of `range` without stops and commas that stand outside marks.
  func withoutFinalStop(_ end: Int) -> Int {
    var end = end
    while end > 0, mark[end - 1] < 0 {
      switch columns.sign(end - 1) {
      case .stop, .colon, .comma, .semicolon: end -= 1
      default: return end
      }
    }
    return end
  }

  /// `range` without commas, stops and dashes at either end.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    func isEdge(_ token: Int) -> Bool {
      guard mark[token] < 0 else { return false }
      switch columns.sign(token) {
      case .stop, .comma, .semicolon, .colon, .dash: return true
      default: return false
      }
    }
    while end > start && isEdge(end - 1) { end -= 1 }
    while start < end && isEdge(start) && columns.sign(start) != .stop { start += 1 }
    return start..<end
  }
}

/// A quotation in token indices. Packed: a large article has many.
struct FoundQuotation {
  var content: TokenRanges
  var cue: TokenRanges
  var frame: TokenRanges
  var source: RuleName
  private var speakerTokens: Span?
  private var addresseeTokens: Span?
  private var unitNumber: UInt32
  var type: Quotation.Kind

  init(
    type: Quotation.Kind, content: TokenRanges, speaker: Range<Int>? = nil, cue: TokenRanges = [],
    frame: TokenRanges = [], source: RuleName, unit: Int
  ) {
    self.content = content
    self.cue = cue
    self.frame = frame
    self.source = source
    self.type = type
    speakerTokens = speaker.map { Span($0) }
    unitNumber = UInt32(truncatingIfNeeded: unit)
  }

  var speaker: Range<Int>? {
    get { speakerTokens?.range }
    set { speakerTokens = newValue.map { Span($0) } }
  }

  var addressee: Range<Int>? {
    get { addresseeTokens?.range }
    set { addresseeTokens = newValue.map { Span($0) } }
  }

  /// The index of the unit that it stands in.
  var unit: Int {
    get { Int(unitNumber) }
    set { unitNumber = UInt32(truncatingIfNeeded: newValue) }
  }
}

/// A marked span that is not speech.
struct JudgedMark {
  var range: Range<Int>
  var verdict: Mark.Verdict
  var source: RuleName
}
