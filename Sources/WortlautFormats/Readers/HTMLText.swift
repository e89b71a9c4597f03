import CMarkup
import Wortlaut

/// Reduces a page to the text of its article, and knows its blocks.
///
/// Parsed by gumbo as HTML5 says. Headings, paragraphs, lists, quotations, tables and preformatted text become blocks;
/// scripts, navigation, forms and what is hidden are dropped. Where the page says what its article is (`main`,
/// `article`), only that is read. The page's title rides along as meta, and is the first heading where there is no `h1`.
enum HTMLText {
  /// - Parameter page: UTF-8.
  /// - Throws: ``ArticleFailure`` for a page that is nested too deeply.
  static func article(_ page: [UInt8], id: String, origin: ArticleOrigin) throws(ArticleFailure) -> Article {
    guard HTMLDepth.isUsual(page) else {
      throw ArticleFailure(
        stage: "read", code: "too-deep",
        message: "the page has more than \(HTMLDepth.most) elements inside each other; this is no article")
    }
    var (text, blocks, title): ([UInt8], [Block], [UInt8]) = ([], [], [])
    let isParsed = page.withUnsafeBufferPointer { bytes in
      guard let tree = cmarkup_html_parse(bytes.baseAddress, bytes.count) else { return false }
      defer { cmarkup_html_close(tree) }
      let content = HTMLContent(root: HTMLNode(cmarkup_html_root(tree)))
      title = content.title
      var builder = HTMLBlocks(capacity: bytes.count / 2)
      if !content.hasHeading && !title.isEmpty { builder.add(title, .heading) }
      builder.walk(content.body)
      (text, blocks) = builder.finish()
      return true
    }
    guard isParsed else {
      throw ArticleFailure(stage: "read", code: "no-memory", message: "no memory is left to parse the page")
    }
    var meta = ByteBuffer()
    if !title.isEmpty {
      meta.append("{\"title\":")
      title.withUnsafeBufferPointer { meta.appendJSON($0) }
      meta.append("}")
    }
    return Article(id: id, text: text, meta: meta.bytes, origin: origin, blocks: blocks)
  }
}

/// Counts how deep elements stand inside each other, before anything is built of them: parsing costs the square of it.
enum HTMLDepth {
  static let most = 10_000

  /// Elements that may stay open without an end tag, or never have one: they do not nest.
  private static let unclosed: Set<String> = [
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "colgroup", "optgroup", "rp", "rt",
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
  ]

  static func isUsual(_ page: [UInt8]) -> Bool {
    page.withUnsafeBufferPointer { page in
      // Without that many tags there is nothing to count.
      guard page.count > most * 3 else { return true }
      var depth = 0
      var at = 0
      while at + 2 < page.count {
        guard page[at] == 0x3C else {
          at += 1
          continue
        }
        at += 1
        let isEnd = page[at] == 0x2F
        if isEnd { at += 1 }
        let start = at
        while at < page.count, (page[at] | 0x20) &- 0x61 < 26 || page[at] &- 0x30 < 10 { at += 1 }
        guard at > start, at - start < 16 else { continue }
        if unclosed.contains(String(decoding: page[start..<at], as: UTF8.self).lowercased()) { continue }
        depth = isEnd ? max(0, depth - 1) : depth + 1
        if depth > most { return false }
      }
      return true
    }
  }
}
