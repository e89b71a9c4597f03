/// A sentence: its span without the white space around it, and its tokens.
public struct Sentence: Sendable, Equatable {
  /// Without the white space around it, in bytes.
  public var span: Span
  /// Indices into ``Document/tokens``.
  public var tokens: Range<Int> { Int(firstToken)..<Int(endToken) }
  private var firstToken: Int32
  private var endToken: Int32

  /// - Parameter tokens: indices into ``Document/tokens``.
  public init(_ span: Span, tokens: Range<Int>) {
    self.span = span
    firstToken = Int32(tokens.lowerBound)
    endToken = Int32(tokens.upperBound)
  }
}

/// What a stretch of the text is on the page. Blocks are in order, apart, and cover every character that is not blank.
public struct Block: Sendable, Equatable {
  /// What a block is.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    case paragraph
    /// A title, a heading between paragraphs.
    case heading
    /// Who wrote it, where and when.
    case byline
    /// `list-item` in exports.
    case listItem = "list-item"
    /// A line that stands for itself: a verse, a row of a table.
    case line
  }

  /// In bytes.
  public var span: Span
  /// What the block is.
  public var kind: Kind
  /// Single line breaks inside the block are wraps, that is, spaces.
  public var isWrapped: Bool

  /// Makes a block over a stretch of the text.
  public init(_ span: Span, _ kind: Kind, isWrapped: Bool = false) {
    self.span = span
    self.kind = kind
    self.isWrapped = isWrapped
  }
}

/// Quotation marks around something that is not speech, and why.
public struct Mark: Sendable, Equatable {
  /// What the quotation marks are for.
  public enum Verdict: String, Sendable, CaseIterable, Codable {
    /// Of a work: a film, book, newspaper.
    case title
    /// Of a ship, house, company.
    case name
    /// The author keeps away from the word.
    case irony
    /// The word itself is meant, or a phrase is quoted that nobody says.
    case word
  }

  /// With the quotation marks.
  public var span: Span
  /// What the quotation marks are for.
  public var verdict: Verdict
  /// The rule that decided.
  public var source: String

  /// Makes a mark over a stretch of the text, its quotation marks included.
  public init(_ span: Span, _ verdict: Verdict, source: String) {
    self.span = span
    self.verdict = verdict
    self.source = source
  }
}
