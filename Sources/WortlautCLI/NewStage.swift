import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write the beginnings of something of one's own.",
    discussion: """
      Example:
        wortlaut new stage long-sentences
      """,
    subcommands: [NewStage.self])
}

struct NewStage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stage",
    abstract: "Write a working stage and a pipeline that uses it.",
    discussion: """
      In Python, a program for the stage 'exec' that needs nothing but Python. In Swift, a package with the program \
      wortlaut and one stage more. No file is overwritten.

      Examples:
        wortlaut new stage long-sentences
        wortlaut new stage long-sentences --language swift --wortlaut ../wortlaut
      """)

  enum Language: String, ExpressibleByArgument, CaseIterable { case python, swift }

  @Argument(help: "The stage's name and that of its layer: small letters, digits, hyphens.")
  var name: String

  @Option(help: "The language to write it in.")
  var language = Language.python

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The folder to write. Default: one of the stage's name.", valueName: "folder"))
  var output: String?

  @Option(help: ArgumentHelp("Where Wortlaut's sources lie, seen from that folder; for Swift.", valueName: "folder"))
  var wortlaut = "../wortlaut"

  func validate() throws {
    guard name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil else {
      throw ValidationError("'\(name)' is no name for a stage; write it like 'long-sentences'")
    }
    let layers = LayerName.builtIn.map(\.rawValue)
    guard WortlautProgram.registry[StageName(rawValue: name)] == nil, !layers.contains(name) else {
      throw ValidationError("'\(name)' is the name of a built-in stage or layer; take another")
    }
  }

  func run() throws {
    let template = "\(try PipelineLoading.data().path)/templates/stage-\(language.rawValue)"
    let folder = output ?? name
    do {
      let written = try write(template, to: folder)
      print(written.map { "\(folder)/\($0)" }.joined(separator: "\n"))
      print("Try it: \(firstTry(in: folder))")
    } catch {
      Console.error("wortlaut: \(error)")
      throw ExitCode.couldNotRun
    }
  }

  /// A file that would be written is there already.
  private struct IsThere: Error, CustomStringConvertible {
    let path: String
    var description: String { "there is a file '\(path)' already; choose another folder with --output" }
  }

  /// - Returns: the files that were written, from the folder.
  private func write(_ template: String, to folder: String) throws -> [String] {
    let files = FileManager.default
    let names = try files.subpathsOfDirectory(atPath: template).sorted().filter { name in
      var isFolder: ObjCBool = false
      return files.fileExists(atPath: "\(template)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
    }
    let targets = names.map { fill($0) }
    for target in targets where files.fileExists(atPath: "\(folder)/\(target)") {
      throw IsThere(path: "\(folder)/\(target)")
    }
    for (name, target) in zip(names, targets) {
      let path = URL(fileURLWithPath: "\(folder)/\(target)")
      try OutputFile.makeFolder(path.deletingLastPathComponent().path)
      try fill(try String(contentsOfFile: "\(template)/\(name)", encoding: .utf8))
        .write(to: path, atomically: true, encoding: .utf8)
    }
    return targets
  }

  private func fill(_ text: String) -> String {
    let type = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return text.replacing("__NAME__", with: name).replacing("__TYPE__", with: type)
      .replacing("__WORTLAUT__", with: wortlaut)
  }

  private func firstTry(in folder: String) -> String {
    switch language {
    case .python: "wortlaut check \(folder)/\(name).yml"
    case .swift: "cd \(folder) && swift run \(fill("__TYPE__")) check \(name).yml"
    }
  }
}
