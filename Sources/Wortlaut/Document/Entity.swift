/// A type of entity. Open: a lexicon may bring types of its own.
public struct EntityType: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }

  /// `PER`: people, families, figures.
  public static var person: EntityType { "PER" }
  /// `LOC`: countries, towns, landscapes, waters, buildings.
  public static var location: EntityType { "LOC" }
  /// `ORG`: companies, parties, authorities, clubs, media.
  public static var organisation: EntityType { "ORG" }
  /// `MISC`: works, events, laws, products, languages, currencies.
  public static var miscellaneous: EntityType { "MISC" }

  /// The types that weighed evidence tells apart; any other is a lexicon's own.
  public static let builtIn: [EntityType] = [.person, .location, .organisation, .miscellaneous]
}

/// How a span names its entity, where not plainly.
public enum EntityForm: String, Sendable, Codable {
  /// An adjective or inhabitant: "russischer", "Berliner".
  case derived
  /// A name inside a compound: "EU" in "EU-Sanktionspaket". The span covers the name alone.
  case part
}

/// A named entity. Entities of one layer are in order and never overlap.
///
/// What is named is shared by all its mentions: an entity takes 24 bytes, and to copy one costs little.
public struct Entity: Sendable {
  /// Where the name stands, in bytes.
  public var span: Span
  /// How the span names the entity; nil where it does so plainly.
  public var form: EntityForm?
  package private(set) var referent: Referent

  /// What is named.
  package final class Referent: Sendable {
    package let type: EntityType
    package let name: String
    package let id: String?
    package let source: String

    package init(type: EntityType, name: String, id: String?, source: String) {
      self.type = type
      self.name = name
      self.id = id
      self.source = source
    }
  }

  /// Makes an entity over a stretch of the text.
  public init(_ span: Span, type: EntityType, name: String, id: String? = nil, source: String, form: EntityForm? = nil)
  {
    self.init(span, Referent(type: type, name: name, id: id, source: source), form: form)
  }

  package init(_ span: Span, _ referent: Referent, form: EntityForm? = nil) {
    self.span = span
    self.form = form
    self.referent = referent
  }

  /// What kind of thing is named.
  public var type: EntityType {
    get { referent.type }
    set { referent = Referent(type: newValue, name: name, id: id, source: source) }
  }

  /// The entity's usual name: "Russland" for the span "Russlands".
  public var name: String {
    get { referent.name }
    set { referent = Referent(type: type, name: newValue, id: id, source: source) }
  }

  /// Its id in a knowledge base where known: a Wikidata id, `ISO:…`, `GeoNames:…`.
  public var id: String? {
    get { referent.id }
    set { referent = Referent(type: type, name: name, id: newValue, source: source) }
  }

  /// The lexicon or rule that made it.
  public var source: String {
    get { referent.source }
    set { referent = Referent(type: type, name: name, id: id, source: newValue) }
  }
}

extension Entity: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.span == right.span && left.form == right.form && (left.referent === right.referent || left.isSame(right))
  }

  private func isSame(_ other: Self) -> Bool {
    type == other.type && name == other.name && id == other.id && source == other.source
  }
}
