import ArgumentParser
import Wortlaut

struct LexiconLookupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookup",
    abstract: "Show every entry that a form can mean, and why.",
    discussion: """
      A row an entry: name, type, id, lexicon and line, and the reason: as it stands, an alias, a genitive, another \
      spelling, an inflected or derived form, and what else must hold. What it means in a text, its surroundings decide: \
      see 'wortlaut explain'.

      Exit codes: 0 found; 1 in no lexicon; 2 wrong usage, or a lexicon with faults.

      Examples:
        wortlaut lexicon lookup Kasachstans
        wortlaut lexicon lookup "Deutschen Bundestages"
        wortlaut lexicon lookup aspirins --lexicon drugs.csv
      """)

  @Argument(help: ArgumentHelp("A form as it stands in a text.", valueName: "form"))
  var form: String

  @Option(name: [.short, .long], help: "The pipeline whose lexicons are searched. Default: news.")
  var pipeline: String?

  @Option(
    name: [.short, .long], parsing: .upToNextOption, help: "Search these lexicons, by path or name, instead.")
  var lexicon: [String] = []

  func validate() throws {
    if form.allSatisfy(\.isWhitespace) { throw ValidationError("the form is empty") }
    if pipeline != nil, !lexicon.isEmpty { throw ValidationError("name a pipeline or lexicons, not both") }
  }

  func run() throws {
    let arguments = try LexiconArguments()
    for name in lexicon { _ = try arguments.path(name) }
    var lookup = try LexiconOpening.orExit {
      if !lexicon.isEmpty { return try LexiconLookup(lexicons: lexicon, context: arguments.context) }
      return LexiconLookup(pipeline: try PipelineLoading.load(pipeline ?? "news"))
    }
    let senses = lookup.senses(of: form)
    guard !senses.isEmpty else {
      let near = lookup.nearest(to: form)
      let hint = near.isEmpty ? "" : "; near to it: " + near.map { "'\($0)'" }.joined(separator: ", ")
      Console.error("'\(form)' is in none of the lexicons\(hint)")
      throw ExitCode(1)
    }
    for sense in senses { print(Self.line(sense)) }
  }

  static func line(_ sense: LexiconLookup.Sense) -> String {
    let head = [sense.name, sense.type, sense.id ?? "-", "\(sense.source):\(sense.line)"].joined(separator: "\t")
    return head + "\t" + sense.reason + (sense.condition.map { " (\($0))" } ?? "")
  }
}

/// Opens lexicons, or ends the program with what is wrong in them.
enum LexiconOpening {
  static func orExit<Result>(_ open: () throws -> Result) throws -> Result {
    do {
      return try open()
    } catch let code as ExitCode {
      throw code
    } catch {
      Console.error("\(error)")
      throw ExitCode.wrongUsage
    }
  }
}
