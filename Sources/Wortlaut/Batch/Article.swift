/// An article as it arrives, before any stage has seen it.
public struct Article: Sendable, Equatable {
  /// By which results name it.
  public var id: String
  /// Well-formed UTF-8 without a byte-order mark and without NUL.
  public var text: [UInt8]
  /// What came with it, as the bytes of a JSON object; empty where nothing came.
  public var meta: [UInt8]
  /// Where it stands, for messages.
  public var origin: ArticleOrigin
  /// The blocks, where the reader knows them (HTML, Markdown); else empty.
  public var blocks: [Block]

  /// Makes an article of text that a reader has checked: see ``text``.
  public init(id: String, text: [UInt8], meta: [UInt8] = [], origin: ArticleOrigin, blocks: [Block] = []) {
    self.id = id
    self.text = text
    self.meta = meta
    self.origin = origin
    self.blocks = blocks
  }
}

/// Where an article stands: `articles.jsonl:17`, or a path alone. Written out only when someone asks.
public struct ArticleOrigin: Sendable, Equatable, CustomStringConvertible {
  /// The path as it was given; `-` for standard input.
  public let file: String
  /// From 1; nil where the file is one article.
  public let line: Int?

  /// A file, or a line of one.
  public init(_ file: String, line: Int? = nil) {
    self.file = file
    self.line = line
  }

  public var description: String { line.map { "\(file):\($0)" } ?? file }
}

/// What a source gives next: an article, or the reason why one could not be read.
public enum ArticleInput: Sendable {
  case article(Article)
  case failure(id: String, origin: ArticleOrigin, ArticleFailure)

  var id: String {
    switch self {
    case .article(let article): article.id
    case .failure(let id, _, _): id
    }
  }
}

/// Where articles come from. Used by one thread at a time.
public protocol ArticleSource {
  /// The next article in order, nil at the end. Waits for input that is still to come.
  ///
  /// - Throws: only where nothing more can be read at all; one bad article is a ``ArticleInput/failure(id:origin:_:)``.
  mutating func next() throws -> ArticleInput?
  /// Whether `next()` would have to wait for input from outside.
  var wouldWait: Bool { get }
  /// How many bytes of input have been taken so far, compressed as they are: for progress.
  var position: Int { get }
}
