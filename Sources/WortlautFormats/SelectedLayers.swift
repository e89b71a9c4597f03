import Wortlaut

/// A document's layers as an export was asked for them: those left out are empty.
package struct SelectedLayers {
  package let document: Document
  private let names: Set<LayerName>

  package init(_ document: Document, _ options: ExportOptions) {
    self.document = document
    names = options.layers
  }

  package func has(_ name: LayerName) -> Bool { names.contains(name) }

  package var blocks: [Block] { has(.blocks) ? document.blocks : [] }
  package var tokens: [Token] { has(.tokens) ? document.tokens : [] }
  package var sentences: [Sentence] { has(.sentences) ? document.sentences : [] }
  package var quotations: [Quotation] { has(.quotes) ? document.quotations : [] }
  package var marks: [Mark] { has(.marks) ? document.marks : [] }

  /// All layers of entities: `entities` first, the others in the order of their names.
  package var entityLayers: [(name: LayerName, entities: [Entity])] {
    let further = document.furtherEntities.keys.filter(has).sorted()
    return (has(.entities) ? [(.entities, document.entities)] : [])
      + further.map { ($0, document.furtherEntities[$0] ?? []) }
  }

  package var customLayers: [LayerName] { document.customLayerNames.filter(has).sorted() }

  /// The entity that speaks, where it is known and entities are asked for.
  package func speaker(of quote: Quotation) -> Entity? {
    guard has(.entities), let index = quote.speakerEntity, document.entities.indices.contains(index) else { return nil }
    return document.entities[index]
  }

  /// Counts what a format leaves out that holds only `held` and, if `entityLayers`, all layers of entities.
  package func countLosses(
    holding held: Set<LayerName>, entityLayers holdsEntities: Bool, in output: inout ExportOutput
  ) {
    var counts: [LayerName: Int] = [
      .blocks: blocks.count, .tokens: tokens.count, .norms: has(.norms) ? document.norms.count : 0,
      .sentences: sentences.count, .quotes: quotations.count, .marks: marks.count,
    ]
    if !holdsEntities { for (name, entities) in entityLayers { counts[name] = entities.count } }
    for name in customLayers { counts[name] = 1 }
    for (name, count) in counts where !held.contains(name) {
      output.lose(
        LayerName.builtIn.contains(name) ? name.rawValue : "values of the layer \(name.rawValue)", count: count)
    }
  }
}

extension Quotation {
  /// From the content's first byte to its last.
  package var hull: Span? {
    guard let first = content.map(\.start).min(), let last = content.map(\.end).max() else { return nil }
    return Span(first, last)
  }
}
