/// Gives tokens their normal form where it differs from what stands in the text.
///
/// The text stays as it is: the form is kept beside the token. Every rule can be switched by its name, and every rule
/// applied to its own result changes nothing. Costs a look-up a token; the rules read each word once.
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
    private let rules: NormalRules
    private var form: [UInt8] = []
    private var scratch: [UInt8] = []
    /// What the rules make of each word, by its number (``Document/Numbering/surfaces``): they look at nothing else.
    private var outcomes: [Outcome] = []
    private var wordsOf: UInt64 = 0
    private var forms = ByteStrings()

    /// Where a word's form stands in the table of forms.
    private struct Outcome: Equatable {
      var rawValue: Int32
      static let unknown = Outcome(rawValue: -2)
      static let unchanged = Outcome(rawValue: -1)
    }

    init(rules: NormalRules) { self.rules = rules }

    mutating func process(_ document: inout Document) throws {
      document.numberSurfaces()
      if wordsOf != document.wordsOf {
        wordsOf = document.wordsOf
        outcomes.removeAll(keepingCapacity: true)
        forms.removeAll()
      }
      let new = document.wordCount - outcomes.count
      if new > 0 { outcomes.append(contentsOf: repeatElement(.unknown, count: new)) }
      for index in document.tokens.indices where outcomes[Int(document.words[index])] != .unchanged {
        let word = Int(document.words[index])
        if outcomes[word] == .unknown { outcomes[word] = try outcome(document, index) }
        let form = Int(outcomes[word].rawValue)
        if form >= 0 { forms.withBytes(at: form) { document.setNorm(of: index, to: $0) } }
      }
    }

    private mutating func outcome(_ document: borrowing Document, _ index: Int) throws -> Outcome {
      let token = document.tokens[index]
      let isChanged = try document.text.withUnsafeBufferPointer { text in
        let word = UnsafeBufferPointer(rebasing: text[token.span.range])
        return try rules.mayChange(word) && rules.write(word, token.kind, into: &form, scratch: &scratch)
      }
      return isChanged ? Outcome(rawValue: Int32(form.withUnsafeBufferPointer { forms.append($0) })) : .unchanged
    }
  }
}
