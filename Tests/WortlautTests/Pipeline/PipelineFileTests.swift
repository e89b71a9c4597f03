import Testing

@testable import Wortlaut

@Suite("Pipeline files") struct PipelineFileTests {
  static let data = try? DataDirectory.locate()

  func faults(_ yaml: String) throws -> [String] {
    let context = StageContext(data: try #require(Self.data))
    do {
      _ = try Pipeline(yaml: yaml, file: "p.yml", context: context)
      return []
    } catch { return error.diagnostics.map(\.description) }
  }

  @Test("the pipelines that come with the program are right", arguments: ["news", "tokens", "ud"])
  func shipped(name: String) throws {
    let pipeline = try Pipeline(named: name, data: try #require(Self.data))
    #expect(pipeline.name == name)
    #expect(pipeline.provides.isSuperset(of: [.blocks, .tokens, .norms, .sentences]))
  }

  /// Each kind of fault, alone, with its place and its way out.
  @Test(
    "a fault is reported with file, line, column and the nearest valid name",
    arguments: [
      ("", ["p.yml: the file is empty; it needs a list 'stages:'"]),
      (
        "stages:\n\t- layout",
        [
          "p.yml:2:1: not YAML: found character that cannot start any token; YAML indents with spaces, not with tabs"
        ]
      ),
      ("stages: [layout", ["p.yml:2:1: not YAML: did not find expected ',' or ']'"]),
      ("- layout", ["p.yml:1:1: a pipeline is a mapping with 'name' and 'stages'"]),
      ("name: x", ["p.yml:1:1: the pipeline has no 'stages'"]),
      ("stages: []", ["p.yml:1:9: 'stages' is a list of at least one stage"]),
      ("stage: [layout]\nstages: [layout]", ["p.yml:1:1: unknown field 'stage'; did you mean 'stages'?"]),
      ("stages:\n  - layuot", ["p.yml:2:5: unknown stage 'layuot'; did you mean 'layout'?"]),
      (
        "stages:\n  - [layout]",
        ["p.yml:2:5: a stage is a name, or a name with its settings; write '- tokenize: { dates: whole }'"]
      ),
      (
        "stages:\n  - layout\n  - tokenize: { date: whole }",
        ["p.yml:3:17: 'tokenize' has no setting 'date'; did you mean 'dates'?"]
      ),
      (
        "stages:\n  - layout\n  - tokenize: { dates: hole }",
        ["p.yml:3:24: 'dates' cannot be 'hole'; did you mean 'whole'?"]
      ),
      (
        "stages:\n  - layout\n  - tokenize: whole",
        ["p.yml:3:15: the settings of 'tokenize' are a mapping: { name: value }"]
      ),
      (
        "stages:\n  - tokenize",
        ["p.yml:2:5: 'tokenize' needs the layer 'blocks', which no stage before it provides; put 'layout' before it"]
      ),
      (
        "stages:\n  - layout\n  - layout",
        ["p.yml:3:5: the layer 'blocks' of 'layout' is provided by a stage before it already"]
      ),
      (
        "stages:\n  - layout\n  - tokenize\n  - normalize\n  - split-sentences\n  - tag-entities: { lexicons: [./nichts.tsv] }",
        ["p.yml:6:32: there is no lexicon at './nichts.tsv'; paths are relative to the pipeline file"]
      ),
      ("name: a\nname: b\nstages: [layout]", ["p.yml:1:1: not YAML: 'name' is set twice"]),
      (
        "stages:\n  - layout\n  - tokenize\n  - normalize\n  - split-sentences\n  - tag-entities: { lexicons: [person] }",
        ["p.yml:6:32: there is no lexicon 'person'; did you mean 'persons'?"]
      ),
      (
        "stages:\n  - layout\n  - tokenize\n  - normalize\n  - split-sentences\n  - tag-entities: { lexicons: { a: b } }",
        ["p.yml:6:31: 'lexicons' is a list of lexicons: [places, ./own.tsv]"]
      ),
    ])
  func fault(yaml: String, expected: [String]) throws {
    #expect(try faults(yaml) == expected)
  }

  @Test("all faults of a file are reported together, in the order of the file")
  func together() throws {
    let yaml = """
      nam: x
      stages:
        - layuot
        - tokenize: { dates: hole, convention: ud, x: 1 }
        - extract-quotes
      """
    let lines = try faults(yaml).map { $0.split(separator: ":")[1] }
    #expect(lines == ["1", "3", "4", "4", "4", "5", "5", "5"].map { Substring($0) })
  }

  @Test("the fingerprint follows the settings and nothing else")
  func fingerprint() throws {
    let context = StageContext(data: try #require(Self.data))
    func fingerprint(_ yaml: String) throws -> String {
      try Pipeline(yaml: yaml, file: "p.yml", context: context).fingerprint
    }
    let plain = try fingerprint("stages: [layout, tokenize]")
    #expect(plain.count == 16)
    #expect(try fingerprint("name: other\nstages:\n  - layout\n  - tokenize:\n      dates: split\n") == plain)
    #expect(try fingerprint("stages: [layout, tokenize: { dates: whole }]") != plain)
    #expect(try fingerprint("stages: [layout]") != plain)
  }

  @Test("a name that is not there says what there is, and so does a path")
  func unknownPipeline() throws {
    let data = try #require(Self.data)
    #expect { try Pipeline(named: "newz", data: data) } throws: {
      "\($0)" == "newz: there is no pipeline of that name; did you mean 'news'?"
    }
    #expect { try Pipeline(named: "./nope.yml", data: data) } throws: {
      "\($0)".hasPrefix("./nope.yml: there is no such file; pipelines by name: ")
    }
  }

  @Test(
    "the nearest name is the one meant",
    arguments: [("tokenise", "tokenize"), ("TOKENIZE", "tokenize"), ("layuot", "layout"), ("xyz", nil)]
      as [(String, String?)])
  func nearest(given: String, expected: String?) {
    #expect(NearestName.nearest(to: given, among: ["layout", "tokenize", "normalize"]) == expected)
  }
}
