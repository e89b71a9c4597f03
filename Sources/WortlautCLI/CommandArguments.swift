import ArgumentParser
import Foundation
import Wortlaut

/// The arguments of the program before they are parsed.
enum CommandArguments {
  /// Stands between inputs that are passed as one argument; none can hold it.
  private static let separator = "\0"

  /// The same arguments, with long stretches of inputs of `run` put together: the parser takes time with the square of
  /// their number, a quarter of a minute for 20000 files (`run many/*/*.txt`).
  ///
  /// The first two words behind an option stay: they may be its value.
  static func joined(_ given: [String]) -> [String] {
    guard given.first == "run", given.count > 64 else { return given }
    var arguments: [String] = []
    var inputs: [Substring] = []
    var plain = 0
    func flush() {
      if !inputs.isEmpty { arguments.append(inputs.joined(separator: separator)) }
      inputs.removeAll()
    }
    for argument in given {
      plain = argument.hasPrefix("-") ? 0 : plain + 1
      if plain > 2 {
        inputs.append(argument[...])
      } else {
        flush()
        arguments.append(argument)
      }
    }
    flush()
    return arguments
  }

  /// Inputs as they were given.
  static func separated(_ inputs: [String]) -> [String] {
    inputs.flatMap { $0.components(separatedBy: separator) }
  }

  /// What to say where an input's name begins like an option, `-x.txt`; nil where none does.
  static func inputLikeOption(_ given: [String]) -> String? {
    guard let command = given.first, !command.hasPrefix("-") else { return nil }
    let word = given.prefix { $0 != "--" }.first { word in
      word.hasPrefix("-") && word.contains(".") && FileManager.default.fileExists(atPath: word)
    }
    return word.map { "wortlaut: '\($0)' is read as an option; if the file is meant, write './\($0)'" }
  }

  /// What to say where the first word is no command; nil where it is one, or an option.
  static func unknownCommand(_ given: [String], _ commands: [any ParsableCommand.Type]) -> String? {
    let isHelp = given.first == "help"
    guard let word = isHelp ? given.dropFirst().first : given.first, !word.hasPrefix("-") else { return nil }
    // Closures: of a key path on a list of types the compiler knows nothing (Swift 6.3 crashes).
    let known = commands.map { $0.configuration }
    if word == "help" || known.contains(where: { $0.commandName == word }) { return nil }
    let shown = known.filter { $0.shouldDisplay }.compactMap { $0.commandName }
    let isInput = !isHelp && FileManager.default.fileExists(atPath: word)
    let hint = isInput ? "to annotate it: wortlaut run \(word)" : NearestName.hint(for: word, among: shown) ?? ""
    return "wortlaut: there is no command '\(word)'; \(hint)\n  See 'wortlaut --help' for more information."
  }
}
