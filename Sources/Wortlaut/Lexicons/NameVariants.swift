/// Inflected forms of names of several words, made when a lexicon is compiled. The ending of the last word is found
/// when a text is matched.
///
/// - Adjectives before the head take any ending: "Europäische Union" stands as "Europäischen Union", "Europäischer
///   Union"; strong and weak forms share the five endings -e -er -es -en -em (Duden, Grammatik: Adjektivdeklination).
///   Those of one name share theirs, so one in -er beside others is made of a place's name, which never changes: "in der
///   Frankfurter Allgemeinen Zeitung", "dem Neuen Berliner Kunstverein".
/// - A head before an attribute takes the genitive: "Bundesamt für Migration" stands as "Bundesamts …", "Bundesamtes …".
enum NameVariants {
  /// Per variant, the pieces that differ and their hashes.
  static func variants(
    _ name: UnsafeBufferPointer<UInt8>, _ pieces: [NamePieces.Piece], type: String
  ) -> [[(Int, UInt64)]] {
    guard pieces.count > 1, type != EntityType.person.rawValue else { return [] }
    var scratch: [UInt8] = []
    var word: [UInt8] = []
    func hash(_ bytes: some Sequence<UInt8>, _ ending: StaticString) -> UInt64 {
      word.removeAll(keepingCapacity: true)
      word.append(contentsOf: bytes)
      ending.withUTF8Buffer { word.append(contentsOf: $0) }
      return word.withUnsafeBufferPointer { TokenKey.hash($0, scratch: &scratch) }
    }
    var adjectives: [(index: Int, stem: ArraySlice<UInt8>, endsInEr: Bool)] = []
    var head: Int?
    for index in pieces.indices.dropLast() where !pieces[index].isMark {
      let bytes = Array(name[pieces[index].range])
      let next = pieces[index + 1]
      if next.isMark { continue }
      if let stem = adjectiveStem(bytes) {
        adjectives.append((index, stem, bytes[stem.endIndex...].elementsEqual("er".utf8)))
      } else if head == nil, bytes.count > 2, !isLower(bytes), isLower(Array(name[next.range])) {
        head = index
      }
    }
    var variants: [[(Int, UInt64)]] = []
    let haveEr = adjectives.count { $0.endsInEr }
    if haveEr < adjectives.count { adjectives.removeAll(where: \.endsInEr) }
    // "Neuer Berliner Kunstverein" and "Allgemeiner Deutscher Fahrrad-Club" look alike.
    let mayChange = haveEr > 1 && haveEr == adjectives.count ? [adjectives[...], adjectives[..<1]] : [adjectives[...]]
    for adjectives in mayChange where !adjectives.isEmpty {
      for ending in ["e", "er", "es", "en", "em"] as [StaticString] {
        variants.append(adjectives.map { ($0.index, hash($0.stem, ending)) })
      }
    }
    if let head {
      let bytes = name[pieces[head].range]
      for ending in ["s", "es"] as [StaticString] {
        let genitive = (head, hash(bytes, ending))
        variants.append([genitive] + adjectives.map { ($0.index, hash($0.stem, "en")) })
      }
    }
    return variants
  }

  private static func isLower(_ word: [UInt8]) -> Bool { word[0] &- 0x61 < 26 }

  /// The word without an adjective's ending; nil where it has none or is too short to be one.
  private static func adjectiveStem(_ word: [UInt8]) -> ArraySlice<UInt8>? {
    guard word.count > 3 else { return nil }
    for ending in ["er", "es", "en", "em", "e"] as [StaticString] {
      let isThere = ending.withUTF8Buffer { word.suffix($0.count).elementsEqual($0) }
      if isThere, word.count - ending.utf8CodeUnitCount > 2 { return word.dropLast(ending.utf8CodeUnitCount) }
    }
    return nil
  }
}
