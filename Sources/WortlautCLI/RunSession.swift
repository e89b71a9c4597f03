import ArgumentParser
import Foundation
import Synchronization
import Wortlaut
import WortlautFormats

/// One run of `wortlaut run`: from inputs to output, with progress, and the right exit.
struct RunSession {
  let inputs: [String]
  private var readOptions: ReadOptions
  let pipeline: Pipeline
  let exporters: [any Exporter]
  let places: ResultPlaces
  private var identity: RunIdentity
  let large: OutputOptions
  let options: RunningOptions
  private let duplicates = DuplicateCount()

  private let fieldUse = FieldUse()

  /// More articles failed than the user allows.
  private struct TooManyFailures: Error {
    /// The last of them.
    let last: BatchRun.Report.Failure?
  }

  init(
    inputs: [String], readOptions: ReadOptions, pipeline: Pipeline, exporters: [any Exporter], places: ResultPlaces,
    identity: RunIdentity, large: OutputOptions, options: RunningOptions
  ) {
    self.inputs = inputs
    self.readOptions = readOptions
    self.pipeline = pipeline
    self.exporters = exporters
    self.places = places
    self.identity = identity
    self.large = large
    self.options = options
    self.readOptions.fieldUse = fieldUse
  }

  mutating func run() throws {
    let progress = RunProgress(
      pipeline, isQuiet: options.quiet, sharesTerminal: places.isStandardOutput && Console.outputIsTerminal)
    let control = RunControl()
    let rest = whatIsLeft
    let interruption = Interruption {
      control.stop()
    } onGivenUp: {
      Console.error("wortlaut: interrupted; an article that was under way did not end and is left" + rest)
    }
    var written = RunState()
    var isBegun = false
    do {
      readOptions.ownOutputs = places.ownOutputs(of: exporters, errors: options.errors, large)
      if readOptions.ownOutputs == nil {
        progress.survey(inputs, readOptions)
      } else {
        let survey = InputSurvey(inputs, options: readOptions)
        if let path = survey.overwritten {
          Console.error(
            "wortlaut: \(path) is an input, and the results would take its place; name another place with -o or --errors"
          )
          throw ExitCode.wrongUsage
        }
        identity.add("the inputs", "\(survey.files) files, \(survey.bytes) bytes, \(survey.hash)")
        progress.setTotal(survey)
      }
      if let errors = options.errors, places.isResult(errors) {
        Console.error("wortlaut: \(errors) is a file of the results; name another one with --errors")
        throw ExitCode.wrongUsage
      }
      if let base = places.base { try RunJournal.checkFree(base + ".journal") }
      let earlier = try earlierState()
      let known = try knownArticles()
      isBegun = earlier != nil
      let output = try RunOutput(
        pipeline: pipeline, exporters: exporters, places: places, identity: identity, options: large,
        errorsPath: options.errors, earlier: earlier)
      isBegun = true
      written = output.state
      let start = BatchRun.Start(articles: written.total.articles, lastID: written.total.lastID)
      try BatchRun(pipeline: pipeline, jobs: options.jobs, articlesPerPart: large.articlesPerPart).run(
        makeSource: makeSource(), makeRenderer: makeRenderer(known), start: start, control: control
      ) { chunk, report in
        try output.write(chunk, report)
        written = output.state
        if !output.hasErrorsFile { tell(report.failures, progress) }
        progress.show(written)
        if written.failures > options.allowedFailures { throw TooManyFailures(last: report.failures.last) }
      }
      if interruption.isRequested {
        progress.clear()
        Console.error("wortlaut: interrupted after \(counted(written.total.articles, "article"))" + whatIsLeft)
        throw ExitCode.interrupted
      }
      try output.finish(inputs: inputs)
      written = output.state
    } catch OutputFile.Fault.closedPipe {
      return
    } catch let stop as TooManyFailures {
      progress.clear()
      // Elsewhere it has been named already.
      let isUntold = options.quiet || options.errors != nil
      let last = isUntold ? stop.last.map { ", the last one \(Self.wording($0))" } ?? "" : ""
      let way = options.strict ? "--resume and without --strict" : "--resume and more --max-errors"
      Console.error(
        "wortlaut: stopped after \(counted(written.failures, "failed article"))\(last)" + whatIsLeft(goingOn: way))
      throw ExitCode.couldNotRun
    } catch let error as BatchRun.OtherInput {
      progress.clear()
      Console.error("wortlaut: \(error); run without --resume to begin anew")
      throw ExitCode.wrongUsage
    } catch let error as OutputFile.Lost {
      Console.error("wortlaut: \(error); run without --resume to begin anew")
      throw ExitCode.couldNotRun
    } catch let error where !(error is ExitCode) {
      progress.clear()
      Console.error("wortlaut: \(error)" + (isBegun ? whatIsLeft : ""))
      throw ExitCode.couldNotRun
    }
    progress.finish(written)
    tell(written.losses)
    for (field, option) in fieldUse.missing(of: readOptions.fields) {
      Console.error("wortlaut: no row has the field '\(field)' (\(option))")
    }
    if duplicates.count > 1, !options.quiet {
      Console.error("wortlaut: \(duplicates.count) articles have an id that another one had before")
    }
    if options.profile { printProfile(written.total) }
    try judge(written.total, written.failures)
  }

  /// The state of an interrupted run that is to be gone on with.
  ///
  /// - Throws: the program's exit where that run was another one, or nothing is left to do.
  private func earlierState() throws -> RunState? {
    guard let base = places.base else { return nil }
    let journal = base + ".journal"
    guard large.resume else { return nil }
    if let earlier = RunJournal.read(journal) {
      if let difference = identity.difference(from: earlier.identity) {
        Console.error(
          "wortlaut: cannot go on with the run in \(journal): \(difference); run it as it was, or without --resume "
            + "to begin anew")
        throw ExitCode.wrongUsage
      }
      if let state = earlier.state { return state }
    } else if let manifest = RunManifest.read(base + ".manifest.json"),
      identity.difference(from: manifest.identity) == nil,
      manifest.outputs.allSatisfy({ $0.files.allSatisfy { access($0, F_OK) == 0 } })
    {
      if !options.quiet { Console.error("wortlaut: \(base) is whole already; nothing is left to do") }
      throw manifest.counts.failed > 0 ? ExitCode.someFailed : ExitCode.success
    }
    if !options.quiet { Console.error("wortlaut: there is no interrupted run to go on with; it begins anew") }
    return nil
  }

  private func knownArticles() throws -> ArticleIndex.Known? {
    guard large.changedOnly, let base = places.base, let path = places.paths[0] else { return nil }
    guard places.paths.count == 1, places.compression == nil, large.shardSize == nil, !large.perArticle,
      type(of: exporters[0]).packaging == .oneFile
    else {
      Console.error(
        "wortlaut: --changed-only copies from one file in one format, not compressed and not in parts; leave "
          + "--compress, --shard-size, --per-article and further formats out")
      throw ExitCode.wrongUsage
    }
    return ArticleIndex.Known(indexPath: base + ".index", outputPath: path, identity: identity.articleHash)
  }

  private var whatIsLeft: String { whatIsLeft(goingOn: "--resume") }

  private func whatIsLeft(goingOn way: String) -> String {
    guard places.base != nil else { return "" }
    let files = zip(exporters, places.paths).compactMap { exporter, path in
      path.map { large.perArticle || type(of: exporter).packaging == .filePerDocument ? $0 : $0 + ".partial" }
    }
    return "; go on with \(way): what is done stands in " + files.joined(separator: ", ")
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
    if inputs.contains("-") { return "standard input was empty" }
    let hasFolder = inputs.contains { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
    return !hasFolder
      ? "there is no row in it"
      : "in folders, files that end in .txt, .md, .html, .jsonl or .csv are read, also with .gz or .zst behind it"
  }

  private func makeSource() -> @Sendable () throws -> any ArticleSource {
    { [inputs, readOptions, duplicates] in
      ArticleInputs(inputs, options: readOptions) { id, origin in
        // Once: the summary says how many there were.
        guard duplicates.add() == 1 else { return }
        Console.error("wortlaut: \(origin): the id '\(id)' was there before; both articles are read")
      } onManyIDs: { count in
        Console.error("wortlaut: whether ids come twice is looked at for the first \(count) articles only")
      }
    }
  }

  private func makeRenderer(_ known: ArticleIndex.Known?) -> @Sendable () -> ExportRenderer {
    var render = RenderOptions()
    render.leavesOutFailures = options.errors != nil
    render.isPerArticle = large.perArticle
    render.compression = places.compression
    render.index = known
    return { [exporters, render] in ExportRenderer(exporters, render) }
  }

  /// Names failed articles on standard error.
  private func tell(_ failures: [BatchRun.Report.Failure], _ progress: RunProgress) {
    guard !failures.isEmpty, !options.quiet else { return }
    progress.clear()
    for failure in failures {
      Console.error("wortlaut: \(Self.wording(failure))")
    }
  }

  private static func wording(_ failed: BatchRun.Report.Failure) -> String {
    "\(failed.failure.place ?? failed.id): \(failed.failure.message) [\(failed.failure.code)]"
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
