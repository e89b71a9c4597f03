/// Which of a few kinds of word a token is, for evidence that joins neighbours: a first name before a word of no list,
/// a bracket before an acronym.
enum WordCategory: UInt8, CaseIterable {
  case edge, low, letter, unknown, common, acronym, first, firstCommon, last, lastCommon
  case number, comma, open, close, dash, quote, colon, slash, mark
  case derived, organisationHead, placeHead, role, smallRole, legalForm, particle
  /// A place of the lexicons by one word, and one that is also another word; a verb that introduces speech.
  case place, doubtfulPlace, speech
  /// A noun that a firm's name follows.
  case firm
  /// An adjective of a place with a capital, which it has within a sentence only as part of a name (amtliche Regelung
  /// § 60): "der Deutschen Forschungsgemeinschaft".
  case namingAdjective

  static let count = 31

  /// The name in the file of weights.
  var name: String {
    switch self {
    case .firstCommon: "first+"
    case .lastCommon: "last+"
    case .organisationHead: "orghead"
    case .placeHead: "placehead"
    case .smallRole: "rolelow"
    case .legalForm: "legal"
    case .doubtfulPlace: "place?"
    case .speech: "say"
    case .namingAdjective: "Derived"
    default: "\(self)"
    }
  }

  /// What kind of mark a token without letters and digits is.
  init(mark: UnsafeBufferPointer<UInt8>) {
    switch mark.first ?? 0 {
    case 0x2C, 0x3B: self = .comma
    case 0x28, 0x5B: self = .open
    case 0x29, 0x5D: self = .close
    case 0x2D: self = .dash
    case 0x22, 0x27, 0xC2: self = .quote
    case 0x3A: self = .colon
    case 0x2F: self = .slash
    case 0xE2:
      // General punctuation: dashes up to U+2015, then quotation marks (U+2018 to U+201F, U+2039, U+203A).
      guard mark.count > 2, mark[1] == 0x80 else {
        self = .mark
        return
      }
      self = mark[2] < 0x96 ? .dash : mark[2] < 0xA0 || mark[2] == 0xB9 || mark[2] == 0xBA ? .quote : .mark
    default: self = .mark
    }
  }

  /// A row of weights for each pair of categories, of the evidence of this name: `n=` and both names.
  static func pairs(_ name: String, _ image: EvidenceImage) -> [EvidenceImage.Row] {
    // Once a name: naming a case by itself is slow.
    let names = allCases.map { Array($0.name.utf8) }
    let start = Array(name.utf8)
    return names.flatMap { first in
      names.map { image.weights(EvidenceName.hash(start + first + [0x7C] + $0)) }
    }
  }
}
