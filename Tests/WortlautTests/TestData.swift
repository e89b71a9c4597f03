import Foundation

@testable import Wortlaut

/// The files that tests read: tables beside the tests, and the package's own lexicons and pipelines.
enum TestData {
  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let data = DataDirectory(path: root)
  static let context = StageContext(data: data)

  /// The path of a file beside the tests: `Entities/entity-cases.tsv`.
  static func path(_ name: String) -> String { "\(root)/Tests/WortlautTests/\(name)" }

  /// One of the package's pipelines.
  static func pipeline(_ name: String) throws -> Pipeline {
    try Pipeline(file: data.pipeline(name), data: data)
  }

  /// A pipeline written in a test: the lines under `stages:`.
  static func pipeline(stages: [String]) throws -> Pipeline {
    let source = "name: test\nstages:\n" + stages.map { "  - \($0)\n" }.joined()
    return try Pipeline(yaml: source, file: "test.yml", context: context)
  }
}

/// The same random numbers every time, so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
