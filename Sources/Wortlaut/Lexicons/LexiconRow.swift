/// What a lexicon says of one name.
public struct LexiconRow: Sendable, Equatable {
  /// The name that results carry.
  public var name: String
  /// PER, LOC, ORG, MISC, or a type of the lexicon's own.
  public var type: String
  /// `Q159`, `ISO:…`, `GeoNames:…`; empty where not known.
  public var id = ""
  /// Other names of the same thing.
  public var aliases: [String] = []
  /// How the name and its aliases may stand in a text.
  public var flags = LexiconFlags()
  /// Among names of the same length the higher priority wins.
  public var priority = 0
  /// The row's line in its file, from 1.
  public var line = 0

  /// A row with nothing but what it must have.
  public init(name: String, type: String) {
    self.name = name
    self.type = type
  }
}

/// How a lexicon's name may stand in a text.
public struct LexiconFlags: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The name does not inflect.
  public static let fixed = LexiconFlags(rawValue: 1 << 0)
  /// The name matches only as it is written, capital for capital.
  public static let matchCase = LexiconFlags(rawValue: 1 << 1)
  /// The name is also a common word: it counts only where its surroundings speak for it.
  public static let evidence = LexiconFlags(rawValue: 1 << 2)
  /// The name matches in any capitalisation, small letters included.
  public static let ignoreCase = LexiconFlags(rawValue: 1 << 3)

  static let names: [(String, LexiconFlags)] = [
    ("fixed", .fixed), ("case", .matchCase), ("evidence", .evidence), ("anycase", .ignoreCase),
  ]
}

/// Something in a lexicon file that cannot be used, or that looks like a slip.
public struct LexiconFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whether the row cannot be used, or only looks wrong.
  public enum Severity: String, Sendable { case error, warning }
  /// The file's path.
  public var path: String
  /// From 1; 0 where no line is to blame.
  public var line: Int
  /// What is wrong, and the way out.
  public var message: String
  /// How bad it is.
  public var severity: Severity

  /// A fault in a line of a file.
  public init(path: String, line: Int, message: String, severity: Severity = .error) {
    self.path = path
    self.line = line
    self.message = message
    self.severity = severity
  }

  /// `drugs.tsv:12: the name is empty`
  public var description: String {
    (line > 0 ? "\(path):\(line): " : "\(path): ") + (severity == .warning ? "warning: " : "") + message
  }
}

/// Everything that is wrong in a lexicon file.
public struct LexiconFaults: Error, Sendable, Equatable, CustomStringConvertible {
  /// In the file's order.
  public var faults: [LexiconFault]

  /// Puts faults together.
  public init(_ faults: [LexiconFault]) { self.faults = faults }

  /// The first ten faults, a line each.
  public var description: String {
    var lines = faults.prefix(10).map(\.description)
    if faults.count > 10 {
      lines.append("and \(faults.count - 10) more; 'wortlaut lexicon check \(faults[0].path)' shows all")
    }
    return lines.joined(separator: "\n")
  }
}
