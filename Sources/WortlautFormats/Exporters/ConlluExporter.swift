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

  public func write(_ document: Document, to output: inout ExportOutput) {
    let selected = SelectedLayers(document, options)
    var labels = TokenLabels(selected)
    var block = 0
    var isFirst = true
    var written = 0
    for (number, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      let isNewBlock = Self.advance(&block, to: sentence.span.start, selected.blocks)
      if isFirst {
        output.bytes.append("# newdoc id = ")
        output.bytes.appendOneLine(document.id)
        output.bytes.append("\n")
      }
      if isNewBlock || (isFirst && !selected.blocks.isEmpty) { output.bytes.append("# newpar\n") }
      output.bytes.append("# sent_id = ")
      output.bytes.appendOneLine(document.id)
      output.bytes.append("-s\(number + 1)\n# text = ")
      writeText(sentence, document, &output.bytes)
      output.bytes.append("\n")
      for token in sentence.tokens {
        write(token, number: token - sentence.tokens.lowerBound + 1, document, &labels, &output.bytes)
      }
      output.bytes.append("\n")
      isFirst = false
      written += sentence.tokens.count
    }
    if isFirst { output.lose("articles without tokens") }
    output.lose("tokens outside sentences", count: document.tokens.count - written)
    selected.countLosses(
      holding: [.blocks, .tokens, .norms, .sentences, .entities, .quotes], entityLayers: false, in: &output)
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
    guard Self.breaksLines(surface) else {
      output.append(surface)
      return
    }
    let before = output.count
    document.withNorm(of: token) { norm in
      // Without a norm the line breaks alone go.
      let text = String(decoding: norm, as: UTF8.self).unicodeScalars
      for scalar in text where scalar.value >= 0x20 && !Self.lineBreaks.contains(scalar) {
        output.append(String(Character(scalar)))
      }
    }
    if output.count == before { output.append("_") }
  }

  /// Next line, line and paragraph separator: line ends to many readers, as the controls below U+0020 are.
  private static let lineBreaks: Set<Unicode.Scalar> = ["\u{85}", "\u{2028}", "\u{2029}"]

  /// Whether a token cannot stand in a line as it is.
  private static func breaksLines(_ text: ArraySlice<UInt8>) -> Bool {
    for (index, byte) in zip(text.indices, text) {
      if byte < 0x20 { return true }
      if byte == 0xC2, index + 1 < text.endIndex, text[index + 1] == 0x85 { return true }
      if byte == 0xE2, index + 2 < text.endIndex, text[index + 1] == 0x80, text[index + 2] & 0xFE == 0xA8 {
        return true
      }
    }
    return false
  }

  private func write(
    _ token: Int, number: Int, _ document: Document, _ labels: inout TokenLabels, _ output: inout ByteBuffer
  ) {
    output.append(number)
    output.append("\t")
    writeForm(token, document, &output)
    output.append("\t_\t_\t_\t_\t_\t_\t_\t")
    var misc = MiscColumn()
    let span = document.tokens[token].span
    labels.move(to: span)
    writeLabels(labels, &misc, &output)
    if document.tokens[token].hasNorm, options.layers.contains(.norms) {
      misc.begin("Norm", in: &output)
      document.withNorm(of: token) { output.appendMiscEscaped($0[...]) }
    }
    let surface = document[span]
    if Self.breaksLines(surface) {
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

  private func writeLabels(_ labels: TokenLabels, _ misc: inout MiscColumn, _ output: inout ByteBuffer) {
    if let (entity, isFirst) = labels.entity {
      misc.begin("NER", in: &output)
      output.append(isFirst ? "B-" : "I-")
      entity.type.rawValue.withContiguousUTF8 { output.appendMiscEscaped($0[...]) }
      if let id = entity.id {
        misc.begin("NERId", in: &output)
        id.withContiguousUTF8 { output.appendMiscEscaped($0[...]) }
      }
      if let form = entity.form {
        misc.begin("NERForm", in: &output)
        output.append(form.rawValue)
      }
    }
    let quotes = labels.quotes
    if !quotes.isEmpty {
      misc.begin("Quote", in: &output)
      output.append(quotes.joined(separator: ","))
    }
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
      // Bytes of U+0085, U+2028 and U+2029 among others; those three are line ends to some readers.
      case 0x00...0x1F: appendHexEscape(byte)
      default: append(byte: byte)
      }
    }
  }

  private mutating func appendHexEscape(_ byte: UInt8) {
    append("\\x")
    for digit in [byte >> 4, byte & 15] { append(byte: digit < 10 ? 0x30 + digit : 0x37 + digit) }
  }

  /// A text that must not hold a line end, such as an id in a comment.
  fileprivate mutating func appendOneLine(_ text: String) {
    for byte in text.utf8 { append(byte: byte < 0x20 ? 0x20 : byte) }
  }
}
