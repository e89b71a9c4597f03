/// The rules that replace single characters.
struct CharacterRules: Sendable {
  private let composes: Bool
  private let dropsInvisible: Bool
  private let ligatures: Bool
  private let apostrophes: Bool
  private let quotes: Bool
  private let ellipses: Bool
  private let dashes: Bool
  private let spaces: Bool

  init(_ settings: StageSettings) {
    composes = settings.flag("nfc")
    dropsInvisible = settings.flag("invisible")
    ligatures = settings.flag("ligatures")
    apostrophes = settings.flag("apostrophes")
    quotes = settings.flag("quotes")
    ellipses = settings.flag("ellipses")
    dashes = settings.flag("dashes")
    spaces = settings.flag("spaces")
  }

  /// Bytes that begin, or are, a character which some rule may replace. Letters up to U+017E but for ſ are not among
  /// them.
  static let mayChange: [Bool] = (0..<256).map { byte in
    switch byte {
    case 0x0A, 0x0D, 0x3D, 0x60, 0xC2, 0xCB...0xCD, 0xE1, 0xE2, 0xEA, 0xEF: true
    case 0xC5: true
    default: false
    }
  }

  /// Letters and their marks as one character each, as the rules that follow want them.
  ///
  /// - Throws: ``ICUError``, not expected of well-formed text.
  func compose(_ form: inout [UInt8], scratch: inout [UInt8]) throws {
    if ligatures { modernizeVowels(&form) }
    guard composes, form.contains(where: { $0 >= 0xCC }) else { return }
    scratch.removeAll(keepingCapacity: true)
    try form.withUnsafeBufferPointer { try Normalizer.append($0, .nfc, to: &scratch) }
    swap(&form, &scratch)
  }

  func apply(to form: inout [UInt8], _ kind: TokenKind, scratch: inout [UInt8]) {
    let isPair = form.count == 2 && form[0] == form[1]
    guard isPair || form.contains(where: { Self.mayChange[Int($0)] }) else { return }
    scratch.removeAll(keepingCapacity: true)
    form.withUnsafeBufferPointer { form in
      if kind == .punctuation, quotes, let mark = Self.pairedQuote(form) {
        scratch.append(mark)
        return
      }
      var at = 0
      while at < form.count {
        let (character, length) = UTF8Decoding.scalar(form, at)
        if !replace(character, kind, isWhole: length == form.count, into: &scratch) {
          scratch.append(contentsOf: form[at..<min(at + length, form.count)])
        }
        at += length
      }
    }
    // A token of nothing but invisible characters keeps them: a form is never empty.
    if !scratch.isEmpty { swap(&form, &scratch) }
  }

  /// Two apostrophes, grave accents, commas or angle brackets as one quotation mark.
  private static func pairedQuote(_ form: UnsafeBufferPointer<UInt8>) -> UInt8? {
    guard form.count == 2, form[0] == form[1] else { return nil }
    switch form[0] {
    case UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: ","): return UInt8(ascii: "\"")
    default: return nil
    }
  }

  /// Appends what stands for a character; false if it stands for itself.
  private func replace(_ character: UInt32, _ kind: TokenKind, isWhole: Bool, into form: inout [UInt8]) -> Bool {
    switch character {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF:
      // In emoji the joiner binds.
      return dropsInvisible && kind != .emoticon
    case 0xFB00...0xFB06, 0x17F, 0xA75B:
      return ligatures && append(Self.letters(character), to: &form)
    case 0x2019, 0x2018, 0x201B, 0x2BC, 0xB4, 0x60:
      guard kind != .symbol || character != 0x60 else { return false }
      return (isWhole ? quotes : apostrophes) && append("'", to: &form)
    case 0x201A, 0x2039, 0x203A: return quotes && append("'", to: &form)
    case 0x201C...0x201F, 0xAB, 0xBB: return quotes && append("\"", to: &form)
    case 0x2026: return ellipses && append("...", to: &form)
    case 0x3D:
      // The double hyphen of old prints, inside a word.
      return dashes && kind == .word && !isWhole && append("-", to: &form)
    case 0x2010, 0x2011, 0x2E17: return dashes && append("-", to: &form)
    case 0x2012, 0x2014, 0x2015: return dashes && append("–", to: &form)
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return spaces && append(" ", to: &form)
    default: return false
    }
  }

  private static func letters(_ character: UInt32) -> StaticString {
    switch character {
    case 0xFB00: "ff"
    case 0xFB01: "fi"
    case 0xFB02: "fl"
    case 0xFB03: "ffi"
    case 0xFB04: "ffl"
    case 0xFB05, 0xFB06: "st"
    case 0xA75B: "r"
    default: "s"
    }
  }

  private func append(_ text: StaticString, to form: inout [UInt8]) -> Bool {
    text.withUTF8Buffer { form.append(contentsOf: $0) }
    return true
  }

  /// A small e above a vowel (U+0364) is the umlaut of old prints: it becomes the two dots, which NFC composes.
  private func modernizeVowels(_ form: inout [UInt8]) {
    var at = 0
    while at + 1 < form.count {
      if form[at] == 0xCD && form[at + 1] == 0xA4 {
        form[at] = 0xCC
        form[at + 1] = 0x88
      }
      at += 1
    }
  }
}
