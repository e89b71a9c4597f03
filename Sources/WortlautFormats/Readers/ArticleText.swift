import CBytes
import Foundation
import Wortlaut

/// Checks that bytes are a text that stages can work on.
enum ArticleText {
  /// Nil if `bytes` are UTF-8 without NUL; else the reason why not, with the way out.
  ///
  /// - Parameter isRow: whether they are a row of a file, whose line is told apart from this.
  static func fault(in bytes: UnsafeBufferPointer<UInt8>, isRow: Bool = false) -> ArticleFailure? {
    func place(_ offset: Int) -> String {
      isRow ? "byte \(offset) of the row" : "byte \(offset) (line \(bytes[..<offset].count { $0 == 0x0A } + 1))"
    }
    if let encoding = byteOrderMark(bytes) {
      return ArticleFailure(
        stage: "read", code: "invalid-utf8", message: "the text is \(encoding); read it with --encoding \(encoding)")
    }
    if let offset = firstNUL(bytes) {
      let looksWide = bytes.count { $0 == 0 } > bytes.count / 4
      return ArticleFailure(
        stage: "read", code: "nul-byte",
        message: "there is a NUL byte at \(place(offset)); "
          + (looksWide
            ? "if the text is UTF-16, read it with --encoding UTF-16LE" : "this is no text, or a damaged one"))
    }
    if let offset = firstInvalid(bytes) {
      return ArticleFailure(
        stage: "read", code: "invalid-utf8",
        message: "the text is not UTF-8 at \(place(offset)); "
          + "if it is in an older encoding, name it, for instance --encoding windows-1252")
    }
    return nil
  }

  static func firstNUL(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
    return memchr(base, 0, bytes.count).map { UnsafeRawPointer($0) - base }
  }

  private static func byteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    return nil
  }

  /// Offset of the first byte that does not belong to a well-formed sequence (Unicode, table 3-7).
  static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    let count = bytes.count
    while true {
      if at == count || bytes[at] < 0x80 { at = ByteMask.first(bytes, at, count, cb_not_ascii) }
      if at == count { return nil }
      let lead = bytes[at]
      let second: ClosedRange<UInt8>
      let length: Int
      switch lead {
      case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return at
      }
      guard at + length <= count, second.contains(bytes[at + 1]) else { return at }
      if length > 2, bytes[at + 2] & 0xC0 != 0x80 { return at }
      if length > 3, bytes[at + 3] & 0xC0 != 0x80 { return at }
      at += length
    }
  }
}
