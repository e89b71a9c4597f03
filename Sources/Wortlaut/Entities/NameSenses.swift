/// One sense per document: a word that no list knows is called what it is called most often in the document, in doubt
/// what it is called first, where a text says what it is ("der US-Konkurrent Infinera", later "Aktionäre von Infinera").
///
/// Gale, Church and Yarowsky, One sense per discourse (1992).
struct NameSenses {
  private struct Sense {
    var first: EntityLabel
    var counts = SIMD4<Int32>()

    /// The label that all should have; nil where all have it.
    var common: EntityLabel? {
      let most = counts.max()
      if most == counts.wrappedSum() { return nil }
      if counts[NameSenses.lane(first)] == most { return first }
      return NameSenses.labels.first { counts[NameSenses.lane($0)] == most }
    }
  }

  private static let labels: [EntityLabel] = [.beginPerson, .beginLocation, .beginOrganisation]
  private static func lane(_ label: EntityLabel) -> Int { labels.firstIndex(of: label) ?? 3 }

  /// Names of one word that no list knows.
  private var tokens: [Int] = []
  private var senses: [UInt64: Sense] = [:]

  mutating func reset() { tokens.removeAll(keepingCapacity: true) }

  mutating func note(_ token: Int) { tokens.append(token) }

  /// Makes the labels of what has been noted agree.
  mutating func unify(_ document: borrowing Document, _ labels: inout [EntityLabel]) {
    guard tokens.count > 1 else { return }
    senses.removeAll(keepingCapacity: true)
    for token in tokens {
      senses[document.key(of: token), default: Sense(first: labels[token])].counts[Self.lane(labels[token])] += 1
    }
    guard senses.count < tokens.count else { return }
    for token in tokens {
      if let common = senses[document.key(of: token)]?.common { labels[token] = common }
    }
  }
}
