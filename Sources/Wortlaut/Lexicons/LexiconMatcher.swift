/// A name of a lexicon found in a document.
struct LexiconMatch: Equatable {
  var tokens: Range<Int>
  /// The number of the best form: highest priority, then first in the lexicons.
  var form: UInt32
  /// The first form with these pieces; others that fit may follow it.
  var firstForm: UInt32
  /// The name stands with an ending: "Kasachstans".
  var isInflected: Bool
}

/// Finds names of a lexicon at token starts, longest first. One a worker; ``NameBeginnings`` remembers what it finds of
/// words.
///
/// A match covers whole tokens. Case: what begins with a capital in the lexicon does so in the text, acronyms of up to
/// three letters are all capitals, and a name flagged `case` matches letter for letter.
///
/// Endings: the last word may have a genitive -s, -es or an apostrophe, names of things and those of organisations of
/// several words also the dative plural -n, unless the name is flagged `fixed`. A name that stands in the lexicon as it is ("Paris") is never
/// taken for an inflected one.
struct LexiconMatcher {
  let image: LexiconImage
  private var cutter = NamePieces()
  private var scratch: [UInt8] = []

  init(_ image: LexiconImage) { self.image = image }

  /// What is known of the text's pieces so far.
  private struct Walk {
    var sequence: UInt64 = 0
    var count = 0
    var capitals: UInt32 = 0
    var hasLowercase = false
  }

  /// Whether some name begins with a token, as it stands or without an ending: exact, where the filter may be wrong.
  mutating func mayBegin(_ document: borrowing Document, _ token: Int) -> Bool {
    let isCapitalized = document.tokens[token].shape.contains(.capitalized)
    return document.withNorm(of: token) { bytes in
      // The filter turns most words away by their key alone.
      let isPlain = NamePieces.isPlain(bytes)
      if !isPlain || image.mayBegin(document.key(of: token)), begins(bytes, isCapitalized) { return true }
      guard bytes.count > 2, let last = bytes.last, Ending.lastBytes.contains(last) else { return false }
      for ending in Ending.allCases {
        guard let stem = ending.stem(bytes) else { continue }
        if isPlain, !image.mayBegin(TokenKey.hash(stem, scratch: &scratch)) { continue }
        if begins(stem, isCapitalized) { return true }
      }
      return false
    }
  }

  /// Whether some name begins with the pieces of a word.
  private mutating func begins(_ word: UnsafeBufferPointer<UInt8>, _ isCapitalized: Bool) -> Bool {
    cutter.cut(word)
    var sequence: UInt64 = 0
    for piece in cutter.pieces { sequence = LexiconTables.chain(sequence, piece.hash) }
    guard sequence != 0, let slot = image.slot(sequence) else { return false }
    return isCapitalized || slot.flags & LexiconTables.Slot.small != 0
  }

  /// The name that a token alone is, and whether longer names may begin with it. The same for all tokens of its word.
  mutating func matchAlone(_ document: borrowing Document, at token: Int) -> (match: LexiconMatch?, goesOn: Bool) {
    var first = Walk()
    let step = advance(&first, document, token)
    if step.isNever { return (nil, false) }
    return (walk(document, token, token + 1), step.slot?.goesOn ?? false)
  }

  /// The stems of a plain token.
  mutating func stems(_ document: borrowing Document, _ token: Int) -> WordStems {
    document.withNorm(of: token) { bytes in
      guard bytes.count > 2, let last = bytes.last, last == 0x73 || last == 0x6E else { return WordStems() }
      func hash(_ ending: Ending, _ scratch: inout [UInt8]) -> UInt64 {
        ending.stem(bytes).map { TokenKey.hash($0, scratch: &scratch) } ?? 0
      }
      return WordStems(s: hash(.s, &scratch), es: hash(.es, &scratch), n: hash(.n, &scratch))
    }
  }

  /// Whether a name may go on from a plain token to the plain token after it, as that stands or without an ending.
  @inline(__always)
  func mayGoOn(from first: UInt64, to next: UInt64, _ stems: WordStems) -> Bool {
    if image.slot(LexiconTables.chain(first, next)) != nil { return true }
    if stems.s != 0, image.slot(LexiconTables.chain(first, stems.s)) != nil { return true }
    if stems.es != 0, image.slot(LexiconTables.chain(first, stems.es)) != nil { return true }
    return stems.n != 0 && image.slot(LexiconTables.chain(first, stems.n)) != nil
  }

  /// The longest name that begins with a token of which ``mayBegin(_:_:)`` is true, and ends before `limit`.
  mutating func walk(_ document: borrowing Document, _ start: Int, _ limit: Int) -> LexiconMatch? {
    var walk = Walk()
    var best: LexiconMatch?
    var index = start
    while index < limit {
      let before = walk
      let step = advance(&walk, document, index)
      if step.isNever { break }
      if let slot = step.slot, slot.forms != 0,
        let form = bestForm(slot.forms, document, start..<index + 1, walk, ending: nil)
      {
        best = LexiconMatch(tokens: start..<index + 1, form: form, firstForm: slot.forms, isInflected: false)
      } else if let found = inflected(before, document, start, index) {
        best = found
      }
      guard let slot = step.slot, slot.goesOn else { break }
      index += 1
    }
    return best
  }

  /// Takes one more token into the walk. The slot is nil where no name goes on so.
  @inline(__always)
  private mutating func advance(
    _ walk: inout Walk, _ document: borrowing Document, _ index: Int
  ) -> (slot: LexiconTables.Slot?, isNever: Bool) {
    let token = document.tokens[index]
    let isPlain = document.withNorm(of: index) { NamePieces.isPlain($0) }
    if isPlain {
      if token.shape.contains(.capitalized), walk.count < 32 { walk.capitals |= 1 << UInt32(walk.count) }
      if token.shape.contains(.hasLowercase) { walk.hasLowercase = true }
      let isFirst = walk.count == 0
      walk.sequence = LexiconTables.chain(walk.sequence, document.key(of: index))
      walk.count += 1
      // The filter of first pieces is small and stays in the caches; the table does not.
      if isFirst, !image.mayBegin(walk.sequence) { return (nil, false) }
      return (image.slot(walk.sequence), false)
    }
    var state = walk
    document.withNorm(of: index) { bytes in
      cutter.cut(bytes)
      for piece in cutter.pieces {
        if !piece.isMark {
          let shape = TokenShape(UnsafeBufferPointer(rebasing: bytes[piece.range]))
          if shape.contains(.capitalized), state.count < 32 { state.capitals |= 1 << UInt32(state.count) }
          if shape.contains(.hasLowercase) { state.hasLowercase = true }
        }
        state.sequence = LexiconTables.chain(state.sequence, piece.hash)
        state.count += 1
      }
    }
    // A token that is nothing but a stop ends every name.
    if cutter.pieces.isEmpty { return (nil, true) }
    walk = state
    return (image.slot(walk.sequence), false)
  }

  /// A name whose last word, in token `index`, stands with an ending.
  private mutating func inflected(
    _ before: Walk, _ document: borrowing Document, _ start: Int, _ index: Int
  ) -> LexiconMatch? {
    let last = document.withNorm(of: index) { $0.last ?? 0 }
    guard last == 0x73 || last == 0x6E || last == 0x27 || last == 0x99 else { return nil }
    for ending in Ending.allCases {
      var walk = before
      let isThere = document.withNorm(of: index) { bytes -> Bool in
        guard bytes.count > 2, let stem = ending.stem(bytes) else { return false }
        cutter.cut(stem)
        for piece in cutter.pieces {
          if !piece.isMark {
            let shape = TokenShape(UnsafeBufferPointer(rebasing: stem[piece.range]))
            if shape.contains(.capitalized), walk.count < 32 { walk.capitals |= 1 << UInt32(walk.count) }
            if shape.contains(.hasLowercase) { walk.hasLowercase = true }
          }
          walk.sequence = LexiconTables.chain(walk.sequence, piece.hash)
          walk.count += 1
        }
        return !cutter.pieces.isEmpty
      }
      if before.count == 0, walk.count == 1, !image.mayBegin(walk.sequence) { continue }
      guard isThere, let slot = image.slot(walk.sequence), slot.forms != 0 else { continue }
      if let form = bestForm(slot.forms, document, start..<index + 1, walk, ending: ending) {
        return LexiconMatch(tokens: start..<index + 1, form: form, firstForm: slot.forms, isInflected: true)
      }
    }
    return nil
  }

  /// The best of the forms with these pieces that fits the text's capitals: the highest priority, then the one that is
  /// written as the text ("Straßburg" before "Strassburg"), then the first in the lexicons.
  private func bestForm(
    _ first: UInt32, _ document: borrowing Document, _ tokens: Range<Int>, _ walk: Walk, ending: Ending?
  ) -> UInt32? {
    var best: UInt32?
    var bestPriority = Int.min
    var number = first
    while number != 0 {
      let form = image.form(number)
      let priority = Int(image.entry(form).priority)
      let isBetter =
        priority > bestPriority
        || (priority == bestPriority && equals(form, document, tokens, ending)
          && !(best.map { equals(image.form($0), document, tokens, ending) } ?? false))
      if isBetter, fits(form, document, tokens, walk, ending) {
        best = number
        bestPriority = priority
      }
      number = form.next
    }
    return best
  }

  private func fits(
    _ form: LexiconTables.Form, _ document: borrowing Document, _ tokens: Range<Int>, _ walk: Walk, _ ending: Ending?
  ) -> Bool {
    if form.capitals & ~walk.capitals != 0 { return false }
    if form.flags & LexiconTables.allCapitals != 0, walk.hasLowercase { return false }
    let flags = LexiconFlags(rawValue: form.flags & ~(LexiconTables.allCapitals | LexiconTables.inflected))
    if let ending {
      if flags.contains(.fixed) { return false }
      if ending == .n {
        let type = image.type(image.entry(form))
        if type == .person || type == .location { return false }
        // A proper name of one word has no plural: "Arten" is not "Arte". Names of groups that have one stand in the
        // lexicon with it ("Malteser", "Maltesern").
        if type == .organisation, walk.count == 1 { return false }
      }
    }
    if flags.contains(.matchCase) { return equals(form, document, tokens, ending) }
    return true
  }

  /// Whether the text is the form letter for letter, blanks and what inflection changes aside.
  private func equals(
    _ form: LexiconTables.Form, _ document: borrowing Document, _ tokens: Range<Int>, _ ending: Ending?
  ) -> Bool {
    if form.flags & LexiconTables.inflected == 0 { return isWritten(form, document, tokens, ending?.length ?? 0) }
    var there: [UInt8] = []
    for token in tokens {
      document.withNorm(of: token) { there.append(contentsOf: $0) }
      there.append(0x20)
    }
    let (wanted, found) = (image.text(form).split(separator: 0x20), there.split(separator: 0x20))
    return wanted.count == found.count
      && zip(wanted, found).allSatisfy { word, inflected in
        // Endings have up to two letters ("Deutsches", "Deutschen"), and so has the genitive after them.
        let stem = min(word.count, inflected.count) - 2
        return word.prefix(max(stem, 1)).elementsEqual(inflected.prefix(max(stem, 1)))
      }
  }

  /// Whether the tokens without so many bytes at their end are the form letter for letter, blanks aside.
  private func isWritten(
    _ form: LexiconTables.Form, _ document: borrowing Document, _ tokens: Range<Int>, _ ending: Int
  ) -> Bool {
    var rest = image.text(form)[...]
    func takeBlanks() { while let next = rest.first, next <= 0x20 { rest = rest.dropFirst() } }
    var beyond = -ending
    for token in tokens { beyond += document.withNorm(of: token) { $0.count } }
    for token in tokens {
      let isSame = document.withNorm(of: token) { bytes in
        for byte in bytes.prefix(max(beyond, 0)) {
          takeBlanks()
          guard rest.popFirst() == byte else { return false }
        }
        beyond -= bytes.count
        return true
      }
      if !isSame { return false }
    }
    takeBlanks()
    return rest.isEmpty
  }

  /// What a name may end in beyond its form in the lexicon.
  enum Ending: CaseIterable {
    case s, es, apostrophe, n

    /// The last bytes of words with an ending: s, n, ' and ’.
    static let lastBytes: [UInt8] = [0x73, 0x6E, 0x27, 0x99]

    var length: Int {
      switch self {
      case .s, .n: 1
      case .es: 2
      case .apostrophe: 3
      }
    }

    /// The word without the ending.
    func stem(_ word: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
      let count = word.count
      let last = word[count - 1]
      switch self {
      case .s: return last == 0x73 ? UnsafeBufferPointer(rebasing: word[..<(count - 1)]) : nil
      case .es:
        return last == 0x73 && count > 4 && word[count - 2] == 0x65
          ? UnsafeBufferPointer(rebasing: word[..<(count - 2)]) : nil
      case .apostrophe:
        if last == 0x27 { return UnsafeBufferPointer(rebasing: word[..<(count - 1)]) }
        return count > 3 && last == 0x99 && word[count - 2] == 0x80 && word[count - 3] == 0xE2
          ? UnsafeBufferPointer(rebasing: word[..<(count - 3)]) : nil
      case .n:
        return last == 0x6E && count > 4 && (word[count - 2] == 0x72 || word[count - 2] == 0x65)
          ? UnsafeBufferPointer(rebasing: word[..<(count - 1)]) : nil
      }
    }
  }

  /// The forms that share a match's pieces, the best first in doubt of order.
  func forms(_ match: LexiconMatch) -> [UInt32] { forms(from: match.firstForm) }

  private func forms(from first: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    var number = first
    while number != 0 {
      found.append(number)
      number = image.form(number).next
    }
    return found
  }
}
