import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

/// One run of `wortlaut run`: from inputs to output, with progress, and the right exit.
struct RunSession {
  let inputs: [String]
  let readOptions: ReadOptions
  let pipeline: Pipeline
  let exporter: any Exporter
  let writesTo: String?
  let options: RunningOptions

  /// More articles failed than the user allows.
  private struct TooManyFailures: Error {}

  func run() throws {
    var total = BatchRun.Report()
    var failures = 0
    var progress = RunProgress(isQuiet: options.quiet, sharesTerminal: writesTo == nil && Console.outputIsTerminal)
    let control = RunControl()
    let interruption = Interruption { control.stop() }
    do {
      let output = try writesTo.map { try OutputFile(path: $0) } ?? OutputFile()
      let errors = try options.errors.map { try OutputFile(path: $0) }
      try write(output) { exporter.begin(&$0) }
      try BatchRun(pipeline: pipeline, jobs: options.jobs).run(
        makeSource: makeSource(), makeRenderer: makeRenderer(), control: control
      ) { chunk, report in
        try output.write(chunk)
        total.addCounts(of: report)
        failures += report.failures.count
        try tell(report.failures, errors)
        progress.show(total, failures: failures)
        if failures > options.allowedFailures { throw TooManyFailures() }
      }
      try write(output) { exporter.end(&$0) }
      if interruption.isRequested {
        progress.clear()
        Console.error("wortlaut: interrupted after \(total.articles) articles" + whatIsLeft)
        throw ExitCode.interrupted
      }
      try output.finish()
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
    if options.profile { printProfile(total) }
    try judge(total, failures)
  }

  private var whatIsLeft: String { writesTo.map { "; what is done stands in \($0).partial" } ?? "" }

  private func judge(_ total: BatchRun.Report, _ failures: Int) throws {
    if total.articles == 0 {
      Console.error("wortlaut: no articles in \(inputs.joined(separator: ", ")); " + howToBeRead)
      throw ExitCode.couldNotRun
    }
    if failures > 0 { throw ExitCode.someFailed }
  }

  private var howToBeRead: String {
    inputs.contains("-") ? "standard input was empty" : "in folders, files that end in .txt, .md or .jsonl are read"
  }

  private func makeSource() -> @Sendable () throws -> any ArticleSource {
    { [inputs, readOptions] in
      ArticleInputs(inputs, options: readOptions) { id, origin in
        Console.error("wortlaut: \(origin): the id '\(id)' was there before; both articles are read")
      }
    }
  }

  private func makeRenderer() -> @Sendable () -> ExportRenderer {
    { [exporter, options] in ExportRenderer(exporter, leavesOutFailures: options.errors != nil) }
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
      let rows = JSONLExporter(ExportOptions(pipeline))
      try write(errors) { buffer in
        for failure in failures { rows.write(failure.failure, id: failure.id, meta: [], to: &buffer) }
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
