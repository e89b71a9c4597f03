import Wortlaut

/// TEI P5 (tei-c.org/guidelines): one corpus with a `TEI` element for each article.
///
/// The text inside `body` is the source to the character. Sentences are `s`, tokens `w` and `pc` with `norm`, entities
/// `persName`, `placeName`, `orgName` and `name` with `ref` and `key`, quotes `said` whose `who` points to a person in
/// the article's header or to the words that name the speaker. Where elements would cross, the inner one is cut into
/// parts that point to each other by `next` and `prev`.
public struct TEIExporter: Exporter {
  public static let format = "tei"
  public static let summary = "TEI P5, a corpus with an element for each article"
  public static let fileExtension = "tei.xml"

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func begin(_ output: inout ByteBuffer) {
    output.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    output.append("<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"de\">\n<teiHeader><fileDesc>")
    output.append("<titleStmt><title>Annotated articles</title></titleStmt>")
    output.append("<publicationStmt><p>Made by Wortlaut, pipeline ")
    output.appendXML(options.pipelineName)
    output.append(", fingerprint ")
    output.appendXML(options.pipelineFingerprint)
    output.append("</p></publicationStmt><sourceDesc><p>Each article names its own source.</p></sourceDesc></fileDesc>")
    output.append("<encodingDesc><classDecl><taxonomy>")
    for kind in Quotation.Kind.allCases {
      output.append("<category xml:id=\"quote.\(kind.rawValue)\"><catDesc>\(kind.rawValue) speech</catDesc></category>")
    }
    output.append("</taxonomy></classDecl></encodingDesc></teiHeader>\n")
  }

  public func end(_ output: inout ByteBuffer) { output.append("</teiCorpus>\n") }

  public func write(_ document: Document, to output: inout ExportOutput) {
    let selected = SelectedLayers(document, options)
    var article = TEIArticle(selected)
    article.write(to: &output.bytes)
    output.lose("characters that XML cannot hold (written as U+FFFD)", count: article.illegal)
    let held: Set<LayerName> = [.blocks, .tokens, .norms, .sentences, .quotes, .marks]
    selected.countLosses(holding: held, entityLayers: true, in: &output)
  }
}

/// One article as a `TEI` element.
private struct TEIArticle {
  private enum Level: Int { case division, group, block, sentence, said, part, entity, token }

  /// What an element is called, and its attributes, ready to write.
  private struct Element {
    let name: String
    var attributes = ""
    /// Elements without an id, such as tokens, show by `part` that they are cut.
    var id: String?
    /// The stretches before and after it of the same quotation.
    var previous: String?
    var next: String?
    let level: Level
  }

  private let document: Document
  private let prefix: String
  private var elements: [Element] = []
  private var items: [NestedSpans.Item] = []
  /// The people who speak: id, element's attributes and name.
  private var people: [(key: String, id: String, reference: String, name: String)] = []
  private(set) var illegal = 0

  init(_ selected: SelectedLayers) {
    document = selected.document
    prefix = Self.prefix(of: document.id)
    addBlocks(selected.blocks)
    for (index, sentence) in selected.sentences.enumerated() {
      add(Element(name: "s", attributes: " n=\"\(index + 1)\"", level: .sentence), sentence.span)
    }
    for (index, quote) in selected.quotations.enumerated() { add(quote, index + 1, selected.speaker(of: quote)) }
    for mark in selected.marks { add(mark) }
    for (layer, entities) in selected.entityLayers {
      for entity in entities { add(entity, layer == .entities ? nil : layer) }
    }
    let writesNorms = selected.has(.norms)
    for (index, token) in selected.tokens.enumerated() {
      var element = Element(name: token.kind == .punctuation ? "pc" : "w", level: .token)
      if token.kind != .word, token.kind != .punctuation { element.attributes = " type=\"\(token.kind.name)\"" }
      if writesNorms, token.hasNorm { element.attributes += Self.attribute("norm", document.norm(of: index)) }
      add(element, token.span)
    }
  }

  private mutating func add(_ element: Element, _ span: Span) {
    elements.append(element)
    items.append(.init(span: span, level: element.level.rawValue))
  }

  /// A division begins with the text and with each heading that follows something else.
  private mutating func addBlocks(_ given: [Block]) {
    let blocks = covering(given)
    var start = 0
    for (index, block) in blocks.enumerated() where index > 0 && block.kind == .heading {
      guard blocks[index - 1].kind != .heading else { continue }
      add(Element(name: "div", level: .division), Span(start, block.span.start))
      start = block.span.start
    }
    add(Element(name: "div", level: .division), Span(start, document.text.count))
    var index = 0
    while index < blocks.count {
      let kind = blocks[index].kind
      var end = index + 1
      while end < blocks.count, blocks[end].kind == kind { end += 1 }
      if kind == .listItem || kind == .line {
        let group = Element(name: kind == .line ? "lg" : "list", level: .group)
        add(group, Span(blocks[index].span.start, blocks[end - 1].span.end))
      }
      for block in blocks[index..<end] {
        let element =
          switch kind {
          case .paragraph: Element(name: "p", level: .block)
          case .heading: Element(name: "head", level: .block)
          case .byline: Element(name: "ab", attributes: " type=\"byline\"", level: .block)
          case .listItem: Element(name: "item", level: .block)
          case .line: Element(name: "l", level: .block)
          }
        add(element, block.span)
      }
      index = end
    }
    // Without blocks the whole text is one.
    if blocks.isEmpty { add(Element(name: "ab", level: .block), Span(0, document.text.count)) }
  }

  /// The blocks, each with what stands behind it and is not white space to XML, a control character say: between
  /// paragraphs, lines and items there is no place for text.
  private func covering(_ given: [Block]) -> [Block] {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    var blocks = given
    for index in blocks.indices {
      let (start, end) = (blocks[index].span.start, blocks[index].span.end)
      let next = index + 1 < blocks.count ? blocks[index + 1].span.start : document.text.count
      let last = document.text[end..<max(end, next)].lastIndex { !isSpace($0) }
      let first = index == 0 ? document.text[..<start].firstIndex { !isSpace($0) } : nil
      blocks[index].span = Span(first ?? start, last.map { $0 + 1 } ?? end)
    }
    return blocks
  }

  private mutating func add(_ quote: Quotation, _ number: Int, _ speaker: Entity?) {
    let id = "\(prefix).q\(number)"
    for role in Quotation.Role.allCases.dropFirst() {
      for (index, span) in quote.spans(role).enumerated() {
        let isPerson = role == .speaker || role == .addressee
        let attributes = " type=\"\(role.rawValue)\" corresp=\"#\(id)\""
        let part = Element(
          name: isPerson ? "rs" : "seg", attributes: attributes, id: "\(id).\(role.rawValue)\(index + 1)", level: .part)
        add(part, span)
      }
    }
    var attributes = " ana=\"#quote.\(quote.type.rawValue)\" direct=\"\(quote.type == .direct)\""
    if let speaker {
      attributes += " who=\"#\(person(speaker))\""
    } else if !quote.speaker.isEmpty {
      attributes += " who=\"#\(id).speaker1\""
    }
    for (index, span) in quote.content.enumerated() {
      var said = Element(name: "said", attributes: attributes, id: Self.stretch(id, index), level: .said)
      // The stretches of one quotation point to each other as the parts of a cut element do.
      if index > 0 { said.previous = Self.stretch(id, index - 1) }
      if index + 1 < quote.content.count { said.next = Self.stretch(id, index + 1) }
      add(said, span)
    }
  }

  private static func stretch(_ id: String, _ index: Int) -> String { index == 0 ? id : "\(id).\(index + 1)" }

  private mutating func person(_ entity: Entity) -> String {
    let key = "\(entity.id ?? "")\t\(entity.name)"
    if let known = people.first(where: { $0.key == key }) { return known.id }
    let id = "\(prefix).p\(people.count + 1)"
    people.append((key, id, Self.reference(entity), entity.name))
    return id
  }

  private mutating func add(_ mark: Mark) {
    let element =
      switch mark.verdict {
      case .title: Element(name: "title", level: .part)
      case .name: Element(name: "name", attributes: " type=\"quoted\"", level: .part)
      case .irony: Element(name: "soCalled", level: .part)
      case .word: Element(name: "mentioned", level: .part)
      }
    add(element, mark.span)
  }

  private mutating func add(_ entity: Entity, _ layer: LayerName?) {
    var element: Element
    switch entity.type {
    case .person: element = Element(name: "persName", level: .entity)
    case .location: element = Element(name: "placeName", level: .entity)
    case .organisation: element = Element(name: "orgName", level: .entity)
    default: element = Element(name: "name", attributes: Self.attribute("type", entity.type.rawValue), level: .entity)
    }
    let named = element.name == "name" ? "subtype" : "type"
    if let layer {
      element.attributes += Self.attribute(named, layer.rawValue)
    } else if let form = entity.form {
      element.attributes += " \(named)=\"\(form.rawValue)\""
    }
    element.attributes += Self.reference(entity) + Self.attribute("key", entity.name)
    element.id = "\(prefix).e\(elements.count)"
    add(element, entity.span)
  }

  // MARK: - Writing

  mutating func write(to output: inout ByteBuffer) {
    writeHeader(&output)
    output.append("<text><body>")
    let events = NestedSpans.events(items, in: document.text)
    if events.isEmpty { output.append("<p/>") }
    var at = 0
    for (place, event) in events {
      illegal += output.appendXML(document.text[at..<place])
      at = place
      switch event {
      case .open(let item, let fragment, let count): open(elements[item], fragment, count, &output)
      case .close(let item, _):
        output.append("</")
        output.append(elements[item].name)
        output.append(">")
      }
    }
    illegal += output.appendXML(document.text[at...])
    output.append("</body></text></TEI>\n")
  }

  private func open(_ element: Element, _ fragment: Int, _ count: Int, _ output: inout ByteBuffer) {
    output.append("<")
    output.append(element.name)
    output.append(element.attributes)
    if let id = element.id {
      let name = { (number: Int) in number == 0 ? id : "\(id)-\(number + 1)" }
      output.append(" xml:id=\"\(name(fragment))\"")
      if let previous = fragment > 0 ? name(fragment - 1) : element.previous { output.append(" prev=\"#\(previous)\"") }
      if let next = fragment + 1 < count ? name(fragment + 1) : element.next { output.append(" next=\"#\(next)\"") }
    } else if count > 1 {
      output.append(fragment == 0 ? " part=\"I\"" : fragment + 1 == count ? " part=\"F\"" : " part=\"M\"")
    }
    output.append(">")
  }

  private mutating func writeHeader(_ output: inout ByteBuffer) {
    output.append("<TEI xml:id=\"\(prefix)\"><teiHeader><fileDesc><titleStmt><title>")
    illegal += output.appendXML(document.id, in: .content)
    output.append("</title></titleStmt><publicationStmt><p>Not published.</p></publicationStmt><sourceDesc><p>Article ")
    illegal += output.appendXML(document.id, in: .content)
    output.append("</p></sourceDesc></fileDesc>")
    if !people.isEmpty {
      output.append("<profileDesc><particDesc><listPerson>")
      for person in people {
        output.append("<person xml:id=\"\(person.id)\"><persName\(person.reference)>")
        illegal += output.appendXML(person.name, in: .content)
        output.append("</persName></person>")
      }
      output.append("</listPerson></particDesc></profileDesc>")
    }
    if !document.meta.isEmpty {
      output.append("<xenoData type=\"json\">")
      illegal += output.appendXML(document.meta[...])
      output.append("</xenoData>")
    }
    output.append("</teiHeader>")
  }

  private static func attribute(_ name: String, _ value: String) -> String {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append(" \(name)=\"")
    buffer.appendXML(value, in: .attribute)
    buffer.append("\"")
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// ` ref="…"`: an address for the knowledge bases that have them, else the id as it is.
  private static func reference(_ entity: Entity) -> String {
    guard let id = entity.id else { return "" }
    if id.first == "Q", id.count > 1, id.dropFirst().allSatisfy(\.isNumber) {
      return " ref=\"https://www.wikidata.org/entity/\(id)\""
    }
    if id.hasPrefix("GeoNames:") { return attribute("ref", "https://www.geonames.org/\(id.dropFirst(9))") }
    let escaped = id.utf8.map { byte in
      byte > 0x20 && byte < 0x7F && byte != 0x25 ? String(UnicodeScalar(byte)) : "%" + hex(byte)
    }
    return attribute("ref", escaped.joined())
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// The article's id where it can be an XML id, else `x` and its bytes' hash.
  private static func prefix(of id: String) -> String {
    let isPlain = id.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x5F }
    if isPlain, let first = id.utf8.first, (first | 0x20) &- 0x61 < 26 { return id }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "x" + String(hash, radix: 16)
  }
}
