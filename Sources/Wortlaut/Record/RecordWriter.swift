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
    var offsets = OffsetCursor(table)
    writeList(.blocks, document.blocks, &output) { block, output in
      output.appendSpan(block.span, document.text, &offsets)
      output.append(block.kind.field)
    }
    writeTokens(document, table, &output)
    offsets = OffsetCursor(table)
    writeList(.sentences, document.sentences, &output) { sentence, output in
      output.appendSpan(sentence.span, document.text, &offsets)
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
    // In place: for a copy all that an element holds would be counted up and down.
    elements.withUnsafeBufferPointer { elements in
      for index in elements.indices {
        output.append(index == 0 ? "{" : ",{")
        body(elements[index], &output)
        output.append("}")
      }
    }
    output.append("]")
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
    appendSpan(table.units(of: span))
  }

  private mutating func appendSpan(_ units: Range<Int>) {
    write(upTo: 64) { $0.put("\"start\":").put(units.lowerBound).put(",\"end\":").put(units.upperBound) }
  }

  /// The same for spans that come in order.
  fileprivate mutating func appendSpan(_ span: Span, _ text: [UInt8], _ offsets: inout OffsetCursor) {
    let start = offsets.offset(of: span.start, in: text)
    appendSpan(start..<offsets.offset(of: span.end, in: text))
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

  private mutating func appendSpans(_ opening: StaticString, _ spans: Spans, _ table: OffsetTable) {
    append(opening)
    for index in 0..<spans.count {
      let units = table.units(of: spans[index])
      write(upTo: 80) {
        $0.put(index == 0 ? "{\"start\":" : ",{\"start\":").put(units.lowerBound).put(",\"end\":").put(units.upperBound)
          .put("}")
      }
    }
    append("]")
  }
}

extension Block.Kind {
  /// The kind as a field of the record.
  fileprivate var field: StaticString {
    switch self {
    case .paragraph: ",\"kind\":\"paragraph\""
    case .heading: ",\"kind\":\"heading\""
    case .byline: ",\"kind\":\"byline\""
    case .listItem: ",\"kind\":\"list-item\""
    case .line: ",\"kind\":\"line\""
    }
  }
}
