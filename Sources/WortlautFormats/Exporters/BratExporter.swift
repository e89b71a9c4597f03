import Wortlaut

/// brat's standoff: for each article its text (`.txt`) and what stands in it (`.ann`), and one `annotation.conf` for
/// brat to read (brat.nlplab.org/standoff.html).
///
/// Offsets count code points. A span over a line break or a tab is written in pieces on both sides of it, since brat
/// allows neither in a span. A quote is a span of its type (`Direct`, …), its speaker, cue, frame and addressee are
/// spans with a relation from the quote; ids are normalizations, names and sources notes.
public struct BratExporter: Exporter {
  public static let format = "brat"
  public static let summary = "brat standoff, a .txt and a .ann for each article"
  public static let fileExtension = "ann"
  public static let packaging = ExportPackaging.filePerDocument

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public var sideFiles: [ExportSideFile] {
    let quoteTypes = Quotation.Kind.allCases.map { Self.capitalized($0.rawValue) }
    let roles = Quotation.Role.allCases.dropFirst().map { Self.capitalized($0.rawValue) }
    var lines = ["[entities]", "PER", "LOC", "ORG", "MISC"] + quoteTypes + roles
    lines += Mark.Verdict.allCases.map { "Mark-\($0.rawValue)" }
    lines += ["", "[relations]", "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"]
    lines += roles.map { "has\($0)\tArg1:\(quoteTypes.joined(separator: "|")), Arg2:\($0)" }
    lines += ["isEntity\tArg1:\(quoteTypes.joined(separator: "|")), Arg2:<ENTITY>"]
    lines += ["", "[events]", "", "[attributes]", "Form\tArg:<ENTITY>, Value:derived|part", ""]
    return [ExportSideFile(name: "annotation.conf", content: Array(lines.joined(separator: "\n").utf8))]
  }

  public func write(_ document: Document, to output: inout ExportOutput) {
    output.beginFile(of: document.id, "txt")
    output.bytes.append(document.text)
    output.beginFile(of: document.id, Self.fileExtension)
    let selected = SelectedLayers(document, options)
    var writer = Writer(document)
    var entityIDs: [Int?] = []
    for (layer, entities) in selected.entityLayers {
      for entity in entities {
        let id = writer.write(entity, in: layer, to: &output)
        if layer == .entities { entityIDs.append(id) }
      }
    }
    for quote in selected.quotations { writer.write(quote, entityIDs, to: &output) }
    for mark in selected.marks {
      if let id = writer.writeSpan([mark.span], type: "Mark-\(mark.verdict.rawValue)", to: &output) {
        writer.writeNote(mark.source, on: id, to: &output.bytes)
      }
    }
    if !document.meta.isEmpty { output.lose("further fields of articles") }
    selected.countLosses(holding: [.quotes, .marks], entityLayers: true, in: &output)
  }

  /// brat's types begin with a capital by custom: `freeIndirect` is `FreeIndirect`.
  private static func capitalized(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }

  /// Writes one document's lines and numbers them.
  private struct Writer {
    private let document: Document
    private let offsets: OffsetTable
    private var spans = 0
    private var relations = 0
    private var normalizations = 0
    private var attributes = 0
    private var notes = 0

    init(_ document: Document) {
      self.document = document
      offsets = OffsetTable(document.text, unit: .codepoint)
    }

    mutating func write(_ entity: Entity, in layer: LayerName, to output: inout ExportOutput) -> Int? {
      let type = layer == .entities ? entity.type.rawValue : "\(layer.rawValue)-\(entity.type.rawValue)"
      guard let id = writeSpan([entity.span], type: type, to: &output) else { return nil }
      if let form = entity.form {
        attributes += 1
        output.bytes.append("A\(attributes)\tForm T\(id) \(form.rawValue)\n")
      }
      if let reference = entity.id {
        if let known = Self.reference(reference) {
          normalizations += 1
          output.bytes.append("N\(normalizations)\tReference T\(id) \(known)\t\(Self.oneLine(entity.name))\n")
        } else {
          writeNote("id: \(reference)", on: id, to: &output.bytes)
        }
      }
      writeNote("\(entity.name) [\(entity.source)]", on: id, to: &output.bytes)
      return id
    }

    mutating func write(_ quote: Quotation, _ entityIDs: [Int?], to output: inout ExportOutput) {
      let type = BratExporter.capitalized(quote.type.rawValue)
      guard let id = writeSpan(quote.content, type: type, to: &output) else { return }
      for role in Quotation.Role.allCases.dropFirst() where !quote.spans(role).isEmpty {
        let name = BratExporter.capitalized(role.rawValue)
        guard let part = writeSpan(quote.spans(role), type: name, to: &output) else { continue }
        writeRelation("has\(name)", id, part, to: &output.bytes)
      }
      if let entity = quote.speakerEntity, entityIDs.indices.contains(entity), let target = entityIDs[entity] {
        writeRelation("isEntity", id, target, to: &output.bytes)
      }
      writeNote(quote.source, on: id, to: &output.bytes)
    }

    private mutating func writeRelation(_ name: String, _ from: Int, _ to: Int, to output: inout ByteBuffer) {
      relations += 1
      output.append("R\(relations)\t\(name) Arg1:T\(from) Arg2:T\(to)\n")
    }

    mutating func writeNote(_ text: String, on id: Int, to output: inout ByteBuffer) {
      notes += 1
      output.append("#\(notes)\tAnnotatorNotes T\(id)\t\(Self.oneLine(text))\n")
    }

    /// - Returns: the span's number; nil where nothing is left of it without its line breaks, which is counted.
    mutating func writeSpan(_ parts: some Sequence<Span>, type: String, to output: inout ExportOutput) -> Int? {
      let pieces = parts.sorted().flatMap(pieces)
      guard !pieces.isEmpty else {
        output.lose("spans of line breaks alone")
        return nil
      }
      spans += 1
      output.bytes.append("T\(spans)\t\(Self.typeName(type))")
      for (index, piece) in pieces.enumerated() {
        output.bytes.append(index == 0 ? " " : ";")
        output.bytes.append(offsets[piece.start])
        output.bytes.append(" ")
        output.bytes.append(offsets[piece.end])
      }
      for (index, piece) in pieces.enumerated() {
        output.bytes.append(index == 0 ? "\t" : " ")
        output.bytes.append(document[piece])
      }
      output.bytes.append("\n")
      return spans
    }

    /// A span without the line breaks and tabs in it.
    private func pieces(_ span: Span) -> [Span] {
      var pieces: [Span] = []
      var start = span.start
      var at = span.start
      while at < span.end {
        let length = breakLength(at, span.end)
        if length == 0 {
          at += 1
          continue
        }
        if start < at { pieces.append(Span(start, at)) }
        at += length
        start = at
      }
      if start < span.end { pieces.append(Span(start, span.end)) }
      return pieces
    }

    /// How many bytes a tab or line break takes that begins here; 0 where none does. Line breaks are all that Python,
    /// in which brat is written, splits lines at.
    private func breakLength(_ at: Int, _ end: Int) -> Int {
      switch document.text[at] {
      case 0x09...0x0D, 0x1C...0x1E: 1
      case 0xC2 where at + 1 < end && document.text[at + 1] == 0x85: 2
      case 0xE2 where at + 2 < end && document.text[at + 1] == 0x80 && document.text[at + 2] & 0xFE == 0xA8: 3
      default: 0
      }
    }

    /// brat's names of types are letters, digits, `-` and `_`.
    private static func typeName(_ name: String) -> String {
      String(name.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "_" })
    }

    /// An id as `DATABASE:ID`; nil where it holds characters that brat has no room for.
    private static func reference(_ id: String) -> String? {
      let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
      let isPlain = { (part: String) in
        !part.isEmpty && part.utf8.allSatisfy { $0 == 0x5F || ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
      }
      guard parts.allSatisfy(isPlain) else { return nil }
      if parts.count == 2 { return "\(parts[0]):\(parts[1])" }
      guard let first = parts.first else { return nil }
      let isWikidata = first.first == "Q" && first.dropFirst().allSatisfy { $0.isNumber }
      return isWikidata ? "Wikidata:\(first)" : "ID:\(first)"
    }

    private static func oneLine(_ text: String) -> String {
      text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
    }
  }
}
