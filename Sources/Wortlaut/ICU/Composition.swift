import Foundation

/// Words whose letters and marks may be apart ("fu\u{308}r"), as the word lists have them: composed.
enum Composition {
  /// Whether a combining mark from U+0300 on stands in the word: those of German and its neighbours begin with the bytes
  /// 0xCC and 0xCD. Letters of no list (Greek) may say yes, too.
  @inline(__always)
  static func isNeeded(_ word: UnsafeBufferPointer<UInt8>) -> Bool { word.contains { $0 & 0xFE == 0xCC } }

  /// What `body` finds for the word in NFC.
  @inline(never)
  static func of<Result>(_ word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var composed: [UInt8] = []
    do {
      try Normalizer.append(word, .nfc, to: &composed)
    } catch {
      // Text is well-formed UTF-8, so ICU has nothing to refuse; the word as it stands is the best there is.
      return body(word)
    }
    return composed.withUnsafeBufferPointer(body)
  }

  /// Whether marks may stand anywhere in a text; one fast pass over it.
  static func mayHaveMarks(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return false }
    return memchr(base, 0xCC, text.count) != nil || memchr(base, 0xCD, text.count) != nil
  }

  /// How many combining marks a stretch has.
  static func marks(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    (start..<end).count { isMark(text, $0) }
  }

  /// How many letters a stretch has, combining marks not counted: the same composed and decomposed.
  static func letters(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var count = 0
    for at in start..<end where text[at] & 0xC0 != 0x80 && !isMark(text, at) { count += 1 }
    return count
  }

  /// Whether a combining mark (U+0300 to U+036F) begins here.
  private static func isMark(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    text[at] == 0xCC || text[at] == 0xCD && at + 1 < text.count && text[at + 1] < 0xB0
  }
}
