import Wortlaut

/// How hard a sentence is to read.
public struct Readability: Codable, Sendable, Equatable {
  /// The sentence, in bytes here; exports write it in their own unit.
  public var span: Span
  /// How many words it has, numbers among them.
  public var words: Int
  /// Its LIX: the number of words plus the per cent of long ones (Björnsson 1968). Newspapers lie at 50 to 60.
  public var lix: Double
}

extension LayerKey<[Readability]> {
  /// The layer that ``ReadabilityStage`` adds: an element a sentence that has words.
  public static var readability: Self { Self("readability") }
}
