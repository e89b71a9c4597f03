import Wortlaut

/// CoNLL-U (universaldependencies.org/format.html): a line a token, a blank line after each sentence.
///
/// What lies between tokens comes back through `SpaceAfter=No` and `SpacesAfter` (UDPipe's escapes), so the source can
/// be rebuilt. A token over a line break has its norm as FORM and its source, escaped, as `Source` in MISC. Entities
/// are `NER=B-PER` with `NERId` and `NERForm`; quotes are `Quote=` and a list of `number:type:role`.
public struct ConlluExporter: Exporter {
  public static let format = "conllu"
  public static let summary = "CoNLL-U, a line a token"
  public static let fileExtension = "conllu"
  public static let requires: Set<LayerName> = [.tokens, .sentences]

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func write(_ document: Document, to output: inout ExportOutput) { write(document, to: &output.bytes) }

  private func write(_ document: Document, to output: inout ByteBuffer) {
    var labels = TokenLabels(document, options.layers)
    var block = 0
    for (number, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      if number == 0 {
        output.append("# newdoc id = ")
        output.appendOneLine(document.id)
        output.append("\n")
      }
      if Self.advance(&block, to: sentence.span.start, document.blocks) || number == 0 { output.append("# newpar\n") }
      output.append("# sent_id = ")
      output.appendOneLine(document.id)
      output.append("-s")
      output.append(number + 1)
      output.append("\n# text = ")
      writeText(sentence, document, &output)
      output.append("\n")
      for token in sentence.tokens {
        write(token, number: token - sentence.tokens.lowerBound + 1, document, labels.next(token), &output)
      }
      output.append("\n")
    }
  }

  /// Moves on to the block that holds an offset; says whether that is another one.
  private static func advance(_ block: inout Int, to offset: Int, _ blocks: [Block]) -> Bool {
    let before = block
    while block + 1 < blocks.count, blocks[block + 1].span.start <= offset { block += 1 }
    return block != before
  }

  /// The sentence as its FORMs give it, with single spaces.
  private func writeText(_ sentence: Sentence, _ document: Document, _ output: inout ByteBuffer) {
    for token in sentence.tokens {
      writeForm(token, document, &output)
      let isLast = token + 1 == sentence.tokens.upperBound
      if !isLast, document.tokens[token].span.end < document.tokens[token + 1].span.start { output.append(" ") }
    }
  }

  private func writeForm(_ token: Int, _ document: Document, _ output: inout ByteBuffer) {
    let surface = document[document.tokens[token].span]
    guard surface.contains(where: { $0 < 0x20 }) else {
      output.append(surface)
      return
    }
    document.withNorm(of: token) { norm in
      for byte in norm where byte >= 0x20 { output.append(byte: byte) }
    }
  }

  private func write(
    _ token: Int, number: Int, _ document: Document, _ labels: [String], _ output: inout ByteBuffer
  ) {
    output.append(number)
    output.append("\t")
    writeForm(token, document, &output)
    output.append("\t_\t_\t_\t_\t_\t_\t_\t")
    var misc = MiscColumn()
    let span = document.tokens[token].span
    for label in labels { misc.add(label, to: &output) }
    if document.tokens[token].hasNorm, options.layers.contains(.norms) {
      misc.begin("Norm", in: &output)
      document.withNorm(of: token) { output.appendMiscEscaped($0[...]) }
    }
    let surface = document[span]
    if surface.contains(where: { $0 < 0x20 }) {
      misc.begin("Source", in: &output)
      surface.withUnsafeBufferPointer { output.appendMiscEscaped($0[...]) }
    }
    if token == 0, span.start > 0 {
      misc.begin("SpacesBefore", in: &output)
      document.text.withUnsafeBufferPointer { output.appendMiscEscaped($0[..<span.start]) }
    }
    writeSpace(after: token, document, &misc, &output)
    output.append(misc.isEmpty ? "_\n" : "\n")
  }

  private func writeSpace(
    after token: Int, _ document: Document, _ misc: inout MiscColumn, _ output: inout ByteBuffer
  ) {
    let end = document.tokens[token].span.end
    let next = token + 1 < document.tokens.count ? document.tokens[token + 1].span.start : document.text.count
    if end >= next {
      misc.add("SpaceAfter=No", to: &output)
    } else if next - end > 1 || document.text[end] != 0x20 {
      misc.begin("SpacesAfter", in: &output)
      document.text.withUnsafeBufferPointer { output.appendMiscEscaped($0[end..<next]) }
    }
  }
}

/// The MISC column as it grows: `A=1|B=2`.
private struct MiscColumn {
  private(set) var isEmpty = true

  mutating func begin(_ key: StaticString, in output: inout ByteBuffer) {
    if !isEmpty { output.append("|") }
    isEmpty = false
    output.append(key)
    output.append("=")
  }

  mutating func add(_ entry: String, to output: inout ByteBuffer) {
    if !isEmpty { output.append("|") }
    isEmpty = false
    output.append(entry)
  }
}

/// What entities and quotes say of each token, token by token.
private struct TokenLabels {
  private let document: Document
  private let entities: [Entity]
  private var entity = 0
  /// Stretches of quotes by start: span and `number:type:role`.
  private let stretches: [(span: Span, label: String)]
  private var firstOpen = 0

  init(_ document: Document, _ layers: Set<LayerName>) {
    self.document = document
    entities = layers.contains(.entities) ? document.entities : []
    var stretches: [(span: Span, label: String)] = []
    for (number, quote) in document.quotations.enumerated() where layers.contains(.quotes) {
      let roles = [
        ("content", quote.content), ("speaker", quote.speaker), ("cue", quote.cue), ("frame", quote.frame),
        ("addressee", quote.addressee),
      ]
      for (role, spans) in roles {
        for span in spans { stretches.append((span, "\(number):\(quote.type.rawValue):\(role)")) }
      }
    }
    self.stretches = stretches.sorted { $0.span < $1.span }
  }

  /// The entries for the next token; tokens must come in order.
  mutating func next(_ token: Int) -> [String] {
    let span = document.tokens[token].span
    var labels: [String] = []
    while entity < entities.count, entities[entity].span.end <= span.start { entity += 1 }
    if entity < entities.count, entities[entity].span.overlaps(span) {
      let found = entities[entity]
      labels.append("NER=\(found.span.start >= span.start ? "B" : "I")-\(escaped(found.type.rawValue))")
      if let id = found.id { labels.append("NERId=\(escaped(id))") }
      if let form = found.form { labels.append("NERForm=\(form.rawValue)") }
    }
    while firstOpen < stretches.count, stretches[firstOpen].span.end <= span.start { firstOpen += 1 }
    let quotes = stretches[firstOpen...].prefix { $0.span.start < span.end }.filter { $0.span.overlaps(span) }
    if !quotes.isEmpty { labels.append("Quote=" + quotes.map(\.label).joined(separator: ",")) }
    return labels
  }

  private func escaped(_ text: String) -> String {
    var buffer = ByteBuffer()
    var text = text
    text.withUTF8 { buffer.appendMiscEscaped($0[...]) }
    return String(decoding: buffer.bytes, as: UTF8.self)
  }
}

extension ByteBuffer {
  /// UDPipe's escapes for MISC: blank, tab, line ends, the separator and the backslash.
  fileprivate mutating func appendMiscEscaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    for byte in bytes {
      switch byte {
      case 0x20: append("\\s")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x7C: append("\\p")
      case 0x5C: append("\\\\")
      default: append(byte: byte)
      }
    }
  }

  /// A text that must not hold a line end, such as an id in a comment.
  fileprivate mutating func appendOneLine(_ text: String) {
    for byte in text.utf8 { append(byte: byte < 0x20 ? 0x20 : byte) }
  }
}
