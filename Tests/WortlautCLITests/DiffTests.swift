import Foundation
import Testing

@Suite("wortlaut diff") struct DiffTests {
  /// A record with entities given as "start end TYPE name".
  private func record(
    _ id: String, _ entities: [String] = [], text: String = "Anna traf Olaf in Bern.", tokens: Int = 6,
    extra: String = ""
  ) -> String {
    let items = entities.map { entity in
      let parts = entity.split(separator: " ")
      return #"{"start":\#(parts[0]),"end":\#(parts[1]),"type":"\#(parts[2])","name":"\#(parts[3])","source":"x"}"#
    }
    let list = (0..<tokens).map { #"{"start":\#($0),"end":\#($0 + 1),"kind":"word"}"# }.joined(separator: ",")
    return #"{"schema":"wortlaut/1","id":"\#(id)","meta":{},"offsets":"codepoint","text":"\#(text)","#
      + #""tokens":[\#(list)],"entities":[\#(items.joined(separator: ","))]\#(extra)}"#
  }

  private func diff(_ old: [String], _ new: [String], _ flags: String...) throws -> Program.Result {
    let scratch = try Scratch()
    try scratch.write("old.jsonl", old.map { $0 + "\n" }.joined())
    try scratch.write("new.jsonl", new.map { $0 + "\n" }.joined())
    return try Program.run(["diff", "old.jsonl", "new.jsonl"] + flags, in: scratch.path)
  }

  @Test("the same results do not differ, and end with 0")
  func same() throws {
    let rows = [record("a", ["0 4 PER Anna"]), record("b")]
    let result = try diff(rows, rows)
    #expect(result.exit == 0 && result.output == "0 of 2 documents differ\n" && result.errors.isEmpty)
  }

  @Test("entities that are new, gone, or not what they were, by document, with totals; it ends with 1")
  func entities() throws {
    let result = try diff(
      [record("a", ["0 4 PER Anna", "10 14 LOC Olaf", "18 22 LOC Bern"]), record("b", ["0 4 PER Anna"])],
      [record("a", ["0 9 PER Anna", "10 14 PER Olaf"], tokens: 7), record("b", ["0 4 PER Anna", "18 22 LOC Bern"])])
    #expect(result.exit == 1)
    #expect(
      result.output == """
        a
          entities ~ PER „Anna traf“ 0–9  borders 0–4 → 0–9
          entities ~ PER „Olaf“ 10–14  type LOC → PER
          entities - LOC „Bern“ 18–22  source x
          tokens: 6 → 7
        b
          entities + LOC „Bern“ 18–22  source x
        2 of 2 documents differ
          entities: +1 -1 ~2 (borders 1, type 1)
            LOC: +1 -1 ~0
            PER: +0 -0 ~2
          tokens: +1

        """)
  }

  @Test("--totals leaves the documents out; --json writes a row a document and one with the totals")
  func outputs() throws {
    let (old, new) = ([record("a", ["0 4 PER Anna"])], [record("a", ["0 4 LOC Anna"])])
    #expect(try diff(old, new, "--totals").output.hasPrefix("1 of 1 documents differ\n"))
    let rows = try diff(old, new, "--json").output.split(separator: "\n")
    #expect(rows.count == 2)
    #expect(
      rows[0]
        == #"{"changes":[{"change":"changed","changed":["type"],"layer":"entities","new":{"fields":{"name":"Anna","source":"x"},"spans":[{"end":4,"start":0}],"type":"LOC"},"old":{"fields":{"name":"Anna","source":"x"},"spans":[{"end":4,"start":0}],"type":"PER"},"text":"Anna"}],"counts":{},"id":"a"}"#
    )
    #expect(rows[1].contains(#""totals":{"counts":{},"different":1,"documents":1"#))
  }

  @Test("quotations are compared by what is said, who says it, and the rule")
  func quotations() throws {
    func quote(_ type: String, _ speaker: String) -> String {
      #","quotes":[{"type":"\#(type)","content":[{"start":0,"end":9}],"speaker":[\#(speaker)],"cue":[],"frame":[],"#
        + #""addressee":[],"source":"colon"}]"#
    }
    let result = try diff(
      [record("a", extra: quote("direct", ""))],
      [record("a", extra: quote("indirect", #"{"start":10,"end":14}"#))])
    #expect(result.output.contains("quotes ~ indirect „Anna traf“ 0–9  type direct → indirect; speaker – → Olaf"))
  }

  @Test("layers of one's own are compared too")
  func ownLayers() throws {
    let layer = #","layers":{"drugs":[{"start":0,"end":4,"type":"DRUG","name":"Anna","source":"own"}],"topics":["a"]}"#
    let empty = #","layers":{"drugs":[],"topics":["b"]}"#
    let result = try diff([record("a", extra: layer)], [record("a", extra: empty)])
    #expect(result.output.contains("drugs - DRUG „Anna“ 0–4") && result.output.contains("topics ~ value"))
  }

  @Test("articles that only one file has are named, and the others are still paired")
  func missing() throws {
    let old = ["a", "b", "c", "e", "f"].map { record($0) }
    let new = ["b", "x", "c", "d", "e"].map { record($0) }
    let result = try diff(old, new)
    #expect(result.exit == 1)
    #expect(
      result.output == """
        a
          only in OLD
        x
          only in NEW
        d
          only in NEW
        f
          only in OLD
        0 of 3 documents differ
          only in OLD: 2
          only in NEW: 2

        """)
  }

  @Test("failed articles and other texts are told")
  func failures() throws {
    let failed = #"{"schema":"wortlaut/1","id":"a","error":{"stage":"read","code":"invalid-utf8","message":"x"}}"#
    let result = try diff([failed, record("b")], [record("a"), record("b", text: "Anders.")])
    #expect(result.output.contains("a\n  failed with invalid-utf8 before, ran now\n"))
    #expect(result.output.contains("b\n  the texts differ, so that spans cannot be compared\n"))
    #expect(try diff([failed], [failed]).exit == 0)
  }

  @Test("what cannot be compared is refused with 2, the place and the way out")
  func refusals() throws {
    let other = record("a").replacingOccurrences(of: "wortlaut/1", with: "wortlaut/9")
    let units = record("a").replacingOccurrences(of: "codepoint", with: "utf16")
    let cases: [([String], [String], String)] = [
      (["{\"id\":\"a\"}"], [record("a")], "old.jsonl:1: has no field 'schema'; compare files that 'wortlaut run"),
      ([record("a")], [record("a"), "kaputt"], "new.jsonl:2: column 1 should be an object; compare files that"),
      ([record("a")], [other], "new.jsonl:1: is of schema 'wortlaut/9'"),
      ([record("a")], [units], "offsets count utf16 here and codepoint in old.jsonl"),
      (
        ["a", "b", "c"].map { record($0) }, ["b", "c", "a"].map { record($0) },
        "new.jsonl:3: the article 'a' stands earlier in old.jsonl; both files need the same order"
      ),
    ]
    for (old, new, says) in cases {
      let result = try diff(old, new)
      #expect(result.exit == 2 && result.errors.contains(says), "\(result.errors)")
    }
    let missing = try Program.run("diff", "fehlt.jsonl", "fehlt.jsonl")
    #expect(missing.exit == 2 && missing.errors.contains("fehlt.jsonl: no such file"))
  }

  @Test("two outputs six times as long take no more memory, though every document differs and some have no partner")
  func memory() throws {
    let scratch = try Scratch()
    let filler = String(repeating: "Anna traf Olaf in Bern. ", count: 80)
    /// Writes both outputs of so many documents and compares them.
    func peak(_ count: Int) throws -> Int {
      for (name, entity) in [("old", "0 4 PER Anna"), ("new", "0 4 LOC Anna")] {
        try scratch.write("\(name).jsonl", [])
        let file = try FileHandle(forWritingTo: scratch.url("\(name).jsonl"))
        for start in stride(from: 0, to: count, by: 100) {
          var rows = ""
          for index in start..<start + 100 where index % 10 > 0 || name == "old" {
            rows += record("artikel-\(index)", [entity], text: filler, tokens: 40) + "\n"
          }
          file.write(Data(rows.utf8))
        }
        try file.close()
      }
      let run = try Program.runWatched(["diff", "old.jsonl", "new.jsonl"], in: scratch.path)
      #expect(run.exit == 1)
      return run.peak
    }
    let small = try peak(1_000)
    let large = try peak(6_000)
    let size = try FileManager.default.attributesOfItem(atPath: scratch.url("old.jsonl").path)[.size] as? Int ?? 0
    #expect(size > 20 << 20, "the outputs are too small to tell: \(size) bytes")
    #expect(small > 1 << 20 && large < small + 4 << 20, "from \(small) to \(large) bytes")
  }

  @Test("the outputs of two pipelines differ by what the lexicon of one's own brings")
  func pipelines() throws {
    let scratch = try Scratch()
    try scratch.write("drugs.csv", "name,type\nAspirin,DRUG\n")
    try scratch.write("a.txt", "Er nahm Aspirin. Sie blieb in Bern.")
    let stages = "layout, tokenize, normalize, split-sentences"
    try scratch.write("old.yml", "stages: [\(stages), tag-entities]\n")
    try scratch.write("new.yml", "stages: [\(stages), tag-entities: { add: [./drugs.csv] }]\n")
    for name in ["old", "new"] {
      _ = try Program.run("run", "a.txt", "-p", "\(name).yml", "-o", "\(name).jsonl", in: scratch.path)
    }
    let result = try Program.run("diff", "old.jsonl", "new.jsonl", in: scratch.path)
    #expect(result.output.contains("entities + DRUG „Aspirin“ 8–15  source drugs"), "\(result.output)")
  }
}
