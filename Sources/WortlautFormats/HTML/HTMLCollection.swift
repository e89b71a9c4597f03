import Foundation
import Wortlaut

/// Articles for reading with an index of articles, people and quotes: all in one page, or a page for each article.
public struct HTMLCollection {
  private struct Person {
    let name: String
    let id: String?
    /// Where the person is named: links and titles of articles, with how often.
    var places: [(link: String, title: String, count: Int)] = []
  }

  private let title: String
  private var articles: [(link: String, title: String, note: String)] = []
  private var people: [String: Person] = [:]
  private var quotes: [(link: String, speaker: String, text: String, title: String)] = []
  private var count = 0

  /// An empty page with this title.
  public init(title: String) { self.title = title }

  /// Renders an article and takes it into the index.
  ///
  /// - Parameters:
  ///   - options: the layers to show.
  ///   - page: the file that the article will stand in, as the index links to it; nil where that is the index's page.
  /// - Returns: the article alone, or where it has a page of its own, that page.
  public mutating func add(_ document: Document, _ options: ExportOptions, page: String?) -> ByteBuffer {
    let prefix = nextPrefix()
    let base = page.map(Self.escapedPath) ?? ""
    let selected = SelectedLayers(document, options)
    let heading = selected.blocks.first { $0.kind == .heading }.map { document.oneLine([$0.span]) }
    let name = heading ?? document.id
    index(selected, base: base, prefix: prefix, title: name)
    let note = heading == nil ? "" : document.id
    articles.append(("\(base)#\(prefix)", name, note))
    var article = HTMLArticle(selected, prefix: prefix)
    return render(page, name) { article.write(heading: 2, to: &$0) }
  }

  /// Takes an article that could not be annotated into the index.
  ///
  /// - Returns: as ``add(_:_:page:)`` does.
  public mutating func add(_ failure: ArticleFailure, id: String, page: String?) -> ByteBuffer {
    let prefix = nextPrefix()
    articles.append(("\(page.map(Self.escapedPath) ?? "")#\(prefix)", id, "not annotated"))
    return render(page, id) { HTMLExporter.write(failure, id: id, prefix: prefix, to: &$0) }
  }

  private mutating func nextPrefix() -> String {
    count += 1
    return "a\(count)"
  }

  private func render(_ page: String?, _ name: String, _ body: (inout ByteBuffer) -> Void) -> ByteBuffer {
    var output = ByteBuffer()
    if let page {
      HTMLPage.begin(title: title, to: &output)
      let up = String(repeating: "../", count: page.split(separator: "/").count - 1)
      output.append("<nav aria-label=\"Back\"><a href=\"\(up)index.html\">All articles</a></nav>\n")
    }
    body(&output)
    if page != nil { HTMLPage.end(to: &output) }
    return output
  }

  private mutating func index(_ selected: SelectedLayers, base: String, prefix: String, title: String) {
    let link = "\(base)#\(prefix)"
    for (_, entities) in selected.entityLayers {
      for entity in entities where entity.type == .person && entity.form == nil {
        let key = "\(entity.name)\t\(entity.id ?? "")"
        var person = people[key] ?? Person(name: entity.name, id: entity.id)
        if person.places.last?.link == link {
          person.places[person.places.count - 1].count += 1
        } else {
          person.places.append((link, title, 1))
        }
        people[key] = person
      }
    }
    for (number, quote) in selected.quotations.enumerated() {
      let speaker = selected.speaker(of: quote)?.name ?? selected.document.oneLine(quote.speaker)
      quotes.append(("\(base)#\(prefix)-q\(number + 1)", speaker, selected.document.oneLine(quote.content), title))
    }
  }

  /// The whole page of a collection in one page.
  public func page(with articles: ByteBuffer) -> ByteBuffer {
    var output = ByteBuffer()
    HTMLPage.begin(title: title, to: &output)
    writeIndex(&output)
    articles.withBytes { output.append($0.bindMemory(to: UInt8.self)) }
    HTMLPage.end(to: &output)
    return output
  }

  /// `index.html` of a collection in several pages.
  public func indexPage() -> ByteBuffer {
    var output = ByteBuffer()
    HTMLPage.begin(title: title, hasLegend: false, to: &output)
    writeIndex(&output)
    HTMLPage.end(to: &output)
    return output
  }

  private func writeIndex(_ output: inout ByteBuffer) {
    output.append("<nav aria-label=\"Contents\">\n")
    open("Articles", articles.count, isOpen: true, &output)
    output.append("<ol>\n")
    for article in articles {
      output.append("<li>")
      writeLink(article.link, article.title, &output)
      if !article.note.isEmpty {
        output.append(" <span class=\"soft\">")
        output.appendXML(article.note, in: .content)
        output.append("</span>")
      }
      output.append("</li>\n")
    }
    output.append("</ol></details>\n")
    open("People", people.count, isOpen: false, &output)
    output.append("<ul>\n")
    for person in people.values.sorted(by: { Self.isBefore($0.name, $1.name) }) {
      output.append("<li lang=\"de\">")
      output.appendXML(person.name, in: .content)
      for (number, place) in person.places.enumerated() {
        output.append(number == 0 ? ": " : ", ")
        writeLink(place.link, place.title, &output)
        if place.count > 1 { output.append(" <span class=\"soft\">\(place.count)×</span>") }
      }
      output.append("</li>\n")
    }
    output.append("</ul></details>\n")
    writeQuotes(&output)
    output.append("</nav>\n")
  }

  private static let german = Locale(identifier: "de_DE")

  /// German order, in which ä stands beside a.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    let order = left.compare(right, locale: german)
    return order == .orderedSame ? left < right : order == .orderedAscending
  }

  private func writeQuotes(_ output: inout ByteBuffer) {
    open("Quotes", quotes.count, isOpen: false, &output)
    output.append("<table class=\"stack\"><thead><tr><th scope=\"col\">Speaker</th><th scope=\"col\">Says</th>")
    output.append("<th scope=\"col\">Article</th></tr></thead><tbody>\n")
    for quote in quotes.sorted(by: { Self.isBefore($0.speaker, $1.speaker) }) {
      output.append("<tr><td lang=\"de\" data-name=\"Speaker\">")
      output.appendXML(quote.speaker, in: .content)
      output.append("</td><td lang=\"de\" data-name=\"Says\">")
      writeLink(quote.link, quote.text, &output)
      output.append("</td><td lang=\"de\" data-name=\"Article\">")
      output.appendXML(quote.title, in: .content)
      output.append("</td></tr>\n")
    }
    output.append("</tbody></table></details>\n")
  }

  private func open(_ name: String, _ count: Int, isOpen: Bool, _ output: inout ByteBuffer) {
    output.append("<details\(isOpen ? " open" : "")><summary>\(name) (\(count))</summary>\n")
  }

  private func writeLink(_ link: String, _ text: String, _ output: inout ByteBuffer) {
    output.append("<a href=\"\(link)\" lang=\"de\">")
    output.appendXML(text, in: .content)
    output.append("</a>")
  }

  /// A path as an address: all but letters, digits and a few signs as `%XX`.
  private static func escapedPath(_ path: String) -> String {
    path.utf8.map { byte in
      let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x2D < 13 || byte == 0x5F || byte == 0x7E
      return isPlain ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
