import ArgumentParser
import Wortlaut

struct Lexicon: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lexicon",
    abstract: "Check, compile and search lexicons.",
    discussion: """
      A lexicon is a table of names: .tsv as in the program's own folder 'lexicons', .csv with a header line, or .jsonl \
      of spaCy EntityRuler patterns. Columns: name, type, id, aliases (with | between them) and flags (with blanks):
        fixed         the name does not inflect
        case          it matches only letter for letter
        anycase       it matches in any capitals
        evidence      also a common word: counts only where the text speaks for it
        priority=N    among names of one length the higher wins, -100 to 100

      A pipeline uses it with one line:  - tag-entities: { add: [./drugs.csv] }

      Examples:
        wortlaut lexicon check drugs.csv
        wortlaut lexicon lookup Kasachstans
        wortlaut lexicon compile drugs.csv -o drugs.wlex
      """,
    subcommands: [LexiconCheckCommand.self, LexiconCompileCommand.self, LexiconLookupCommand.self])
}

/// Lexicons as the command line names them: paths, or names of those that come with the program.
struct LexiconArguments {
  let data: DataDirectory
  let context: StageContext

  init() throws {
    data = try PipelineLoading.data()
    context = StageContext(data: data)
  }

  /// The path of a lexicon.
  ///
  /// - Throws: the program's exit, after a message, where a name is unknown.
  func path(_ lexicon: String) throws -> String {
    if context.isPath(lexicon) || data.lexiconNames.contains(lexicon) { return context.lexiconPath(lexicon) }
    let hint = NearestName.hint(for: lexicon, among: data.lexiconNames) ?? ""
    Console.error("wortlaut: there is no lexicon '\(lexicon)'; \(hint)")
    throw ExitCode.wrongUsage
  }

  /// What entities name as their source: the file's name without folders and ending.
  static func name(_ lexicon: String) -> String {
    let file = lexicon.split(separator: "/").last.map(String.init) ?? lexicon
    return file.split(separator: ".").first.map(String.init) ?? file
  }
}
