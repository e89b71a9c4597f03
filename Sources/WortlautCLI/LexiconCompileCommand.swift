import ArgumentParser
import Foundation
import Wortlaut

struct LexiconCompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile lexicons into one file that is mapped into memory.",
    discussion: """
      Pipelines compile lexicons themselves on first use and keep the result in the cache folder ($WORTLAUT_CACHE, else \
      $XDG_CACHE_HOME/wortlaut, else ~/.cache/wortlaut). Compile one yourself to hand it on without its source, or to \
      start at once on a machine without a cache: a pipeline names the file in place of its source, \
      "- tag-entities: { add: [./drugs.wlex] }". A file that is damaged or of another version is refused.

      Exit codes: 0 written; 1 cannot be written; 2 a lexicon has faults, which are all named.

      Examples:
        wortlaut lexicon compile drugs.csv
        wortlaut lexicon compile drugs.csv makers.tsv -o pharma.wlex
      """)

  @Argument(
    help: ArgumentHelp("Lexicon files or names; later ones outrank earlier ones.", valueName: "lexicon"))
  var lexicons: [String]

  @Option(
    name: [.short, .long], help: "The file to write. Default: the first lexicon's name with .wlex, in this folder.")
  var output: String?

  func run() throws {
    let arguments = try LexiconArguments()
    let sources = try lexicons.map { (LexiconArguments.name($0), try arguments.path($0)) }
    let output = output ?? "\(LexiconArguments.name(lexicons[0])).\(LexiconCompiler.ending)"
    if let source = sources.first(where: { FileIdentity.isSame($0.1, output) }) {
      Console.error("wortlaut: \(output) is the lexicon '\(source.0)' itself; name another file with -o")
      throw ExitCode.wrongUsage
    }
    let start = ContinuousClock.now
    do {
      let report = try LexiconCompiler.compile(sources, to: output)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      Console.error(
        "\(output): \(counted(report.entries, "entry", "entries")) in \(counted(report.forms, "form")), "
          + String(format: "%.1f MB, in %.2f s", Double(report.size) / 1e6, seconds))
    } catch let faults as LexiconFaults {
      Console.error("\(faults)")
      throw ExitCode.wrongUsage
    } catch let fault as LexiconFault {
      Console.error("\(fault)")
      throw ExitCode.wrongUsage
    } catch {
      Console.error("wortlaut: \(error)")
      throw ExitCode.couldNotRun
    }
  }

  func validate() throws {
    if let compiled = lexicons.first(where: { $0.hasSuffix("." + LexiconCompiler.ending) }) {
      throw ValidationError("\(compiled) is compiled already")
    }
  }
}
