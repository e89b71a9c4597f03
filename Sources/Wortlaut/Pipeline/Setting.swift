/// A setting that a stage declares: its name, what values it takes, its default, and a line of help.
public struct Setting: Sendable {
  /// What values a setting takes.
  public enum Kind: Sendable, Equatable {
    /// `true` or `false`.
    case flag(default: Bool)
    /// A whole number within bounds.
    case integer(ClosedRange<Int>, default: Int)
    /// A text that is not empty; nil is no default.
    case text(default: String?)
    /// One of a few words.
    case choice([String], default: String)
    /// A list of texts; a single text is read as a list of one.
    case list(default: [String])
    /// A list of lexicons: names from `lexicons/`, or paths. Checked to exist.
    case lexicons(default: [String])
  }

  /// The name in pipeline files: small letters and hyphens.
  public let name: String
  /// What values it takes, and its default.
  public let kind: Kind
  /// One line for `wortlaut stages`.
  public let help: String
  /// The stage cannot be made without it.
  public let isRequired: Bool

  /// Declares a setting.
  public init(_ name: String, _ kind: Kind, isRequired: Bool = false, help: String) {
    self.name = name
    self.kind = kind
    self.help = help
    self.isRequired = isRequired
  }
}

/// A value a setting has.
public enum SettingValue: Sendable, Equatable {
  /// Of ``Setting/Kind/flag(default:)``.
  case flag(Bool)
  /// Of ``Setting/Kind/integer(_:default:)``.
  case integer(Int)
  /// Of a text or a choice.
  case text(String)
  /// Of a list, of lexicons too.
  case list([String])

  /// The value as a text that no other value has.
  fileprivate var canonical: String {
    switch self {
    case .flag(let value): value ? "flag true" : "flag false"
    case .integer(let value): "integer \(value)"
    case .text(let value): "text \(value.utf8.count) \(value)"
    case .list(let values): "list \(values.count)" + values.map { "\n\($0.utf8.count) \($0)" }.joined()
    }
  }
}

/// The settings of one stage in one pipeline: what the file says, and defaults for the rest.
public struct StageSettings: Sendable, Equatable {
  private var values: [String: SettingValue]

  /// - Parameter declared: the stage's settings; their defaults fill what `given` leaves out.
  public init(_ given: [String: SettingValue] = [:], declared: [Setting]) {
    values = given
    for setting in declared where given[setting.name] == nil {
      switch setting.kind {
      case .flag(let value): values[setting.name] = .flag(value)
      case .integer(_, let value): values[setting.name] = .integer(value)
      case .text(let value): values[setting.name] = value.map { .text($0) }
      case .choice(_, let value): values[setting.name] = .text(value)
      case .list(let value), .lexicons(let value): values[setting.name] = .list(value)
      }
    }
  }

  /// The value of a flag; false for a name the stage did not declare.
  public func flag(_ name: String) -> Bool {
    if case .flag(let value) = values[name] { value } else { false }
  }
  /// The value of a whole number; 0 for a name the stage did not declare.
  public func integer(_ name: String) -> Int {
    if case .integer(let value) = values[name] { value } else { 0 }
  }
  /// The value of a text or a choice; nil where there is none.
  public func text(_ name: String) -> String? {
    if case .text(let value) = values[name] { value } else { nil }
  }
  /// The elements of a list; none for a name the stage did not declare.
  public func list(_ name: String) -> [String] {
    if case .list(let value) = values[name] { value } else { [] }
  }

  /// All values in a fixed order, for the pipeline's fingerprint.
  var canonical: String {
    values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.canonical)" }.joined(separator: "\n")
  }
}

/// A setting has a value that the stage cannot work with.
public struct SettingError: Error, Sendable, Equatable {
  /// The setting's name.
  public var setting: String
  /// What is wrong, and what to write instead.
  public var message: String
  /// Which element of a list, if one is to blame.
  public var element: Int?

  /// Blames a setting.
  public init(_ setting: String, _ message: String, element: Int? = nil) {
    self.setting = setting
    self.message = message
    self.element = element
  }
}
