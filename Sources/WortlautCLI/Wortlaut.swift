import ArgumentParser
import Foundation

@main
struct WortlautCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wortlaut",
    abstract: "Reads German articles and says what is in them.",
    discussion: """
      Tokens, normal forms, sentences, named entities found against lexicons, and quotes with who said them.

      Examples:
        wortlaut run article.txt --format text        an article, marked up for reading
        wortlaut run articles/ -o out.jsonl           a folder of texts, one JSON row an article
        wortlaut check my-pipeline.yml                is the pipeline file right?

      Exit codes: 0 all well; 1 could not run, or stopped by --strict or --max-errors; 2 wrong usage or pipeline;
      3 ran, but some articles failed (each is a row); 130 after Ctrl-C.
      """,
    version: "0.1.0",
    subcommands: [Run.self, Check.self, Stages.self, Evidence.self])

  static func main() {
    // A reader that closes the pipe is no crash: writes then fail and are handled.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      if code.isSuccess {
        print(message)
        Foundation.exit(0)
      }
      Console.error(message)
      Foundation.exit(code == .validationFailure ? 2 : 1)
    }
  }
}

extension ExitCode {
  /// Nothing could be run, or `--strict` or `--max-errors` stopped the run.
  static let couldNotRun = ExitCode(1)
  /// Wrong usage, or a wrong pipeline file.
  static let wrongUsage = ExitCode(2)
  /// The run ended, but some articles or files failed.
  static let someFailed = ExitCode(3)
  static let interrupted = ExitCode(130)
}
