import Foundation

/// The name of a layer of a document, as pipeline files and exports write it.
public struct LayerName: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByStringLiteral {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }

  /// What the stretches of the text are: ``Document/blocks``.
  public static let blocks: LayerName = "blocks"
  /// ``Document/tokens``.
  public static let tokens: LayerName = "tokens"
  /// Normal forms of tokens: ``Document/norm(of:)``.
  public static let norms: LayerName = "norms"
  /// ``Document/sentences``.
  public static let sentences: LayerName = "sentences"
  /// ``Document/entities``.
  public static let entities: LayerName = "entities"
  /// ``Document/quotations``.
  public static let quotes: LayerName = "quotes"
  /// Quotation marks that are not speech: ``Document/marks``.
  public static let marks: LayerName = "marks"

  /// The built-in layers in the order in which exports write them.
  public static let builtIn: [LayerName] = [.blocks, .tokens, .norms, .sentences, .entities, .quotes, .marks]

  public static func < (left: LayerName, right: LayerName) -> Bool { left.rawValue < right.rawValue }
}

/// The typed name of a custom layer.
///
/// ```swift
/// extension LayerKey<[Topic]> { static var topics: Self { Self("topics") } }
/// document[.topics] = [Topic(word: "Haushalt", count: 7)]
/// ```
/// A value is exported as its `Codable` form says; a ``Span`` in it comes out as `{"start":…,"end":…}` in the unit of
/// the export, as in the built-in layers.
public struct LayerKey<Value: Codable & Sendable>: Sendable {
  /// The layer's name in pipeline files and exports.
  public let name: LayerName
  /// Names a layer that holds values of this type.
  public init(_ name: LayerName) { self.name = name }
}

extension Document {
  /// The custom layers that are set.
  public var customLayerNames: Set<LayerName> { Set(customLayers.keys) }

  /// A custom layer as JSON, spans in the unit of `offsets`.
  ///
  /// - Throws: what the layer's own encoding throws.
  public func encodedLayer(_ name: LayerName, offsets: OffsetTable) throws -> [UInt8] {
    guard let layer = customLayers[name] else { return Array("null".utf8) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.userInfo[.offsets] = offsets
    return Array(try encoder.encode(layer))
  }

  /// The value of a custom layer; nil where no stage has set it.
  public subscript<Value>(key: LayerKey<Value>) -> Value? {
    get { customLayers[key.name] as? Value }
    set { customLayers[key.name] = newValue }
  }
}
