import ArgumentParser
import Foundation
import Synchronization
import Wortlaut
import WortlautFormats

/// One run of `wortlaut run`: from inputs to output, with progress, and the right exit.
struct RunSession {
  let inputs: [String]
  let readOptions: ReadOptions
  let pipeline: Pipeline
  let exporters: [any Exporter]
  let places: ResultPlaces
  let options: RunningOptions

  init(
    inputs: [String], readOptions: ReadOptions, pipeline: Pipeline, exporters: [any Exporter], places: ResultPlaces,
    options: RunningOptions
  ) {
    self.inputs = inputs
    self.readOptions = readOptions
    self.pipeline = pipeline
    self.exporters = exporters
    self.places = places
    self.options = options
  }

  private let duplicates = DuplicateCount()

  /// More articles failed than the user allows.
  private struct TooManyFailures: Error {}

  func run() throws {
    var total = BatchRun.Report()
    var failures = 0
    var losses = exporters.map { _ in ExportLosses() }
    var progress = RunProgress(
      isQuiet: options.quiet, sharesTerminal: places.isStandardOutput && Console.outputIsTerminal)
    let control = RunControl()
    let interruption = Interruption { control.stop() }
    do {
      let sinks = try zip(exporters, places.paths).map { exporter, path in try ResultPlaces.sink(exporter, path) }
      let errors = try options.errors.map { try OutputFile(path: $0) }
      for sink in sinks { try sink.begin() }
      try BatchRun(pipeline: pipeline, jobs: options.jobs).run(
        makeSource: makeSource(), makeRenderer: makeRenderer(), control: control
      ) { outputs, report in
        for (index, output) in outputs.enumerated() {
          try sinks[index].write(output)
          losses[index].add(output.losses)
        }
        total.addCounts(of: report)
        failures += report.failures.count
        try tell(report.failures, errors)
        progress.show(total, failures: failures)
        if failures > options.allowedFailures { throw TooManyFailures() }
      }
      if interruption.isRequested {
        progress.clear()
        Console.error("wortlaut: interrupted after \(total.articles) articles" + whatIsLeft)
        throw ExitCode.interrupted
      }
      for sink in sinks { try sink.finish() }
      try errors?.finish()
    } catch OutputFile.Fault.closedPipe {
      return
    } catch is TooManyFailures {
      progress.clear()
      Console.error("wortlaut: stopped after \(failures) failed \(failures == 1 ? "article" : "articles")" + whatIsLeft)
      throw ExitCode.couldNotRun
    } catch let error where !(error is ExitCode) {
      progress.clear()
      Console.error("wortlaut: \(error)" + whatIsLeft)
      throw ExitCode.couldNotRun
    }
    progress.finish(total, failures: failures)
    tell(losses)
    if duplicates.count > 1, !options.quiet {
      Console.error("wortlaut: \(duplicates.count) articles have an id that another one had before")
    }
    if options.profile { printProfile(total) }
    try judge(total, failures)
  }

  private var whatIsLeft: String {
    let files = zip(exporters, places.paths).compactMap { exporter, path in
      path.map { type(of: exporter).packaging == .oneFile ? $0 + ".partial" : $0 }
    }
    return files.isEmpty ? "" : "; what is done stands in " + files.joined(separator: ", ")
  }

  /// Says what formats had no room for.
  private func tell(_ losses: [ExportLosses]) {
    for (exporter, losses) in zip(exporters, losses) where !losses.isEmpty {
      let format = type(of: exporter).format
      Console.error("wortlaut: \(format) has no room for \(losses.lines.joined(separator: ", "))")
    }
  }

  private func judge(_ total: BatchRun.Report, _ failures: Int) throws {
    if total.articles == 0 {
      Console.error("wortlaut: no articles in \(inputs.joined(separator: ", ")); " + howToBeRead)
      throw ExitCode.couldNotRun
    }
    if failures > 0 { throw ExitCode.someFailed }
  }

  private var howToBeRead: String {
    inputs.contains("-")
      ? "standard input was empty"
      : "in folders, files that end in .txt, .md, .html, .jsonl or .csv are read, also with .gz or .zst behind it"
  }

  private func makeSource() -> @Sendable () throws -> any ArticleSource {
    { [inputs, readOptions, duplicates] in
      ArticleInputs(inputs, options: readOptions) { id, origin in
        // Once: the summary says how many there were.
        guard duplicates.add() == 1 else { return }
        Console.error("wortlaut: \(origin): the id '\(id)' was there before; both articles are read")
      }
    }
  }

  private func makeRenderer() -> @Sendable () -> ExportRenderer {
    { [exporters, options] in ExportRenderer(exporters, leavesOutFailures: options.errors != nil) }
  }

  private func write(_ output: OutputFile, _ body: (inout ByteBuffer) -> Void) throws {
    var buffer = ByteBuffer()
    body(&buffer)
    try output.write(buffer)
  }

  /// Names failed articles: in the errors' file, or on standard error.
  private func tell(_ failures: [BatchRun.Report.Failure], _ errors: OutputFile?) throws {
    guard !failures.isEmpty else { return }
    if let errors {
      try write(errors) { buffer in
        for failure in failures { JSONLExporter.write(failure.failure, id: failure.id, meta: [], to: &buffer) }
      }
    } else if !options.quiet {
      for failure in failures {
        Console.error("wortlaut: \(failure.origin): \(failure.failure.message) [\(failure.failure.code)]")
      }
    }
  }

  private func printProfile(_ total: BatchRun.Report) {
    let sum = max(1, total.nanoseconds.reduce(0, +))
    for (step, time) in zip(pipeline.steps, total.nanoseconds) {
      let label = step.label.padding(toLength: max(24, step.label.count), withPad: " ", startingAt: 0)
      let share = Double(time) * 100 / Double(sum)
      let speed = time > 0 ? Double(total.bytes) * 1000 / Double(time) : 0
      Console.error(String(format: "%@ %9.1f ms %5.1f %% %8.1f MB/s", label, Double(time) / 1e6, share, speed))
    }
  }
}

/// Counts articles whose id came before, on the thread that reads.
private final class DuplicateCount: Sendable {
  private let value = Atomic<Int>(0)
  var count: Int { value.load(ordering: .relaxed) }
  func add() -> Int { value.add(1, ordering: .relaxed).newValue }
}
