import Foundation

/// Where the German data lies: `lexicons/` and `pipelines/`, and `templates/` for `wortlaut new`.
///
/// Looked for under `WORTLAUT_HOME`, then in `share/wortlaut` beside the program's `bin`, then in the package's
/// resources.
public struct DataDirectory: Sendable, Equatable {
  /// The folder that holds `lexicons` and `pipelines`.
  public let path: String

  /// A folder that holds `lexicons` and `pipelines`; not checked.
  public init(path: String) { self.path = path }

  /// There is no data folder.
  public struct NotFound: Error, Equatable, CustomStringConvertible {
    /// The folders that were looked in.
    public let tried: [String]
    public var description: String {
      "no folder with lexicons and pipelines found; looked in \(tried.joined(separator: ", ")); "
        + "set WORTLAUT_HOME to the folder that holds 'lexicons' and 'pipelines'"
    }
  }

  /// Finds the data folder of this program.
  ///
  /// - Throws: ``NotFound`` with the places that were tried.
  public static func locate(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(NotFound) -> DataDirectory {
    let candidates = candidates(environment)
    for candidate in candidates where isData(candidate) { return DataDirectory(path: candidate) }
    throw NotFound(tried: candidates)
  }

  private static func candidates(_ environment: [String: String]) -> [String] {
    // A set WORTLAUT_HOME is meant: falling back from a mistyped one would hide the mistake.
    if let home = environment["WORTLAUT_HOME"], !home.isEmpty { return [home] }
    let program = URL(fileURLWithPath: programPath).resolvingSymlinksInPath().deletingLastPathComponent()
    return [
      program.deletingLastPathComponent().appendingPathComponent("share/wortlaut").path,
      program.appendingPathComponent("wortlaut_Wortlaut.resources").path,
    ]
  }

  /// `Bundle.module` traps where the bundle is gone, so the bundle's folder is looked for by its name instead.
  private static var programPath: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  private static func isData(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path + "/lexicons", isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// The path of an entity lexicon by its name (`places`), whether or not it is there.
  public func lexicon(_ name: String) -> String { "\(path)/lexicons/\(name).tsv" }
  /// The path of a word list by its name (`abbreviations`).
  public func wordList(_ name: String) -> String { "\(path)/lexicons/words/\(name).tsv" }
  /// The path of a rule file by its name.
  public func rules(_ name: String) -> String { "\(path)/lexicons/rules/\(name).rbbi" }
  /// The folder for compiled lexicons and rules that come with the program, whether or not it is there.
  public var compiled: String { "\(path)/compiled" }
  /// The path of a pipeline by its name (`news`).
  public func pipeline(_ name: String) -> String { "\(path)/pipelines/\(name).yml" }

  /// The names of the lexicons that are there, sorted.
  public var lexiconNames: [String] { names(in: "lexicons", ending: ".tsv") }
  /// The names of the pipelines that are there, sorted.
  public var pipelineNames: [String] { names(in: "pipelines", ending: ".yml") }

  private func names(in folder: String, ending: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []
    return files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }
}
