import Wortlaut

/// Files that people take for texts and that are none: told by their first bytes, with the way to their text.
struct ForeignFile {
  private let start: [UInt8]
  /// How far into the file these bytes stand.
  private let offset: Int
  private let message: String

  private init(_ start: String, at offset: Int = 0, _ message: String) {
    self.init(Array(start.utf8), at: offset, message)
  }

  private init(_ start: [UInt8], at offset: Int = 0, _ message: String) {
    self.start = start
    self.offset = offset
    self.message = message
  }

  private static let known = [
    ForeignFile("%PDF-", "this is a PDF, not its text; take the text out, for instance with pdftotext"),
    ForeignFile("{\\rtf", "this is RTF, not its text; save it as plain text or HTML"),
    ForeignFile("PK\u{3}\u{4}", "this is a ZIP archive or an office document (docx, odt, epub); " + asText),
    ForeignFile(
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "this is an office document (doc); " + asText),
    ForeignFile("ustar", at: 257, "this is a tar archive; unpack it, and name the folder"),
    ForeignFile([0xFD] + Array("7zXZ\0".utf8), "this is compressed with xz; unpack it: xzcat FILE | wortlaut run -"),
    ForeignFile("BZh", "this is compressed with bzip2; unpack it: bzcat FILE | wortlaut run -"),
  ]

  private static let asText = "take the files out, or save the document as plain text or HTML"

  /// Why the file that begins with `bytes` is no text; nil if nothing is known against it.
  static func fault(_ bytes: [UInt8]) -> ArticleFailure? {
    guard let found = known.first(where: { bytes.dropFirst($0.offset).starts(with: $0.start) }) else { return nil }
    // "BZh" may begin a word: the number behind it and the mark of a block do not.
    if found.start.elementsEqual("BZh".utf8), !bytes.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26]) { return nil }
    return ArticleFailure(stage: "read", code: "no-text-file", message: found.message)
  }
}
