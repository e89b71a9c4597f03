import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a pipeline over articles and write what it finds.",
    discussion: """
      INPUT is a text, Markdown, HTML, JSON Lines or CSV file, compressed or not, a folder of such files, a pattern in \
      quotes ('archive/**/*.html'), or - for standard input. Results alone go to standard output, messages to standard \
      error. An article that fails becomes an error row; the others go on.

      Examples:
        wortlaut run article.txt --format text
        wortlaut run articles/ -o out.jsonl
        wortlaut run in.jsonl --text-field title,body --layers quotes -o out.jsonl
        wortlaut run articles/ --format jsonl,conllu,quotes-csv -o results/
        wortlaut run 'dump/*.jsonl.gz' -o out.jsonl.zst --shard-size 100000
        wortlaut run 'dump/*.jsonl.gz' -o out.jsonl.zst --shard-size 100000 --resume
        wortlaut run - -p news --from jsonl --format jsonl < in.jsonl > out.jsonl
      """)

  @Argument(help: ArgumentHelp("Files, folders and patterns; - is standard input.", valueName: "input"))
  var inputs: [String]

  @Option(name: [.short, .long], help: "A pipeline file, or the name of one that comes with the program.")
  var pipeline = "news"

  @Option(
    name: [.short, .long],
    help: """
      The file to write, or a folder: for several formats, and for those that write a file an article. A file gets \
      its name when it is whole. Default: standard output.
      """)
  var output: String?

  @OptionGroup(title: "Reading") var reading: ReadingOptions
  @OptionGroup(title: "Writing") var writing: WritingOptions
  @OptionGroup(title: "Large collections") var large: OutputOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  mutating func validate() throws {
    inputs = CommandArguments.separated(inputs)
    if inputs.contains("") { throw ValidationError("the name of an input is empty") }
    if output == "" { throw ValidationError("--output is empty; leave it out for standard output") }
    if pipeline == "" { throw ValidationError("--pipeline is empty; without it 'news' is run") }
    if output == "-" { output = nil }
    output = output.map(OutputFile.behindLinks)
    running.errors = running.errors.map(OutputFile.behindLinks)
    try reading.validate()
    try writing.validate()
    try large.validate()
    if let doubt = writing.doubt(of: output) { throw ValidationError(doubt) }
  }

  func run() throws {
    var readOptions = reading.options
    if let memory = MemoryLimit.find() {
      try memory.check(jobs: running.jobs)
      if reading.maxSize == nil { memory.restrict(&readOptions, jobs: running.jobs) }
    }
    let pipeline = try PipelineLoading.load(pipeline)
    let exporters = try writing.exporters(for: pipeline, isTerminal: output == nil && Console.outputIsTerminal)
    let places = try ResultPlaces(of: exporters, output: output, inputs: inputs, large)
    var session = RunSession(
      inputs: inputs, readOptions: readOptions, pipeline: pipeline, exporters: exporters, places: places,
      identity: identity(pipeline), large: large, options: running)
    try session.run()
  }

  /// All that shapes the output but the inputs themselves.
  private func identity(_ pipeline: Pipeline) -> RunIdentity {
    var identity = RunIdentity()
    identity.add("the program's version", WortlautCommand.version, shapesArticles: true)
    identity.add("the pipeline", "\(pipeline.name) \(pipeline.fingerprint)", shapesArticles: true)
    identity.add("--format", writing.chosenFormat, shapesArticles: true)
    identity.add("--layers", writing.layers, shapesArticles: true)
    identity.add("--offsets", writing.offsets, shapesArticles: true)
    identity.add("--from", reading.from)
    identity.add("--encoding", reading.encoding)
    identity.add("--id-field", reading.idField)
    identity.add("--text-field", reading.textField)
    identity.add("--separator", reading.separator)
    identity.add("--max-size", reading.maxSize ?? "64M")
    identity.add("--compress", large.compress)
    identity.add("--shard-size", large.shardSize)
    identity.add("--per-article", large.perArticle ? "yes" : nil)
    identity.add("--changed-only", large.changedOnly ? "yes" : nil)
    identity.add("--errors", running.errors)
    return identity
  }
}
