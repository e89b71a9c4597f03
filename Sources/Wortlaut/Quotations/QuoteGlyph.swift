/// A quotation mark as it stands in print.
enum QuoteGlyph: UInt8, Sendable {
  case low, high, right, lowSingle, highSingle, rightSingle, guillemetRight, guillemetLeft, angleRight, angleLeft
  case straight, straightSingle

  /// The glyph of a token's bytes; `nil` where it is none. Two straight or grave single marks count as one double mark,
  /// two commas as a low one.
  init?(_ bytes: ArraySlice<UInt8>) {
    let start = bytes.startIndex
    switch bytes.count {
    case 1 where bytes[start] == 0x22: self = .straight
    case 1 where bytes[start] == 0x27: self = .straightSingle
    case 2 where bytes.elementsEqual([0x27, 0x27]) || bytes.elementsEqual([0x60, 0x60]): self = .straight
    case 2 where bytes.elementsEqual([0x2C, 0x2C]): self = .low
    case 2 where bytes[start] == 0xC2 && bytes[start + 1] == 0xBB: self = .guillemetRight
    case 2 where bytes[start] == 0xC2 && bytes[start + 1] == 0xAB: self = .guillemetLeft
    case 3 where bytes[start] == 0xE2 && bytes[start + 1] == 0x80:
      switch bytes[start + 2] {
      case 0x9E: self = .low
      case 0x9C: self = .high
      case 0x9D: self = .right
      case 0x9A: self = .lowSingle
      case 0x98: self = .highSingle
      case 0x99: self = .rightSingle
      case 0xBA: self = .angleRight
      case 0xB9: self = .angleLeft
      default: return nil
      }
    default: return nil
    }
  }

  /// Whether this mark closes what `open` opened: German „…“ and ‚…‘, English “…”, books »…«, Swiss «…», typewriter.
  func closes(_ open: QuoteGlyph) -> Bool {
    switch open {
    case .low: self == .high || self == .right || self == .straight
    case .high: self == .right
    case .right: self == .right
    case .lowSingle: self == .highSingle || self == .rightSingle
    case .highSingle: self == .rightSingle
    case .rightSingle: false
    case .guillemetRight: self == .guillemetLeft
    case .guillemetLeft: self == .guillemetRight
    case .angleRight: self == .angleLeft
    case .angleLeft: self == .angleRight
    case .straight: self == .straight
    case .straightSingle: self == .straightSingle
    }
  }

  /// Marks whose place alone tells opening from closing.
  var needsSpacing: Bool { self != .low && self != .lowSingle }

  /// Marks that are also apostrophes.
  var isApostrophe: Bool { self == .rightSingle || self == .straightSingle || self == .highSingle }
}
