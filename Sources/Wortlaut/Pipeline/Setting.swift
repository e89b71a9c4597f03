/// A setting that a stage declares: its name, what values it takes, its default, and a line of help.
public struct Setting: Sendable {
  public enum Kind: Sendable, Equatable {
    case flag(default: Bool)
    case integer(ClosedRange<Int>, default: Int)
    case text(default: String?)
    /// One of a few words.
    case choice([String], default: String)
    /// A list of texts; a single text is read as a list of one.
    case list(default: [String])
    /// A list of lexicons: names from `lexicons/`, or paths. Checked to exist.
    case lexicons(default: [String])
  }

  public let name: String
  public let kind: Kind
  public let help: String
  /// The stage cannot be made without it.
  public let isRequired: Bool

  public init(_ name: String, _ kind: Kind, isRequired: Bool = false, help: String) {
    self.name = name
    self.kind = kind
    self.help = help
    self.isRequired = isRequired
  }
}

/// A value a setting has.
public enum SettingValue: Sendable, Equatable {
  case flag(Bool)
  case integer(Int)
  case text(String)
  case list([String])
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

  /// The value of a flag. Names that the stage did not declare read as false, nil or empty.
  public func flag(_ name: String) -> Bool {
    if case .flag(let value) = values[name] { value } else { false }
  }
  public func integer(_ name: String) -> Int {
    if case .integer(let value) = values[name] { value } else { 0 }
  }
  public func text(_ name: String) -> String? {
    if case .text(let value) = values[name] { value } else { nil }
  }
  public func list(_ name: String) -> [String] {
    if case .list(let value) = values[name] { value } else { [] }
  }

  /// All values in a fixed order, for the pipeline's fingerprint.
  var canonical: String {
    values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
  }
}

/// A setting has a value that the stage cannot work with.
public struct SettingError: Error, Sendable, Equatable {
  public var setting: String
  public var message: String
  /// Which element of a list, if one is to blame.
  public var element: Int?

  public init(_ setting: String, _ message: String, element: Int? = nil) {
    self.setting = setting
    self.message = message
    self.element = element
  }
}
