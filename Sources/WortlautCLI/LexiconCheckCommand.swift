import ArgumentParser
import Wortlaut

struct LexiconCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what is wrong in lexicons.",
    discussion: """
      Reports every fault with its file and line. Errors are rows that cannot be used. Warnings are slips: names that are \
      there twice, ids that mean two things, names that are common words and not flagged 'evidence', a head that does \
      not say where the file comes from, and rows out of order in the program's own lexicons.

      Exit codes: 0 no error; 1 the program's own data is missing; 2 an error, or with --strict a warning.

      Examples:
        wortlaut lexicon check drugs.csv
        wortlaut lexicon check persons organisations drugs.tsv --strict
      """)

  @Argument(
    help: ArgumentHelp("Lexicon files, or names of lexicons that come with the program.", valueName: "lexicon"))
  var lexicons: [String]

  @Flag(help: "Warnings count as errors.")
  var strict = false

  func run() throws {
    let arguments = try LexiconArguments()
    let paths = try lexicons.map { ($0, try arguments.path($0)) }
    var check: LexiconCheck
    do {
      check = try LexiconCheck(data: arguments.data)
    } catch {
      Console.error("wortlaut: \(error)")
      throw ExitCode.couldNotRun
    }
    var compiled: [String] = []
    var isDamaged = false
    for (lexicon, path) in paths {
      if path.hasSuffix("." + LexiconCompiler.ending) {
        do {
          let report = try LexiconCompiler.inspect(path)
          compiled.append("\(path): compiled and whole, \(counted(report.entries, "entry", "entries"))")
        } catch {
          isDamaged = true
          print("\(error)")
        }
      } else {
        check.add(path: path, isSorted: !arguments.context.isPath(lexicon))
      }
    }
    for fault in check.faults { print(fault) }
    for line in compiled { print(line) }
    let errors = check.faults.count { $0.severity == .error } + (isDamaged ? 1 : 0)
    let warnings = check.faults.count { $0.severity == .warning }
    Console.error("\(counted(check.rowCount, "row")), \(counted(errors, "error")), \(counted(warnings, "warning"))")
    if errors > 0 || (strict && warnings > 0) { throw ExitCode.wrongUsage }
  }
}

/// "1 error", "2 errors".
func counted(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
