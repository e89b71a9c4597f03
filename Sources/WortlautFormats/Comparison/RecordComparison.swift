/// What differs between two records of the same article.
public struct RecordDifference: Sendable {
  /// What happened to an element of a layer.
  public enum Kind: String, Sendable, CaseIterable { case added, removed, changed }

  /// One entity, quotation or mark that is new, gone, or not what it was.
  public struct Change: Sendable {
    /// `entities`, `quotes`, `marks`, or a layer of one's own.
    public var layer: String
    /// What happened to it.
    public var kind: Kind
    /// What it was; nil where it was added.
    public var old: AnnotatedItem?
    /// What it is; nil where it was removed.
    public var new: AnnotatedItem?
    /// The text of the new spans, or of the old ones where there are no new ones.
    public var text: String
    /// What changed: `type`, `borders`, `id` …, with both values.
    public var fields: [(name: String, old: String, new: String)]
  }

  /// The article's id.
  public var id: String
  /// In the order of the text, layer by layer.
  public var changes: [Change] = []
  /// Layers that are counted, where the count changed.
  public var counts: [(layer: String, old: Int, new: Int)] = []
  /// Layers that only one of the records has.
  public var onlyInOld: [String] = []
  /// See `onlyInOld`.
  public var onlyInNew: [String] = []
  /// The texts differ, so that spans cannot be compared.
  public var isOtherText = false
  /// An article that failed in only one of the runs, or otherwise: the codes.
  public var failure: (old: String?, new: String?)?

  /// Whether nothing differs.
  public var isEmpty: Bool {
    changes.isEmpty && counts.isEmpty && onlyInOld.isEmpty && onlyInNew.isEmpty && !isOtherText && failure == nil
  }
}

extension RecordDifference {
  /// Compares two records with the same id and unit of offsets.
  public init(_ old: AnnotatedRecord, _ new: AnnotatedRecord) {
    id = new.id
    if old.errorCode != nil || new.errorCode != nil {
      if old.errorCode != new.errorCode { failure = (old.errorCode, new.errorCode) }
      return
    }
    if old.text != new.text {
      isOtherText = true
      return
    }
    let (before, after) = (old.names, new.names)
    onlyInOld = before.subtracting(after).sorted()
    onlyInNew = after.subtracting(before).sorted()
    for layer in before.intersection(after).sorted() {
      if let left = old.layers[layer], let right = new.layers[layer] {
        compare(layer, left, right, new)
      } else if let left = old.counts[layer], let right = new.counts[layer], left != right {
        counts.append((layer, left, right))
      }
    }
  }

  /// Pairs the elements of a layer by their spans, then those that only overlap.
  private mutating func compare(
    _ layer: String, _ old: [AnnotatedItem], _ new: [AnnotatedItem], _ record: AnnotatedRecord
  ) {
    var found: [Change] = []
    var places: [[Range<Int>]: [Int]] = [:]
    for (index, item) in old.enumerated().reversed() { places[item.spans, default: []].append(index) }
    var leftOld = Set(old.indices)
    var leftNew: [AnnotatedItem] = []
    for item in new {
      guard let index = places[item.spans]?.popLast() else {
        leftNew.append(item)
        continue
      }
      leftOld.remove(index)
      let fields = Self.fields(old[index], item)
      if !fields.isEmpty { found.append(change(layer, .changed, old[index], item, fields, record)) }
    }
    var rest = leftOld.sorted().map { old[$0] }
    for item in leftNew {
      if let index = rest.firstIndex(where: { $0.start < item.end && item.start < $0.end }) {
        let previous = rest.remove(at: index)
        let borders = ("borders", Self.borders(previous), Self.borders(item))
        found.append(change(layer, .changed, previous, item, [borders] + Self.fields(previous, item), record))
      } else {
        found.append(change(layer, .added, nil, item, [], record))
      }
    }
    for item in rest { found.append(change(layer, .removed, item, nil, [], record)) }
    changes += found.sorted { ($0.new ?? $0.old)?.start ?? 0 < ($1.new ?? $1.old)?.start ?? 0 }
  }

  private func change(
    _ layer: String, _ kind: Kind, _ old: AnnotatedItem?, _ new: AnnotatedItem?, _ fields: [(String, String, String)],
    _ record: AnnotatedRecord
  ) -> Change {
    let text = ((new ?? old)?.spans ?? []).map { record.string($0) }.joined(separator: " … ")
    return Change(layer: layer, kind: kind, old: old, new: new, text: text, fields: fields.map { ($0.0, $0.1, $0.2) })
  }

  /// What is said otherwise of two items.
  private static func fields(_ old: AnnotatedItem, _ new: AnnotatedItem) -> [(String, String, String)] {
    var fields: [(String, String, String)] = []
    if old.label != new.label { fields.append(("type", old.label, new.label)) }
    var names = new.fields.map(\.name)
    names += old.fields.map(\.name).filter { !names.contains($0) }
    for name in names {
      let (left, right) = (old.field(name) ?? "", new.field(name) ?? "")
      if left != right { fields.append((name, left, right)) }
    }
    return fields
  }

  private static func borders(_ item: AnnotatedItem) -> String {
    item.spans.map { "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
  }
}

extension AnnotatedRecord {
  /// The names of all layers.
  fileprivate var names: Set<String> { Set(counts.keys).union(layers.keys) }
}
