/// Letters in brackets that stand for the name before them, and a name in brackets after the letters that stand for it:
/// "Zentralverband des Deutschen Handwerks (ZDH)", "ZDH (Zentralverband des Deutschen Handwerks)".
enum Acronyms {
  /// The token of the letters after a name.
  static func after(_ name: Range<Int>, _ document: borrowing Document) -> Int? {
    let letters = name.upperBound + 1
    guard letters + 1 < document.tokens.count, isSign(document, letters - 1, 0x28), isSign(document, letters + 1, 0x29)
    else { return nil }
    return stands(letters, for: name, document) ? letters : nil
  }

  /// The token of the letters before a name.
  static func before(_ name: Range<Int>, _ document: borrowing Document) -> Int? {
    let letters = name.lowerBound - 2
    guard letters >= 0, name.upperBound < document.tokens.count, isSign(document, letters + 1, 0x28),
      isSign(document, name.upperBound, 0x29)
    else { return nil }
    return stands(letters, for: name, document) ? letters : nil
  }

  /// Whether a token is the mark of one byte.
  static func isSign(_ document: borrowing Document, _ token: Int, _ sign: UInt8) -> Bool {
    let span = document.tokens[token].span
    return span.count == 1 && document.text[span.start] == sign
  }

  /// Whether two or more capitals ("ZDH", "IfW") begin words or parts of words of a name, in their order.
  private static func stands(_ letters: Int, for name: Range<Int>, _ document: borrowing Document) -> Bool {
    let shape = document.tokens[letters].shape
    guard shape.contains(.capitalized), shape.contains(.innerCapital), !shape.contains(.hasDigit) else { return false }
    var rest: [UInt8] = []
    for token in name { document.withNorm(of: token) { TokenKey.append($0, to: &rest) } }
    var wanted: [UInt8] = []
    document.withNorm(of: letters) { TokenKey.append($0, to: &wanted) }
    guard wanted.first == rest.first else { return false }
    var at = 0
    for letter in wanted {
      guard let found = rest[at...].firstIndex(of: letter) else { return false }
      at = found + 1
    }
    return true
  }
}
