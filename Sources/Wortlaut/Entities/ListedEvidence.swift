/// The weights of standing in a lexicon, by lexicon, by whether the name needs evidence, and by whether the token is
/// the whole name, its first word or a further one. Looked up once.
///
/// Most tokens stand in no lexicon: ``unlisted`` is what that says, and the weights of the others are what they say more.
struct ListedEvidence {
  private let image: EvidenceImage
  private var table: [EvidenceSums] = []
  /// The weights of being listed so and being such a kind of word: a row a kind.
  private var joints: [EvidenceImage.Row] = []
  private var names: [String] = []
  /// By the lexicons' numbers: the kind, for evidence that joins a word with the one before, of a name of one word that
  /// is no name without further evidence; nil for all others.
  private var doubtfulKinds: [UInt8?] = []
  /// By the lexicons' numbers: whether it lists an organisation that is no name without further evidence.
  private var doubtfulOrganisations: [Bool] = []
  /// The weights of standing in no lexicon.
  private(set) var unlisted = EvidenceSums()
  private static let placeLexicons: Set<String> = ["cities", "countries", "places", "toponyms-by-sa"]

  /// The numbers for the first and for the further tokens of a match.
  struct Listing {
    var first = Numbers()
    var further = Numbers()
  }

  /// The lexicons' numbers for one token; names in more than three lexicons are rare and lose the rest.
  struct Numbers {
    var count = 0
    var items: (Int, Int, Int) = (0, 0, 0)

    /// Those of a token in no lexicon.
    static var none: Numbers { Numbers(count: 1) }

    mutating func insert(_ number: Int) {
      switch count {
      case 0: items.0 = number
      case 1: if items.0 == number { return } else { items.1 = number }
      case 2: if items.0 == number || items.1 == number { return } else { items.2 = number }
      default: return
      }
      count += 1
    }
  }

  init(_ lexicon: LexiconImage, _ image: EvidenceImage) {
    self.image = image
    // Number 0 is "in no lexicon".
    append("0", of: "")
    unlisted = table[0]
    for label in lexicon.labels {
      for place in ["S", "B", "I"] {
        append("\(place)-\(label)", of: place == "S" ? label : "")
        append("\(place)-\(label)?", of: place == "S" ? label : "")
      }
    }
  }

  private mutating func append(_ name: String, of label: String) {
    let kind =
      Self.placeLexicons.contains(label) ? WordProfiler.placeKind : label == "media" ? WordProfiler.mediumKind : nil
    doubtfulOrganisations.append(name.hasSuffix("-media?") || name.hasSuffix("-organisations?"))
    doubtfulKinds.append(name.hasSuffix("?") ? kind : nil)
    var sink = WeighingSink(image)
    let bytes = Array(name.utf8)
    sink.see("lex=", bytes)
    table.append(sink.sums)
    let hash = bytes.withUnsafeBufferPointer { EvidenceName.hash("g=", $0) }
    for kind in WordProfiler.kindHashes { joints.append(image.weights(EvidenceName.pair(hash, kind))) }
    names.append(name)
  }

  func listing(_ match: LexiconMatch, _ lexicon: LexiconImage) -> Listing {
    var listing = Listing()
    // A form that must stand letter for letter ("MAN") says nothing of a word that is written otherwise ("Man").
    let exact = lexicon.form(match.form).flags & Self.exact
    var form = match.firstForm
    while form != 0 {
      let record = lexicon.form(form)
      form = record.next
      if record.flags & Self.exact & ~exact != 0 { continue }
      let needsEvidence = record.flags & LexiconFlags.evidence.rawValue != 0 ? 1 : 0
      let number = 1 + Int(lexicon.entry(record).source) * 6 + needsEvidence
      listing.first.insert(match.tokens.count == 1 ? number : number + 2)
      listing.further.insert(number + 4)
    }
    return listing
  }

  /// The kind of a token for evidence that joins it with the word before, where the lexicons know better than the word.
  @inline(__always)
  func doubtfulKind(_ numbers: Numbers) -> UInt8? { doubtfulKinds[known: numbers.items.0] }

  /// Whether a lexicon lists an organisation here that is no name without further evidence.
  func isDoubtfulOrganisation(_ numbers: Numbers) -> Bool {
    doubtfulOrganisations[numbers.items.0] || numbers.count > 1 && doubtfulOrganisations[numbers.items.1]
      || numbers.count > 2 && doubtfulOrganisations[numbers.items.2]
  }

  private static let exact = LexiconTables.allCapitals | LexiconFlags.matchCase.rawValue

  /// The weights for the token itself.
  @inline(__always)
  func here(_ numbers: Numbers) -> EvidenceImage.Row { sum(numbers) { table[known: $0].here } &- unlisted.here }

  /// The weights for the token after it.
  @inline(__always)
  func before(_ numbers: Numbers) -> EvidenceImage.Row { sum(numbers) { table[known: $0].before } &- unlisted.before }

  /// The weights for the token after the next.
  @inline(__always)
  func farBefore(_ numbers: Numbers) -> EvidenceImage.Row {
    sum(numbers) { table[known: $0].farBefore } &- unlisted.farBefore
  }

  /// The weights for the token before it.
  @inline(__always)
  func after(_ numbers: Numbers) -> EvidenceImage.Row { sum(numbers) { table[known: $0].after } &- unlisted.after }

  /// The weights for the token before the one before.
  @inline(__always)
  func farAfter(_ numbers: Numbers) -> EvidenceImage.Row {
    sum(numbers) { table[known: $0].farAfter } &- unlisted.farAfter
  }

  /// The weights of being listed so and being such a word.
  @inline(__always)
  func joined(_ numbers: Numbers, _ kind: UInt8) -> EvidenceImage.Row {
    sum(numbers) { joint($0, kind) } &- unlisted(kind)
  }

  /// The weights of standing in no lexicon and being such a word.
  @inline(__always)
  func unlisted(_ kind: UInt8) -> EvidenceImage.Row { joint(0, kind) }

  @inline(__always)
  private func sum(_ numbers: Numbers, _ row: (Int) -> EvidenceImage.Row) -> EvidenceImage.Row {
    var sum = row(numbers.items.0)
    if numbers.count > 1 { sum &+= row(numbers.items.1) }
    if numbers.count > 2 { sum &+= row(numbers.items.2) }
    return sum
  }

  @inline(__always)
  private func joint(_ number: Int, _ kind: UInt8) -> EvidenceImage.Row {
    joints[known: number * WordProfiler.kindHashes.count + Int(kind)]
  }

  func names(_ numbers: Numbers, _ lexicon: LexiconImage) -> [String] {
    [numbers.items.0, numbers.items.1, numbers.items.2].prefix(numbers.count).map { names[$0] }
  }
}
