/// Finds named entities.
///
/// With the lexicons that come with the program it finds the names they list, and names they do not list by weighed
/// evidence: titles, first names, prepositions, heads of compounds, endings (see ARCHITECTURE.md). A lexicon of one's
/// own is taken at its word: what it lists is found wherever it stands, and outranks everything else.
public struct TagEntitiesStage: Stage {
  public static let name: StageName = "tag-entities"
  public static let summary = "finds named entities by lexicons and, with the built-in ones, by weighed evidence"
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
  /// Lexicons of the user's own; what they list is certain.
  let given: LexiconImage?
  /// The built-in lexicons and what is weighed beside them.
  let known: (lexicon: LexiconImage, evidence: EvidenceImage)?
  public let dataFingerprint: UInt64

  public init(_ settings: StageSettings, context: StageContext) throws {
    layer = LayerName(rawValue: settings.text("as") ?? "entities")
    let names = settings.list("lexicons")
    let builtIn = names.filter { !context.isPath($0) }.map { ($0, context.lexiconPath($0)) }
    let own = (names.filter { context.isPath($0) } + settings.list("add")).map {
      (Self.shortName($0), context.lexiconPath($0))
    }
    let library = LexiconLibrary()
    var fingerprint: UInt64 = 0
    if builtIn.isEmpty {
      known = nil
    } else {
      let (lexicon, lexiconKey) = try library.open(builtIn)
      let (evidence, evidenceKey) = try library.openEvidence(context.data)
      known = (lexicon, evidence)
      fingerprint = StableHash.mix(lexiconKey, evidenceKey)
    }
    if own.isEmpty {
      given = nil
    } else {
      let (lexicon, key) = try library.open(own)
      given = lexicon
      fingerprint = StableHash.mix(fingerprint, key)
    }
    dataFingerprint = fingerprint
  }

  /// `drugs` for `./lists/drugs.tsv`.
  private static func shortName(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
  }

  public func makeWorker() throws -> any StageWorker { Worker(self) }

  struct Worker: StageWorker {
    private let layer: LayerName
    private var given: LexiconMatcher?
    private var tagger: EntityTagger?
    private var found: [Entity] = []
    private var tagged: [Entity] = []

    init(_ stage: TagEntitiesStage) {
      layer = stage.layer
      given = stage.given.map { LexiconMatcher($0) }
      tagger = stage.known.map { EntityTagger($0.lexicon, $0.evidence) }
    }

    mutating func process(_ document: inout Document) throws {
      document.prepareKeys()
      found.removeAll(keepingCapacity: true)
      if given != nil { findGiven(document) }
      if tagger != nil {
        tagged.removeAll(keepingCapacity: true)
        tagger?.tag(document, into: &tagged)
        merge()
      }
      if layer == .entities {
        swap(&document.entities, &found)
      } else {
        document.furtherEntities[layer] = found
      }
    }

    /// What the user's lexicons list, longest first from left to right.
    private mutating func findGiven(_ document: borrowing Document) {
      for sentence in document.sentences {
        var token = sentence.tokens.lowerBound
        while token < sentence.tokens.upperBound {
          guard let match = given?.match(document, at: token, limit: sentence.tokens.upperBound), let matcher = given
          else {
            token += 1
            continue
          }
          found.append(EntityTagger.entity(match, document, matcher.image))
          token = match.tokens.upperBound
        }
      }
    }

    /// Joins both layers in order; what the user's lexicons list wins.
    private mutating func merge() {
      if found.isEmpty {
        swap(&found, &tagged)
        return
      }
      let sure = found
      found += tagged.filter { entity in !sure.contains { $0.span.overlaps(entity.span) } }
      found.sort { $0.span < $1.span }
    }
  }
}
