import Wortlaut

/// How articles lie in a file.
public enum InputFormat: String, Sendable, CaseIterable {
  /// A row an article.
  case jsonl
  /// A record an article, below a header.
  case csv
  /// A file an article.
  case text
  /// A file an article, CommonMark; its text stays as it is, and its blocks are known.
  case markdown
  /// A file an article, reduced to its text.
  case html

  /// The endings of files' names that tell a format.
  private static let endings: [(String, InputFormat)] = [
    (".jsonl", .jsonl), (".ndjson", .jsonl), (".csv", .csv), (".tsv", .csv), (".txt", .text), (".text", .text),
    (".md", .markdown), (".markdown", .markdown), (".html", .html), (".htm", .html), (".xhtml", .html),
  ]

  /// The format that a file's name tells, compressed or not; nil if it tells none.
  public init?(path: String) {
    var name = path.lowercased()
    if Compression(path: name) != nil, let stop = name.lastIndex(of: ".") { name = String(name[..<stop]) }
    guard let format = Self.endings.first(where: { name.hasSuffix($0.0) })?.1 else { return nil }
    self = format
  }

  /// The format that the first bytes tell: rows of JSON, a page, or else a text.
  init(start: [UInt8]) {
    let text = String(decoding: start.drop { $0 <= 0x20 || $0 >= 0xEF }.prefix(64), as: UTF8.self).lowercased()
    let next = text.dropFirst().first { !$0.isWhitespace }
    if text.hasPrefix("{") && next != "{" && next != "\\" || text.hasPrefix("[") && next == "{" {
      self = .jsonl
    } else if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
      self = .html
    } else {
      self = .text
    }
  }
}

/// How to read inputs.
public struct ReadOptions: Sendable {
  /// Nil: by each file's name.
  public var format: InputFormat?
  /// Nil: UTF-8, and for pages what they say of themselves.
  public var encoding: TextEncoding?
  /// Which fields of a row are the id and the text.
  public var fields: RowFields
  /// The separator of CSV files; nil: found out from each header.
  public var separator: UInt8?
  /// The most bytes an article may have, decompressed.
  public var maximumSize: Int
  /// The way out where an article has more, for messages.
  public var sizeAdvice = "raise --max-size to read it"
  /// Is told which fields rows have.
  public var fieldUse: FieldUse?
  /// What is written while this is read.
  public var ownOutputs: OwnOutputs?

  /// Makes options; by default everything is found out from the inputs themselves.
  public init(
    format: InputFormat? = nil, encoding: TextEncoding? = nil, fields: RowFields = .init(), separator: UInt8? = nil,
    maximumSize: Int = 64 << 20
  ) {
    self.format = format
    self.encoding = encoding
    self.fields = fields
    self.separator = separator
    self.maximumSize = maximumSize
  }
}
