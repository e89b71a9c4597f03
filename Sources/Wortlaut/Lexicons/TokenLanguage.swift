import Synchronization

/// What cutting a text into lines, tokens and sentences asks of German.
struct TokenLanguage: Sendable {
  let classes: WordClasses
  let abbreviations: Abbreviations
  var fingerprint: UInt64 { StableHash.mix(classes.fingerprint, abbreviations.fingerprint) }
}

/// The lists of a ``TokenLanguage``, read once for all stages of a pipeline.
final class SharedLanguage: Sendable {
  private let loaded = Mutex<TokenLanguage?>(nil)

  /// - Throws: ``DataTable/Fault`` if a word list is missing or wrong.
  func load(_ data: DataDirectory) throws(DataTable.Fault) -> TokenLanguage {
    try loaded.withLock { (loaded) throws(DataTable.Fault) in
      if let loaded { return loaded }
      let language = TokenLanguage(classes: try WordClasses(data), abbreviations: try Abbreviations(data))
      loaded = language
      return language
    }
  }
}
