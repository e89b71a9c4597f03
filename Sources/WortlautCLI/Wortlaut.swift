import ArgumentParser
import CProcess
import Foundation
import Logging
import Wortlaut

struct WortlautCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wortlaut",
    abstract: "Reads German articles and says what is in them.",
    discussion: """
      Tokens, normal forms, sentences, named entities found against lexicons, and quotes with who said them.

      Examples:
        wortlaut run article.txt --format text      an article, marked for reading
        wortlaut run articles/ -o out.jsonl         a folder, one JSON row an article
        wortlaut check my-pipeline.yml              is the pipeline file right?
        wortlaut explain article.txt --text "Will"  why is this a name, or why not?

      Exit codes: 0 all well; 1 could not run, or stopped by --strict or --max-errors; 2 wrong usage or pipeline; \
      3 ran, but some articles failed (each is a row); 130 after Ctrl-C.
      """,
    version: version,
    // Each says its name, though it is its type's: to find that out takes milliseconds of every start.
    subcommands: [
      Run.self, View.self, Check.self, Stages.self, Lexicon.self, Diff.self, Explain.self, New.self, Evidence.self,
    ])

  static let version = "0.1.0"
}

/// The program `wortlaut`, with whatever stages it shall know.
///
/// An executable of one's own that knows further stages is three lines:
/// ```swift
/// var registry = StageRegistry.builtIn
/// registry.register(Readability.self)
/// WortlautProgram.main(registry: registry)
/// ```
public enum WortlautProgram {
  /// The stages that pipeline files can name.
  @TaskLocal static var registry = StageRegistry.builtIn

  /// Runs the program with the arguments of the process, and ends the process.
  ///
  /// - Parameter registry: the stages that pipeline files can name, and that `wortlaut stages` lists.
  public static func main(registry: StageRegistry = .builtIn) -> Never {
    // A reader that closes the pipe is no crash: writes then fail and are handled.
    signal(SIGPIPE, SIG_IGN)
    // Nor is a file that may grow no further (ulimit -f).
    signal(SIGXFSZ, SIG_IGN)
    cp_open_standard_streams()
    cp_tune_allocator()
    LoggingSystem.bootstrap { ConsoleLog(label: $0) }
    Foundation.exit($registry.withValue(registry) { run() })
  }

  /// - Returns: the exit code.
  private static func run() -> Int32 {
    do {
      let given = Array(CommandLine.arguments.dropFirst())
      if let message = CommandArguments.unknownCommand(given, WortlautCommand.configuration.subcommands)
        ?? CommandArguments.inputLikeOption(given)
      {
        Console.error(message)
        return ExitCode.wrongUsage.rawValue
      }
      var command = try WortlautCommand.parseAsRoot(CommandArguments.joined(given))
      try command.run()
      return 0
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      let code = WortlautCommand.exitCode(for: error)
      let message = WortlautCommand.fullMessage(for: error)
      if code.isSuccess {
        print(message)
        return 0
      }
      Console.error(message)
      return code == .validationFailure ? 2 : 1
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
