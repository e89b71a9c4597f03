import Wortlaut

/// WebAnno TSV 3.3 (the appendix of WebAnno's user guide), which INCEpTION reads; a file for each article.
///
/// Offsets count UTF-16 units. Entities are `NamedEntity` with its `value` and `identifier`; quotes and marks are layers
/// that a project has to have before it can read them (`webanno.custom.Quotation`, `webanno.custom.Mark`), as is each
/// further layer of entities. Parts of one quotation share its number. A span that begins or ends inside a token stands
/// on rows of its own below the token's.
public struct WebAnnoExporter: Exporter {
  public static let format = "webanno"
  public static let summary = "WebAnno TSV 3.3 for WebAnno and INCEpTION, a file for each article"
  public static let fileExtension = "tsv"
  public static let packaging = ExportPackaging.filePerDocument
  public static let requires: Set<LayerName> = [.tokens, .sentences]

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func write(_ document: Document, to output: inout ExportOutput) {
    output.beginFile(of: document.id, Self.fileExtension)
    let selected = SelectedLayers(document, options)
    var table = WebAnnoTable(selected)
    table.write(to: &output)
    for (_, entities) in selected.entityLayers {
      output.lose("entities' names", count: entities.count)
      output.lose("entities' forms", count: entities.filter { $0.form != nil }.count)
    }
    if !document.meta.isEmpty { output.lose("further fields of articles") }
    selected.countLosses(holding: [.tokens, .sentences, .quotes, .marks], entityLayers: true, in: &output)
  }
}

/// The rows of one document.
private struct WebAnnoTable {
  private struct Layer {
    let type: String
    let features: [String]
    var annotations: [Int] = []
  }

  private struct Annotation {
    let span: Span
    /// Nil where a feature has no value.
    let values: [String?]
    /// Given where the annotation covers several units or shares a unit with another of its layer.
    var number: Int?
  }

  /// A part of a token that some annotation covers.
  private struct Unit {
    let span: Span
    /// The annotations on it, a list a layer.
    var annotations: [[Int]]
  }

  private let document: Document
  private let offsets: OffsetTable
  private var layers: [Layer] = []
  private var annotations: [Annotation] = []
  /// Annotations that cover a token whole, by token.
  private var onTokens: [Int: [[Int]]] = [:]
  /// Parts of tokens, by token, in order.
  private var parts: [Int: [Unit]] = [:]

  init(_ selected: SelectedLayers) {
    document = selected.document
    offsets = OffsetTable(document.text, unit: .utf16)
    for (name, entities) in selected.entityLayers {
      let type =
        name == .entities
        ? CASType.namedEntity.rawValue : "webanno.custom.\(name.rawValue.filter { $0.isLetter || $0.isNumber })"
      add(type, ["identifier", "value"], entities.map { ($0.span, [$0.id, $0.type.rawValue]) })
    }
    var stretches: [(Span, [String?])] = []
    for (index, quote) in selected.quotations.enumerated() {
      for role in Quotation.Role.allCases {
        for span in quote.spans(role) {
          stretches.append((span, ["\(index + 1)", quote.type.rawValue, role.rawValue]))
        }
      }
    }
    add("webanno.custom.Quotation", ["quote", "quoteType", "role"], stretches)
    add("webanno.custom.Mark", ["verdict"], selected.marks.map { ($0.span, [$0.verdict.rawValue]) })
  }

  private mutating func add(_ type: String, _ features: [String], _ found: [(span: Span, values: [String?])]) {
    guard !found.isEmpty else { return }
    var layer = Layer(type: type, features: features)
    for (span, values) in found {
      layer.annotations.append(annotations.count)
      annotations.append(Annotation(span: span, values: values))
    }
    layers.append(layer)
  }

  mutating func write(to output: inout ExportOutput) {
    output.bytes.append("#FORMAT=WebAnno TSV 3.3\n")
    for layer in layers {
      output.bytes.append("#T_SP=\(layer.type)|\(layer.features.joined(separator: "|"))\n")
    }
    output.bytes.append("\n")
    placeAnnotations(&output)
    for (number, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      output.bytes.append("\n")
      for line in document[sentence.span].split(separator: 0x0A, omittingEmptySubsequences: false) {
        output.bytes.append("#Text=")
        output.bytes.appendWebAnno(line)
        output.bytes.append("\n")
      }
      for token in sentence.tokens {
        let name = "\(number + 1)-\(token - sentence.tokens.lowerBound + 1)"
        writeRow(name, document.tokens[token].span, onTokens[token], &output.bytes)
        for (index, unit) in (parts[token] ?? []).enumerated() {
          writeRow("\(name).\(index + 1)", unit.span, unit.annotations, &output.bytes)
        }
      }
    }
  }

  private func writeRow(_ name: String, _ span: Span, _ found: [[Int]]?, _ output: inout ByteBuffer) {
    output.append(name)
    output.append("\t")
    output.append(offsets[span.start])
    output.append("-")
    output.append(offsets[span.end])
    output.append("\t")
    output.appendWebAnno(document[span])
    output.append("\t")
    for (index, layer) in layers.enumerated() {
      for feature in layer.features.indices {
        let stack = found?[index] ?? []
        if stack.isEmpty { output.append("_") }
        for (place, annotation) in stack.enumerated() {
          if place > 0 { output.append("|") }
          if let value = annotations[annotation].values[feature] {
            output.append(Self.escaped(value))
          } else {
            output.append("*")
          }
          if let number = annotations[annotation].number { output.append("[\(number)]") }
        }
        output.append("\t")
      }
    }
    output.append("\n")
  }

  /// Finds the units of each annotation and numbers those that need it.
  private mutating func placeAnnotations(_ output: inout ExportOutput) {
    let empty = layers.map { _ in [Int]() }
    var unitCounts = Array(repeating: 0, count: annotations.count)
    let inSentences = document.sentences.reduce(into: Set<Int>()) { $0.formUnion($1.tokens) }
    for (layerIndex, layer) in layers.enumerated() {
      for index in layer.annotations {
        let span = annotations[index].span
        for token in tokens(in: span) where inSentences.contains(token) {
          let whole = document.tokens[token].span
          unitCounts[index] += 1
          if span.contains(whole) {
            onTokens[token, default: empty][layerIndex].append(index)
          } else {
            let part = Span(max(span.start, whole.start), min(span.end, whole.end))
            var units = parts[token] ?? []
            let place = units.firstIndex { $0.span == part } ?? units.count
            if place == units.count { units.append(Unit(span: part, annotations: empty)) }
            units[place].annotations[layerIndex].append(index)
            parts[token] = units
          }
        }
        if unitCounts[index] == 0 { output.lose("spans outside tokens") }
      }
    }
    for token in parts.keys { parts[token]?.sort { $0.span < $1.span } }
    numberAnnotations(unitCounts)
  }

  private mutating func numberAnnotations(_ unitCounts: [Int]) {
    var isStacked = Array(repeating: false, count: annotations.count)
    for stacks in onTokens.values + parts.values.flatMap({ $0.map(\.annotations) }) {
      for stack in stacks where stack.count > 1 { for index in stack { isStacked[index] = true } }
    }
    var next = 1
    for index in annotations.indices where unitCounts[index] > 1 || isStacked[index] {
      annotations[index].number = next
      next += 1
    }
  }

  /// The tokens that a span touches.
  private func tokens(in span: Span) -> Range<Int> {
    let tokens = document.tokens
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].span.end <= span.start { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < tokens.count, tokens[end].span.start < span.end { end += 1 }
    return low..<end
  }

  /// A feature's value: the format's own signs get a backslash.
  private static func escaped(_ value: String) -> String {
    var result = ""
    var before: Character?
    for character in value {
      switch character {
      case "\\", "[", "]", "|", "_", ";", "*": result += "\\\(character)"
      case "\t": result += "\\t"
      case "\n": result += "\\n"
      case ">" where before == "-": result = result.dropLast() + "\\->"
      case "\r", "\r\n": result += " "
      default: result.append(character)
      }
      before = character
    }
    return result
  }
}

extension ByteBuffer {
  /// Writes text of the source: controls and the backslash get a backslash in front.
  fileprivate mutating func appendWebAnno(_ text: ArraySlice<UInt8>) {
    for byte in text {
      switch byte {
      case 0x5C: append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      case 0x00...0x07, 0x0E...0x1F:
        append("\\")
        append(byte: byte)
      default: append(byte: byte)
      }
    }
  }
}
