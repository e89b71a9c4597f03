/// Finds named entities.
///
/// With the lexicons that come with the program it finds the names they list, and names they do not list by weighed
/// evidence: titles, first names, prepositions, heads of compounds, endings (see ARCHITECTURE.md). A lexicon of one's
/// own is taken at its word: what it lists is found wherever it stands, and outranks everything else.
public struct TagEntitiesStage: Stage {
  public static let name: StageName = "tag-entities"
  public static let summary = "finds named entities by lexicons and, with the built-in ones, by weighed evidence"
  /// The names of the lexicons in `lexicons/`, those that outrank others last.
  public static let builtInLexicons = [
    "languages", "currencies", "toponyms-by-sa", "cities", "works-and-events", "companies", "media", "places",
    "countries", "persons", "organisations",
  ]
  public static let settings = [
    Setting(
      "lexicons", .lexicons(default: builtInLexicons),
      help: "lexicons by name or path; later ones outrank earlier ones; with paths alone only what they list is found"),
    Setting("add", .lexicons(default: []), help: "lexicons of one's own beside the others; they outrank them"),
    Setting("as", .text(default: "entities"), help: "the layer to write"),
  ]

  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.tokens, .sentences], provides: [LayerName(rawValue: settings.text("as") ?? "entities")])
  }

  let layer: LayerName
  /// Lexicons of the user's own; what they list is certain, but for names flagged `evidence`.
  let given: [(lexicon: LexiconImage, rank: Int)]
  /// The built-in lexicons and what is weighed beside them.
  let known: (lexicon: LexiconImage, evidence: EvidenceImage)?
  /// Whether what the built-in lexicons and evidence find is written; else it only bears witness.
  let writesKnown: Bool
  public let dataFingerprint: UInt64

  public init(_ settings: StageSettings, context: StageContext) throws {
    layer = LayerName(rawValue: settings.text("as") ?? "entities")
    let names = settings.list("lexicons")
    var builtIn = names.filter { !context.isPath($0) }.map { ($0, context.lexiconPath($0)) }
    let own = (names.filter { context.isPath($0) } + settings.list("add")).map {
      (Self.shortName($0), context.lexiconPath($0))
    }
    let library = LexiconLibrary()
    let (images, ownKey) = try library.openOwn(own)
    given = images.map { ($0.0, $0.rank) }
    writesKnown = !builtIn.isEmpty
    if builtIn.isEmpty, given.contains(where: { $0.lexicon.needsEvidence }) {
      builtIn = Self.builtInLexicons.map { ($0, context.lexiconPath($0)) }
    }
    var fingerprint = ownKey
    if builtIn.isEmpty {
      known = nil
    } else {
      let (lexicon, lexiconKey) = try library.open(builtIn)
      let (evidence, evidenceKey) = try library.openEvidence(context.data)
      known = (lexicon, evidence)
      fingerprint = StableHash.mix(fingerprint, StableHash.mix(lexiconKey, evidenceKey))
    }
    dataFingerprint = fingerprint
  }

  /// `drugs` for `./lists/drugs.tsv`.
  static func shortName(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
  }

  public func makeWorker() throws -> any StageWorker { Worker(self) }

  struct Worker: StageWorker {
    private let layer: LayerName
    private let writesKnown: Bool
    private var given: [(names: NameBeginnings, rank: Int)]
    private var tagger: EntityTagger?
    private var found: [Entity] = []
    private var tagged: [Entity] = []
    /// What is found of names that need evidence, by their places in `found`.
    private var doubtful: [Int] = []

    init(_ stage: TagEntitiesStage) {
      layer = stage.layer
      writesKnown = stage.writesKnown
      given = stage.given.map { (NameBeginnings($0.lexicon), $0.rank) }
      tagger = stage.known.map { EntityTagger($0.lexicon, $0.evidence) }
    }

    mutating func process(_ document: inout Document) throws {
      document.prepareKeys()
      found.removeAll(keepingCapacity: true)
      doubtful.removeAll(keepingCapacity: true)
      if !given.isEmpty { findGiven(document) }
      if tagger != nil, writesKnown || !doubtful.isEmpty {
        tagged.removeAll(keepingCapacity: true)
        tagger?.tag(document, into: &tagged)
        dropUnwitnessed()
        if writesKnown { merge() }
      }
      if layer == .entities {
        swap(&document.entities, &found)
      } else {
        document.furtherEntities[layer] = found
      }
      found.dropIfVeryLarge()
      tagged.dropIfVeryLarge()
    }

    /// What the user's lexicons list, longest first from left to right, then by priority.
    private mutating func findGiven(_ document: borrowing Document) {
      for index in given.indices { given[index].names.read(document) }
      for sentence in document.sentences {
        var token = sentence.tokens.lowerBound
        while token < sentence.tokens.upperBound {
          var best: LexiconMatch?
          var winner = 0
          var bestPriority = 0
          for index in given.indices {
            guard given[index].names.begins(document.words[token]),
              let match = given[index].names.match(document, at: token, limit: sentence.tokens.upperBound)
            else { continue }
            let image = given[index].names.image
            let priority = Int(image.entry(image.form(match.form)).priority) + given[index].rank
            if best.map({ (match.tokens.upperBound, priority) < ($0.tokens.upperBound, bestPriority) }) ?? false {
              continue
            }
            (best, winner, bestPriority) = (match, index, priority)
          }
          guard let best else {
            token += 1
            continue
          }
          let image = given[winner].names.image
          if image.form(best.form).flags & LexiconFlags.evidence.rawValue != 0 { doubtful.append(found.count) }
          found.append(EntityTagger.entity(best, document, image))
          token = best.tokens.upperBound
        }
      }
    }

    /// Drops names that need evidence where the weighed evidence finds no name of their kind, or a longer one.
    private mutating func dropUnwitnessed() {
      var unwitnessed: Set<Int> = []
      var at = 0
      for index in doubtful {
        let (span, type) = (found[index].span, found[index].type)
        while at < tagged.count, tagged[at].span.end <= span.start { at += 1 }
        let witness = at < tagged.count && tagged[at].form != .part && span.contains(tagged[at].span) ? tagged[at] : nil
        let isWitnessed = witness.map { $0.type == type || !EntityType.builtIn.contains(type) } ?? false
        if !isWitnessed { unwitnessed.insert(index) }
      }
      guard !unwitnessed.isEmpty else { return }
      found = found.enumerated().filter { !unwitnessed.contains($0.offset) }.map(\.element)
    }

    /// Joins both layers in order; what the user's lexicons list wins.
    private mutating func merge() {
      if found.isEmpty {
        swap(&found, &tagged)
        return
      }
      let sure = found
      found.removeAll(keepingCapacity: true)
      var next = 0
      for entity in tagged {
        while next < sure.count, sure[next].span.start < entity.span.start {
          found.append(sure[next])
          next += 1
        }
        let isBefore = next < sure.count && sure[next].span.overlaps(entity.span)
        let isAfter = found.last.map { $0.span.overlaps(entity.span) } ?? false
        if !isBefore, !isAfter { found.append(entity) }
      }
      found.append(contentsOf: sure[next...])
    }
  }
}
