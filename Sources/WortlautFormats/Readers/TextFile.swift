import Foundation
import Wortlaut

/// Reads a plain text file as one article.
enum TextFile {
  /// Reads all of a source as one article.
  ///
  /// - Throws: ``ByteSource/Fault``.
  static func read(
    _ source: ByteSource, id: String, _ options: ReadOptions
  ) throws(ByteSource.Fault) -> ArticleInput {
    func failure(_ code: String, _ message: String) -> ArticleInput {
      .failure(id: id, origin: source.name, .init(stage: "read", code: code, message: message))
    }
    guard let raw = try source.readAll(limit: options.maximumSize) else {
      return failure("too-large", "more than \(options.maximumSize) bytes; raise --max-size to read it")
    }
    var text = raw
    if let encoding = options.encoding {
      do throws(TextEncoding.InvalidBytes) {
        text = try encoding.decode(raw)
      } catch {
        return failure(
          "invalid-encoding", "byte \(error.offset) is not \(encoding.name); name another encoding with --encoding")
      }
    }
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if let fault = text.withUnsafeBufferPointer({ ArticleText.fault(in: $0) }) {
      return .failure(id: id, origin: source.name, fault)
    }
    return .article(Article(id: id, text: text, origin: source.name))
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
