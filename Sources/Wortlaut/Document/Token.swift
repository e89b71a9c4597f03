/// What a token is. The raw value orders nothing; ``name`` is what exports write.
public enum TokenKind: UInt8, Sendable, CaseIterable {
  /// Also a compound, a word with a hyphen, a word broken over a line end.
  case word
  /// In digits: "1.200,50", "3/4", a date or a time where they are one token.
  case number
  /// In digits with a full stop: "16.".
  case ordinal
  /// With its full stops: "Dr.", "z.", "usw.".
  case abbreviation
  case punctuation
  /// "§", "€", "%", "+", emoji.
  case symbol
  case url
  case email
  /// "@name".
  case mention
  /// "#wort".
  case hashtag
  /// ":-)".
  case emoticon

  /// The kind's name in exports.
  public var name: StaticString {
    switch self {
    case .word: "word"
    case .number: "number"
    case .ordinal: "ordinal"
    case .abbreviation: "abbreviation"
    case .punctuation: "punctuation"
    case .symbol: "symbol"
    case .url: "url"
    case .email: "email"
    case .mention: "mention"
    case .hashtag: "hashtag"
    case .emoticon: "emoticon"
    }
  }
}

/// What a token looks like: cheap facts that most rules of German ask first.
public struct TokenShape: OptionSet, Sendable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The first character is an upper-case letter.
  public static let capitalized = TokenShape(rawValue: 1 << 0)
  /// Some character after the first is an upper-case letter ("EU", "GmbH", "US-Dollar").
  public static let innerCapital = TokenShape(rawValue: 1 << 1)
  /// Some character is a lower-case letter.
  public static let hasLowercase = TokenShape(rawValue: 1 << 2)
  /// Some character is a digit.
  public static let hasDigit = TokenShape(rawValue: 1 << 3)
  /// Some character is a hyphen.
  public static let hasHyphen = TokenShape(rawValue: 1 << 4)
  /// The last byte is a full stop ("Dr.", "16.").
  public static let endsWithStop = TokenShape(rawValue: 1 << 5)
  /// White space stands before the token; also true of a document's first token.
  public static let spaceBefore = TokenShape(rawValue: 1 << 6)
  /// That white space holds a line break.
  public static let lineBreakBefore = TokenShape(rawValue: 1 << 7)
  /// A single ASCII letter or a single letter with a full stop ("J.").
  public static let singleLetter = TokenShape(rawValue: 1 << 8)
}

/// A word, number, mark or symbol. Twelve bytes: a text has one to every six of its own.
public struct Token: Sendable, Equatable {
  /// In bytes; a word broken over a line end is one span.
  public var span: Span
  /// What the token is.
  public var kind: TokenKind
  /// Whether the token has a norm that differs from its surface.
  public internal(set) var hasNorm = false
  /// Set with the keys: see ``Document/prepareKeys()``.
  public internal(set) var shape: TokenShape = []

  /// Makes a token whose norm is its surface.
  public init(_ span: Span, _ kind: TokenKind) {
    self.span = span
    self.kind = kind
  }
}
