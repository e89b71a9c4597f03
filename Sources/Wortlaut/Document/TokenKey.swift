/// The form under which words are looked up: case folded, ß as ss, ä ö ü as ae oe ue.
///
/// So "Straße", "STRASSE" and "Strasse" share a key, and "Müller" and "Mueller". Accents stay ("Café" is not "Cafe").
/// Stages compare 64-bit hashes of keys: among ten million words of a lexicon and of a text the chance that two
/// different keys share a hash is below one in a hundred thousand.
public enum TokenKey {
  /// The hash of a word's key.
  public static func hash(_ word: String) -> UInt64 {
    var word = word
    var scratch: [UInt8] = []
    return word.withUTF8 { hash($0, scratch: &scratch) }
  }

  /// The key itself. Allocates: for messages and tests.
  public static func key(_ word: String) -> String {
    var word = word
    var key: [UInt8] = []
    word.withUTF8 { append($0, to: &key) }
    return String(decoding: key, as: UTF8.self)
  }

  /// The hash of a word's key; `scratch` is overwritten.
  public static func hash(_ word: UnsafeBufferPointer<UInt8>, scratch: inout [UInt8]) -> UInt64 {
    if let hash = latin1Hash(word) { return hash }
    scratch.removeAll(keepingCapacity: true)
    append(word, to: &scratch)
    return scratch.withUnsafeBufferPointer { StableHash.hash($0) }
  }

  /// The hash of a key of at most 48 bytes; nil for other words.
  private static func latin1Hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64? {
    withLatin1Key(of: word) { StableHash.hash($0) }
  }

  /// Calls `body` with the key of a word of Latin-1 letters and ASCII of at most 48 bytes, which most words are: no buffer
  /// grows. Nil for other words.
  @inline(__always)
  private static func withLatin1Key<Result>(
    of word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    guard word.count <= 48 else { return nil }
    // Every two bytes of such a letter become two.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { key in
      var at = 0
      while at < word.count {
        let byte = word[at]
        if byte < 0x80 {
          key[at] = byte &- 0x41 < 26 ? byte | 0x20 : byte
          at += 1
          continue
        }
        guard byte == 0xC3, at + 1 < word.count else { return nil }
        (key[at], key[at + 1]) = latin1(word[at + 1])
        at += 2
      }
      return body(UnsafeBufferPointer(rebasing: key[..<at]))
    }
  }

  /// Appends the key of `word` to `key`.
  public static func append(_ word: UnsafeBufferPointer<UInt8>, to key: inout [UInt8]) {
    if withLatin1Key(of: word, { key.append(contentsOf: $0) }) != nil { return }
    let start = key.count
    var at = 0
    while at < word.count {
      let byte = word[at]
      if byte < 0x80 {
        key.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        at += 1
      } else if byte == 0xC3, at + 1 < word.count {
        appendLatin1(word[at + 1], to: &key)
        at += 2
      } else {
        // Beyond Latin-1 ICU knows better: compose, fold, and write the German letters out.
        key.removeLast(key.count - start)
        appendByICU(word, to: &key)
        return
      }
    }
  }

  /// The key of the characters U+00C0…U+00FF, by their second byte: two bytes each.
  @inline(__always)
  private static func latin1(_ second: UInt8) -> (UInt8, UInt8) {
    let lower = second < 0x9F && second != 0x97 ? second | 0x20 : second
    return switch lower {
    case 0xA4: (0x61, 0x65)
    case 0xB6: (0x6F, 0x65)
    case 0xBC: (0x75, 0x65)
    case 0x9F: (0x73, 0x73)
    default: (0xC3, lower)
    }
  }

  @inline(__always)
  private static func appendLatin1(_ second: UInt8, to key: inout [UInt8]) {
    let (first, second) = latin1(second)
    key.append(first)
    key.append(second)
  }

  private static func appendByICU(_ word: UnsafeBufferPointer<UInt8>, to key: inout [UInt8]) {
    var composed: [UInt8] = []
    var folded: [UInt8] = []
    do {
      try Normalizer.append(word, .nfc, to: &composed)
      try composed.withUnsafeBufferPointer { try Normalizer.appendFolded($0, to: &folded) }
    } catch {
      // ICU fails only on ill-formed text, which readers keep out: the word is then its own key.
      folded = Array(word)
    }
    var at = 0
    while at < folded.count {
      if folded[at] == 0xC3, at + 1 < folded.count {
        appendLatin1(folded[at + 1], to: &key)
        at += 2
      } else {
        key.append(folded[at])
        at += 1
      }
    }
  }
}

/// Decoding of single characters from well-formed UTF-8.
public enum UTF8Decoding {
  /// The code point that begins at `at`, and its length in bytes.
  @inlinable
  public static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (codePoint: UInt32, length: Int) {
    let lead = UInt32(bytes[at])
    if lead < 0x80 { return (lead, 1) }
    func tail(_ index: Int) -> UInt32 { index < bytes.count ? UInt32(bytes[index]) & 0x3F : 0 }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | tail(at + 1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | tail(at + 1) << 6 | tail(at + 2), 3) }
    return ((lead & 0x07) << 18 | tail(at + 1) << 12 | tail(at + 2) << 6 | tail(at + 3), 4)
  }
}
