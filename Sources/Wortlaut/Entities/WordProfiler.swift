/// Makes the profiles of words and keeps them. One a worker.
///
/// A profile costs about a microsecond; most words of a text have been seen before. Profiles are kept by the words'
/// numbers (``Document/words``) until the numbers begin anew, so memory is bounded.
struct WordProfiler {
  let image: EvidenceImage
  let lexicon: LexiconImage
  private var analysis: WordAnalysis
  /// What the numbers are of: ``Document/wordsOf``.
  private var wordsOf: UInt64 = 0
  /// By the words' numbers.
  private(set) var profiles: [WordProfile] = []
  /// The facts of each word, parallel to `profiles`, apart because every token asks for them; none where a word has not
  /// been seen by this stage.
  private(set) var facts: [WordFacts] = []
  /// The weights each word brings to itself and to the tokens around it, parallel to `profiles`.
  private(set) var weights: [EvidenceSums] = []
  /// Weights of a word joined with the kind of the next: a row a kind.
  private var joints: [EvidenceImage.Row] = []
  private var scratch: [UInt8] = []
  private var compounds: CompoundReader
  /// The hash of the word as the left part of joined evidence: `c=in`.
  private var joint: UInt64 = 0

  init(_ image: EvidenceImage, _ lexicon: LexiconImage) {
    self.image = image
    self.lexicon = lexicon
    analysis = WordAnalysis(image)
    compounds = CompoundReader(lexicon)
  }

  /// Sees to it that every word of the document has a profile under its number.
  mutating func read(_ document: borrowing Document) {
    if wordsOf != document.wordsOf {
      wordsOf = document.wordsOf
      profiles.removeAll(keepingCapacity: true)
      facts.removeAll(keepingCapacity: true)
      weights.removeAll(keepingCapacity: true)
      joints.removeAll(keepingCapacity: true)
    }
    let new = document.wordCount - profiles.count
    if new > 0 {
      profiles.append(contentsOf: repeatElement(WordProfile(), count: new))
      facts.append(contentsOf: repeatElement([], count: new))
      weights.append(contentsOf: repeatElement(EvidenceSums(), count: new))
    }
    for (token, word) in document.words.enumerated() where facts[Int(word)].isEmpty {
      add(document, token, Int(word))
    }
  }

  private mutating func add(_ document: borrowing Document, _ token: Int, _ number: Int) {
    var sink = WeighingSink(image)
    var profile = WordProfile()
    profile.facts = .isProfiled
    document.withNorm(of: token) { bytes in
      describe(bytes, document.tokens[token].shape, document.tokens[token].kind, &profile, &sink)
    }
    if profile.facts.contains(.leads) { profile.joints = addJoints(joint) }
    profiles[number] = profile
    facts[number] = profile.facts
    weights[number] = sink.sums
  }

  /// Looks the joined weights of a word up once for all kinds of the next.
  private mutating func addJoints(_ left: UInt64) -> UInt32 {
    guard image.knows(left) else { return 0 }
    var rows: [EvidenceImage.Row] = []
    for kind in Self.kindHashes { rows.append(image.weights(EvidenceName.pair(left, kind))) }
    joints += rows
    return UInt32(joints.count / rows.count)
  }

  /// The weights that a word whose profile has joints brings to a next word of a kind.
  @inline(__always)
  func joint(_ number: UInt32, _ kind: UInt8) -> EvidenceImage.Row {
    joints[known: (Int(number) - 1) * Self.kindHashes.count + Int(kind)]
  }

  /// The names of the evidence that a word brings, for `explain` and for learning weights.
  mutating func evidence(_ document: borrowing Document, _ token: Int) -> [String] {
    var sink = NamingSink()
    var profile = WordProfile()
    document.withNorm(of: token) { bytes in
      describe(bytes, document.tokens[token].shape, document.tokens[token].kind, &profile, &sink)
    }
    return sink.names
  }

  /// The right parts of joined evidence.
  static let kinds: [StaticString] = [
    "low", "unknown", "common", "first", "last", "first+", "last+", "acronym", "mark", "number", "place",
    "medium",
  ]
  /// The kind, as right part, of a word that is also a place's name.
  static let placeKind: UInt8 = 10
  /// The same of a newspaper's name.
  static let mediumKind: UInt8 = 11
  static let kindHashes: [UInt64] = kinds.map { EvidenceName.hash($0) }

  // MARK: Describing a word

  private mutating func describe(
    _ word: UnsafeBufferPointer<UInt8>, _ shape: TokenShape, _ kind: TokenKind, _ profile: inout WordProfile,
    _ sink: inout some EvidenceSink
  ) {
    let isName = shape.contains(.capitalized) || shape.contains(.innerCapital)
    analysis.read(word, withHeads: isName)
    let key = analysis.key
    joint = key.withUnsafeBufferPointer { EvidenceName.hash("c=", $0) }
    sink.see("w=", key)
    describeCluster(WordAnalysis.writing(shape), &sink)
    describeShape(word, shape, kind, &profile, &sink)
    if !profile.facts.contains(.capitalized) || analysis.own.classes.contains(.function) {
      profile.facts.insert(.leads)
    }
    guard key.contains(where: { $0 &- 0x61 < 26 || $0 >= 0x80 }) else {
      let isMark = profile.kind == 8 && !shape.contains(.hasDigit)
      profile.category = isMark ? WordCategory(mark: word) : .number
      // A name may go on after it: "Polizeiinspektion Lüneburg/Uelzen".
      if profile.category == .slash { profile.facts.insert(.joins) }
      if analysis.own.classes.contains(.legalForm) {
        // "&" and the like.
        profile.facts.insert(.joins)
        profile.category = .legalForm
      }
      return
    }
    key.withUnsafeBufferPointer { key in
      sink.see("e3=", Self.lastCharacters(key, 3))
      if isName {
        sink.see("e2=", Self.lastCharacters(key, 2))
        sink.see("e4=", Self.lastCharacters(key, 4))
        sink.see("b3=", Self.firstCharacters(key, 3))
      }
    }
    describeClasses(shape, isName, &profile, &sink)
    if shape.contains(.hasHyphen), !profile.facts.contains(.derived) { describePair(word, isName, &profile, &sink) }
    profile.category = category(shape, profile)
    if shape.contains(.hasHyphen), isName { describeCompound(word, &sink) }
  }

  private func category(_ shape: TokenShape, _ profile: WordProfile) -> WordCategory {
    let isCapitalized = shape.contains(.capitalized)
    func stands(_ classes: NameWords) -> Bool {
      analysis.word(classes, .noun) != nil || !analysis.heads.isDisjoint(with: classes)
    }
    if analysis.own.classes.contains(.legalForm) { return .legalForm }
    if analysis.own.classes.contains(.particle) { return .particle }
    if profile.facts.contains(.derived) {
      return isCapitalized && analysis.word(.adjective, .adjective) != nil ? .namingAdjective : .derived
    }
    if isCapitalized, isFirm { return .firm }
    if isCapitalized, stands(.organisationHead) { return .organisationHead }
    if isCapitalized, stands(.placeHead) { return .placeHead }
    if profile.facts.contains(.role) { return isCapitalized ? .role : .smallRole }
    if shape.contains(.singleLetter), isCapitalized { return .letter }
    if isCapitalized, let isDoubtful = isDoubtfulPlace() { return isDoubtful ? .doubtfulPlace : .place }
    switch profile.kind {
    case 1: return .unknown
    case 2: return .common
    case 3: return .first
    case 4: return .last
    case 5: return .firstCommon
    case 6: return .lastCommon
    case 7: return .acronym
    case 8: return profile.facts.contains(.capitalized) ? .unknown : .mark
    case 9: return .number
    default: return analysis.own.classes.contains(.speech) ? .speech : .low
    }
  }

  /// The word's cluster and the coarser ones it is in: words that stand in like contexts (Brown et al. 1992).
  private func describeCluster(_ writing: Int, _ sink: inout some EvidenceSink) {
    let (cluster, isGenitive) = analysis.cluster(writing)
    if cluster == 0 || isGenitive { sink.see("cl=", 0) }
    if cluster == 0 { return }
    if !isGenitive { sink.see("cl=", Int(cluster)) }
    sink.see("c4=", Int(cluster & 15))
    sink.see("c6=", Int(cluster & 63))
    sink.see("c8=", Int(cluster & 255))
  }

  private func describeShape(
    _ word: UnsafeBufferPointer<UInt8>, _ shape: TokenShape, _ kind: TokenKind, _ profile: inout WordProfile,
    _ sink: inout some EvidenceSink
  ) {
    // At most eight marks, a byte each.
    var pattern: UInt64 = 0
    var length = 0
    var last: UInt8 = 0
    var at = 0
    while at < word.count {
      let byte = word[at]
      var mark = byte
      if byte < 0x80 {
        if byte &- 0x41 < 26 {
          mark = 0x58
        } else if byte &- 0x61 < 26 {
          mark = 0x78
        } else if byte &- 0x30 < 10 {
          mark = 0x39
        }
        at += 1
      } else {
        // Accented letters count as capitals only in front, where the shape knows.
        mark = at == 0 && shape.contains(.capitalized) ? 0x58 : 0x78
        at += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      }
      if mark != last, length < 8 {
        pattern |= UInt64(mark) << UInt64(8 * length)
        length += 1
      }
      last = mark
    }
    withUnsafeBytes(of: pattern.littleEndian) { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { sink.see("s=", UnsafeBufferPointer(rebasing: $0[..<length])) }
    }
    let isLetter = shape.contains(.capitalized) || shape.contains(.hasLowercase) || shape.contains(.innerCapital)
    let isHouseNumber =
      word.count > 1 && word.count < 6 && word.last.map { $0 &- 0x61 < 26 } ?? false
      && word.dropLast().allSatisfy { $0 &- 0x30 < 10 }
    if kind == .number || kind == .ordinal || (!isLetter && shape.contains(.hasDigit)) || isHouseNumber {
      profile.facts.insert(.isNumber)
      profile.kind = 9
    } else if !isLetter {
      profile.kind = 8
    }
    if shape.contains(.capitalized) {
      profile.facts.formUnion([.open, .capitalized])
      sink.see("capital")
      if !shape.contains(.hasLowercase), word.count > 1 {
        sink.see("acronym=", [UInt8(0x30 + min(word.count, 6))])
        profile.kind = 7
      }
    } else if shape.contains(.innerCapital) {
      profile.facts.insert(.open)
    }
  }

  private mutating func describeClasses(
    _ shape: TokenShape, _ isName: Bool, _ profile: inout WordProfile, _ sink: inout some EvidenceSink
  ) {
    let own = analysis.own.classes
    if own.contains(.address) { profile.facts.insert(.isAddress) }
    if own.contains(.inLegalForm) { profile.facts.insert(.inLegalForm) }
    if own.contains(.particle) {
      sink.see("particle")
      profile.facts.insert(.joins)
    }
    if own.contains(.legalForm) { sink.see("legal") }
    if own.contains(.speech), !isName { sink.see("say") }
    if let word = analysis.word(.adjective, .adjective) {
      sink.see("derived=", "adjective")
      profile.place = word.place
      profile.facts.formUnion([.open, .derived])
    }
    // "Autobauer" is no person, though "Bauer" is.
    if isName, isFirm {
      sink.see("firm")
    } else if analysis.word(.role, .noun) != nil {
      sink.see("role")
      profile.facts.insert(.role)
    } else if analysis.heads.contains(.role) {
      sink.see("role+")
      profile.facts.insert(.role)
    }
    if isName { describeName(&profile, &sink) }
  }

  private mutating func describeName(_ profile: inout WordProfile, _ sink: inout some EvidenceSink) {
    if profile.place == 0, let word = analysis.word(.inhabitant, .inhabitant) {
      sink.see("derived=", "inhabitant")
      profile.place = word.place
      profile.facts.insert(.derived)
    }
    if profile.place == 0, let town = townOfInhabitant() {
      sink.see("derived=", "er")
      profile.town = town
      profile.facts.insert(.derived)
    }
    if analysis.word(.organisationHead, .noun) != nil {
      sink.see("orghead")
    } else if analysis.heads.contains(.organisationHead) {
      sink.see("orghead+")
    }
    if analysis.word(.placeHead, .noun) != nil {
      sink.see("placehead")
    } else if analysis.heads.contains(.placeHead) {
      sink.see("placehead+")
    }
    let isFirst = analysis.word(.firstName, .genitive) != nil
    let isLast = analysis.word([.lastName, .knownSurname], .genitive) != nil
    if analysis.word(.knownSurname, .genitive) != nil { sink.see("surname") }
    let common = analysis.commonness()
    let isCommon = common.utf8CodeUnitCount != 7
    sink.see("k=", common)
    if isFirst {
      sink.see("first")
      profile.facts.insert(.firstName)
    }
    if isLast {
      sink.see("last")
      profile.facts.insert(.lastName)
    }
    if isCommon { profile.facts.insert(.isCommon) }
    if analysis.isCompound { profile.facts.insert(.isCompound) }
    if analysis.isNoun { profile.facts.insert(.isNoun) }
    if profile.kind != 7 {
      profile.kind = isFirst ? (isCommon ? 5 : 3) : isLast ? (isCommon ? 6 : 4) : isCommon ? 2 : 1
    }
  }

  /// Whether a firm's name follows the word: "Hersteller", "Autobauer".
  private var isFirm: Bool { analysis.word(.firm, .noun) != nil || analysis.heads.contains(.firm) }

  /// Whether the word is a place of the lexicon only on evidence; nil where it is none.
  private func isDoubtfulPlace() -> Bool? {
    let sequence = StableHash.hash(analysis.key)
    guard lexicon.mayBegin(sequence), let slot = lexicon.slot(sequence) else { return nil }
    var number = slot.forms
    while number != 0 {
      let form = lexicon.form(number)
      if lexicon.type(lexicon.entry(form)) == .location { return form.flags & LexiconFlags.evidence.rawValue != 0 }
      number = form.next
    }
    return nil
  }

  /// The lexicon's form of the town whose people or things are called so: "Kölner", "Bremerinnen", "Göttingern".
  ///
  /// -er drops the town's -e and -en before it (Duden, Wortbildung: "Halle" has its own forms, "Bremen" – "Bremer").
  private mutating func townOfInhabitant() -> UInt32? {
    for ending in Self.inhabitantSuffixes where analysis.key.count > ending.count + 2 {
      guard analysis.key.suffix(ending.count).elementsEqual(ending) else { continue }
      let stem = analysis.key.dropLast(ending.count)
      for addition in Self.townEndings {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: stem)
        scratch.append(contentsOf: addition)
        let sequence = StableHash.hash(scratch)
        guard lexicon.mayBegin(sequence), let slot = lexicon.slot(sequence), slot.forms != 0 else { continue }
        var number = slot.forms
        while number != 0 {
          let form = lexicon.form(number)
          if lexicon.type(lexicon.entry(form)) == .location { return number }
          number = form.next
        }
      }
    }
    return nil
  }

  private static let inhabitantSuffixes = ["er", "ern", "ers", "erin", "erinnen"].map { Array($0.utf8) }
  private static let townEndings = ["", "en", "e", "n"].map { Array($0.utf8) }

  /// Adjectives and inhabitants of two places: "deutsch-israelische", "Deutsch-Kanadier". The last part tells, or, where
  /// that is another adjective, the first: "europäisch-westlich", but "Deutsch-Lehrer".
  private mutating func describePair(
    _ word: UnsafeBufferPointer<UInt8>, _ isName: Bool, _ profile: inout WordProfile, _ sink: inout some EvidenceSink
  ) {
    guard let hyphen = word.lastIndex(of: 0x2D), hyphen > 0, hyphen + 1 < word.count else { return }
    analysis.read(UnsafeBufferPointer(rebasing: word[(hyphen + 1)...]), withHeads: false)
    var isPair = analysis.word(.adjective, .adjective) != nil || analysis.word(.inhabitant, .inhabitant) != nil
    if !isPair, word[hyphen + 1] &- 0x61 < 26 {
      analysis.read(UnsafeBufferPointer(rebasing: word[..<hyphen]), withHeads: false)
      isPair = analysis.own.classes.contains(.adjective)
    }
    if isPair {
      sink.see("derived=", "pair")
      profile.facts.formUnion([.open, .derived])
    }
    analysis.read(word, withHeads: isName)
  }

  /// The parts of a compound with a hyphen: "EU-Kommission", "Müller-Lüdenscheidt".
  private mutating func describeCompound(_ word: UnsafeBufferPointer<UInt8>, _ sink: inout some EvidenceSink) {
    sink.see("hyphen")
    guard let first = word.firstIndex(of: 0x2D), let last = word.lastIndex(of: 0x2D), first > 0, last + 1 < word.count
    else { return }
    let head = UnsafeBufferPointer(rebasing: word[(last + 1)...])
    let modifier = UnsafeBufferPointer(rebasing: word[..<first])
    analysis.read(head, withHeads: true)
    sink.see("hk=", analysis.commonness())
    if head[0] &- 0x61 < 26 { sink.see("hlow") }
    sink.see("hc=", Int(analysis.cluster(WordAnalysis.writing(TokenShape(head))).number & 255))
    if isFirm {
      sink.see("hfirm")
    } else if analysis.word(.role, .noun) != nil || analysis.heads.contains(.role) {
      sink.see("hrole")
    }
    if analysis.word(.organisationHead, .noun) != nil || analysis.heads.contains(.organisationHead) { sink.see("horg") }
    if analysis.word(.lastName, .genitive) != nil { sink.see("hlast") }
    analysis.read(modifier, withHeads: true)
    sink.see("m=", analysis.key)
    let shape = TokenShape(modifier)
    sink.see("mc=", Int(analysis.cluster(WordAnalysis.writing(shape)).number & 255))
    if !shape.contains(.hasLowercase) { sink.see("macronym") } else { sink.see("mk=", analysis.commonness()) }
    if analysis.own.classes.contains(.firstName) { sink.see("mfirst") }
    // All but the head may be a name ("IG-Metall-Chefin"), else its first part ("EU-Agrarrat-Sitzung").
    guard let form = compounds.forms(UnsafeBufferPointer(rebasing: word[..<last])) ?? compounds.forms(modifier) else {
      return
    }
    let type = Array(lexicon.type(lexicon.entry(lexicon.form(form))).rawValue.utf8)
    sink.see("ml=", type)
    // Letters that stand for a country ("US-") are no club of its name, as "Bayern-" may be.
    if !shape.contains(.hasLowercase) { sink.see("mla=", type) }
  }

  private static func lastCharacters(_ key: UnsafeBufferPointer<UInt8>, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    var start = key.count
    var left = count
    while start > 0, left > 0 {
      start -= 1
      if key[start] & 0xC0 != 0x80 { left -= 1 }
    }
    return UnsafeBufferPointer(rebasing: key[start...])
  }

  private static func firstCharacters(_ key: UnsafeBufferPointer<UInt8>, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    var end = 0
    var left = count
    while end < key.count {
      if key[end] & 0xC0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      end += 1
    }
    return UnsafeBufferPointer(rebasing: key[..<end])
  }
}
