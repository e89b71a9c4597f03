import CICU

/// Unicode normal forms and case folding over UTF-8, by ICU.
///
/// Meant for single tokens that need it: each call converts to UTF-16 and back. ``isPlainNFC(_:)`` tells without a
/// call, for most German text, that there is nothing to do.
public enum Normalizer {
  /// Normal forms of Unicode Standard Annex #15.
  public enum Form: Int32, Sendable {
    case nfc = 0
    case nfd = 1
    case nfkc = 2
  }

  /// Whether every code point lies below U+0300, where all text is in NFC. A scan of the bytes, without ICU.
  public static func isPlainNFC(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.allSatisfy { $0 < 0xCC } }

  /// - Throws: ``ICUError``; not expected of well-formed UTF-8.
  public static func isNormalized(_ text: UnsafeBufferPointer<UInt8>, _ form: Form) throws(ICUError) -> Bool {
    try checkICU("unorm2_isNormalized") {
      cicu_is_normalized(form.rawValue, text.baseAddress, Int32(text.count), &$0)
    }
  }

  /// Appends the normal form of `text` to `output`.
  ///
  /// - Throws: ``ICUError``; not expected of well-formed UTF-8.
  public static func append(
    _ text: UnsafeBufferPointer<UInt8>, _ form: Form, to output: inout [UInt8]
  ) throws(ICUError) {
    try grow(&output, by: text.count * 3, "unorm2_normalize") { space, code in
      cicu_normalize(form.rawValue, text.baseAddress, Int32(text.count), space.baseAddress, Int32(space.count), &code)
    }
  }

  /// Appends the full case folding of `text` to `output` ("Straße" gives "strasse").
  ///
  /// - Throws: ``ICUError``; not expected of well-formed UTF-8.
  public static func appendFolded(
    _ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]
  ) throws(ICUError) {
    try grow(&output, by: text.count * 3, "u_strFoldCase") { space, code in
      cicu_fold_case(text.baseAddress, Int32(text.count), space.baseAddress, Int32(space.count), &code)
    }
  }

  /// Lets `fill` write behind the end of `output`, and again with the room it asked for if the first was too small.
  private static func grow(
    _ output: inout [UInt8], by room: Int, _ call: StaticString,
    _ fill: (UnsafeMutableBufferPointer<UInt8>, inout Int32) -> Int32
  ) throws(ICUError) {
    let start = output.count
    var room = room
    while true {
      output.append(contentsOf: repeatElement(0, count: room))
      var code: Int32 = 0
      let needed = output.withUnsafeMutableBufferPointer { Int(fill(.init(rebasing: $0[start...]), &code)) }
      let kept = code > 0 || needed > room ? 0 : needed
      output.removeLast(output.count - start - kept)
      guard code <= 0 else { throw ICUError(call: "\(call)", code: code) }
      if needed <= room { return }
      room = needed
    }
  }
}
