extension Document {
  /// Computes ``keys`` and the tokens' shapes, if that has not been done since tokens or norms last changed.
  ///
  /// Every stage that looks words up calls this first; only the first call costs (about two nanoseconds a byte).
  public mutating func prepareKeys() {
    guard keys.count != tokens.count || vocabulary.map({ $0.id != wordsOf }) ?? false else { return }
    let isLent = vocabulary != nil
    var vocabulary = vocabulary.take() ?? Vocabulary()
    keys.removeAll(keepingCapacity: true)
    keys.append(contentsOf: repeatElement(0, count: tokens.count))
    words.removeAll(keepingCapacity: true)
    words.append(contentsOf: repeatElement(0, count: tokens.count))
    text.withUnsafeBufferPointer { text in
      tokens.withUnsafeMutableBufferPointer { tokens in
        keys.withUnsafeMutableBufferPointer { keys in
          words.withUnsafeMutableBufferPointer { words in
            var pass = KeyPass(text: text, norms: norms, tokens: tokens, keys: keys, words: words)
            pass.run(&vocabulary)
          }
        }
      }
    }
    wordsOf = vocabulary.id
    wordCount = vocabulary.count
    if isLent { self.vocabulary = vocabulary }
  }
}

/// One pass over a document's tokens that fills in keys, shapes and the numbers of words.
private struct KeyPass {
  let text: UnsafeBufferPointer<UInt8>
  let norms: NormTable
  let tokens: UnsafeMutableBufferPointer<Token>
  let keys: UnsafeMutableBufferPointer<UInt64>
  let words: UnsafeMutableBufferPointer<UInt32>
  var scratch: [UInt8] = []

  mutating func run(_ vocabulary: inout Vocabulary) {
    var previousEnd = 0
    for index in tokens.indices {
      let (start, end) = (tokens[index].span.start, tokens[index].span.end)
      var (shape, key) = shapeAndKey(index, start, end)
      keys[index] = key
      if shape.contains(.innerCapital) { key = exactKey(index, start, end, key) }
      let kindAndShape = UInt64(shape.rawValue) << 8 | UInt64(tokens[index].kind.rawValue) + 1
      words[index] = vocabulary.number(of: key ^ kindAndShape &* 0x9E37_79B9_7F4A_7C15)
      shape.formUnion(index == 0 ? .spaceBefore : [])
      if previousEnd < start { shape.formUnion(gap(previousEnd, start)) }
      tokens[index].shape = shape
      previousEnd = end
    }
  }

  @inline(__always)
  private mutating func shapeAndKey(_ index: Int, _ start: Int, _ end: Int) -> (TokenShape, UInt64) {
    if tokens[index].normIndex < 0, let word = ASCIIWord(text, start, end) { return (word.shape, word.key) }
    return slowShapeAndKey(index, start, end)
  }

  @inline(never)
  private mutating func slowShapeAndKey(_ index: Int, _ start: Int, _ end: Int) -> (TokenShape, UInt64) {
    let surface = UnsafeBufferPointer(rebasing: text[start..<end])
    let norm = Int(tokens[index].normIndex)
    let key =
      norm < 0
      ? TokenKey.hash(surface, scratch: &scratch)
      : norms.withBytes(at: norm) { TokenKey.hash($0, scratch: &scratch) }
    return (TokenShape(surface), key)
  }

  /// Words with the same key may have their capitals in other places: "GmbH" and "GMbH".
  private func exactKey(_ index: Int, _ start: Int, _ end: Int, _ key: UInt64) -> UInt64 {
    let norm = Int(tokens[index].normIndex)
    if norm >= 0 { return norms.withBytes(at: norm) { StableHash.hash($0, seed: key) } }
    return StableHash.hash(UnsafeBufferPointer(rebasing: text[start..<end]), seed: key)
  }

  /// What the stretch between two tokens says of the second.
  @inline(__always)
  private func gap(_ start: Int, _ end: Int) -> TokenShape {
    if end - start == 1 { return text[start] == 0x0A ? [.spaceBefore, .lineBreakBefore] : .spaceBefore }
    for at in start..<end where text[at] == 0x0A { return [.spaceBefore, .lineBreakBefore] }
    return .spaceBefore
  }
}

/// A token of at most 16 ASCII bytes, as two words of eight bytes: most tokens of a text. Shape and key come from a few
/// operations on all bytes at once.
private struct ASCIIWord {
  private let low: UInt64
  private let high: UInt64
  private let count: Int

  /// Nil where the token is longer, has other characters, or stands too close to the text's end to be read so.
  @inline(__always)
  init?(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    count = end - start
    guard count <= 16, start + 16 <= text.count, count > 0 else { return nil }
    let raw = UnsafeRawBufferPointer(text)
    let first = StableHash.word(raw, start)
    let second = StableHash.word(raw, start + 8)
    low = count >= 8 ? first : first & Self.mask(count)
    high = count <= 8 ? 0 : count == 16 ? second : second & Self.mask(count - 8)
    guard (low | high) & Self.tops == 0 else { return nil }
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  private static func mask(_ bytes: Int) -> UInt64 { (1 << UInt64(8 * bytes)) &- 1 }

  /// The top bit of every byte that lies in a range of ASCII.
  @inline(__always)
  private static func tops(_ word: UInt64, from first: UInt8, through last: UInt8) -> UInt64 {
    // No carry leaves a byte: both addends are below 128.
    let reachesFirst = word &+ UInt64(0x80 - first) &* ones
    let passesLast = word &+ UInt64(0x7F - last) &* ones
    return reachesFirst & ~passesLast & tops
  }

  @inline(__always)
  private func has(_ first: UInt8, _ last: UInt8) -> Bool {
    Self.tops(low, from: first, through: last) != 0 || count > 8 && Self.tops(high, from: first, through: last) != 0
  }

  /// The hash of the ``TokenKey``.
  @inline(__always)
  var key: UInt64 {
    let small = low | Self.tops(low, from: 0x41, through: 0x5A) >> 2
    if count <= 8 { return StableHash.hash(small, 0, count: count) }
    return StableHash.hash(small, high | Self.tops(high, from: 0x41, through: 0x5A) >> 2, count: count)
  }

  /// The same as ``TokenShape/init(_:)`` says.
  @inline(__always)
  var shape: TokenShape {
    var shape: TokenShape = []
    let capitals = Self.tops(low, from: 0x41, through: 0x5A)
    if capitals & 0x80 != 0 { shape.insert(.capitalized) }
    if capitals & ~0x80 != 0 || count > 8 && Self.tops(high, from: 0x41, through: 0x5A) != 0 {
      shape.insert(.innerCapital)
    }
    if has(0x61, 0x7A) { shape.insert(.hasLowercase) }
    // Digits and hyphens lie below the letters.
    if has(0x2D, 0x39) {
      if has(0x30, 0x39) { shape.insert(.hasDigit) }
      if has(0x2D, 0x2D) { shape.insert(.hasHyphen) }
    }
    let last = UInt8(truncatingIfNeeded: count <= 8 ? low >> UInt64(8 * (count - 1)) : high >> UInt64(8 * (count - 9)))
    let endsWithStop = last == 0x2E
    if endsWithStop { shape.insert(.endsWithStop) }
    if count == (endsWithStop ? 2 : 1), (UInt8(truncatingIfNeeded: low) | 0x20) &- 0x61 < 26 {
      shape.insert(.singleLetter)
    }
    return shape
  }
}

extension TokenShape {
  /// The facts that a token's own bytes show.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var shape: TokenShape = []
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte < 0x80 {
        if byte &- 0x61 < 26 {
          shape.insert(.hasLowercase)
        } else if byte &- 0x41 < 26 {
          shape.insert(at == 0 ? .capitalized : .innerCapital)
        } else if byte &- 0x30 < 10 {
          shape.insert(.hasDigit)
        } else if byte == 0x2D {
          shape.insert(.hasHyphen)
        }
        at += 1
      } else if byte == 0xC3, at + 1 < bytes.count {
        let second = bytes[at + 1]
        if second >= 0x9F && second != 0xB7 {
          shape.insert(.hasLowercase)
        } else if second != 0x97 {
          shape.insert(at == 0 ? .capitalized : .innerCapital)
        }
        at += 2
      } else {
        let (scalar, length) = UTF8Decoding.scalar(bytes, at)
        if scalar >= 0x100 {
          if CharacterProperties.isUppercase(scalar) {
            shape.insert(at == 0 ? .capitalized : .innerCapital)
          } else if CharacterProperties.isLowercase(scalar) {
            shape.insert(.hasLowercase)
          }
        }
        at += length
      }
    }
    if bytes.last == 0x2E { shape.insert(.endsWithStop) }
    let letters = bytes.last == 0x2E ? bytes.count - 1 : bytes.count
    if letters == 1, (bytes[0] | 0x20) &- 0x61 < 26 { shape.insert(.singleLetter) }
    self = shape
  }
}
