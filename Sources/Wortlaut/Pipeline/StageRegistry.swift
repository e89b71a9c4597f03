/// The kinds of stages that pipeline files can name.
///
/// ```swift
/// var registry = StageRegistry.builtIn
/// registry.register(Readability.self)
/// let pipeline = try Pipeline(file: "readable.yml", registry: registry)
/// ```
public struct StageRegistry: Sendable {
  private var stages: [StageName: any Stage.Type] = [:]

  /// Knows no stage; ``builtIn`` knows those of the library.
  public init() {}

  /// Adds a kind of stage; one of the same name is replaced.
  public mutating func register<Kind: Stage>(_ kind: Kind.Type) { stages[Kind.name] = kind }

  /// The kind of stage of a name; nil where there is none.
  public subscript(name: StageName) -> (any Stage.Type)? { stages[name] }

  /// All kinds, by name.
  public var all: [any Stage.Type] { stages.sorted { $0.key < $1.key }.map(\.value) }

  var names: [String] { stages.keys.map(\.rawValue) }
}
