import Foundation
import Wortlaut

/// Reads a file as one article: plain text, Markdown or HTML.
enum TextFile {
  /// Reads all of a source as one article.
  ///
  /// - Throws: ``ByteSource/Fault``.
  static func read(
    _ source: ByteSource, _ format: InputFormat, id: String, _ options: ReadOptions
  ) throws(ByteSource.Fault) -> ArticleInput {
    let origin = ArticleOrigin(source.name)
    func failure(_ fault: ArticleFailure) -> ArticleInput { .failure(id: id, origin: origin, fault) }
    guard var text = try source.readAll(limit: options.maximumSize) else {
      return failure(
        .init(
          stage: "read", code: "too-large",
          message: "more than \(options.maximumSize) bytes; \(options.sizeAdvice)"))
    }
    if let fault = ForeignFile.fault(text) { return failure(fault) }
    let isWide = try source.isWide()
    let encoding = format == .html && !isWide ? HTMLEncoding.of(text, options.encoding) : options.encoding
    if let encoding {
      do throws(TextEncoding.InvalidBytes) {
        text = try encoding.decode(text)
      } catch {
        return failure(encoding.failure(error, in: "the text"))
      }
    }
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if let fault = text.withUnsafeBufferPointer({ ArticleText.fault(in: $0) }) { return failure(fault) }
    switch format {
    case .html:
      do throws(ArticleFailure) {
        return .article(try HTMLText.article(text, id: id, origin: origin))
      } catch {
        return failure(error)
      }
    case .markdown:
      let blocks = MarkdownBlocks.find(in: text)
      return .article(Article(id: id, text: text, origin: origin, blocks: blocks))
    default: return .article(Article(id: id, text: text, origin: origin))
    }
  }
}

extension ByteSource {
  /// All bytes up to the end; nil if there are more than `limit`.
  ///
  /// - Throws: ``Fault`` with the system's reason.
  func readAll(limit: Int) throws(Fault) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: min(expectedSize ?? 1 << 16, limit) + 1)
    var count = 0
    while true {
      let more = try read(into: &bytes, from: count)
      if more == 0 { break }
      count += more
      if count > limit { return nil }
      if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
