import Wortlaut

/// A page for reading that needs nothing but itself: each article with its entities and quotes marked, a legend that
/// switches them, a table of quotes and a list of entities.
public struct HTMLExporter: Exporter {
  public static let format = "html"
  public static let summary = "a page for reading, with a legend and a table of quotes"
  public static let fileExtension = "html"

  private let options: ExportOptions

  public init(_ options: ExportOptions) { self.options = options }

  public func begin(_ output: inout ByteBuffer) { HTMLPage.begin(title: "Annotated articles", to: &output) }

  public func end(_ output: inout ByteBuffer) { HTMLPage.end(to: &output) }

  public func write(_ document: Document, to output: inout ExportOutput) {
    var article = HTMLArticle(SelectedLayers(document, options), prefix: Self.prefix(document.id))
    article.write(heading: 2, to: &output.bytes)
    output.lose("characters that HTML cannot hold (written as U+FFFD)", count: article.illegal)
  }

  public func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ExportOutput) {
    Self.write(failure, id: id, prefix: Self.prefix(id), to: &output.bytes)
  }

  static func write(_ failure: ArticleFailure, id: String, prefix: String, to output: inout ByteBuffer) {
    output.append("<article id=\"\(prefix)\"><h2>")
    output.appendXML(id, in: .content)
    output.append("</h2>\n<p class=\"failed\">Not annotated: ")
    output.appendXML(failure.message, in: .content)
    output.append(" <span class=\"soft\">[\(failure.code)]</span></p></article>\n")
  }

  /// A name for ids: of letters, digits and hyphens, and different for different articles.
  static func prefix(_ id: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "a" + String(hash, radix: 36)
  }
}
