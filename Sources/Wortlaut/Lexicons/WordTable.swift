/// Words as they are written, capitals and all, with a value each.
///
/// For word lists where "Max." is not "max."; names are looked up by ``TokenKey`` instead.
struct WordTable<Value: Sendable>: Sendable {
  private var table = KeyTable<Value>()

  /// A decomposed word is found as the composed one: "fu\u{308}r" as "für".
  subscript(word: UnsafeBufferPointer<UInt8>) -> Value? {
    @inline(__always) get {
      if let value = table[StableHash.hash(word)] { return value }
      return Composition.isNeeded(word) ? Composition.of(word) { table[StableHash.hash($0)] } : nil
    }
  }

  subscript(word: String) -> Value? {
    get { table[Self.hash(word)] }
    set { table[Self.hash(word)] = newValue }
  }

  private static func hash(_ word: String) -> UInt64 {
    var word = word
    return word.withUTF8 { StableHash.hash($0) }
  }
}

extension String {
  /// The word with a capital: "über" gives "Über".
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
