import Foundation
import Testing

@Suite("Bad input") struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    var arguments: [String] = []
    let code: String
    /// Must stand in the message: the place, or the way out.
    let says: String
  }

  static let files: [Case] = [
    Case(
      testDescription: "Latin-1", bytes: [0x4D, 0xFC, 0x6C, 0x6C], code: "invalid-utf8", says: "--encoding windows-1252"
    ),
    Case(
      testDescription: "UTF-32 with a byte-order mark", bytes: [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], code: "invalid-utf8",
      says: "--encoding UTF-32"),
    Case(
      testDescription: "UTF-16 with half a surrogate pair", bytes: [0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x41],
      code: "invalid-encoding", says: "half a character"),
    Case(
      testDescription: "UTF-16 that is cut off", bytes: [0xFF, 0xFE, 0x41, 0x00, 0x42], code: "invalid-encoding",
      says: "half a character"),
    Case(
      testDescription: "UTF-16 without one", bytes: [0x41, 0x00, 0x42, 0x00], code: "nul-byte",
      says: "--encoding UTF-16LE"),
    Case(
      testDescription: "a NUL byte", bytes: Array("Gut\nund\0schön, wie es früher war".utf8), code: "nul-byte",
      says: "byte 7 (line 2)"),
    Case(testDescription: "a cut character", bytes: [0x41, 0x0A, 0xC3], code: "invalid-utf8", says: "byte 2 (line 2)"),
    Case(testDescription: "an encoded surrogate", bytes: [0xED, 0xA0, 0x80], code: "invalid-utf8", says: "byte 0"),
    Case(testDescription: "an overlong form", bytes: [0xC0, 0xAF], code: "invalid-utf8", says: "byte 0"),
    Case(
      testDescription: "the wrong encoding", bytes: [0x41, 0xFC], arguments: ["--encoding", "US-ASCII"],
      code: "invalid-encoding", says: "byte 1 is not US-ASCII"),
    Case(
      testDescription: "a PDF", bytes: Array("%PDF-1.7\n%\u{E2}\n1 0 obj".utf8), code: "no-text-file", says: "pdftotext"
    ),
    Case(
      testDescription: "a PDF in another encoding", bytes: Array("%PDF-1.7\n".utf8) + [0xE2, 0xE3],
      arguments: ["--encoding", "windows-1252"], code: "no-text-file", says: "pdftotext"),
    Case(
      testDescription: "an office document", bytes: [0x50, 0x4B, 3, 4, 20, 0, 0, 0], code: "no-text-file", says: "docx"),
    Case(
      testDescription: "bzip2", bytes: Array("BZh91AY&SY".utf8) + [0, 0xFF], code: "no-text-file", says: "bzcat"),
    Case(testDescription: "xz", bytes: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4], code: "no-text-file", says: "xzcat"),
    Case(testDescription: "RTF", bytes: Array("{\\rtf1\\ansi Hallo}".utf8), code: "no-text-file", says: "RTF"),
    Case(
      testDescription: "a tar archive",
      bytes: Array("a.txt".utf8) + Array(repeating: 0, count: 252) + Array("ustar\0".utf8), code: "no-text-file",
      says: "unpack it"),
    Case(
      testDescription: "too large", bytes: Array(repeating: 0x41, count: 3000), arguments: ["--max-size", "2K"],
      code: "too-large", says: "--max-size"),
  ]

  @Test("a file that is no text is an error row with the way out, and the others go on", arguments: files)
  func file(bad: Case) throws {
    let scratch = try Scratch()
    try scratch.write("in/a.txt", bad.bytes)
    try scratch.write("in/b.txt", "Alles gut.")
    let result = try Program.run(["run", "in"] + bad.arguments, in: scratch.path)
    #expect(result.exit == 3)
    let rows = result.rows
    try #require(rows.map(\.id) == ["a.txt", "b.txt"])
    #expect(rows[0].error?.stage == "read")
    #expect(rows[0].error?.code == bad.code)
    #expect(rows[0].error?.message.contains(bad.says) == true, "\(rows[0].error?.message ?? "")")
    #expect(rows[1].text == "Alles gut.")
    #expect(result.errors.contains("in/a.txt"))
  }

  static let rows: [Case] = [
    Case(testDescription: "no text", bytes: Array(#"{"id":"x"}"#.utf8), code: "no-text", says: "--text-field"),
    Case(testDescription: "not JSON", bytes: Array("hello".utf8), code: "invalid-json", says: "column 1"),
    Case(
      testDescription: "cut off", bytes: Array(#"{"id":"x","text":"abc"#.utf8), code: "invalid-json", says: "column 22"),
    Case(testDescription: "an array", bytes: Array("[1]".utf8), code: "invalid-json", says: "an object"),
    Case(
      testDescription: "rubbish after the object", bytes: Array(#"{"id":"x","text":"a"} b"#.utf8), code: "invalid-json",
      says: "the end of the row"),
    Case(
      testDescription: "a lone surrogate", bytes: Array(#"{"id":"x","text":"a\ud83d"}"#.utf8), code: "lone-surrogate",
      says: "column 20"),
    Case(
      testDescription: "a NUL escaped", bytes: Array(#"{"id":"x","text":"a\u0000"}"#.utf8), code: "nul-byte",
      says: "NUL"),
    Case(
      testDescription: "a text that is a number", bytes: Array(#"{"id":"x","text":7}"#.utf8), code: "bad-text",
      says: "should be a text, not 7"),
    Case(
      testDescription: "an id that is a list", bytes: Array(#"{"id":[1],"text":"a"}"#.utf8), code: "bad-id", says: "[1]"
    ),
    Case(
      testDescription: "Latin-1 in a row", bytes: Array(#"{"id":"x","text":""#.utf8) + [0xFC, 0x22, 0x7D],
      code: "invalid-utf8", says: "at byte 18 of the row; if it is in an older encoding"),
    Case(
      testDescription: "a row too large",
      bytes: Array(#"{"id":"x","text":"\#(String(repeating: "a", count: 3000))"}"#.utf8),
      arguments: ["--max-size", "2K"], code: "too-large", says: "--max-size"),
  ]

  @Test("a bad row is an error row in its place, and the rows after it go on", arguments: rows)
  func row(bad: Case) throws {
    let good = Array(#"{"id":"good","text":"Alles gut."}"#.utf8)
    let input = good + [0x0A] + bad.bytes + [0x0A] + good + [0x0A]
    let result = try Program.run(["run", "-", "--from", "jsonl"] + bad.arguments, input: input)
    #expect(result.exit == 3)
    let rows = result.rows
    try #require(rows.count == 3)
    #expect(rows[1].error?.code == bad.code)
    #expect(rows[1].error?.message.contains(bad.says) == true, "\(rows[1].error?.message ?? "")")
    #expect(["x", "standard input:2"].contains(rows[1].id))
    #expect(rows[0].text == "Alles gut." && rows[2].text == "Alles gut.")
    #expect(result.errors.contains("standard input:2"))
  }

  @Test("--encoding reads Latin-1 and UTF-16 texts, and rows in Latin-1")
  func encodings() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", [0x4D, 0xFC, 0x6C, 0x6C])
    try scratch.write("b.txt", [0xFE, 0xFF, 0x00, 0xFC])
    let row = Array(#"{"id":"x","text":"M"#.utf8) + [0xFC] + Array(#"ll"}"#.utf8)
    let latin1 = try Program.run("run", "a.txt", "--encoding", "windows-1252", in: scratch.path)
    #expect(latin1.rows.first?.text == "Müll" && latin1.exit == 0)
    let utf16 = try Program.run("run", "b.txt", "--encoding", "UTF-16", in: scratch.path)
    #expect(utf16.rows.first?.text == "ü" && utf16.exit == 0)
    let rows = try Program.run("run", "-", "--from", "jsonl", "--encoding", "ISO-8859-1", input: row)
    #expect(rows.rows.first?.text == "Müll" && rows.exit == 0)
  }

  @Test("UTF-16 with a byte-order mark is read as it is, rows and tables too, and without one where it is named")
  func utf16() throws {
    let scratch = try Scratch()
    func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
      text.utf16.flatMap { isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
    let rows = "{\"id\":\"a\",\"text\":\"Schöne 🎉.\"}\r\n{\"id\":\"b\",\"text\":\"Ċ und ⸊.\"}\n"
    let table = "id;text\na;Schöne 🎉.\nb;Ċ und ⸊.\n"
    for isBigEndian in [false, true] {
      try scratch.write("a.jsonl", utf16("\u{FEFF}" + rows, isBigEndian: isBigEndian))
      try scratch.write("a.csv", utf16("\u{FEFF}" + table, isBigEndian: isBigEndian))
      try scratch.write("a.txt", utf16("\u{FEFF}Schöne 🎉.", isBigEndian: isBigEndian))
      let result = try Program.run("run", "a.jsonl", "a.csv", "a.txt", in: scratch.path)
      #expect(result.exit == 0, "\(result.errors)")
      #expect(result.rows.map(\.text) == ["Schöne 🎉.", "Ċ und ⸊.", "Schöne 🎉.", "Ċ und ⸊.", "Schöne 🎉."])
    }
    try scratch.write("a.jsonl", utf16(rows, isBigEndian: false))
    let named = try Program.run("run", "a.jsonl", "--encoding", "UTF-16LE", in: scratch.path)
    #expect(named.exit == 0 && named.rows.map(\.text) == ["Schöne 🎉.", "Ċ und ⸊."], "\(named.errors)")
  }

  @Test("an error row says where the article stands in the input")
  func place() throws {
    let scratch = try Scratch()
    try scratch.write("a.jsonl", "{\"id\":\"a\",\"text\":\"Eins.\"}\n{\"id\":\"b\",\"text\":7}\n")
    try scratch.write("b.txt", [0xC3])
    let result = try Program.run("run", "a.jsonl", "b.txt", "--errors", "errors.jsonl", in: scratch.path)
    #expect(result.exit == 3 && result.rows.map(\.id) == ["a"])
    let rows = try scratch.read("errors.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(Program.Row.self, from: Data($0.utf8))
    }
    #expect(rows.map(\.id) == ["b", "b.txt"])
    #expect(rows.map(\.error?.place) == ["a.jsonl:2", "b.txt"])
  }

  @Test("CRLF lines and a byte-order mark are no part of what is read")
  func lineEnds() throws {
    let rows = "\u{FEFF}{\"id\":\"a\",\"text\":\"Eins.\"}\r\n\r\n{\"id\":\"b\",\"text\":\"Zwei.\"}\r\n"
    let result = try Program.run("run", "-", "--from", "jsonl", input: Array(rows.utf8))
    #expect(result.exit == 0)
    #expect(result.rows.map(\.text) == ["Eins.", "Zwei."])
    let scratch = try Scratch()
    try scratch.write("a.txt", "\u{FEFF}Erste Zeile.\r\n\r\nZweite.\r\n")
    let text = try Program.run("run", "a.txt", in: scratch.path)
    #expect(text.rows.first?.text == "Erste Zeile.\r\n\r\nZweite.\r\n")
    #expect(text.rows.first?.tokens?.first?.start == 0)
  }

  @Test("an empty file is an article without annotation")
  func emptyFile() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", "")
    let result = try Program.run("run", "a.txt", in: scratch.path)
    #expect(result.exit == 0)
    #expect(result.rows.first?.text == "" && result.rows.first?.tokens?.isEmpty == true)
  }

  @Test("where there are no articles the message says what is read")
  func noArticles() throws {
    let scratch = try Scratch()
    try scratch.write("in/bild.png", [1, 2, 3])
    let folder = try Program.run("run", "in", in: scratch.path)
    #expect(folder.exit == 1 && folder.errors.contains("no articles in in; in folders, files that end in"))
    let nothing = try Program.run("run", "-")
    #expect(nothing.exit == 1 && nothing.errors.contains("standard input was empty"))
  }

  @Test("a missing file is named, and the others go on")
  func missingFile() throws {
    let scratch = try Scratch()
    try scratch.write("b.txt", "Gut.")
    let result = try Program.run("run", "a.txt", "b.txt", in: scratch.path)
    #expect(result.exit == 3)
    #expect(result.rows.map(\.id) == ["a.txt", "b.txt"])
    #expect(result.rows.first?.error?.message == "cannot be read: no such file or directory")
  }

  @Test("a folder without permission is named, and the others go on")
  func forbiddenFolder() throws {
    let scratch = try Scratch()
    try scratch.write("in/a/x.txt", "Geheim.")
    try scratch.write("in/b.txt", "Gut.")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: scratch.url("in/a").path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.url("in/a").path) }
    // Root may read everything: as root the program is run by a user who may not.
    let result =
      getuid() == 0 ? try Unprivileged.run(["run", "in"], scratch) : try Program.run("run", "in", in: scratch.path)
    #expect(result.exit == 3, "\(result.errors)")
    #expect(result.rows.map(\.id) == ["in/a", "b.txt"])
    #expect(result.rows.first?.error?.message.contains("permission") == true)
  }

  @Test("an id that comes twice is told with its place, and both articles are read")
  func duplicateIds() throws {
    let rows = #"{"id":"a","text":"Eins."}"# + "\n" + #"{"id":"a","text":"Zwei."}"# + "\n"
    let result = try Program.run("run", "-", "--from", "jsonl", input: Array(rows.utf8))
    #expect(result.exit == 0)
    #expect(result.rows.map(\.text) == ["Eins.", "Zwei."])
    #expect(result.errors.contains("standard input:2: the id 'a' was there before"))
  }

  @Test("one line of 50 MB is read")
  func longLine() throws {
    let sentence = "Der Rat der Stadt tagt am 5. Januar 2025 in der Halle und berät über die Straße. "
    let text = String(repeating: sentence, count: 52_000_000 / sentence.utf8.count)
    let scratch = try Scratch()
    let path = try scratch.write("a.jsonl", "{\"id\":\"a\",\"text\":\"\(text)\"}\n")
    let pipeline = try scratch.write("layout.yml", "stages: [layout]\n")
    let result = try Program.run("run", path, "-p", pipeline)
    #expect(result.exit == 0)
    #expect(result.rows.first?.text?.utf8.count == text.utf8.count)
  }
}

/// Runs the program as the user `nobody`.
enum Unprivileged {
  static func run(_ arguments: [String], _ scratch: Scratch) throws -> Program.Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    // The build folder may itself be closed to others, so a copy is run.
    let program = scratch.url("bin/wortlaut").path
    try FileManager.default.createDirectory(at: scratch.url("bin"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Program.path, toPath: program)
    let resources = (Program.path as NSString).deletingLastPathComponent + "/wortlaut_Wortlaut.resources"
    try FileManager.default.copyItem(atPath: resources, toPath: scratch.url("data").path)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
    process.arguments =
      ["--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/env", "WORTLAUT_HOME=\(scratch.url("data").path)"]
      + ["HOME=/nonexistent", program] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let messages = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Program.Result(
      exit: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: messages, as: UTF8.self))
  }
}
