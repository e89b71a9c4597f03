import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a pipeline over articles and write what it finds.",
    discussion: """
      INPUT is a text file, a JSON Lines file, a folder of such files, or - for standard input. Results alone go to
      standard output, messages to standard error. An article that fails becomes an error row; the others go on.

      Examples:
        wortlaut run article.txt --format text
        wortlaut run articles/ -o out.jsonl
        wortlaut run big.jsonl --text-field title,body --layers entities,quotes -o out.jsonl
        wortlaut run articles/ --format jsonl,conllu,quotes-csv -o results/
        wortlaut run - -p news --from jsonl --format jsonl < in.jsonl > out.jsonl
      """)

  @Argument(help: ArgumentHelp("Files and folders with articles; - is standard input.", valueName: "input"))
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
  @OptionGroup(title: "Running") var running: RunningOptions

  func validate() throws {
    try reading.validate()
    try writing.validate()
  }

  func run() throws {
    let pipeline = try PipelineLoading.load(pipeline)
    let exporters = try writing.exporters(for: pipeline, isTerminal: output == nil && Console.outputIsTerminal)
    let places = try ResultPlaces(of: exporters, output: output, inputs: inputs)
    try RunSession(
      inputs: inputs, readOptions: reading.options, pipeline: pipeline, exporters: exporters, places: places,
      options: running
    ).run()
  }
}
