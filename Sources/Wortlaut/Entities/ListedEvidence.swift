/// The weights of standing in a lexicon, by lexicon, by whether the name needs evidence, and by whether the token is
/// the first of the name. Looked up once.
struct ListedEvidence {
  private let image: EvidenceImage
  private var table: [EvidenceSums] = []
  /// The weights of being listed so and being such a kind of word: a row a kind.
  private var joints: [EvidenceImage.Row] = []
  private var names: [String] = []

  /// The lexicons' numbers for one token; names in more than three lexicons are rare and lose the rest.
  struct Numbers {
    var count = 0
    var items: (Int, Int, Int) = (0, 0, 0)

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
    append("0")
    for label in lexicon.labels {
      for place in ["B", "I"] {
        append("\(place)-\(label)")
        append("\(place)-\(label)?")
      }
    }
  }

  private mutating func append(_ name: String) {
    var sink = WeighingSink(image)
    let bytes = Array(name.utf8)
    sink.see("lex=", bytes)
    table.append(sink.sums)
    let hash = bytes.withUnsafeBufferPointer { EvidenceName.hash("g=", $0) }
    for kind in WordProfiler.kindHashes { joints.append(image.weights(EvidenceName.pair(hash, kind))) }
    names.append(name)
  }

  @inline(__always)
  func numbers(_ match: Int32, _ matches: [LexiconMatch], _ token: Int, _ lexicon: LexiconImage) -> Numbers {
    var numbers = Numbers()
    guard match != 0 else {
      numbers.count = 1
      return numbers
    }
    let match = matches[Int(match) - 1]
    var form = match.firstForm
    while form != 0 {
      let record = lexicon.form(form)
      let entry = lexicon.entry(record)
      let needsEvidence = record.flags & LexiconFlags.evidence.rawValue != 0
      let isFirst = token == match.tokens.lowerBound
      numbers.insert(1 + Int(entry.source) * 4 + (isFirst ? 0 : 2) + (needsEvidence ? 1 : 0))
      form = record.next
    }
    return numbers
  }

  /// The weights for the token itself.
  @inline(__always)
  func here(_ numbers: Numbers) -> EvidenceImage.Row {
    var row = table[numbers.items.0].here
    if numbers.count > 1 { row &+= table[numbers.items.1].here }
    if numbers.count > 2 { row &+= table[numbers.items.2].here }
    return row
  }

  /// The weights for the token after it.
  @inline(__always)
  func before(_ numbers: Numbers) -> EvidenceImage.Row {
    var row = table[numbers.items.0].before
    if numbers.count > 1 { row &+= table[numbers.items.1].before }
    if numbers.count > 2 { row &+= table[numbers.items.2].before }
    return row
  }

  /// The weights for the token before it.
  @inline(__always)
  func after(_ numbers: Numbers) -> EvidenceImage.Row {
    var row = table[numbers.items.0].after
    if numbers.count > 1 { row &+= table[numbers.items.1].after }
    if numbers.count > 2 { row &+= table[numbers.items.2].after }
    return row
  }

  /// The weights of being listed so and being such a word.
  @inline(__always)
  func joined(_ numbers: Numbers, _ kind: UInt8) -> EvidenceImage.Row {
    var row = joint(numbers.items.0, kind)
    if numbers.count > 1 { row &+= joint(numbers.items.1, kind) }
    if numbers.count > 2 { row &+= joint(numbers.items.2, kind) }
    return row
  }

  @inline(__always)
  private func joint(_ number: Int, _ kind: UInt8) -> EvidenceImage.Row {
    joints[number * WordProfiler.kindHashes.count + Int(kind)]
  }

  func names(_ numbers: Numbers, _ lexicon: LexiconImage) -> [String] {
    [numbers.items.0, numbers.items.1, numbers.items.2].prefix(numbers.count).map { names[$0] }
  }
}
