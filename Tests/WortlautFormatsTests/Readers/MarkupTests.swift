import Foundation
import Testing
import Wortlaut

@testable import WortlautFormats

@Suite("Markup") struct MarkupTests {
  /// The blocks of a page as `kind: text`.
  private func blocks(_ page: String) throws -> [String] {
    describe(try HTMLText.article(Array(page.utf8), id: "a", origin: ArticleOrigin("a")))
  }

  private func describe(_ article: Article) -> [String] {
    article.blocks.map { "\($0.kind.rawValue): \(String(decoding: article.text[$0.span.range], as: UTF8.self))" }
  }

  static let pages: [(String, [String])] = [
    ("<p>Ein  Absatz\n weiter.<p>Noch einer.", ["paragraph: Ein Absatz weiter.", "paragraph: Noch einer."]),
    ("<title>Titel</title><p>Text", ["heading: Titel", "paragraph: Text"]),
    ("<title>Titel - Zeitung</title><h1>Titel</h1><p>Text", ["heading: Titel", "paragraph: Text"]),
    ("<ul><li>eins<ul><li>zwei</ul><li>drei</ul>", ["list-item: eins", "list-item: zwei", "list-item: drei"]),
    ("<p>B&uuml;ro &amp; K&#246;ln &bdquo;ja&ldquo;", ["paragraph: Büro & Köln „ja“"]),
    ("a<b>b</b>c <i>d</i>", ["paragraph: abc d"]),
    ("<table><tr><th>Name<th>Ort<tr><td>Anna<td>Bern</table>", ["line: Name\tOrt", "line: Anna\tBern"]),
    ("<table><tr><td><p>Erster.<p>Zweiter.</table>", ["paragraph: Erster.", "paragraph: Zweiter."]),
    ("<pre>Es war,\n  es ist.</pre>", ["line: Es war,", "line: es ist."]),
    (
      "<p>Der Satz geht<br>hier weiter.<br>Neuer Satz.",
      ["paragraph: Der Satz geht\nhier weiter.", "paragraph: Neuer Satz."]
    ),
    ("<p>Eins.<br><br>Zwei.", ["paragraph: Eins.", "paragraph: Zwei."]),
    ("<blockquote><p>Zitat</p></blockquote>", ["paragraph: Zitat"]),
    ("<p>da</p><script>nicht()</script><style>x</style><nav>Menü</nav><footer>Impressum</footer>", ["paragraph: da"]),
    ("<p>da<p hidden>weg<p style='color:red; Display : none'>weg<p aria-hidden=true>weg", ["paragraph: da"]),
    (
      "<div role=dialog><p>Cookies?</div><div aria-modal=true>Abo?</div><div role=complementary>Mehr</div><p>da",
      ["paragraph: da"]
    ),
    ("<form><label>Name</label><input></form><p>da", ["paragraph: da"]),
    (
      "<form><p>Die ganze Seite steht in einem Formular.</p><select><option>a</select></form>",
      ["paragraph: Die ganze Seite steht in einem Formular."]
    ),
    ("<div>Kopf</div><main><p>Artikel</p></main><div>Fuß</div>", ["paragraph: Artikel"]),
    (
      "<div>Kopf</div><article><h1>T</h1><p>Der lange Artikel</p></article><div>Fuß</div>",
      ["heading: T", "paragraph: Der lange Artikel"]
    ),
    ("<article>Eins</article><article>Zwei</article>", ["paragraph: Eins", "paragraph: Zwei"]),
    ("", []), ("<", ["paragraph: <"]), ("<p>&#0;\u{1}x", ["paragraph: \u{FFFD}\u{FFFD}x"]),
  ]

  @Test("a page's text and blocks", arguments: pages)
  func page(page: String, expected: [String]) throws {
    // The parser's own reading of control characters is not at issue here.
    let found = try blocks(page).map { $0.replacingOccurrences(of: "\u{1}", with: "\u{FFFD}") }
    #expect(found == expected)
  }

  @Test("the encoding of a page: mark, choice, declaration, and windows-1252 for what is not UTF-8")
  func encodings() {
    let latin = Array("<p>M".utf8) + [0xFC]
    #expect(HTMLEncoding.of(latin, nil)?.name == "windows-1252")
    #expect(HTMLEncoding.of(Array("<p>Mü".utf8), nil) == nil)
    #expect(HTMLEncoding.of(Array("<meta charset='ISO-8859-1'>".utf8), nil)?.name == "windows-1252")
    #expect(
      HTMLEncoding.of(Array("<META http-equiv=x content=\"text/html; charset=KOI8-R\">".utf8), nil)?.name == "koi8-r")
    #expect(HTMLEncoding.of([0xFF, 0xFE, 0x3C, 0], nil)?.name == "UTF-16")
    #expect(HTMLEncoding.of(Array("<meta charset=utf-8>".utf8), TextEncoding("IBM850"))?.name == "IBM850")
  }

  @Test("a page nested 100000 deep is refused, and one nested 9000 deep is read")
  func depth() throws {
    let deep = String(repeating: "<div>", count: 100_000) + "x"
    #expect(throws: ArticleFailure.self) { try blocks(deep) }
    #expect(try blocks(String(repeating: "<div>", count: 9000) + "<p>tief") == ["paragraph: tief"])
  }

  static let texts: [(String, [String])] = [
    ("# Titel\n\nEin Absatz\nmit Umbruch.\n", ["heading: # Titel", "paragraph: Ein Absatz\nmit Umbruch."]),
    ("Titel\n=====\nText", ["heading: Titel\n=====", "paragraph: Text"]),
    ("- eins\n- zwei\n  weiter\n\nText", ["list-item: - eins", "list-item: - zwei\n  weiter", "paragraph: Text"]),
    ("1. eins\n2. zwei", ["list-item: 1. eins", "list-item: 2. zwei"]),
    ("```\na\nb\n```", ["line: ```", "line: a", "line: b", "line: ```"]),
    ("> Zitat\n> weiter", ["paragraph: > Zitat\n> weiter"]), ("a\r\n\r\nb", ["paragraph: a", "paragraph: b"]),
    ("a\n\n***\n\nb", ["paragraph: a", "line: ***", "paragraph: b"]), ("", []), ("\n\n \n", []),
    ("[x]: http://a.b\n\nText", ["line: [x]: http://a.b", "paragraph: Text"]),
  ]

  @Test("a Markdown text's blocks", arguments: texts)
  func markdown(text: String, expected: [String]) {
    let bytes = Array(text.utf8)
    #expect(
      describe(Article(id: "", text: bytes, origin: ArticleOrigin(""), blocks: MarkdownBlocks.find(in: bytes)))
        == expected)
  }

  @Test("blocks are in order, apart, and cover all that is not blank, whatever the text")
  func covering() throws {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "# ", "- ", "> ", "\n", "\n\n", "    ", "Wort ", "ä", "```", "***", "|", "1. ", "\r\n", "<p>", "</div>", "<br>",
      "<td>", "&nbsp;", "[a]: b",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0..<30, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      let bytes = Array(text.utf8)
      check(bytes, MarkdownBlocks.find(in: bytes), text)
      let page = try HTMLText.article(bytes, id: "", origin: ArticleOrigin(""))
      check(page.text, page.blocks, text)
    }
  }

  private func check(_ text: [UInt8], _ blocks: [Block], _ source: String) {
    var at = 0
    for block in blocks {
      #expect(block.span.start >= at && block.span.end > block.span.start, "\(source.debugDescription)")
      #expect(text[at..<block.span.start].allSatisfy { $0 <= 0x20 }, "\(source.debugDescription)")
      at = block.span.end
    }
    #expect(text[at...].allSatisfy { $0 <= 0x20 }, "\(source.debugDescription)")
  }
}
