/// The norms that differ from their tokens' surfaces, in the order of the tokens.
public struct NormTable: Sendable {
  private var bytes = ByteStrings()
  /// The tokens that have a norm, rising, each with the place of its norm.
  private var places: [Place] = []

  private struct Place {
    var token: UInt32
    var norm: UInt32
  }

  /// How many tokens have a norm that differs from their surface.
  public var count: Int { places.count }

  /// Cheap where norms are set in the order of the tokens.
  mutating func set(_ norm: UnsafeBufferPointer<UInt8>, of token: Int) {
    let new = Place(token: UInt32(token), norm: UInt32(bytes.append(norm)))
    let at = places.last.map { $0.token < new.token } ?? true ? places.count : find(token)
    if at < places.count, places[at].token == new.token { places[at] = new } else { places.insert(new, at: at) }
  }

  /// Takes the norm of a token that has one away.
  mutating func remove(of token: Int) { places.remove(at: find(token)) }

  mutating func removeAll() {
    bytes.removeAll()
    places.empty()
  }

  /// The place of a token among those that have norms, or of the first one after it.
  private func find(_ token: Int) -> Int { places.firstIndex(notBefore: { $0.token < token }) }

  /// Calls `body` with the norm of a token that has one.
  func withNorm<Result>(of token: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withBytes(at: Int(places[find(token)].norm), body)
  }

  /// Calls `body` with each token that has a norm, and with that.
  func forEachNorm(_ body: (_ token: Int, _ norm: UnsafeBufferPointer<UInt8>) -> Void) {
    for place in places { bytes.withBytes(at: Int(place.norm)) { body(Int(place.token), $0) } }
  }
}
