import Foundation
import Wortlaut
import WortlautFormats

/// Says of finished results how they were made: lies beside them as `NAME.manifest.json`.
struct RunManifest: Codable {
  struct Stage: Codable {
    let label: String
    let seconds: Double
  }
  struct PipelineInfo: Codable {
    let name: String
    let fingerprint: String
    let stages: [Stage]
  }
  struct Counts: Codable {
    let articles: Int
    let failed: Int
    let unchanged: Int
    let bytes: Int
    let tokens: Int
    let sentences: Int
    let entities: Int
    let quotes: Int
  }
  struct Output: Codable {
    let format: String
    let files: [String]
  }

  var schema = "wortlaut-run/1"
  let program: String
  let pipeline: PipelineInfo
  let settings: [String: String]
  let inputs: [String]
  let outputs: [Output]
  let counts: Counts
  /// When the run ended, and how long it took in seconds, all its beginnings together.
  let finished: String
  let seconds: Double
  let resumed: Int
  let identity: RunIdentity

  init(_ pipeline: Pipeline, _ identity: RunIdentity, inputs: [String], outputs: [Output], _ state: RunState) {
    let times = state.total.nanoseconds + Array(repeating: 0, count: pipeline.steps.count)
    program = WortlautCommand.version
    self.pipeline = PipelineInfo(
      name: pipeline.name, fingerprint: pipeline.fingerprint,
      stages: zip(pipeline.steps, times).map { Stage(label: $0.label, seconds: Double($1) / 1e9) })
    settings = Dictionary(
      identity.items.filter { $0.name.hasPrefix("--") && !$0.value.isEmpty }.map { ($0.name, $0.value) },
      uniquingKeysWith: { $1 })
    self.inputs = inputs
    self.outputs = outputs
    let total = state.total
    counts = Counts(
      articles: total.articles, failed: state.failures, unchanged: total.reused, bytes: total.bytes,
      tokens: total.tokens, sentences: total.sentences, entities: total.entities, quotes: total.quotes)
    finished = ISO8601DateFormatter().string(from: Date())
    seconds = state.seconds
    resumed = state.resumed
    self.identity = identity
  }

  static func read(_ path: String) -> RunManifest? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
    return try? JSONDecoder().decode(RunManifest.self, from: data)
  }

  func write(_ path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let data = try encoder.encode(self)
    let file = try OutputFile(path: path)
    try data.withUnsafeBytes { bytes throws in try file.write(bytes) }
    try file.finish()
  }
}
