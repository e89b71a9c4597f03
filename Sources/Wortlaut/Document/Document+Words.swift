extension Document {
  /// Numbers the tokens as they stand in the text (``surfaces``), if that has not been done since they last changed.
  ///
  /// What follows from a word's bytes alone needs then be found out only once for all its tokens.
  mutating func numberSurfaces() {
    guard surfaces.count != tokens.count || vocabulary?.id != wordsOf else { return }
    var vocabulary = vocabulary.take() ?? Vocabulary()
    Self.resize(&surfaces, to: tokens.count)
    // Hashes first: the look-ups that follow then wait for memory side by side.
    Self.resize(&keys, to: tokens.count)
    text.withUnsafeBufferPointer { text in
      tokens.withUnsafeBufferPointer { tokens in
        keys.withUnsafeMutableBufferPointer { hashes in
          for index in tokens.indices { hashes[index] = Self.hash(tokens[index], in: text) }
          surfaces.withUnsafeMutableBufferPointer { surfaces in
            var index = 0
            while index < tokens.count {
              index = vocabulary.findNumbers(of: UnsafeBufferPointer(hashes), from: index, into: surfaces)
              guard index < tokens.count else { break }
              let word = UnsafeBufferPointer(rebasing: text[tokens[index].span.range])
              surfaces[index] = vocabulary.add(hashes[index], word)
              index += 1
            }
          }
        }
      }
    }
    keys.removeAll(keepingCapacity: true)
    wordsOf = vocabulary.id
    wordCount = vocabulary.count
    self.vocabulary = vocabulary
  }

  /// The hash of a token's kind and bytes.
  @inline(__always)
  private static func hash(_ token: Token, in text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let (start, end) = (token.span.start, token.span.end)
    let bytes = StableHash.short(text, start, end) ?? StableHash.hash(UnsafeBufferPointer(rebasing: text[start..<end]))
    return bytes ^ (UInt64(token.kind.rawValue) + 1) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Computes ``keys``, ``words`` and the tokens' shapes, if that has not been done since tokens or norms last changed.
  ///
  /// Every stage that looks words up calls this first; only the first call costs: some five nanoseconds a byte, with the
  /// numbering.
  public mutating func prepareKeys() {
    numberSurfaces()
    guard keys.count != tokens.count, var vocabulary = vocabulary.take() else { return }
    Self.resize(&keys, to: tokens.count)
    Self.resize(&words, to: tokens.count)
    text.withUnsafeBufferPointer { text in
      tokens.withUnsafeMutableBufferPointer { tokens in
        keys.withUnsafeMutableBufferPointer { keys in
          words.withUnsafeMutableBufferPointer { words in
            var previousEnd = 0
            for index in tokens.indices {
              var number = surfaces[index]
              let norm = Int(tokens[index].normIndex)
              if norm >= 0 { number = norms.withBytes(at: norm) { vocabulary.number(of: number, withNorm: $0) } }
              words[index] = number
              keys[index] = vocabulary.keys[Int(number)]
              let span = tokens[index].span
              let gap = Self.gap(previousEnd, span.start, in: text)
              tokens[index].shape = vocabulary.shapes[Int(number)].union(index == 0 ? gap.union(.spaceBefore) : gap)
              previousEnd = span.end
            }
          }
        }
      }
    }
    wordCount = vocabulary.count
    self.vocabulary = vocabulary
  }

  /// What the stretch between two tokens says of the second.
  @inline(__always)
  private static func gap(_ start: Int, _ end: Int, in text: UnsafeBufferPointer<UInt8>) -> TokenShape {
    if start >= end { return [] }
    for at in start..<end where text[at] == 0x0A { return [.spaceBefore, .lineBreakBefore] }
    return .spaceBefore
  }

  private static func resize<Value: ExpressibleByIntegerLiteral>(_ column: inout [Value], to count: Int) {
    if column.count > count { column.removeLast(column.count - count) }
    if column.count < count { column.append(contentsOf: repeatElement(0, count: count - column.count)) }
  }
}

extension Vocabulary {
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
