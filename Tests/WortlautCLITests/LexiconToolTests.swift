import Foundation
import Testing

@Suite("wortlaut lexicon") struct LexiconToolTests {
  private static let head = "# title: Drugs\n# source: the test\n# licence: CC0-1.0\n# date: 2026-11-25\n"
  private static let columns = "name\ttype\tid\taliases\tflags\n"

  // MARK: - check

  @Test("the lexicons that come with the program pass their own check, warnings included")
  func builtInLexicons() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/lexicons")
      .filter { $0.hasSuffix(".tsv") }.map { String($0.dropLast(4)) }
    #expect(names.count > 8)
    for name in names.sorted() {
      let result = try Program.run(
        ["lexicon", "check", name, "--strict"], environment: ["WORTLAUT_HOME": Self.root])
      #expect(result.exit == 0, "\(result.output)")
    }
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let row: String
    /// What the message says after `drugs.tsv:6: `.
    let says: String
    var isWarning = false
  }

  static let rows: [Row] = [
    Row(testDescription: "no name", row: "\tDRUG", says: "the name is empty"),
    Row(testDescription: "no type", row: "Aspirin", says: "'Aspirin' has no type"),
    Row(testDescription: "a type of two words", row: "Aspirin\tA DRUG", says: "the type 'A DRUG' holds a blank"),
    Row(testDescription: "nothing but marks", row: "---\tDRUG", says: "'---' holds no letter and no digit"),
    Row(testDescription: "an empty alias", row: "Aspirin\tDRUG\t\tASS|", says: "'Aspirin' has an empty alias"),
    Row(testDescription: "a blank in front", row: " Aspirin\tDRUG", says: "' Aspirin' begins or ends with a blank"),
    Row(
      testDescription: "too many cells", row: "Aspirin\tDRUG\t\t\t\tx", says: "6 cells where the table has 5 columns"),
    Row(
      testDescription: "an unknown flag", row: "Aspirin\tDRUG\t\t\tfixd",
      says: "unknown flag 'fixd'; there is fixed, case, evidence, anycase, priority=N with N from -100 to 100"),
    Row(
      testDescription: "a priority too high", row: "Aspirin\tDRUG\t\t\tpriority=200",
      says: "unknown flag 'priority=200'"),
    Row(
      testDescription: "a name too long", row: String(repeating: "a", count: 501) + "\tDRUG",
      says: "a name of 501 bytes; the longest allowed is 500"),
    Row(
      testDescription: "twice", row: "Ibuprofen\tDRUG", says: "warning: 'Ibuprofen' (DRUG) stands in line 6 already",
      isWarning: true),
    Row(
      testDescription: "twice in another spelling", row: "IBUPROFEN\tDRUG",
      says: "warning: 'IBUPROFEN' is 'Ibuprofen' in line 6 under another spelling; one is enough", isWarning: true),
    Row(
      testDescription: "another id", row: "Ibuprofen\tDRUG\tQ7",
      says: "warning: 'Ibuprofen' (DRUG) has the id Q7 here and Q186969 in line 6", isWarning: true),
    Row(
      testDescription: "an id of two types", row: "Nurofen\tBRAND\tQ186969",
      says: "warning: the id Q186969 is a BRAND here ('Nurofen') and a DRUG in line 6 ('Ibuprofen')", isWarning: true),
    Row(
      testDescription: "a common word", row: "Tafel\tDRUG",
      says: "warning: 'Tafel' is also a common word; flag it 'evidence'", isWarning: true),
    Row(
      testDescription: "an alias that is one", row: "Calmedin\tDRUG\t\tRuhe",
      says: "warning: 'Ruhe', an alias of 'Calmedin', is also a common word", isWarning: true),
    Row(
      testDescription: "an alias twice", row: "Aspirin\tDRUG\t\tASS|ASS",
      says: "warning: the alias 'ASS' of 'Aspirin' is there twice", isWarning: true),
  ]

  @Test("check names every fault with its line", arguments: rows)
  func fault(bad: Row) throws {
    let scratch = try Scratch()
    let good = "Ibuprofen\tDRUG\tQ186969\n"
    try scratch.write("drugs.tsv", Self.head + Self.columns + good + bad.row + "\nVoltaren\tDRUG\n")
    let result = try Program.run("lexicon", "check", "drugs.tsv", in: scratch.path)
    #expect(result.output.hasPrefix("drugs.tsv:7: \(bad.says)"), "\(result.output)")
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.exit == (bad.isWarning ? 0 : 2))
    let strict = try Program.run("lexicon", "check", "drugs.tsv", "--strict", in: scratch.path)
    #expect(strict.exit == 2)
  }

  @Test("a good lexicon passes, with how many rows it has; one that says 'case' or 'evidence' may be a common word")
  func good() throws {
    let scratch = try Scratch()
    try scratch.write(
      "drugs.tsv",
      Self.head + Self.columns + "Aspirin\tDRUG\tQ18216\tASS\nTafel\tDRUG\t\t\tevidence\nruhe\tDRUG\t\t\tcase\n")
    let result = try Program.run("lexicon", "check", "drugs.tsv", "--strict", in: scratch.path)
    #expect(result.exit == 0 && result.output.isEmpty)
    #expect(result.errors == "3 rows, 0 errors, 0 warnings\n")
  }

  @Test("all faults are told at once, also of several files, and across them")
  func allAtOnce() throws {
    let scratch = try Scratch()
    try scratch.write("a.tsv", Self.head + Self.columns + "Aspirin\tDRUG\tQ1\n\tDRUG\nX\n")
    try scratch.write("b.csv", "type,name,id\nDRUG,Aspirin,Q2\nDRUG\n")
    let result = try Program.run("lexicon", "check", "a.tsv", "b.csv", in: scratch.path)
    #expect(result.exit == 2)
    #expect(
      result.output.split(separator: "\n") == [
        "a.tsv:7: the name is empty", "a.tsv:8: 'X' has no type",
        "b.csv:2: warning: 'Aspirin' (DRUG) has the id Q2 here and Q1 in a.tsv:6",
        "b.csv:3: 1 cell where the header names 3",
      ])
    #expect(result.errors == "2 rows, 3 errors, 1 warning\n")
  }

  @Test("a file that is no lexicon says why")
  func noLexicon() throws {
    let scratch = try Scratch()
    let cases: [(String, [UInt8], String)] = [
      ("a.txt", Array("Aspirin".utf8), "a.txt: is none of .tsv, .csv with a header line, .jsonl"),
      ("b.tsv", Array("Aspirin\tDRUG\n".utf8), "b.tsv:1: the first line after the head should name the columns"),
      ("c.csv", Array("Aspirin,DRUG\n".utf8), "c.csv:1: the header should name the columns 'name' and 'type', not"),
      ("d.csv", [], "d.csv: is empty"), ("e.tsv", Array("# title: x\n".utf8), "e.tsv: has no line of column names"),
      ("f.tsv", Array("name\ttype\nM".utf8) + [0xFC] + Array("ll\tDRUG\n".utf8), "f.tsv:2: is not UTF-8"),
      ("g.wlex", Array("WORTLAUT".utf8), "g.wlex: is too short to be a compiled lexicon"),
      ("h.jsonl", Array("{\"label\":\"X\"}\n".utf8), "h.jsonl:1: is not an EntityRuler pattern"),
    ]
    for (name, bytes, says) in cases {
      try scratch.write(name, bytes)
      let result = try Program.run("lexicon", "check", name, in: scratch.path)
      #expect(result.exit == 2)
      #expect(result.output.hasPrefix(says), "\(result.output)")
    }
    let missing = try Program.run("lexicon", "check", "fehlt.tsv", in: scratch.path)
    #expect(missing.exit == 2 && missing.output == "fehlt.tsv: cannot be read: no such file\n")
    let unknown = try Program.run("lexicon", "check", "person")
    #expect(unknown.exit == 2 && unknown.errors.contains("there is no lexicon 'person'; did you mean 'persons'?"))
  }

  @Test("a lexicon without a head is asked for one")
  func headless() throws {
    let scratch = try Scratch()
    try scratch.write("a.tsv", "# title: x\nname\ttype\nAspirin\tDRUG\n")
    let result = try Program.run("lexicon", "check", "a.tsv", in: scratch.path)
    #expect(result.exit == 0)
    #expect(result.output.hasPrefix("a.tsv:1: warning: the head does not say"))
    #expect(result.output.contains("add '# source: …', '# licence: …', '# date: …'"))
  }

  @Test("EntityRuler patterns beyond names are named and refused")
  func patterns() throws {
    let scratch = try Scratch()
    try scratch.write(
      "a.jsonl",
      """
      {"label":"ORG","pattern":"Deutsche Bahn","id":"Q9322"}
      {"label":"ORG","pattern":[{"LOWER":"deutsche"},{"LOWER":"bahn"}]}
      {"label":"ORG","pattern":[{"POS":"PROPN"}]}
      {"label":"ORG","pattern":[{"LOWER":"bahn","OP":"?"}]}
      {"label":"ORG","pattern":[{"TEXT":{"REGEX":"B.*"}}]}
      {"label":"ORG","pattern":[{"LOWER":"die"},{"TEXT":"Bahn"}]}
      """)
    let result = try Program.run("lexicon", "check", "a.jsonl", in: scratch.path)
    #expect(result.exit == 2)
    #expect(
      result.output.split(separator: "\n").filter { !$0.contains("warning") } == [
        "a.jsonl:3: the token attribute POS cannot be read; LOWER, TEXT and ORTH can",
        "a.jsonl:4: a token with 2 attributes cannot be read; one of LOWER, TEXT, ORTH can",
        "a.jsonl:5: a token with operators or nested conditions cannot be read; LOWER, TEXT and ORTH can",
        "a.jsonl:6: LOWER beside TEXT or ORTH in one pattern cannot be read",
      ])
  }

  // MARK: - lookup

  @Test("lookup says what a form can mean, and why")
  func lookup() throws {
    let cases = [
      ("Kasachstan", "Kasachstan\tLOC\tQ232", "as it stands"),
      ("Kasachstans", "Kasachstan\tLOC\tQ232", "genitive with -s of 'Kasachstan'"),
      ("Deutschen Bundestages", "Deutscher Bundestag\tORG\tQ154797", "genitive with -es of 'Deutscher Bundestag'"),
      ("russischer", "Russland\tLOC\tQ159", "derived: adjective of 'Russland'"),
      ("EU-Paket", "Europäische Union\tORG\tQ458", "part: the compound begins with 'EU'"),
      ("eu", "Europäische Union\tORG\tQ458", "only as 'EU', letter for letter"),
    ]
    for (form, head, reason) in cases {
      let result = try Program.run("lexicon", "lookup", form)
      #expect(result.exit == 0)
      #expect(
        result.output.split(separator: "\n").contains { $0.hasPrefix(head) && $0.contains(reason) }, "\(result.output)")
    }
    let nothing = try Program.run("lexicon", "lookup", "Bundstag")
    #expect(nothing.exit == 1 && nothing.output.isEmpty && nothing.errors.contains("near to it: 'Bundestag'"))
  }

  @Test("lookup searches a lexicon of one's own, and a pipeline's")
  func lookupOwn() throws {
    let scratch = try Scratch()
    try scratch.write("drugs.csv", "name,type,id,aliases,flags\nAspirin,DRUG,Q18216,ASS|Acetylsalicylsäure,\n")
    try scratch.write("p.yml", "stages: [layout, tokenize, split-sentences, tag-entities: { lexicons: [./drugs.csv] }]")
    for arguments in [["--lexicon", "drugs.csv"], ["--pipeline", "p.yml"]] {
      let result = try Program.run(["lexicon", "lookup", "Acetylsalicylsaeure"] + arguments, in: scratch.path)
      #expect(
        result.output
          == "Aspirin\tDRUG\tQ18216\tdrugs:2\tanother spelling of 'Acetylsalicylsäure', an alias\n", "\(result.errors)")
    }
    let both = try Program.run(
      "lexicon", "lookup", "X", "--lexicon", "drugs.csv", "--pipeline", "p.yml", in: scratch.path)
    #expect(both.exit == 2 && both.errors.contains("not both"))
  }

  // MARK: - compile

  @Test("a compiled lexicon stands in for its source")
  func compiled() throws {
    let scratch = try Scratch()
    try scratch.write("drugs.csv", "name,type,id\nAspirin,DRUG,Q18216\n")
    try scratch.write("a.txt", "Er nahm des Aspirins zu viel.")
    let made = try Program.run("lexicon", "compile", "drugs.csv", in: scratch.path)
    #expect(made.exit == 0 && made.output.isEmpty && made.errors.hasPrefix("drugs.wlex: 1 entry in 1 form, "))
    try FileManager.default.removeItem(at: scratch.url("drugs.csv"))
    let result = try run(scratch, lexicons: "./drugs.wlex")
    #expect(
      result.output.contains(#""type":"DRUG","name":"Aspirin","id":"Q18216","source":"drugs""#), "\(result.errors)")
    let check = try Program.run("lexicon", "check", "drugs.wlex", in: scratch.path)
    #expect(check.exit == 0 && check.output == "drugs.wlex: compiled and whole, 1 entry\n")
  }

  @Test("a compiled lexicon never takes the place of its source, and a folder is no lexicon")
  func sourceStays() throws {
    let scratch = try Scratch()
    try scratch.write("drugs.csv", "name,type\nAspirin,DRUG\n")
    let made = try Program.run("lexicon", "compile", "drugs.csv", "-o", "./drugs.csv", in: scratch.path)
    #expect(made.exit == 2 && made.errors.contains("is the lexicon 'drugs' itself"), "\(made.errors)")
    #expect(try scratch.read("drugs.csv").hasPrefix("name,type"))
    let folder = try Program.run("lexicon", "check", scratch.path)
    #expect(folder.exit == 2 && folder.output.contains("cannot be read: it is a folder"), "\(folder.output)")
  }

  @Test("a compiled lexicon that is damaged or of another version is refused, and says what to do")
  func damagedFile() throws {
    let scratch = try Scratch()
    try scratch.write("drugs.csv", "name,type\nAspirin,DRUG\n")
    try scratch.write("a.txt", "Aspirin.")
    _ = try Program.run("lexicon", "compile", "drugs.csv", in: scratch.path)
    let whole = [UInt8](try Data(contentsOf: scratch.url("drugs.wlex")))
    let cases: [(String, ([UInt8]) -> [UInt8], String)] = [
      (
        "a changed byte", { $0.enumerated().map { $0.offset == 200 ? $0.element ^ 1 : $0.element } },
        "its checksum is wrong"
      ),
      ("a lost end", { Array($0.dropLast(64)) }, "it is not as long as it says"),
      (
        "another version", { $0.enumerated().map { $0.offset == 8 ? 99 : $0.element } },
        "is of version 99, this program reads"
      ),
      ("another file", { _ in Array(repeating: 0x41, count: 500) }, "is not a compiled lexicon"),
      ("nothing", { _ in [] }, "is too short to be a compiled lexicon"),
    ]
    for (what, damage, says) in cases {
      try scratch.write("drugs.wlex", damage(whole))
      let result = try run(scratch, lexicons: "./drugs.wlex")
      #expect(result.exit == 2 && result.output.isEmpty, "\(what)")
      #expect(result.errors.contains("drugs.wlex: is") && result.errors.contains(says), "\(what): \(result.errors)")
    }
  }

  @Test("a damaged file in the cache is told and made anew")
  func damagedCache() throws {
    let scratch = try Scratch()
    try scratch.write("drugs.csv", "name,type\nAspirin,DRUG\n")
    try scratch.write("a.txt", "Aspirin.")
    let first = try run(scratch, lexicons: "./drugs.csv")
    let kept = try cached(scratch)
    try #require(kept.count == 1)
    var bytes = [UInt8](try Data(contentsOf: scratch.url("cache/\(kept[0])")))
    let whole = bytes
    bytes[bytes.count / 2] ^= 0xFF
    try scratch.write("cache/\(kept[0])", bytes)
    let second = try run(scratch, lexicons: "./drugs.csv")
    #expect(second.exit == 0 && second.output == first.output)
    #expect(second.errors.contains("its checksum is wrong") && second.errors.contains("it is made anew"))
    #expect([UInt8](try Data(contentsOf: scratch.url("cache/\(kept[0])"))) == whole)
    let third = try run(scratch, lexicons: "./drugs.csv")
    #expect(third.output == first.output && !third.errors.contains("anew"))
  }

  @Test("where no cache can be written the lexicon is compiled in memory")
  func noCache() throws {
    let scratch = try Scratch()
    try scratch.write("drugs.csv", "name,type\nAspirin,DRUG\n")
    try scratch.write("a.txt", "Aspirin.")
    try scratch.write("cache", "in the way")
    let result = try run(scratch, lexicons: "./drugs.csv")
    #expect(result.exit == 0 && result.output.contains("DRUG"))
  }

  @Test("processes that compile the same lexicon at once each get a whole one")
  func atOnce() throws {
    let scratch = try Scratch()
    let rows = (0..<20_000).map { "Mittel\(letters($0))\tDRUG\tX:\($0)\n" }
    try scratch.write("drugs.tsv", Self.columns + rows.joined())
    try scratch.write("a.txt", "Mittel\(letters(3)) wirkt.")
    let pipeline = try pipeline(scratch, "./drugs.tsv")
    let runs = try (0..<6).map { number in
      try Started(
        ["run", "a.txt", "-p", pipeline, "--quiet"], scratch, "\(number)",
        environment: ["WORTLAUT_CACHE": scratch.url("cache").path])
    }
    let outputs = try runs.map { try $0.finish() }
    for output in outputs {
      #expect(output.exit == 0 && output.errors.isEmpty, "\(output.errors)")
      #expect(output.output == outputs[0].output && output.output.contains("X:3"))
    }
    // One whole file is left, and nothing half-written.
    let kept = try cached(scratch)
    #expect(kept.count == 1 && kept[0].hasSuffix(".wlex"), "\(kept)")
    let check = try Program.run("lexicon", "check", scratch.url("cache/\(kept[0])").path)
    #expect(check.exit == 0)
  }

  private func cached(_ scratch: Scratch) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.url("cache").path).filter { $0.hasPrefix("lexicon-") }
  }

  private func pipeline(_ scratch: Scratch, _ lexicons: String) throws -> String {
    try scratch.write(
      "p.yml", "stages: [layout, tokenize, split-sentences, tag-entities: { lexicons: [\(lexicons)] }]\n")
    return "p.yml"
  }

  private func run(_ scratch: Scratch, lexicons: String) throws -> Program.Result {
    try Program.run(
      ["run", "a.txt", "-p", try pipeline(scratch, lexicons), "--quiet"], in: scratch.path,
      environment: ["WORTLAUT_CACHE": scratch.url("cache").path])
  }
}

/// A run of the program that others run beside.
private struct Started {
  private let process = Process()
  private let scratch: Scratch
  private let name: String

  init(_ arguments: [String], _ scratch: Scratch, _ name: String, environment: [String: String]) throws {
    self.scratch = scratch
    self.name = name
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    for kind in ["output", "errors"] { try scratch.write("\(kind)-\(name)", []) }
    process.standardOutput = try FileHandle(forWritingTo: scratch.url("output-\(name)"))
    process.standardError = try FileHandle(forWritingTo: scratch.url("errors-\(name)"))
    try process.run()
  }

  func finish() throws -> Program.Result {
    process.waitUntilExit()
    return Program.Result(
      exit: process.terminationStatus, output: try scratch.read("output-\(name)"),
      errors: try scratch.read("errors-\(name)"))
  }
}

/// A number in letters: names with digits in them are cut otherwise.
private func letters(_ number: Int) -> String {
  String(String(number, radix: 16).map { Character(UnicodeScalar(97 + UInt8($0.hexDigitValue ?? 0))) })
}
