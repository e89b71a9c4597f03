import Foundation
import Wortlaut
import WortlautFormats

/// All that a run writes: its results, error rows, the index of articles, and the journal that lets it be gone on with.
final class RunOutput {
  private let pipeline: Pipeline
  private let exporters: [any Exporter]
  private let places: ResultPlaces
  private let identity: RunIdentity
  private let options: OutputOptions
  private let sinks: [any ExportSink]
  private let errors: OutputFile?
  private let index: ArticleIndex?
  private let journal: RunJournal?
  private(set) var state: RunState
  private let secondsBefore: Double
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var lastCheckpoint: ContinuousClock.Instant

  /// Opens all files, or those of an earlier run where that left it.
  ///
  /// - Parameter earlier: the state to go on from.
  init(
    pipeline: Pipeline, exporters: [any Exporter], places: ResultPlaces, identity: RunIdentity, options: OutputOptions,
    errorsPath: String?, earlier: RunState?
  ) throws {
    self.pipeline = pipeline
    self.exporters = exporters
    self.places = places
    self.identity = identity
    self.options = options
    state = earlier ?? RunState()
    if earlier != nil { state.resumed += 1 }
    if state.losses.isEmpty { state.losses = exporters.map { _ in ExportLosses() } }
    secondsBefore = state.seconds
    began = clock.now
    lastCheckpoint = began
    sinks = try zip(exporters, places.paths).map { exporter, path in try places.sink(exporter, path, options) }
    errors = try errorsPath.map { path in
      guard let length = earlier?.errorsLength, !OutputFile.isDevice(path) else { return try OutputFile(path: path) }
      return try OutputFile(path: path, resumingAt: length)
    }
    index =
      try options.changedOnly
      ? places.base.map {
        try ArticleIndex(path: $0 + ".index", identity: identity.articleHash, resumingAt: earlier?.indexLength)
      } : nil
    for (number, sink) in sinks.enumerated() {
      if let earlier { try sink.resume(at: earlier.sinks[number]) } else { try sink.begin() }
    }
    journal = try places.base.map { try RunJournal(path: $0 + ".journal", identity: identity, state: earlier) }
    // From the first moment on there is a state to go on from.
    if earlier == nil { try checkpoint() }
  }

  var hasErrorsFile: Bool { errors != nil }

  /// Writes what a worker made of a chunk.
  func write(_ chunk: ExportChunk, _ report: BatchRun.Report) throws {
    try index?.append(chunk.entries, at: sinks[0].position)
    for (number, output) in chunk.outputs.enumerated() {
      try sinks[number].write(output)
      state.losses[number].add(output.losses)
    }
    if let errors, !report.failures.isEmpty {
      var buffer = ByteBuffer()
      for failure in report.failures { JSONLExporter.write(failure.failure, id: failure.id, meta: [], to: &buffer) }
      try errors.write(buffer)
    }
    state.total.addCounts(of: report)
    state.failures += report.failures.count
    let isFull =
      options.articlesPerPart.map { state.total.articles % $0 == 0 } ?? options.bytesPerPart.map {
        sinks[0].position >= $0
      } ?? false
    if isFull { for sink in sinks { try sink.rotate() } }
    if clock.now - lastCheckpoint >= .seconds(options.checkpoint) { try checkpoint() }
  }

  /// Brings all to the disk, the journal last.
  private func checkpoint() throws {
    guard let journal else { return }
    state.sinks = try sinks.map { try $0.checkpoint() }
    try errors?.sync()
    state.errorsLength = errors?.position
    state.indexLength = try index?.checkpoint()
    state.seconds = secondsBefore + (clock.now - began) / .seconds(1)
    try journal.append(state)
    lastCheckpoint = clock.now
  }

  /// Gives all files their names, and says how they were made.
  func finish(inputs: [String]) throws {
    for sink in sinks { try sink.finish() }
    try errors?.finish()
    try index?.finish()
    state.seconds = secondsBefore + (clock.now - began) / .seconds(1)
    guard let base = places.base else { return }
    defer { for sink in sinks { sink.removeTraces() } }
    let outputs = zip(exporters, sinks).map { exporter, sink in
      RunManifest.Output(format: type(of: exporter).format, files: sink.files)
    }
    try RunManifest(pipeline, identity, inputs: inputs, outputs: outputs, state).write(base + ".manifest.json")
    journal?.remove()
  }
}
