import Foundation

/// The rule file `lexicons/rules/tokens.rbbi`, compiled.
///
/// Compiling takes about half a second, too long for a program that should answer in a tenth of one. The compiled form
/// is therefore kept, under a name made of the rules' content and ICU's version: see ``CompiledRulesCache``.
enum TokenRules {
  /// What a rule's status says: see the head of the rule file.
  enum Status {
    static let character: Int32 = 1
    static let blank: Int32 = 2
    static let word: Int32 = 10
    static let wordStops: Int32 = 11
    static let dotted: Int32 = 12
    static let firstApart: Int32 = 13
    static let infix: Int32 = 14
    static let parenthesized: Int32 = 15
    static let broken: Int32 = 16
    static let leadingHyphen: Int32 = 17
    static let numberLetters: Int32 = 18
    static let numberCompound: Int32 = 19
    static let number: Int32 = 20
    static let range: Int32 = 21
    static let signed: Int32 = 22
    static let fullAmount: Int32 = 23
    static let run: Int32 = 30
    static let exclamation: Int32 = 31
    static let ellipsis: Int32 = 32
    static let quotation: Int32 = 33
    static let arrow: Int32 = 34
    static let markup: Int32 = 35
    static let url: Int32 = 40
    static let email: Int32 = 41
    static let mention: Int32 = 42
    static let hashtag: Int32 = 43
    static let emoticon: Int32 = 50
    static let emoji: Int32 = 51
  }

  /// Reads the rules, compiled if they have been compiled before.
  ///
  /// - Throws: ``DataTable/Fault`` if the file cannot be read; ``ICUError`` with line and column if a rule is wrong.
  static func load(_ data: DataDirectory) throws -> (rules: BreakRules, fingerprint: UInt64) {
    let path = data.rules("tokens")
    let source: Data
    do {
      source = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw DataTable.Fault(path: path, line: 0, message: "cannot be read: \(error.localizedDescription)")
    }
    let fingerprint = StableHash.hash(Array(source))
    let cache = CompiledRulesCache(fingerprint: fingerprint)
    if let compiled = cache.read() { return (compiled, fingerprint) }
    let rules = try BreakRules(source: String(decoding: source, as: UTF8.self))
    cache.write(rules)
    return (rules, fingerprint)
  }
}

/// A file that keeps compiled rules from run to run, in the folders of ``LexiconCache``. Never needed: where it cannot be
/// written, or another ICU made it, the rules are compiled again.
struct CompiledRulesCache {
  private let cache: LexiconCache
  private let name: String

  init(fingerprint: UInt64, cache: LexiconCache = LexiconCache()) {
    self.cache = cache
    name = "rules-\(String(fingerprint, radix: 16))-icu\(icuVersion).brk"
  }

  /// The rules, if they are there and ICU can still open them.
  func read() -> BreakRules? {
    for folder in [cache.shipped, cache.folder].compactMap(\.self) {
      let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
      guard let bytes = try? Data(contentsOf: file), !bytes.isEmpty else { continue }
      let rules = BreakRules(compiled: Array(bytes))
      if (try? BreakIterator(rules)) != nil { return rules }
    }
    return nil
  }

  func write(_ rules: BreakRules) {
    let folder = URL(fileURLWithPath: cache.folder)
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? Data(rules.compiled).write(to: folder.appendingPathComponent(name), options: .atomic)
  }
}
