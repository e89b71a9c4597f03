import Testing

@testable import Wortlaut

/// `norm-cases.tsv`: the rules that are on, a text, and the forms of its tokens, separated by spaces.
struct NormCaseTests {
  /// The settings of a stage in which only the named rules are on.
  static func stage(_ rules: String) -> String {
    let on = rules.split(separator: " ").map(String.init)
    var settings: [String] = []
    for setting in NormalizeStage.settings {
      if case .flag = setting.kind { settings.append("\(setting.name): \(on.contains(setting.name))") }
    }
    settings.append("spelling: \(on.contains("spelling") ? "reformed" : "keep")")
    return "normalize: { \(settings.joined(separator: ", ")) }"
  }

  @Test("every text of the table has the normal forms beside it")
  func norms() throws {
    let table = try CaseTable("Normalization/norm-cases.tsv", columns: ["rules", "text", "norms"])
    #expect(table.cases.count >= 80)
    var runners: [String: TextRunner] = [:]
    try table.check { example in
      let rules = example.cells[0]
      var runner =
        try runners[rules] ?? TextRunner(TestData.pipeline(stages: ["layout", "tokenize", Self.stage(rules)]))
      let document = try runner.run(example.cells[1])
      runners[rules] = runner
      return (document.tokens.indices.map { document.norm(of: $0) }.joined(separator: " "), example.cells[2])
    }
  }

  @Test("a norm is stored only where it differs from the text")
  func sparse() throws {
    var runner = try TextRunner(TestData.pipeline("news"))
    let document = try runner.run("Der Fluß ist tief, das Wasser klar.")
    #expect(document.tokens.filter(\.hasNorm).count == 1)
  }
}
