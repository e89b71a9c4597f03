import Foundation
import Testing

@Suite("Inputs") struct InputTests {
  private static let rows = (0..<3000).map { "{\"id\":\"\($0)\",\"text\":\"Der Rat tagt zum \($0). Mal.\"}\n" }.joined()

  /// Compresses with the usual program.
  private func compressed(_ bytes: String, by program: String) throws -> [UInt8] {
    let scratch = try Scratch()
    try scratch.write("in", bytes)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program, "-q", "-c"]
    process.standardInput = try FileHandle(forReadingFrom: scratch.url("in"))
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }

  @Test("gzip is read by its first bytes, whatever the file is called, also of several members and from standard input")
  func gzip() throws {
    let scratch = try Scratch()
    let gzip = try compressed(Self.rows, by: "gzip")
    try scratch.write("a.jsonl.gz", gzip + gzip)
    try scratch.write("plain-name.jsonl", gzip)
    let twice = try Program.run("run", "a.jsonl.gz", "-p", "tokens", "--layers", "sentences", in: scratch.path)
    #expect(twice.exit == 0 && twice.rows.count == 6000)
    #expect(twice.errors.contains("3000 articles have an id that another one had before"))
    #expect(twice.errors.split(separator: "\n").count { $0.contains("was there before") } == 1)
    let named = try Program.run("run", ".", "-p", "tokens", "--layers", "sentences", in: scratch.path)
    #expect(named.rows.count == 9000)
    let piped = try Program.run("run", "-", "-p", "tokens", "--layers", "sentences", input: gzip)
    #expect(piped.exit == 0 && piped.rows.map(\.id) == (0..<3000).map { "\($0)" })
  }

  @Test("a gzip file that is cut off or damaged is an error row, and what could be read is kept")
  func brokenGzip() throws {
    let gzip = try compressed(Self.rows, by: "gzip")
    let cut = try Program.run(
      "run", "-", "--from", "jsonl", "-p", "tokens", input: Array(gzip[..<(gzip.count / 2)]))
    #expect(cut.exit == 3 && cut.rows.count > 500)
    #expect(cut.rows.last?.error?.code == "damaged")
    #expect(cut.rows.last?.error?.message.contains("cut off") == true)
    var bad = gzip
    for at in 0..<64 { bad[gzip.count / 2 + at] = 0xFF }
    let damaged = try Program.run("run", "-", "--from", "jsonl", "-p", "tokens", input: bad)
    #expect(damaged.exit == 3 && damaged.rows.count > 500)
    #expect(damaged.rows.last?.error?.code == "damaged")
    #expect(damaged.rows.last?.error?.message.contains("; the rows before were read") == true)
    // A text is read whole or not at all.
    let text = try Program.run("run", "-", "--from", "text", "-p", "tokens", input: Array(gzip[..<(gzip.count / 2)]))
    #expect(text.exit == 3 && text.rows.count == 1)
    #expect(text.rows.last?.error?.message.hasSuffix(" bytes") == true, "\(text.output)")
  }

  @Test("a compressed text larger than the limit is an error row, and is never held whole")
  func bomb() throws {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "head -c 200000000 /dev/zero | tr '\\0' a | gzip -1 > bomb.gz"]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try process.run()
    process.waitUntilExit()
    for format in ["text", "html", "jsonl"] {
      try scratch.write("out", [])
      let run = Process()
      run.executableURL = URL(fileURLWithPath: Program.path)
      run.arguments = [
        "run", scratch.url("bomb.gz").path, "--from", format, "--max-size", "4M", "-p", "tokens", "--jobs", "1",
        "--quiet",
      ]
      run.standardOutput = try FileHandle(forWritingTo: scratch.url("out"))
      try run.run()
      var peak = 0
      while run.isRunning {
        peak = max(peak, Self.peakMemory(of: run.processIdentifier))
        usleep(2000)
      }
      #expect(run.terminationStatus == 3)
      #expect(try scratch.read("out").contains("\"code\":\"too-large\""))
      #expect(peak > 1 << 20 && peak < 120 << 20, "\(format): \(peak) bytes")
    }
  }

  /// The most memory a process has had at once, in bytes.
  private static func peakMemory(of process: Int32) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) << 10
  }

  @Test("patterns in quotes find files in a stable order, also through folders")
  func patterns() throws {
    let scratch = try Scratch()
    for name in ["a/1.txt", "a/b/2.txt", "a/b/c/3.txt", "a/b/c/.4.txt", "a/b/5.dat", "z/6.txt"] {
      try scratch.write(name, "Eins.")
    }
    for (pattern, found) in [
      ("a/*.txt", ["a/1.txt"]), ("a/**/*.txt", ["a/1.txt", "a/b/2.txt", "a/b/c/3.txt"]),
      ("**/[12].txt", ["a/1.txt", "a/b/2.txt"]), ("a/b/?.dat", ["a/b/5.dat"]),
      ("*/b/**", ["a/b/2.txt", "a/b/5.dat", "a/b/c/3.txt"]), ("a/b/*", ["a/b/2.txt", "a/b/5.dat", "a/b/c/3.txt"]),
    ] {
      let result = try Program.run("run", pattern, "-p", "tokens", in: scratch.path)
      #expect(result.rows.map(\.id) == found, "\(pattern)")
      #expect(result.exit == 0, "\(pattern): \(result.errors)")
    }
    let nothing = try Program.run("run", "q*.txt", "a/*.txt", "-p", "tokens", in: scratch.path)
    #expect(nothing.exit == 3 && nothing.rows.map(\.id) == ["q*.txt", "a/1.txt"])
    #expect(nothing.rows.first?.error?.message == "no file matches the pattern")
  }

  struct CSVCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let csv: String
    var arguments: [String] = []
    /// Ids and texts, or for a row that fails its code.
    let rows: [[String]]
  }

  static let tables: [CSVCase] = [
    CSVCase(
      testDescription: "commas", csv: "id,text\n1,Eins.\n2,\"Zwei, drei.\"\n",
      rows: [["1", "Eins."], ["2", "Zwei, drei."]]),
    CSVCase(
      testDescription: "semicolons, a byte-order mark and CRLF", csv: "\u{FEFF}\"id\";\"text\"\r\n1;Eins, zwei.\r\n",
      rows: [["1", "Eins, zwei."]]),
    CSVCase(
      testDescription: "a first line that names the separator",
      csv: "\u{FEFF}sep=|\r\nid|text\r\n1|Eins, zwei; drei.\r\n",
      rows: [["1", "Eins, zwei; drei."]]),
    CSVCase(
      testDescription: "lines that end in a return alone", csv: "id,text\r1,\"Eins,\rzwei.\"\r2,Drei.",
      rows: [["1", "Eins,\rzwei."], ["2", "Drei."]]),
    CSVCase(
      testDescription: "a mark that is never closed", csv: "id,text\n1,a\n2,\"b\n3,c\n",
      rows: [["1", "a"], ["standard input:3", "bad-row"]]),
    CSVCase(testDescription: "tabs", csv: "text\tid\nEins.\t1", rows: [["1", "Eins."]]),
    CSVCase(
      testDescription: "line ends and doubled marks inside marks", csv: "id,text\n1,\"Er: \"\"Ja.\"\"\n\nAb\"\n2,b\n",
      rows: [["1", "Er: \"Ja.\"\n\nAb"], ["2", "b"]]),
    CSVCase(
      testDescription: "fields named and joined", csv: "nr;titel;rumpf\n7;Kopf;Rumpf\n8;;Rumpf\n",
      arguments: ["--id-field", "nr", "--text-field", "titel,rumpf"],
      rows: [["7", "Kopf\n\nRumpf"], ["8", "\n\nRumpf"]]),
    CSVCase(
      testDescription: "a separator that is set", csv: "id;a,b,c;text\n1;x;Gut.\n",
      arguments: ["--separator", "semicolon"],
      rows: [["1", "Gut."]]),
    CSVCase(
      testDescription: "rows that are wrong, and those after them",
      csv: "id,text\n1,a,b\n2,\"b\"c\n3,gut\n",
      rows: [["1", "bad-row"], ["standard input:3", "bad-row"], ["3", "gut"]]),
    CSVCase(
      testDescription: "a row without an id has its line, also behind a row of several lines",
      csv: "text\n\"a\nb\"\nc\n", rows: [["standard input:2", "a\nb"], ["standard input:4", "c"]]),
    CSVCase(
      testDescription: "a mark that is never closed", csv: "id,text\n1,gut\n2,\"offen\n3,c\n",
      rows: [["1", "gut"], ["standard input:3", "bad-row"]]),
    CSVCase(
      testDescription: "no column of that name", csv: "id,body\n1,a\n2,b\n", rows: [["standard input:1", "no-text"]]),
  ]

  @Test("CSV", arguments: tables)
  func csv(table: CSVCase) throws {
    let result = try Program.run(
      ["run", "-", "--from", "csv", "-p", "tokens"] + table.arguments, input: Array(table.csv.utf8))
    #expect(result.rows.map { [$0.id, $0.text ?? $0.error?.code ?? ""] } == table.rows, "\(result.output)")
  }

  @Test("a CSV file's other columns ride along, and a file is read in another encoding")
  func csvMeta() throws {
    let scratch = try Scratch()
    try scratch.write("a.csv", Array("id,text,\"a \"\"b\"\"\"\n1,M".utf8) + [0xFC] + Array("ll,\"x\ny\"\n".utf8))
    let result = try Program.run("run", "a.csv", "--encoding", "windows-1252", "-p", "tokens", in: scratch.path)
    #expect(result.rows.first?.text == "Müll")
    #expect(result.output.contains(#""meta":{"a \"b\"":"x\ny"}"#))
  }

  @Test("a row that arrives on standard input as CSV is answered without waiting for the next")
  func liveCSV() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["run", "-", "--from", "csv", "-p", "tokens", "--quiet"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data("id,text\n".utf8))
    for number in 0..<3 {
      input.fileHandleForWriting.write(Data("\(number),\"Gut\nso.\"\n".utf8))
      var row = Data()
      while row.last != 0x0A { row += output.fileHandleForReading.availableData }
      #expect(String(decoding: row, as: UTF8.self).contains("\"id\":\"\(number)\""))
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("a row of any length comes through a pipe as from a file, and one beyond the limit is an error row")
  func longRowInPipe() throws {
    let scratch = try Scratch()
    let long = String(repeating: "Der Rat tagt. ", count: 40_000)
    try scratch.write("a.jsonl", "{\"id\":\"lang\",\"text\":\"\(long)\"}\n{\"id\":\"kurz\",\"text\":\"Gut.\"}\n")
    try scratch.write("a.csv", "id,text\nlang,\"\(long)\"\nkurz,Gut.\n")
    for format in ["jsonl", "csv"] {
      for limit in ["64M", "300K"] {
        let run = "run - --from \(format) -p tokens --layers sentences --max-size \(limit)"
        let exit = try Program.shell(
          "gzip -k a.\(format); cat a.\(format) | $W \(run) > pipe; cat a.\(format).gz | $W \(run) > packed; "
            + "$W \(run) < a.\(format) > file", in: scratch)
        #expect(exit == (limit == "64M" ? 0 : 3))
        let file = try scratch.read("file")
        #expect(file.split(separator: "\n").count == 2 && file.contains("too-large") == (limit != "64M"))
        #expect(try scratch.read("pipe") == file && scratch.read("packed") == file)
      }
    }
  }

  @Test("a file whose name tells nothing is read as its first bytes tell, also from a pipe that is named")
  func firstBytes() throws {
    let scratch = try Scratch()
    let row = "{\"id\":\"a\",\"text\":\"Der Rat tagt.\"}\n"
    try scratch.write("dump.json", row)
    try scratch.write("dump.gz", try compressed(row, by: "gzip"))
    try scratch.write("seite", "<!DOCTYPE html><p>Der Rat tagt.</p>")
    try scratch.write("notiz", "{{Vorlage}} Der Rat tagt.")
    let result = try Program.run("run", "dump.json", "dump.gz", "seite", "notiz", "-p", "tokens", in: scratch.path)
    #expect(result.exit == 0, "\(result.errors)")
    #expect(result.rows.map(\.id) == ["a", "a", "seite", "notiz"])
    let texts = ["Der Rat tagt.", "Der Rat tagt.", "Der Rat tagt.", "{{Vorlage}} Der Rat tagt."]
    #expect(result.rows.map(\.text) == texts)
    #expect(try Program.shell("$W run <(cat dump.json) -p tokens > piped 2> errors", in: scratch) == 0)
    #expect(try scratch.read("piped").contains("\"id\":\"a\""))
    try scratch.write("liste.json", "[{\"id\":\"a\",\"text\":\"x\"}]\n")
    try scratch.write("lang.json", "{\n \"id\":\"a\",\n \"text\":\"x\"}\n")
    let list = try Program.run("run", "liste.json", in: scratch.path)
    #expect(list.exit == 3 && list.errors.contains("jq -c '.[]' FILE"), "\(list.errors)")
    let long = try Program.run("run", "lang.json", in: scratch.path)
    #expect(long.exit == 3 && long.errors.contains("jq -c . FILE"), "\(long.errors)")
  }

  @Test("a field that is asked for and that no row has is told at the end")
  func missingFields() throws {
    let scratch = try Scratch()
    try scratch.write("a.jsonl", "{\"nr\":1,\"titel\":null,\"text\":\"Eins.\"}\n{\"nr\":2,\"text\":\"Zwei.\"}\n")
    try scratch.write("a.csv", "nr,title,text\n1,Kopf,Eins.\n")
    for (arguments, says) in [
      (["a.jsonl", "--text-field", "title,text"], "no row has the field 'title' (--text-field)"),
      (["a.csv", "--text-field", "titel,text"], "no row has the field 'titel' (--text-field)"),
      (["a.csv", "--id-field", "nummer"], "no row has the field 'nummer' (--id-field)"),
      (["a.csv", "a.jsonl", "--text-field", "titel,title,text", "--id-field", "nr"], nil),
      (["a.jsonl"], nil),
    ] as [([String], String?)] {
      let result = try Program.run(["run"] + arguments + ["-p", "tokens"], in: scratch.path)
      #expect(result.exit == 0)
      #expect(result.errors.contains(says ?? "no row has") == (says != nil), "\(arguments): \(result.errors)")
    }
  }
}
