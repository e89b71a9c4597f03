import Wortlaut

/// Which fields of a row to read, JSON or CSV.
public struct RowFields: Sendable, Equatable {
  /// The field, or column, with the article's id.
  public var id: String
  /// Several are joined with a blank line between them.
  public var text: [String]

  /// The fields by their names; several texts are joined, a blank line between them.
  public init(id: String = "id", text: [String] = ["text"]) {
    self.id = id
    self.text = text
  }
}

/// What a row says before it is known to be whole.
struct RowContent {
  var id: String?
  /// The text's parts, in the order of the fields' names.
  private var parts: [[UInt8]?]
  /// The bytes of a JSON object without its last brace; empty where there are no further fields.
  var meta: [UInt8] = []
  var fault: ArticleFailure?
  var hasIDField = false
  /// A bit a text field.
  private var found = 0
  private let use: FieldUse?

  init(_ options: ReadOptions) {
    parts = Array(repeating: nil, count: options.fields.text.count)
    use = options.fieldUse
  }

  mutating func markFound(_ index: Int) { found |= 1 << min(index, Int.bitWidth - 2) }

  mutating func setPart(_ index: Int, _ text: [UInt8]) { parts[index] = text }

  /// The row as an article, or why it is none.
  consuming func article(_ origin: ArticleOrigin, missing: () -> String) -> ArticleInput {
    use?.note(texts: found, id: hasIDField)
    if !meta.isEmpty { meta.append(0x7D) }
    let id = id ?? origin.description
    if let fault { return .failure(id: id, origin: origin, fault) }
    var text: [UInt8]?
    for part in parts {
      guard let part else { continue }
      if text == nil { text = part } else { text?.append(contentsOf: [0x0A, 0x0A] + part) }
    }
    guard let text else {
      return .failure(id: id, origin: origin, .init(stage: "read", code: "no-text", message: missing()))
    }
    return .article(Article(id: id, text: text, meta: meta, origin: origin))
  }
}
