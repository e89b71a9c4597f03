import Wortlaut

/// How articles lie in a file.
public enum InputFormat: String, Sendable, CaseIterable {
  /// A row an article.
  case jsonl
  /// A file an article.
  case text

  /// The format that a file's name tells; nil if it tells none.
  public init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
      self = .jsonl
    } else if name.hasSuffix(".txt") || name.hasSuffix(".text") || name.hasSuffix(".md") {
      self = .text
    } else {
      return nil
    }
  }
}

/// How to read inputs.
public struct ReadOptions: Sendable {
  /// Nil: by each file's name.
  public var format: InputFormat?
  /// Nil: UTF-8.
  public var encoding: TextEncoding?
  public var fields: JSONLReader.Fields
  /// The most bytes an article may have.
  public var maximumSize: Int

  public init(
    format: InputFormat? = nil, encoding: TextEncoding? = nil, fields: JSONLReader.Fields = .init(),
    maximumSize: Int = 64 << 20
  ) {
    self.format = format
    self.encoding = encoding
    self.fields = fields
    self.maximumSize = maximumSize
  }
}
