import Foundation
import Wortlaut
import WortlautFormats

/// Writes differences to standard output: for people, or a JSON row each.
struct DiffWriter {
  let isJSON: Bool
  private let output = OutputFile()

  init(isJSON: Bool) { self.isJSON = isJSON }

  private func write(_ lines: [String]) throws {
    var buffer = ByteBuffer()
    for line in lines {
      buffer.append(line)
      buffer.append("\n")
    }
    try output.write(buffer)
  }

  private func write(row: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try write([String(decoding: try encoder.encode(row), as: UTF8.self)])
  }

  // MARK: A document

  func write(_ difference: RecordDifference) throws {
    if isJSON { return try write(row: DiffRow(difference)) }
    var lines = [difference.id]
    if difference.isOtherText { lines.append("  the texts differ, so that spans cannot be compared") }
    if let failure = difference.failure {
      lines.append(
        "  \(failure.old.map { "failed with \($0)" } ?? "ran") before, "
          + "\(failure.new.map { "failed with \($0)" } ?? "ran") now")
    }
    for layer in difference.onlyInOld { lines.append("  \(layer): only in OLD") }
    for layer in difference.onlyInNew { lines.append("  \(layer): only in NEW") }
    for change in difference.changes { lines.append(line(change)) }
    for count in difference.counts { lines.append("  \(count.layer): \(count.old) → \(count.new)") }
    try write(lines)
  }

  private func line(_ change: RecordDifference.Change) -> String {
    let item = change.new ?? change.old
    let place = (item?.spans ?? []).map { "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
    var line =
      "  \(change.layer) \(Self.sign(change.kind)) \(item?.label ?? "") „\(Self.shortened(change.text))“ \(place)"
    if change.kind == .changed {
      let fields = change.fields.map { field in
        "\(field.name) \(Self.value(field.old)) → \(Self.value(field.new))"
      }
      line += "  " + fields.joined(separator: "; ")
    } else {
      let said = (item?.fields ?? []).filter { $0.value != change.text }
      if !said.isEmpty { line += "  " + said.map { "\($0.name) \(Self.value($0.value))" }.joined(separator: "; ") }
    }
    return line
  }

  private static func sign(_ kind: RecordDifference.Kind) -> String {
    switch kind {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  private static func value(_ value: String) -> String { value.isEmpty ? "–" : shortened(value) }

  /// One line of at most seventy characters.
  private static func shortened(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 70 ? line.prefix(50) + " … " + line.suffix(17) : line
  }

  func write(id: String, isOld: Bool) throws {
    if isJSON { return try write(row: ["id": id, "only": isOld ? "old" : "new"]) }
    try write([id, isOld ? "  only in OLD" : "  only in NEW"])
  }

  // MARK: The totals

  func write(_ totals: DiffTotals) throws {
    if isJSON { return try write(row: ["totals": totals]) }
    var lines = ["\(totals.different) of \(totals.documents) documents differ"]
    if totals.onlyOld > 0 { lines.append("  only in OLD: \(totals.onlyOld)") }
    if totals.onlyNew > 0 { lines.append("  only in NEW: \(totals.onlyNew)") }
    if totals.otherTexts > 0 { lines.append("  with other texts: \(totals.otherTexts)") }
    if totals.failures > 0 { lines.append("  failed otherwise: \(totals.failures)") }
    for (layer, types) in totals.layers.sorted(by: { $0.key < $1.key }) {
      let sums = types.values.reduce(into: DiffTotals.Counts()) {
        $0.added += $1.added
        $0.removed += $1.removed
        $0.changed += $1.changed
      }
      let fields = totals.fields[layer, default: [:]].sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let what = fields.isEmpty ? "" : " (" + fields.map { "\($0.key) \($0.value)" }.joined(separator: ", ") + ")"
      lines.append("  \(layer): +\(sums.added) -\(sums.removed) ~\(sums.changed)\(what)")
      for (type, counts) in types.sorted(by: { $0.key < $1.key }) {
        lines.append("    \(type): +\(counts.added) -\(counts.removed) ~\(counts.changed)")
      }
    }
    for (layer, change) in totals.counts.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(layer): \(change > 0 ? "+" : "")\(change)")
    }
    try write(lines)
  }
}

/// A document's difference as a JSON row.
private struct DiffRow: Encodable {
  struct Item: Encodable {
    var spans: [[String: Int]]
    var type: String
    var fields: [String: String]

    init(_ item: AnnotatedItem) {
      spans = item.spans.map { ["start": $0.lowerBound, "end": $0.upperBound] }
      type = item.label
      fields = Dictionary(item.fields.map { ($0.name, $0.value) }) { first, _ in first }
    }
  }

  struct Change: Encodable {
    var layer: String
    var change: String
    var text: String
    var changed: [String]?
    var old: Item?
    var new: Item?
  }

  var id: String
  var changes: [Change]
  /// Old and new.
  var counts: [String: [Int]]
  var onlyInOld: [String]?
  var onlyInNew: [String]?
  var otherText: Bool?
  var failure: [String: String]?

  init(_ difference: RecordDifference) {
    id = difference.id
    changes = difference.changes.map { change in
      Change(
        layer: change.layer, change: change.kind.rawValue, text: change.text,
        changed: change.fields.isEmpty ? nil : change.fields.map(\.name), old: change.old.map(Item.init),
        new: change.new.map(Item.init))
    }
    counts = Dictionary(difference.counts.map { ($0.layer, [$0.old, $0.new]) }) { first, _ in first }
    onlyInOld = difference.onlyInOld.isEmpty ? nil : difference.onlyInOld
    onlyInNew = difference.onlyInNew.isEmpty ? nil : difference.onlyInNew
    otherText = difference.isOtherText ? true : nil
    failure = difference.failure.map { failure in
      var row: [String: String] = [:]
      row["old"] = failure.old
      row["new"] = failure.new
      return row
    }
  }
}
