/// Writes the layers of a document as the fields of a JSON record (schema `wortlaut/1`).
///
/// Exports and the rows that programs of one's own read (``ExecStage``) have the same fields.
package struct RecordWriter: Sendable {
  private let layers: Set<LayerName>

  /// - Parameter layers: the layers to write; `norms` stand among the tokens.
  package init(layers: Set<LayerName>) { self.layers = layers }

  /// Writes `,"blocks":[…],"tokens":[…]` and so on, spans in the unit of `table`.
  ///
  /// - Throws: what a custom layer's own encoding throws.
  package func writeLayers(of document: Document, _ table: OffsetTable, to output: inout ByteBuffer) throws {
    writeBlocks(document, table, &output)
    writeTokens(document, table, &output)
    writeList(.sentences, document.sentences, &output) { sentence, output in
      output.appendSpan(sentence.span, table)
    }
    writeList(.entities, document.entities, &output) { $1.append($0, table) }
    let hasEntities = layers.contains(.entities)
    writeList(.quotes, document.quotations, &output) { $1.append($0, table, withEntity: hasEntities) }
    writeList(.marks, document.marks, &output) { mark, output in
      output.appendSpan(mark.span, table)
      output.appendJSON(after: ",\"verdict\":", mark.verdict.rawValue)
      output.appendJSON(after: ",\"source\":", mark.source)
    }
    try writeFurtherLayers(document, table, &output)
  }

  /// Writes `,"name":[{…},…]`; `body` writes what stands between an object's braces.
  private func writeList<Element>(
    _ layer: LayerName, _ elements: [Element], _ output: inout ByteBuffer,
    _ body: (Element, inout ByteBuffer) -> Void
  ) {
    guard layers.contains(layer) else { return }
    output.appendJSON(after: ",", layer.rawValue)
    output.append(":[")
    for (index, element) in elements.enumerated() {
      output.append(index == 0 ? "{" : ",{")
      body(element, &output)
      output.append("}")
    }
    output.append("]")
  }

  private func writeBlocks(_ document: Document, _ table: OffsetTable, _ output: inout ByteBuffer) {
    writeList(.blocks, document.blocks, &output) { block, output in
      output.appendSpan(block.span, table)
      output.appendJSON(after: ",\"kind\":", block.kind.rawValue)
    }
  }

  private func writeTokens(_ document: Document, _ table: OffsetTable, _ output: inout ByteBuffer) {
    guard layers.contains(.tokens) else { return }
    output.append(",\"tokens\":[")
    var rows = TokenRows(unit: table.unit, isIdentity: table.isIdentity)
    rows.write(document, withNorms: layers.contains(.norms), to: &output)
    output.append("]")
  }

  /// Entity layers beside `entities`, and custom layers, by name.
  private func writeFurtherLayers(_ document: Document, _ table: OffsetTable, _ output: inout ByteBuffer) throws {
    let names = Set(document.furtherEntities.keys).union(document.customLayerNames).intersection(layers)
    guard !names.isEmpty else { return }
    output.append(",\"layers\":{")
    for (index, name) in names.sorted().enumerated() {
      if index > 0 { output.append(",") }
      output.appendJSON(name.rawValue)
      output.append(":")
      if let entities = document.furtherEntities[name] {
        output.append("[")
        for (index, entity) in entities.enumerated() {
          output.append(index == 0 ? "{" : ",{")
          output.append(entity, table)
          output.append("}")
        }
        output.append("]")
      } else {
        output.append(try document.encodedLayer(name, offsets: table))
      }
    }
    output.append("}")
  }
}

extension ByteBuffer {
  /// Writes `"start":0,"end":7`.
  fileprivate mutating func appendSpan(_ span: Span, _ table: OffsetTable) {
    let (start, end) = (table[span.start], table[span.end])
    write(upTo: 64) { $0.put("\"start\":").put(start).put(",\"end\":").put(end) }
  }

  fileprivate mutating func append(_ entity: Entity, _ table: OffsetTable) {
    appendSpan(entity.span, table)
    appendJSON(after: ",\"type\":", entity.type.rawValue)
    appendJSON(after: ",\"name\":", entity.name)
    if let id = entity.id {
      appendJSON(after: ",\"id\":", id)
    }
    appendJSON(after: ",\"source\":", entity.source)
    if let form = entity.form {
      appendJSON(after: ",\"form\":", form.rawValue)
    }
  }

  /// - Parameter withEntity: whether the entities that `speakerEntity` counts are written too.
  package mutating func append(_ quote: Quotation, _ table: OffsetTable, withEntity: Bool) {
    appendJSON(after: "\"type\":", quote.type.rawValue)
    appendSpans(",\"content\":[", quote.content, table)
    appendSpans(",\"speaker\":[", quote.speaker, table)
    appendSpans(",\"cue\":[", quote.cue, table)
    appendSpans(",\"frame\":[", quote.frame, table)
    appendSpans(",\"addressee\":[", quote.addressee, table)
    if withEntity, let entity = quote.speakerEntity {
      append(",\"speakerEntity\":")
      append(entity)
    }
    appendJSON(after: ",\"source\":", quote.source)
  }

  private mutating func appendSpans(_ opening: StaticString, _ spans: [Span], _ table: OffsetTable) {
    append(opening)
    for (index, span) in spans.enumerated() {
      let (start, end) = (table[span.start], table[span.end])
      write(upTo: 80) {
        $0.put(index == 0 ? "{\"start\":" : ",{\"start\":").put(start).put(",\"end\":").put(end).put("}")
      }
    }
    append("]")
  }
}
