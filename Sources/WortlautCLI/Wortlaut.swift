import ArgumentParser

@main
struct WortlautCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wortlaut",
    abstract: "Reads German articles and says what is in them: tokens, sentences, entities, and who said what.",
    subcommands: [Run.self])
}
