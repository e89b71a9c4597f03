import Wortlaut

/// JSON Lines of spaCy documents, for `spacy.tokens.Doc.from_json`: a row a document.
///
/// What stands between two tokens becomes a token of white space unless it is one space, as spaCy wants it. Entities
/// are `doc.ents`, and with their ids the span group `entities`; every other layer of entities is a span group of its
/// name. Quotes are the span groups `quotes` (labelled by type), `speakers`, `cues`, `frames` and `addressees`. What
/// spaCy has no place for it passes over: a token's `kind` and `norm`, and in `wortlaut` the article's id and meta and
/// the quotes whole, offsets in code points.
public struct SpacyExporter: Exporter {
  public static let format = "spacy"
  public static let summary = "a row a document for spaCy's Doc.from_json"
  public static let fileExtension = "spacy.jsonl"
  public static let requires: Set<LayerName> = [.tokens]

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func write(_ document: Document, to output: inout ExportOutput) {
    let selected = SelectedLayers(document, options)
    let offsets = OffsetTable(document.text, unit: .codepoint)
    let tokens = SpacyTokens(document)
    output.lose("tokens that are white space to spaCy", count: tokens.lost)
    output.bytes.append("{\"text\":")
    document.text.withUnsafeBufferPointer { output.bytes.appendJSON($0) }
    writeEntities(selected, tokens, offsets, &output)
    writeSentences(selected, tokens, offsets, &output)
    output.bytes.append(",\"tokens\":[")
    for (index, token) in tokens.tokens.enumerated() {
      output.bytes.append(index == 0 ? "{\"id\":" : ",{\"id\":")
      output.bytes.append(index)
      output.bytes.appendSpan(token.span, offsets)
      if let source = token.source { writeDetails(source, selected, &output.bytes) }
      output.bytes.append("}")
    }
    output.bytes.append("]")
    writeGroups(selected, tokens, offsets, &output)
    writeRest(selected, offsets, &output.bytes)
    output.bytes.append("}\n")
    selected.countLosses(
      holding: [.tokens, .norms, .sentences, .quotes, .marks], entityLayers: true, in: &output)
  }

  private func writeEntities(
    _ selected: SelectedLayers, _ tokens: SpacyTokens, _ offsets: OffsetTable, _ output: inout ExportOutput
  ) {
    output.bytes.append(",\"ents\":[")
    var isFirst = true
    for entity in selected.has(.entities) ? selected.document.entities : [] {
      guard tokens.fits(entity.span) else {
        output.lose("entities inside a token")
        continue
      }
      output.bytes.append(isFirst ? "{\"label\":" : ",{\"label\":")
      isFirst = false
      output.bytes.appendJSON(entity.type.rawValue)
      output.bytes.appendSpan(entity.span, offsets)
      output.bytes.append("}")
    }
    output.bytes.append("]")
  }

  private func writeSentences(
    _ selected: SelectedLayers, _ tokens: SpacyTokens, _ offsets: OffsetTable, _ output: inout ExportOutput
  ) {
    guard selected.has(.sentences) else { return }
    output.bytes.append(",\"sents\":[")
    var isFirst = true
    for sentence in selected.sentences {
      guard tokens.fits(sentence.span) else {
        output.lose("sentences of white space")
        continue
      }
      output.bytes.append(isFirst ? "{\"start\":" : ",{\"start\":")
      isFirst = false
      output.bytes.append(offsets[sentence.span.start])
      output.bytes.append(",\"end\":")
      output.bytes.append(offsets[sentence.span.end])
      output.bytes.append("}")
    }
    output.bytes.append("]")
  }

  private struct Labelled {
    let span: Span
    let label: String
    let id: String
  }

  private func writeGroups(
    _ selected: SelectedLayers, _ tokens: SpacyTokens, _ offsets: OffsetTable, _ output: inout ExportOutput
  ) {
    var groups: [(name: String, spans: [Labelled])] = selected.entityLayers.map { name, entities in
      (name.rawValue, entities.map { Labelled(span: $0.span, label: $0.type.rawValue, id: $0.id ?? "") })
    }
    if selected.has(.quotes) {
      let names: [Quotation.Role: String] = [
        .content: "quotes", .speaker: "speakers", .cue: "cues", .frame: "frames", .addressee: "addressees",
      ]
      for role in Quotation.Role.allCases {
        let spans = selected.quotations.flatMap { quote in
          quote.spans(role).map { Labelled(span: $0, label: quote.type.rawValue, id: "") }
        }
        groups.append((names[role] ?? role.rawValue, spans))
      }
    }
    if selected.has(.marks) {
      groups.append(("marks", selected.marks.map { Labelled(span: $0.span, label: $0.verdict.rawValue, id: "") }))
    }
    output.bytes.append(",\"spans\":{")
    for (index, group) in groups.enumerated() {
      output.bytes.append(index == 0 ? "" : ",")
      output.bytes.appendJSON(group.name)
      output.bytes.append(":[")
      let spans = group.spans.filter { tokens.fits($0.span) }
      if group.name != "entities" {
        output.lose("spans of \(group.name) inside a token", count: group.spans.count - spans.count)
      }
      for (index, span) in spans.enumerated() {
        output.bytes.append(index == 0 ? "{\"label\":" : ",{\"label\":")
        output.bytes.appendJSON(span.label)
        output.bytes.append(",\"kb_id\":")
        output.bytes.appendJSON(span.id)
        output.bytes.appendSpan(span.span, offsets)
        output.bytes.append("}")
      }
      output.bytes.append("]")
    }
    output.bytes.append("}")
  }

  private func writeDetails(_ token: Int, _ selected: SelectedLayers, _ output: inout ByteBuffer) {
    output.append(",\"kind\":\"")
    output.append(selected.document.tokens[token].kind.name)
    output.append("\"")
    if selected.document.tokens[token].hasNorm, selected.has(.norms) {
      output.append(",\"norm\":")
      selected.document.withNorm(of: token) { output.appendJSON($0) }
    }
  }

  private func writeRest(_ selected: SelectedLayers, _ offsets: OffsetTable, _ output: inout ByteBuffer) {
    output.append(",\"wortlaut\":{\"id\":")
    output.appendJSON(selected.document.id)
    output.append(",\"meta\":")
    if selected.document.meta.isEmpty { output.append("{}") } else { output.append(selected.document.meta) }
    if selected.has(.quotes) {
      output.append(",\"quotes\":[")
      for (index, quote) in selected.quotations.enumerated() {
        output.append(index == 0 ? "{" : ",{")
        output.append(quote, offsets, withEntity: selected.has(.entities))
        output.append("}")
      }
      output.append("]")
    }
    output.append("}")
  }
}

/// A text's tokens as spaCy wants them: without gaps, but for one space after a token.
private struct SpacyTokens {
  /// Spans, and for those that are no white space which of the document's tokens they are.
  private(set) var tokens: [(span: Span, source: Int?)] = []
  /// Tokens that are white space to spaCy and went into the gaps.
  private(set) var lost = 0
  private var starts: Set<Int> = []
  private var ends: Set<Int> = []

  init(_ document: Document) {
    tokens.reserveCapacity(document.tokens.count + document.tokens.count / 8)
    let text = document.text
    var at = 0
    for (index, token) in document.tokens.enumerated() {
      if Self.isWhiteSpace(text[token.span.range]) {
        lost += 1
        continue
      }
      addGap(at, token.span.start, text)
      tokens.append((token.span, index))
      starts.insert(token.span.start)
      ends.insert(token.span.end)
      at = token.span.end
    }
    addGap(at, text.count, text)
  }

  private mutating func addGap(_ start: Int, _ end: Int, _ text: [UInt8]) {
    let isAfterToken = start > 0
    let first = isAfterToken && start < end && text[start] == 0x20 ? start + 1 : start
    if first < end { tokens.append((Span(first, end), nil)) }
  }

  /// Whether a span begins and ends with tokens.
  func fits(_ span: Span) -> Bool { starts.contains(span.start) && ends.contains(span.end) }

  /// What Python's `str.isspace` holds to be white space; a few separators count there that are tokens here.
  private static func isWhiteSpace(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first <= 0x20 || first >= 0xC2 else { return false }
    return String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
      (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
    }
  }
}

extension ByteBuffer {
  /// Writes `,"start":0,"end":7`.
  fileprivate mutating func appendSpan(_ span: Span, _ offsets: OffsetTable) {
    append(",\"start\":")
    append(offsets[span.start])
    append(",\"end\":")
    append(offsets[span.end])
  }
}
