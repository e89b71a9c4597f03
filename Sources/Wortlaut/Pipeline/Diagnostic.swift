/// A fault in a file that a person wrote, and where.
public struct Diagnostic: Sendable, Equatable, CustomStringConvertible {
  /// As the user named it.
  public var file: String
  /// From 1; 0 where no line is to blame.
  public var line: Int
  /// From 1; 0 where no column is to blame.
  public var column: Int
  /// What is wrong.
  public var message: String
  /// What to do, if that can be said.
  public var hint: String?

  /// Says what is wrong and where.
  public init(file: String, line: Int, column: Int, message: String, hint: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }

  /// `news.yml:4:5: unknown stage 'tokenise'; did you mean 'tokenize'?`
  public var description: String {
    let place = line > 0 ? column > 0 ? "\(file):\(line):\(column)" : "\(file):\(line)" : file
    return "\(place): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}

/// Everything that is wrong with a pipeline file, at once.
public struct PipelineError: Error, Sendable, Equatable, CustomStringConvertible {
  /// In the order of the file.
  public var diagnostics: [Diagnostic]

  /// All that is wrong with a file.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// The name nearest to a mistyped one.
public enum NearestName {
  /// The candidate fewest edits away, if that is near enough to be meant.
  public static func nearest(to name: String, among candidates: [String]) -> String? {
    // At least one letter is the same.
    let limit = min(max(2, name.count / 3), name.count - 1)
    let ranked = candidates.map { ($0, distance(name.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }), best.1 <= limit else { return nil }
    return best.0
  }

  /// "did you mean 'x'?", or the list of what there is.
  public static func hint(for name: String, among candidates: [String]) -> String? {
    if let near = nearest(to: name, among: candidates) { return "did you mean '\(near)'?" }
    return candidates.isEmpty ? nil : "there is " + candidates.sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Levenshtein's distance in characters.
  static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let change = diagonal + (right[j] == character ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
