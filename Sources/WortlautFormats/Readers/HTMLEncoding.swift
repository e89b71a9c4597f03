import Foundation
import Wortlaut

/// The encoding of a page, found as the HTML standard says.
enum HTMLEncoding {
  /// By the byte-order mark, the user, or the page's own declaration; else UTF-8, or where the page is not that,
  /// windows-1252, the standard's choice for German. Nil: UTF-8.
  static func of(_ page: [UInt8], _ chosen: TextEncoding?) -> TextEncoding? {
    if page.starts(with: [0xEF, 0xBB, 0xBF]) { return nil }
    if page.starts(with: [0xFF, 0xFE]) || page.starts(with: [0xFE, 0xFF]) { return TextEncoding("UTF-16") }
    if let chosen { return chosen }
    if let name = declared(page.prefix(4096)) { return encoding(named: name) }
    let isUTF8 = page.withUnsafeBufferPointer { ArticleText.firstInvalid($0) } == nil
    return isUTF8 ? nil : TextEncoding("windows-1252")
  }

  /// The standard reads Latin-1 and ASCII as windows-1252, and a declaration of UTF-16 that is ASCII itself as UTF-8.
  private static func encoding(named name: String) -> TextEncoding? {
    switch name {
    case "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be": nil
    case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii": TextEncoding("windows-1252")
    default: TextEncoding(name)
    }
  }

  /// The value of `charset=` in a `meta` element (or of `encoding=` in an XML declaration) near the page's start.
  private static func declared(_ start: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: start, as: UTF8.self).lowercased()
    var rest = text[...]
    if rest.hasPrefix("<?xml"), let name = value(after: "encoding", in: rest.prefix { $0 != ">" }) { return name }
    while let found = rest.range(of: "<meta") {
      let tag = rest[found.upperBound...].prefix { $0 != ">" }
      if let name = value(after: "charset", in: tag) { return name }
      rest = rest[found.upperBound...]
    }
    return nil
  }

  private static func value(after name: String, in tag: Substring) -> String? {
    guard let found = tag.range(of: name) else { return nil }
    let value = tag[found.upperBound...].drop { " =\"'\t\n".contains($0) }.prefix {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.".contains($0))
    }
    return value.isEmpty ? nil : String(value)
  }
}
