/// The closed classes of `lexicons/words/word-classes.tsv`; the raw value is the name in that file.
enum ClosedClass: String, CaseIterable {
  case determiner
  case notNominative = "not-nominative"
  case nominativeOrAccusative = "nominative-or-accusative"
  case definiteDative = "definite-dative"
  case genitive, indefinite, negative
  case possessiveDative = "possessive-dative"
  case sourceOpener = "source-opener"
  case sourceAdjective = "source-adjective"
  case pronoun, person
  case pluralPronoun = "plural-pronoun"
  case subjectPronoun = "subject-pronoun"
  case es, sie, man, wir, named
  case firstPerson = "first-person"
  case secondPerson = "second-person"
  case neuter, this
  case objectPronoun = "object-pronoun"
  case reflexive, preposition
  case attributePreposition = "attribute-preposition"
  case originPreposition = "origin-preposition"
  case mediumPreposition = "medium-preposition"
  case agentPreposition = "agent-preposition"
  case `for`, von
  case seldomVerb = "seldom-verb"
  case nameParticle = "name-particle"
  case laut, gemaess, nach, zufolge, demnach, danach, wonach, so
  case soCalled = "so-called"
  case zu, als, and, or
  case gegenueber = "gegenüber"
  case toward, before
  case toPerson = "to-person"
  case says, dative, den, ihr
  case dativeMasculine = "dative-masculine"
  case dativePronoun = "dative-pronoun"
  case subordinator, that, whether, wie
  case lateSubordinator = "late-subordinator"
  case strictSubordinator = "strict-subordinator"
  case finalSubordinator = "final-subordinator"
  case conditional
  case purpose
  case temporal, coordinator
  case clauseCoordinator = "clause-coordinator"
  case segmentOpener = "segment-opener"
  case newClause = "new-clause"
  case keptCoordinator = "kept-coordinator"
  case contrast
  case matrixAdverb = "matrix-adverb"
  case question, relative
  case onWhole = "on-whole"
  case reason
  case relativeSubject = "relative-subject"
  case relativeOblique = "relative-oblique"
  case correlate, davon
  case nounOfDemand = "noun-of-demand"
  case passiveAuxiliary = "passive-auxiliary"
  case future, soll, claim, view, stance, outlook, shows, comes, deem, possessive, circumposition, apart, somebody
  case asPlanned = "as-planned"
  case perfectOfHaben = "perfect-of-haben"
  case negation, casualty, about
  case perfectInfinitive = "perfect-infinitive"
  case habit, causative, demonstrative
  case justThen = "just-then"
  case inquiry, therein
  case nominalDeterminer = "nominal-determiner"
  case woman, gentleman, conjecture, worden, degree, adverb, time, separable
  case notVerb = "not-verb"
}

/// A set of closed word classes.
struct ClosedClasses: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init() {}

  init(_ classes: ClosedClass...) {
    for each in classes { insert(each) }
  }

  mutating func insert(_ wordClass: ClosedClass) {
    let bit = wordClass.ordinal
    if bit < 64 { low |= 1 << UInt64(bit) } else { high |= 1 << UInt64(bit - 64) }
  }

  @inline(__always)
  func contains(_ wordClass: ClosedClass) -> Bool {
    let bit = wordClass.ordinal
    return bit < 64 ? low >> UInt64(bit) & 1 == 1 : high >> UInt64(bit - 64) & 1 == 1
  }

  @inline(__always)
  func intersects(_ other: ClosedClasses) -> Bool { low & other.low | high & other.high != 0 }
}

extension ClosedClass {
  /// The case's place in declaration order: for a fieldless enum the value itself.
  @inline(__always)
  var ordinal: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}

/// What forms of a verb a word can be. A form such as "berichtet" is several.
struct VerbForms: OptionSet, Hashable, Sendable {
  let rawValue: UInt8
  static let indicative = VerbForms(rawValue: 1)
  static let konjunktiv1 = VerbForms(rawValue: 2)
  static let konjunktiv2 = VerbForms(rawValue: 4)
  static let participle = VerbForms(rawValue: 8)
  static let infinitive = VerbForms(rawValue: 16)
  /// An infinitive with its "zu" inside: "anzukündigen".
  static let zuInfinitive = VerbForms(rawValue: 32)
  static let auxiliary = VerbForms(rawValue: 64)
  static let modal = VerbForms(rawValue: 128)

  static let finite: VerbForms = [.indicative, .konjunktiv1, .konjunktiv2]
  static let helper: VerbForms = [.auxiliary, .modal]
}

/// What a noun can do around speech.
struct NounUses: OptionSet, Hashable, Sendable {
  let rawValue: UInt16
  /// Stands after nach, laut, zufolge: "Angaben".
  static let source = NounUses(rawValue: 1)
  /// Takes a clause of its own: "die Behauptung, dass".
  static let clause = NounUses(rawValue: 2)
  /// A text or broadcaster that can itself speak: "Bericht".
  static let medium = NounUses(rawValue: 4)
  /// Someone or some body that speaks, by role: "Sprecherin".
  static let role = NounUses(rawValue: 8)
  /// A title follows in quotation marks: "Film".
  static let beforeTitle = NounUses(rawValue: 16)
  /// A name follows in quotation marks: "Partei".
  static let beforeName = NounUses(rawValue: 32)
  /// A word follows that is meant as a word: "der Begriff".
  static let beforeWord = NounUses(rawValue: 64)
  /// Speech follows in quotation marks: "Parole".
  static let beforeSpeech = NounUses(rawValue: 128)

  /// A role of one person, not of a group or body: "Ministerin".
  static let person = NounUses(rawValue: 256)
  /// Says that something is a name: "Titel", "Spitzname".
  static let isName = NounUses(rawValue: 2048)
  /// Names a talk or a letter: "Gespräch", whose partner is spoken to.
  static let talk = NounUses(rawValue: 512)
  /// The public as journalists stand for it: "Presse".
  static let press = NounUses(rawValue: 1024)

  /// A newspaper or agency: "Zeitung", "dpa"; and one whose name is a word in other use, a paper only in quotation marks.
  static let outlet = NounUses(rawValue: 4096)
  static let paper = NounUses(rawValue: 8192)

  /// Happens at a time: after nach with an article it is no source ("nach dem Urteil").
  static let event = NounUses(rawValue: 16384)

  /// A person whose noun is declined as an adjective, so that the ending and article tell the sex: "der Vorsitzende",
  /// "die Vorsitzende".
  static let adjectival = NounUses(rawValue: 32768)

  static let naming: NounUses = [.beforeTitle, .beforeName, .beforeWord, .beforeSpeech]
}

/// What a cue verb can govern, by the tags of `lexicons/words/cue-verbs.tsv`.
struct Government: OptionSet, Sendable {
  let rawValue: UInt32
  static let direct = Government(rawValue: 1 << 0)
  static let that = Government(rawValue: 1 << 1)
  static let verbSecond = Government(rawValue: 1 << 2)
  static let infinitive = Government(rawValue: 1 << 3)
  static let question = Government(rawValue: 1 << 4)
  static let nounPhrase = Government(rawValue: 1 << 5)
  static let judgement = Government(rawValue: 1 << 6)
  static let mental = Government(rawValue: 1 << 7)
  static let told = Government(rawValue: 1 << 8)
  static let es = Government(rawValue: 1 << 9)
  static let davon = Government(rawValue: 1 << 10)
  static let von = Government(rawValue: 1 << 11)
  static let correlate = Government(rawValue: 1 << 12)
  static let quoted = Government(rawValue: 1 << 13)
  static let naming = Government(rawValue: 1 << 14)
  /// Speaks only under a modal verb: "wollte wissen".
  static let modalOnly = Government(rawValue: 1 << 15)
  /// Who is spoken to stands in the accusative: "forderte die Regierung auf".
  static let accusative = Government(rawValue: 1 << 16)
  /// Who is spoken to stands in the dative, whatever noun it is: "warf den Rebellen vor".
  static let dative = Government(rawValue: 1 << 17)
  /// Who or what says it stands after "aus": "Aus dem Bericht geht hervor, dass …".
  static let origin = Government(rawValue: 1 << 18)

  /// Speaks only under lassen: "ließ wissen".
  static let causativeOnly = Government(rawValue: 1 << 19)

  /// Speaks only of what a text holds: "Im Brief steht, dass …".
  static let place = Government(rawValue: 1 << 20)

  /// Speaks only as an infinitive with zu under sein: "aus Paris ist zu hören".
  static let audible = Government(rawValue: 1 << 21)

  static let names: [(String, Government)] = [
    ("direct", .direct), ("dass", .that), ("v2", .verbSecond), ("inf", .infinitive), ("ob", .question),
    ("np", .nounPhrase), ("als", .judgement), ("mental", .mental), ("told", .told), ("es", .es), ("davon", .davon),
    ("von", .von), ("correlate", .correlate), ("quoted", .quoted),
    ("naming", .naming), ("modal", .modalOnly),
    ("wen", .accusative), ("wem", .dative), ("aus", .origin), ("lassen", .causativeOnly), ("in", .place),
    ("zu", .audible),
  ]
}

/// One way to read a word as a cue verb.
struct CueReading: Sendable {
  enum Form: UInt8, Sendable { case finite, joined, participle, infinitive, zuInfinitive }
  var form: Form
  var governs: Government
  /// Index of the separable particle in ``QuotationLexicon/particles``; -1 where the verb has none.
  var particle: Int16
  /// The particle stands before the verb as a word, or words, of its own: "zu Protokoll gegeben", "deutlich gemacht".
  var isApart = false
}

/// Why a word's sentence is worth reading.
struct Trigger: OptionSet, Hashable, Sendable {
  let rawValue: UInt8
  /// A form of a cue verb, or a Konjunktiv.
  static let verb = Trigger(rawValue: 1)
  /// A noun that takes a clause, or a word such as laut, zufolge, demnach.
  static let noun = Trigger(rawValue: 2)
  /// "so", after a comma.
  static let so = Trigger(rawValue: 4)
  static let nach = Trigger(rawValue: 8)
  /// A noun before or after nach.
  static let source = Trigger(rawValue: 16)
}

/// All that the word lists say about a word.
struct SpeechFacts: Hashable, Sendable {
  var classes = ClosedClasses()
  var verb: VerbForms = []
  var noun: NounUses = []
  var hasAdjectiveEnding = false
  var hasAdverbEnding = false
  var endsInEr = false
  var endsInEn = false
  var endsInIn = false
  var trigger: Trigger = []
  /// Where the word's readings as a cue stand in ``QuotationLexicon/readings``; -1 where it has none.
  var firstCue: Int32 = -1
  var cueCount: Int32 = 0
}
