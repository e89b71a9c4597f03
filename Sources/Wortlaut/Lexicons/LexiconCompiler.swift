/// Writes compiled lexicons to files that a user keeps.
public enum LexiconCompiler {
  /// What was written.
  public struct Report: Sendable {
    /// How many things the lexicons name.
    public var entries: Int
    /// How many ways there are to write them: names, aliases, inflected forms.
    public var forms: Int
    /// The file's size in bytes.
    public var size: Int
  }

  /// Compiles lexicons into one file. The file gets its name when it is whole.
  ///
  /// - Parameter sources: paths, with the name that entities are to carry as their source; later ones outrank earlier
  ///   ones.
  /// - Throws: ``LexiconFaults`` with all that is wrong in a file; another error where the file cannot be written.
  public static func compile(_ sources: [(name: String, path: String)], to path: String) throws -> Report {
    let sources = sources.enumerated().map { LexiconLibrary.Source(name: $1.name, path: $1.path, rank: $0) }
    let key = try LexiconLibrary.key(of: sources)
    let contents = try LexiconLibrary.compile(sources, key: key)
    try contents.write(to: path)
    func count<Record>(_ section: LexiconImage.Section, of: Record.Type) -> Int {
      contents.sections[section.rawValue].count / MemoryLayout<Record>.stride
    }
    return Report(
      entries: count(.entries, of: LexiconTables.Entry.self), forms: count(.forms, of: LexiconTables.Form.self),
      size: contents.size)
  }

  /// What a compiled file holds.
  ///
  /// - Throws: an error that says how the file is damaged, or that it is of another version.
  public static func inspect(_ path: String) throws -> Report {
    let file = try CompiledFile(path: path)
    let image = try LexiconImage(file)
    return Report(entries: image.entryCount, forms: image.formCount, size: file.size)
  }

  /// The ending of compiled files, without the dot.
  public static var ending: String { CompiledFile.ending }
}
