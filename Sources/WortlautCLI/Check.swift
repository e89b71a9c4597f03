import ArgumentParser
import Wortlaut

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a pipeline file without running it.",
    discussion: """
      Reports everything that is wrong at once, each fault with its file, line and column: unknown stages and \
      settings, values that do not fit, layers that nothing provides, lexicons that are not there.

      Example:
        wortlaut check my-pipeline.yml
      """)

  @Argument(help: ArgumentHelp("A pipeline file, or the name of a pipeline that comes with the program."))
  var pipeline: String

  func run() throws {
    let pipeline = try PipelineLoading.load(pipeline)
    print("\(self.pipeline): \(counted(pipeline.steps.count, "stage")), fingerprint \(pipeline.fingerprint)")
    for step in pipeline.steps {
      let provides = step.layers.provides.sorted().map(\.rawValue).joined(separator: ", ")
      print("  \(step.label) → \(provides)")
    }
  }
}
