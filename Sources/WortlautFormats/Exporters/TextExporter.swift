import Wortlaut

/// The article for reading: entities and quotes marked where they stand, and below it who said what.
///
/// In colour where a terminal shows it; else entities are `[Russlands LOC]` and the quotes' contents `⟨1 …⟩`.
public struct TextExporter: Exporter {
  public static let format = "text"
  public static let summary = "the article with entities and quotes marked, for reading"
  public static let fileExtension = "txt"

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ExportOutput) {
    writeTitle(id, &output.bytes)
    output.bytes.append("not annotated: \(failure.message) [\(failure.code)]\n\n")
  }

  public func write(_ document: Document, to output: inout ExportOutput) { write(document, to: &output.bytes) }

  private func write(_ document: Document, to output: inout ByteBuffer) {
    writeTitle(document.id, &output)
    if options.isColored { writeColored(document, &output) } else { writeBracketed(document, &output) }
    output.append("\n")
    writeEntities(document, &output)
    writeQuotes(document, &output)
    output.append("\n")
  }

  private func writeTitle(_ id: String, _ output: inout ByteBuffer) {
    output.append(options.isColored ? "\u{1B}[1m━━ \(id)\u{1B}[0m\n\n" : "━━ \(id)\n\n")
  }

  private func entities(_ document: Document) -> [Entity] {
    options.layers.contains(.entities) ? document.entities : []
  }

  private func quotes(_ document: Document) -> [Quotation] {
    options.layers.contains(.quotes) ? document.quotations : []
  }

  // MARK: - In the text

  /// A place where something begins or ends.
  private struct Border {
    let at: Int
    let isEnd: Bool
    /// The other end, by which nested stretches close before and open after those around them.
    let other: Int
    let text: String
  }

  private func writeBracketed(_ document: Document, _ output: inout ByteBuffer) {
    var borders: [Border] = []
    for entity in entities(document) {
      let (start, end) = (entity.span.start, entity.span.end)
      borders.append(Border(at: start, isEnd: false, other: end, text: "["))
      borders.append(Border(at: end, isEnd: true, other: start, text: " \(entity.type.rawValue)]"))
    }
    for (index, quote) in quotes(document).enumerated() {
      for span in quote.content {
        borders.append(Border(at: span.start, isEnd: false, other: span.end, text: "⟨\(index + 1) "))
        borders.append(Border(at: span.end, isEnd: true, other: span.start, text: "⟩"))
      }
    }
    borders.sort { left, right in
      if left.at != right.at { return left.at < right.at }
      if left.isEnd != right.isEnd { return left.isEnd }
      return left.other > right.other
    }
    var at = 0
    for border in borders {
      output.append(document.text[at..<border.at])
      output.append(border.text)
      at = border.at
    }
    output.append(document.text[at...])
    output.append("\n")
  }

  /// Colours by type: red people, green places, blue organisations, magenta others; quotes on a grey ground, their
  /// speakers underlined.
  private func writeColored(_ document: Document, _ output: inout ByteBuffer) {
    let entities = entities(document)
    let contents = quotes(document).flatMap(\.content)
    let speakers = quotes(document).flatMap(\.speaker)
    let spans = entities.map(\.span) + contents + speakers
    let borders = Set(spans.flatMap { [$0.start, $0.end] } + [0, document.text.count]).sorted()
    var entity = 0
    for (start, end) in zip(borders, borders.dropFirst()) {
      while entity < entities.count, entities[entity].span.end <= start { entity += 1 }
      var styles: [String] = []
      if entity < entities.count, entities[entity].span.contains(start) {
        styles.append("1;\(Self.color(entities[entity].type))")
      }
      if contents.contains(where: { $0.contains(start) }) { styles.append("48;5;236") }
      if speakers.contains(where: { $0.contains(start) }) { styles.append("4") }
      if !styles.isEmpty { output.append("\u{1B}[\(styles.joined(separator: ";"))m") }
      output.append(document.text[start..<end])
      if !styles.isEmpty { output.append("\u{1B}[0m") }
    }
    output.append("\n")
  }

  private static func color(_ type: EntityType) -> Int {
    switch type {
    case .person: 31
    case .location: 32
    case .organisation: 34
    case .miscellaneous: 35
    default: 36
    }
  }

  // MARK: - Below it

  private func heading(_ text: String) -> String { options.isColored ? "\u{1B}[1m\(text)\u{1B}[0m\n" : "\(text)\n" }

  /// Each entity once, in the order of the text, with how often it is named.
  private func writeEntities(_ document: Document, _ output: inout ByteBuffer) {
    let entities = entities(document).filter { $0.form == nil }
    guard !entities.isEmpty else { return }
    var order: [String] = []
    var counts: [String: Int] = [:]
    for entity in entities {
      let line = entity.name + " (" + entity.type.rawValue + (entity.id.map { " \($0)" } ?? "") + ")"
      if counts[line] == nil { order.append(line) }
      counts[line, default: 0] += 1
    }
    output.append(heading("Entities"))
    let items = order.map { line in
      let count = counts[line] ?? 1
      return count > 1 ? "\(line) ×\(count)" : line
    }
    output.append("  " + items.joined(separator: "\n  ") + "\n\n")
  }

  private func writeQuotes(_ document: Document, _ output: inout ByteBuffer) {
    let quotes = quotes(document)
    guard !quotes.isEmpty else { return }
    output.append(heading("Quotes"))
    for (index, quote) in quotes.enumerated() {
      let speaker = oneLine(quote.speaker, document)
      let entity = quote.speakerEntity.flatMap { $0 < document.entities.count ? document.entities[$0].name : nil }
      let who = speaker.isEmpty ? "–" : speaker
      let known = entity.map { $0 == who ? "" : " = \($0)" } ?? ""
      output.append("  \(index + 1). \(quote.type.rawValue), \(who)\(known): \(oneLine(quote.content, document))\n")
    }
  }

  private func oneLine(_ spans: Spans, _ document: Document) -> String {
    spans.map { document.string($0).split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .joined(separator: " … ")
  }
}
