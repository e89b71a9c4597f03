import Wortlaut

/// An article for a page: its text with entities and quotes marked, a table of quotes, a list of entities.
struct HTMLArticle {
  private enum Level: Int { case list, block, quote, part, entity }

  private struct Element {
    /// The tag as it opens; where an element is cut, `next` opens its later parts.
    let first: String
    let next: String
    let name: String
  }

  private let selected: SelectedLayers
  private let document: Document
  /// Set before every id in the article, so that ids differ between articles of a page.
  private let prefix: String
  private var elements: [Element] = []
  private var items: [NestedSpans.Item] = []
  private(set) var illegal = 0

  /// - Parameter prefix: a name that no other article of the page has.
  init(_ selected: SelectedLayers, prefix: String) {
    self.selected = selected
    self.prefix = prefix
    document = selected.document
    addBlocks()
    for (index, quote) in selected.quotations.enumerated() { add(quote, number: index + 1) }
    for (layer, entities) in selected.entityLayers {
      for entity in entities { add(entity, layer) }
    }
  }

  mutating func write(heading level: Int, to output: inout ByteBuffer) {
    output.append("<article id=\"\(prefix)\" aria-labelledby=\"\(prefix)-title\">\n<h\(level) id=\"\(prefix)-title\">")
    illegal += output.appendXML(document.id, in: .content)
    output.append("</h\(level)>\n<div class=\"text\" lang=\"de\">\n")
    writeText(&output)
    output.append("\n</div>\n")
    writeQuotes(&output)
    writeEntities(&output)
    output.append("</article>\n")
  }

  // MARK: - The text

  private mutating func add(_ level: Level, _ span: Span, _ name: String, _ attributes: String, next: String? = nil) {
    let first = "<\(name)\(attributes)>"
    elements.append(Element(first: first, next: next ?? first, name: name))
    items.append(.init(span: span, level: level.rawValue))
  }

  private mutating func addBlocks() {
    let blocks = selected.blocks
    if blocks.isEmpty { add(.block, Span(0, document.text.count), "p", " class=\"kept\"") }
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      switch block.kind {
      case .paragraph: add(.block, block.span, "p", block.isWrapped ? "" : " class=\"kept\"")
      case .heading: add(.block, block.span, "h3", "")
      case .byline: add(.block, block.span, "p", " class=\"byline\"")
      case .line: add(.block, block.span, "p", " class=\"line\"")
      case .listItem:
        var end = index + 1
        while end < blocks.count, blocks[end].kind == .listItem { end += 1 }
        add(.list, Span(block.span.start, blocks[end - 1].span.end), "ul", "")
        for item in blocks[index..<end] { add(.block, item.span, "li", "") }
        index = end - 1
      }
      index += 1
    }
  }

  private mutating func add(_ quote: Quotation, number: Int) {
    let type = quote.type == .direct ? "direct" : "indirect"
    let title = Self.attribute("title", "\(quote.type.rawValue) speech\(speakerName(quote).map { ": " + $0 } ?? "")")
    let link = "<a class=\"number\" href=\"#\(prefix)-r\(number)\" aria-label=\"quote \(number)\">\(number)</a>"
    for (index, span) in quote.content.enumerated() {
      let next = "<span class=\"\(type)\"\(title)>"
      elements.append(
        Element(
          first: index == 0 ? "<span class=\"\(type)\" id=\"\(prefix)-q\(number)\"\(title)>\(link)" : next, next: next,
          name: "span"))
      items.append(.init(span: span, level: Level.quote.rawValue))
    }
    for span in quote.speaker { add(.part, span, "span", " class=\"speaker\" title=\"speaker of quote \(number)\"") }
    for span in quote.cue { add(.part, span, "span", " class=\"cue\" title=\"cue of quote \(number)\"") }
  }

  private mutating func add(_ entity: Entity, _ layer: LayerName) {
    let known = ["PER", "LOC", "ORG", "MISC"].contains(entity.type.rawValue)
    let details = [
      entity.name, entity.id, entity.form?.rawValue, layer == .entities ? nil : layer.rawValue, entity.source,
    ]
    let title = details.compactMap { $0 }.joined(separator: " · ")
    let type = Self.attribute("data-type", entity.type.rawValue) + Self.attribute("title", title)
    let shown = known ? entity.type.rawValue : "MISC"
    // The label stands after the last part of an entity that is cut, which is the one that closes.
    add(.entity, entity.span, "mark", " class=\"\(shown)\"\(type)", next: "<mark class=\"\(shown) more\"\(type)>")
  }

  private mutating func writeText(_ output: inout ByteBuffer) {
    var at = 0
    for (place, event) in NestedSpans.events(items, in: document.text) {
      illegal += output.appendXML(document.text[at..<place])
      at = place
      switch event {
      case .open(let item, let fragment, _): output.append(fragment == 0 ? elements[item].first : elements[item].next)
      case .close(let item, _): output.append("</\(elements[item].name)>")
      }
    }
    illegal += output.appendXML(document.text[at...])
  }

  // MARK: - Below it

  private func speakerName(_ quote: Quotation) -> String? {
    if let name = selected.speaker(of: quote)?.name { return name }
    return quote.speaker.isEmpty ? nil : document.oneLine(quote.speaker)
  }

  private mutating func writeQuotes(_ output: inout ByteBuffer) {
    let quotes = selected.quotations
    guard !quotes.isEmpty else { return }
    output.append("<h3 id=\"\(prefix)-quotes\">Quotes</h3>\n<div class=\"scroll\">")
    output.append("<table class=\"stack\" aria-labelledby=\"\(prefix)-quotes\"><thead><tr><th scope=\"col\">No.</th>")
    output.append("<th scope=\"col\">Speaker</th><th scope=\"col\">Says</th><th scope=\"col\">Speech</th></tr></thead>")
    output.append("<tbody>\n")
    for (index, quote) in quotes.enumerated() {
      let number = index + 1
      let written = document.oneLine(quote.speaker)
      let name = selected.speaker(of: quote)?.name
      output.append("<tr id=\"\(prefix)-r\(number)\"><td><a href=\"#\(prefix)-q\(number)\">\(number)</a></td>")
      output.append("<td lang=\"de\" data-name=\"Speaker\">")
      illegal += output.appendXML(name ?? written, in: .content)
      if let name, name != written, !written.isEmpty {
        output.append(" <span class=\"soft\">(")
        illegal += output.appendXML(written, in: .content)
        output.append(")</span>")
      }
      output.append("</td><td lang=\"de\" data-name=\"Says\">")
      illegal += output.appendXML(document.oneLine(quote.content), in: .content)
      output.append("</td><td data-name=\"Speech\">\(Self.words(quote.type))</td></tr>\n")
    }
    output.append("</tbody></table></div>\n")
  }

  static func words(_ type: Quotation.Kind) -> String {
    switch type {
    case .direct: "direct"
    case .indirect: "indirect"
    case .freeIndirect: "free indirect"
    case .indirectFreeIndirect: "indirect, carried on"
    case .reported: "reported"
    }
  }

  private mutating func writeEntities(_ output: inout ByteBuffer) {
    var order: [String] = []
    var found: [String: (entity: Entity, count: Int)] = [:]
    for (_, entities) in selected.entityLayers {
      for entity in entities where entity.form == nil {
        let key = "\(entity.type.rawValue)\t\(entity.name)\t\(entity.id ?? "")"
        if found[key] == nil { order.append(key) }
        found[key, default: (entity, 0)].count += 1
      }
    }
    guard !order.isEmpty else { return }
    output.append("<h3 id=\"\(prefix)-entities\">Entities</h3>\n<div class=\"scroll\">")
    output.append("<table aria-labelledby=\"\(prefix)-entities\"><thead><tr><th scope=\"col\">Name</th>")
    output.append(
      "<th scope=\"col\">Type</th><th scope=\"col\">Named</th><th scope=\"col\">Id</th></tr></thead><tbody>\n")
    for key in order {
      guard let (entity, count) = found[key] else { continue }
      output.append("<tr><td lang=\"de\">")
      illegal += output.appendXML(entity.name, in: .content)
      output.append("</td><td class=\"tag\">")
      illegal += output.appendXML(entity.type.rawValue, in: .content)
      output.append("</td><td>\(count)×</td><td>")
      writeID(entity.id, &output)
      output.append("</td></tr>\n")
    }
    output.append("</tbody></table></div>\n")
  }

  private mutating func writeID(_ id: String?, _ output: inout ByteBuffer) {
    guard let id else { return }
    let isWikidata = id.first == "Q" && id.count > 1 && id.dropFirst().allSatisfy(\.isNumber)
    if isWikidata {
      output.append("<a href=\"https://www.wikidata.org/wiki/\(id)\" rel=\"noreferrer\">\(id)</a>")
    } else {
      illegal += output.appendXML(id, in: .content)
    }
  }

  static func attribute(_ name: String, _ value: String) -> String {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append(" \(name)=\"")
    buffer.appendXML(value, in: .attribute)
    buffer.append("\"")
    return String(decoding: buffer.bytes, as: UTF8.self)
  }
}

extension Document {
  /// Spans as people read them: white space as single spaces, ` … ` between stretches.
  func oneLine(_ spans: Spans) -> String {
    spans.map { string($0).split(whereSeparator: \.isWhitespace).joined(separator: " ") }.joined(separator: " … ")
  }
}
