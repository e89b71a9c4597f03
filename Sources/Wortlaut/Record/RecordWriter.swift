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
    table.withCounter { offsets in
      writeList(.blocks, document.blocks, &output) { block, output in
        output.write(upTo: 128) { $0.put(block.span, offsets).put(block.kind.field) }
      }
      writeTokens(document, offsets, &output)
      writeList(.sentences, document.sentences, &output) { sentence, output in
        output.write(upTo: 64) { $0.put(sentence.span, offsets) }
      }
      writeList(.entities, document.entities, &output) { $1.append($0, offsets) }
      let hasEntities = layers.contains(.entities)
      writeList(.quotes, document.quotations, &output) { $1.append($0, offsets, withEntity: hasEntities) }
      writeList(.marks, document.marks, &output) { mark, output in
        output.write(upTo: 128 + JSONText.limit(mark.source.utf8.count)) {
          $0.put(mark.span, offsets).put(mark.verdict.field).put(",\"source\":").put(json: mark.source)
        }
      }
    }
    try writeFurtherLayers(document, table, &output)
  }

  /// Writes `,"name":[{…},…]`; `body` writes what stands between an object's braces.
  @inline(__always)
  private func writeList<Element>(
    _ layer: LayerName, _ elements: [Element], _ output: inout ByteBuffer,
    _ body: (Element, inout ByteBuffer) -> Void
  ) {
    guard layers.contains(layer) else { return }
    output.append(",")
    output.appendJSON(layer.rawValue)
    output.append(":[")
    // In place: for a copy all that an element holds would be counted up and down.
    elements.withUnsafeBufferPointer { elements in
      for index in elements.indices {
        if index > 0 { output.append(byte: UInt8(ascii: ",")) }
        output.append(byte: UInt8(ascii: "{"))
        body(elements[index], &output)
        output.append(byte: UInt8(ascii: "}"))
      }
    }
    output.append("]")
  }

  private func writeTokens(_ document: Document, _ offsets: OffsetTable.Counter, _ output: inout ByteBuffer) {
    guard layers.contains(.tokens) else { return }
    output.append(",\"tokens\":[")
    var rows = TokenRows(offsets)
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
          table.withCounter { output.append(entity, $0) }
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
  fileprivate mutating func append(_ entity: Entity, _ offsets: OffsetTable.Counter) {
    let named = entity.referent
    let texts = named.type.rawValue.utf8.count + named.name.utf8.count + named.source.utf8.count
    write(upTo: 160 + JSONText.limit(texts + (named.id?.utf8.count ?? 0))) {
      var at = $0.put(entity.span, offsets)
      at = at.put(",\"type\":").put(json: named.type.rawValue).put(",\"name\":").put(json: named.name)
      if let id = named.id { at = at.put(",\"id\":").put(json: id) }
      at = at.put(",\"source\":").put(json: named.source)
      return entity.form.map { at.put($0.field) } ?? at
    }
  }

  /// Writes `"type":…` to `"source":…`, spans in the unit of the table.
  /// - Parameter withEntity: whether the entities that `speakerEntity` counts are written too.
  package mutating func append(_ quote: Quotation, _ table: OffsetTable, withEntity: Bool) {
    table.withCounter { append(quote, $0, withEntity: withEntity) }
  }

  fileprivate mutating func append(_ quote: Quotation, _ offsets: OffsetTable.Counter, withEntity: Bool) {
    write(upTo: 256 + 64 * quote.spanCount + JSONText.limit(quote.source.utf8.count)) {
      var at = $0.put(quote.type.field)
      at = at.put(",\"content\":[", quote, .content, offsets).put("],\"speaker\":[", quote, .speaker, offsets)
      at = at.put("],\"cue\":[", quote, .cue, offsets).put("],\"frame\":[", quote, .frame, offsets)
      at = at.put("],\"addressee\":[", quote, .addressee, offsets)
      at = at.put("]")
      if withEntity, let entity = quote.speakerEntity { at = at.put(",\"speakerEntity\":").put(entity) }
      return at.put(",\"source\":").put(json: quote.source)
    }
  }
}

extension UnsafeMutablePointer<UInt8> {
  /// Writes `"start":0,"end":7`, at most 60 bytes.
  @inline(__always)
  fileprivate func put(_ span: Span, _ offsets: OffsetTable.Counter) -> Self {
    put("\"start\":").put(offsets[span.start]).put(",\"end\":").put(offsets[span.end])
  }

  /// Writes what opens a list and its spans.
  @inline(__always)
  fileprivate func put(
    _ opening: StaticString, _ quote: Quotation, _ role: Quotation.Role, _ offsets: OffsetTable.Counter
  ) -> Self {
    quote.withSpans(role) { [start = put(opening)] in start.put($0, offsets) }
  }

  private func put(_ spans: UnsafeBufferPointer<Span>, _ offsets: OffsetTable.Counter) -> Self {
    var at = self
    for (index, span) in spans.enumerated() {
      at = (index == 0 ? at.put("{") : at.put(",{")).put(span, offsets).put("}")
    }
    return at
  }
}

extension Quotation.Kind {
  /// The kind as a field of the record.
  fileprivate var field: StaticString {
    switch self {
    case .direct: "\"type\":\"direct\""
    case .indirect: "\"type\":\"indirect\""
    case .freeIndirect: "\"type\":\"freeIndirect\""
    case .indirectFreeIndirect: "\"type\":\"indirectFreeIndirect\""
    case .reported: "\"type\":\"reported\""
    }
  }
}

extension Mark.Verdict {
  /// The verdict as a field of the record.
  fileprivate var field: StaticString {
    switch self {
    case .title: ",\"verdict\":\"title\""
    case .name: ",\"verdict\":\"name\""
    case .irony: ",\"verdict\":\"irony\""
    case .word: ",\"verdict\":\"word\""
    }
  }
}

extension EntityForm {
  /// The form as a field of the record.
  fileprivate var field: StaticString {
    switch self {
    case .derived: ",\"form\":\"derived\""
    case .part: ",\"form\":\"part\""
    }
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
