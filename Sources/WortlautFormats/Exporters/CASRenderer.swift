import Wortlaut

/// How one format writes feature structures of a UIMA CAS.
protocol CASSyntax {
  /// Begins a structure; its features follow until `end`.
  func begin(_ type: CASType, id: Int, start: Int, end: Int, to output: inout ByteBuffer)
  /// - Returns: how many characters the format cannot hold.
  func text(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) -> Int
  func reference(_ name: StaticString, to target: Int, to output: inout ByteBuffer)
  /// A list of structures; `arrayID` is for formats in which a list is a structure of its own.
  func references(_ name: StaticString, to targets: Range<Int>, arrayID: Int, to output: inout ByteBuffer)
  func end(to output: inout ByteBuffer)
  /// Writes a list as a structure of its own, in formats that have that.
  func array(id: Int, of targets: Range<Int>, to output: inout ByteBuffer)
}

/// Writes a document's layers as feature structures with offsets in UTF-16 units, which is what Java counts.
struct CASRenderer<Syntax: CASSyntax> {
  private let syntax: Syntax
  private let selected: SelectedLayers
  private let offsets: OffsetTable
  /// The next structure's id; 1 is the text itself.
  private var nextID = 2
  /// The structures that the view lists, which lists themselves are not.
  private(set) var members: [Int] = []
  private(set) var illegal = 0

  init(_ syntax: Syntax, _ selected: SelectedLayers) {
    self.syntax = syntax
    self.selected = selected
    offsets = OffsetTable(selected.document.text, unit: .utf16)
  }

  mutating func write(to output: inout ExportOutput) {
    writeMetaData(&output.bytes)
    for block in selected.blocks { write(block, &output.bytes) }
    for sentence in selected.sentences {
      _ = begin(.sentence, sentence.span, &output.bytes)
      syntax.end(to: &output.bytes)
    }
    for index in selected.tokens.indices { writeToken(index, &output.bytes) }
    var entities: [Int] = []
    for (layer, list) in selected.entityLayers {
      for entity in list {
        let id = write(entity, layer, &output.bytes)
        if layer == .entities { entities.append(id) }
      }
    }
    for quote in selected.quotations { write(quote, entities, &output) }
    for mark in selected.marks {
      _ = begin(.mark, mark.span, &output.bytes)
      text("verdict", mark.verdict.rawValue, &output.bytes)
      text("source", mark.source, &output.bytes)
      syntax.end(to: &output.bytes)
    }
    output.lose("characters that XML cannot hold (written as U+FFFD)", count: illegal)
    if !selected.document.meta.isEmpty { output.lose("further fields of articles") }
    let held: Set<LayerName> = [.blocks, .tokens, .norms, .sentences, .quotes, .marks]
    selected.countLosses(holding: held, entityLayers: true, in: &output)
  }

  private mutating func takeID() -> Int {
    defer { nextID += 1 }
    return nextID
  }

  private mutating func begin(_ type: CASType, _ span: Span, _ output: inout ByteBuffer) -> Int {
    let id = takeID()
    members.append(id)
    syntax.begin(type, id: id, start: offsets[span.start], end: offsets[span.end], to: &output)
    return id
  }

  private mutating func text(_ name: StaticString, _ value: String, _ output: inout ByteBuffer) {
    illegal += value.withContiguousUTF8 { syntax.text(name, $0, to: &output) }
  }

  private mutating func writeMetaData(_ output: inout ByteBuffer) {
    let document = selected.document
    _ = begin(.documentMetaData, Span(0, document.text.count), &output)
    text("language", "de", &output)
    text("documentId", document.id, &output)
    text("documentTitle", document.id, &output)
    syntax.end(to: &output)
  }

  private mutating func write(_ block: Block, _ output: inout ByteBuffer) {
    let type: CASType = block.kind == .paragraph ? .paragraph : block.kind == .heading ? .heading : .division
    _ = begin(type, block.span, &output)
    text("divType", block.kind.rawValue, &output)
    syntax.end(to: &output)
  }

  /// A token, and where it has a norm, before it the form that the token refers to.
  private mutating func writeToken(_ index: Int, _ output: inout ByteBuffer) {
    let token = selected.document.tokens[index]
    var form: Int?
    if token.hasNorm, selected.has(.norms) {
      form = begin(.tokenForm, token.span, &output)
      illegal += selected.document.withNorm(of: index) { syntax.text("value", $0, to: &output) }
      syntax.end(to: &output)
    }
    _ = begin(.token, token.span, &output)
    if let form { syntax.reference("form", to: form, to: &output) }
    syntax.end(to: &output)
  }

  private mutating func write(_ entity: Entity, _ layer: LayerName, _ output: inout ByteBuffer) -> Int {
    let id = begin(.namedEntity, entity.span, &output)
    text("value", entity.type.rawValue, &output)
    if let identifier = entity.id { text("identifier", identifier, &output) }
    text("name", entity.name, &output)
    if let form = entity.form { text("form", form.rawValue, &output) }
    text("layer", layer.rawValue, &output)
    text("source", entity.source, &output)
    syntax.end(to: &output)
    return id
  }

  private mutating func write(_ quote: Quotation, _ entities: [Int], _ output: inout ExportOutput) {
    guard let hull = quote.hull else {
      output.lose("quotes without content")
      return
    }
    var parts: [(name: StaticString, targets: Range<Int>, arrayID: Int)] = []
    for (role, name) in Self.roles {
      let spans = quote.spans(role)
      guard !spans.isEmpty else { continue }
      let first = nextID
      for span in spans {
        _ = begin(.quotePart, span, &output.bytes)
        text("role", role.rawValue, &output.bytes)
        syntax.end(to: &output.bytes)
      }
      let targets = first..<nextID
      let arrayID = takeID()
      syntax.array(id: arrayID, of: targets, to: &output.bytes)
      parts.append((name, targets, arrayID))
    }
    _ = begin(.quotation, hull, &output.bytes)
    text("quoteType", quote.type.rawValue, &output.bytes)
    text("source", quote.source, &output.bytes)
    for part in parts { syntax.references(part.name, to: part.targets, arrayID: part.arrayID, to: &output.bytes) }
    if let entity = quote.speakerEntity, entities.indices.contains(entity) {
      syntax.reference("speakerEntity", to: entities[entity], to: &output.bytes)
    }
    syntax.end(to: &output.bytes)
  }

  private static var roles: [(Quotation.Role, StaticString)] {
    [
      (.content, "content"), (.speaker, "speaker"), (.cue, "cue"), (.frame, "frame"), (.addressee, "addressee"),
    ]
  }
}

extension ByteBuffer {
  /// Writes ids one after the other.
  mutating func append(_ ids: some Collection<Int>, separator: StaticString) {
    for (index, id) in ids.enumerated() {
      if index > 0 { append(separator) }
      append(id)
    }
  }
}
