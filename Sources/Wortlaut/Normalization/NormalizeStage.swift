/// Gives tokens their normal form where it differs from what stands in the text.
///
/// The text stays as it is: the form is kept beside the token. Every rule can be switched by its name, and every rule
/// applied to its own result changes nothing.
public struct NormalizeStage: Stage {
  public static let name: StageName = "normalize"
  public static let summary = "gives tokens their normal form where it differs from the text"
  public static let settings = [
    Setting("nfc", .flag(default: true), help: "decomposed letters composed (Unicode NFC)"),
    Setting("invisible", .flag(default: true), help: "soft hyphens and characters without width dropped"),
    Setting("line-breaks", .flag(default: true), help: "words broken over a line end joined"),
    Setting("ligatures", .flag(default: true), help: "ligatures and old letters as today's: ﬁ, ſ, aͤ"),
    Setting("apostrophes", .flag(default: true), help: "apostrophes as '"),
    Setting("quotes", .flag(default: true), help: "quotation marks as \" and '"),
    Setting("ellipses", .flag(default: true), help: "… as three full stops"),
    Setting("dashes", .flag(default: true), help: "dashes as –, hyphens as -"),
    Setting("spaces", .flag(default: true), help: "no-break and thin spaces inside a token as a space"),
    Setting(
      "spelling", .choice(["keep", "reformed"], default: "keep"),
      help: "reformed: daß as dass, Schiffahrt as Schifffahrt"),
    Setting("historical", .flag(default: false), help: "spellings before 1901: Theil as Teil, giebt as gibt"),
    Setting("swiss", .flag(default: true), help: "ss as ß where the standard has no other: Strasse as Straße"),
    Setting(
      "ascii-umlauts", .flag(default: true), help: "ae, oe, ue as umlauts where nothing else is meant: fuer as für"),
    Setting("repetition", .flag(default: false), help: "letters drawn out in chats cut to one: soooo as so"),
  ]

  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.tokens], provides: [.norms])
  }

  private let rules: NormalRules
  public var dataFingerprint: UInt64 { rules.fingerprint }

  /// - Throws: ``DataTable/Fault`` if a word list is missing or wrong.
  public init(_ settings: StageSettings, context: StageContext) throws {
    rules = try NormalRules(settings, context.data)
  }

  public func makeWorker() throws -> any StageWorker { Worker(rules: rules) }

  struct Worker: StageWorker {
    let rules: NormalRules
    private var form: [UInt8] = []
    private var scratch: [UInt8] = []
    private var changed: [Int32] = []

    init(rules: NormalRules) { self.rules = rules }

    mutating func process(_ document: inout Document) throws {
      // First find the few tokens that may need a form, then give it: the text is borrowed only for the search.
      changed.removeAll(keepingCapacity: true)
      document.text.withUnsafeBufferPointer { text in
        document.tokens.withUnsafeBufferPointer { rules.findCandidates($0, in: text, into: &changed) }
      }
      for index in changed {
        let token = document.tokens[Int(index)]
        let isChanged = try document.text.withUnsafeBufferPointer { text in
          try rules.write(.init(rebasing: text[token.span.range]), token.kind, into: &form, scratch: &scratch)
        }
        if isChanged { form.withUnsafeBufferPointer { document.setNorm(of: Int(index), to: $0) } }
      }
    }
  }
}
