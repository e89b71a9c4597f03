extension Document {
  /// What the numbers of words tell apart.
  enum Numbering: Sendable {
    /// There are none.
    case none
    /// Tokens with the same number have the same bytes and kind.
    case surfaces
    /// Tokens with the same number have the same bytes, kind and norm, and so the same key and shape.
    case norms
  }

  /// Numbers the tokens as they stand in the text (``Numbering/surfaces``), if that has not been done since they last
  /// changed.
  ///
  /// What follows from a word's bytes alone needs then be found out only once for all its tokens.
  mutating func numberSurfaces() {
    guard numbering != .surfaces || vocabulary?.id != wordsOf else { return }
    var vocabulary = vocabulary.take() ?? Vocabulary()
    if words.count > tokens.count { words.removeLast(words.count - tokens.count) }
    words.append(contentsOf: repeatElement(0, count: tokens.count - words.count))
    text.withUnsafeBufferPointer { text in
      tokens.withUnsafeBufferPointer { tokens in
        words.withUnsafeMutableBufferPointer { words in
          // Hashes first: the look-ups that follow then wait for memory side by side.
          withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.hashedTogether) { hashes in
            for start in stride(from: 0, to: tokens.count, by: Self.hashedTogether) {
              let end = min(start + Self.hashedTogether, tokens.count)
              for index in start..<end { hashes[index &- start] = Self.hash(tokens[index], in: text) }
              vocabulary.number(
                UnsafeBufferPointer(rebasing: tokens[start..<end]), text,
                UnsafeBufferPointer(rebasing: hashes[..<(end - start)]),
                into: UnsafeMutableBufferPointer(rebasing: words[start..<end]))
            }
          }
        }
      }
    }
    numbering = .surfaces
    wordsOf = vocabulary.id
    wordCount = vocabulary.count
    self.vocabulary = vocabulary
  }

  private static var hashedTogether: Int { 1 << 10 }

  /// The hash of a token's kind and bytes.
  @inline(__always)
  private static func hash(_ token: Token, in text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let (start, end) = (token.span.start, token.span.end)
    let bytes = StableHash.short(text, start, end) ?? StableHash.hash(UnsafeBufferPointer(rebasing: text[start..<end]))
    return bytes ^ (UInt64(token.kind.rawValue) + 1) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Computes the keys of tokens (``key(of:)``) and their shapes, if that has not been done since tokens or norms last
  /// changed.
  ///
  /// Every stage that looks words up calls this first; only the first call costs: some five nanoseconds a byte, with the
  /// numbering.
  public mutating func prepareKeys() {
    if numbering == .norms, vocabulary?.id == wordsOf { return }
    numberSurfaces()
    guard var vocabulary = vocabulary.take() else { return }
    text.withUnsafeBufferPointer { text in
      tokens.withUnsafeMutableBufferPointer { tokens in
        words.withUnsafeMutableBufferPointer { words in
          norms.forEachNorm { token, norm in words[token] = vocabulary.number(of: words[token], withNorm: norm) }
          var previousEnd = 0
          for index in tokens.indices {
            let span = tokens[index].span
            let gap = Self.gap(previousEnd, span.start, in: text)
            tokens[index].shape = vocabulary.shapes[Int(words[index])].union(index == 0 ? gap.union(.spaceBefore) : gap)
            previousEnd = span.end
          }
        }
      }
    }
    numbering = .norms
    wordCount = vocabulary.count
    self.vocabulary = vocabulary
  }

  /// The hash of a token's key (``TokenKey``): the same for all spellings that look-ups do not tell apart.
  ///
  /// - Precondition: ``prepareKeys()`` was called since tokens or norms last changed, while the same worker processes the
  ///   document.
  @inline(__always)
  public func key(of token: Int) -> UInt64 {
    guard numbering == .norms, let key = vocabulary?.keys[Int(words[token])] else {
      preconditionFailure("the keys are not prepared")
    }
    return key
  }

  /// The keys of all tokens, for who needs them apart from the document. Nothing is copied unless the document is
  /// changed meanwhile.
  var tokenKeys: TokenKeys { TokenKeys(words: words, keys: vocabulary?.keys ?? []) }

  /// What the stretch between two tokens says of the second.
  @inline(__always)
  private static func gap(_ start: Int, _ end: Int, in text: UnsafeBufferPointer<UInt8>) -> TokenShape {
    if start >= end { return [] }
    for at in start..<end where text[at] == 0x0A { return [.spaceBefore, .lineBreakBefore] }
    return .spaceBefore
  }
}

/// The hashes of a document's keys by token: see ``Document/key(of:)``.
struct TokenKeys: Sendable {
  fileprivate var words: [UInt32] = []
  fileprivate var keys: [UInt64] = []

  @inline(__always)
  subscript(token: Int) -> UInt64 { keys[Int(words[token])] }
}

extension Vocabulary {
  /// Numbers tokens by their hashes; words that have not been met get the next numbers.
  @inline(__always)
  fileprivate mutating func number(
    _ tokens: UnsafeBufferPointer<Token>, _ text: UnsafeBufferPointer<UInt8>, _ hashes: UnsafeBufferPointer<UInt64>,
    into numbers: UnsafeMutableBufferPointer<UInt32>
  ) {
    var index = 0
    while true {
      index = findNumbers(of: hashes, from: index, into: numbers)
      guard index < tokens.count else { return }
      numbers[index] = add(hashes[index], UnsafeBufferPointer(rebasing: text[tokens[index].span.range]))
      index += 1
    }
  }

  fileprivate mutating func add(_ hash: UInt64, _ word: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var scratch: [UInt8] = []
    return add(hash, key: TokenKey.hash(word, scratch: &scratch), shape: TokenShape(word))
  }

  /// The number of the word with that surface and norm: the key is the norm's, the shape the surface's.
  @inline(never)
  fileprivate mutating func number(of surface: UInt32, withNorm norm: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = StableHash.hash(norm, seed: hashes[Int(surface)])
    if let number = number(of: hash) { return number }
    var scratch: [UInt8] = []
    return add(hash, key: TokenKey.hash(norm, scratch: &scratch), shape: shapes[Int(surface)])
  }
}

extension StableHash {
  /// The hash of a word of at most 16 bytes, read as two words of eight bytes; nil for a longer one, and for one that
  /// stands too close to the text's end to be read so.
  @inline(__always)
  fileprivate static func short(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
    let count = end - start
    guard count <= 16, count > 0, start + 16 <= text.count else { return nil }
    let raw = UnsafeRawBufferPointer(text)
    let first = word(raw, start)
    if count <= 8 { return hash(first & ~0 >> UInt64(64 - 8 * count), 0, count: count) }
    return hash(first, word(raw, start + 8) & ~0 >> UInt64(128 - 8 * count), count: count)
  }
}
