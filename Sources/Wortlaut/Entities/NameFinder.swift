/// Finds the names of a document: matches of the lexicons, and what the weighed evidence says of every word that could
/// be in a name. One a worker.
struct NameFinder {
  let lexicon: LexiconImage
  private var beginnings: NameBeginnings
  var profiler: WordProfiler
  private var decoder: LabelDecoder
  private let listed: ListedEvidence
  private let citedMedia: CitedMedia
  private let edge: EvidenceSums
  /// Of a token's category and the one before or after it: a row a pair, by the first category, then the second.
  private let pairsBefore: [EvidenceImage.Row]
  private let pairsAfter: [EvidenceImage.Row]
  private let sentenceStart: EvidenceImage.Row
  /// Of every token that could be in a name, among tokens of no lexicon, by the kind of word it is.
  private let base: [EvidenceImage.Row]

  // Columns over the document's tokens.
  /// The number of each token's profile.
  private var words: [UInt32] = []
  private(set) var labels: [EntityLabel] = []
  /// The match that a token is in, counted from 1; 0 where none.
  private(set) var matchNumbers: [Int32] = []
  private(set) var matches: [LexiconMatch] = []
  /// What standing in its lexicons says, parallel to `matches`.
  private var listings: [ListedEvidence.Listing] = []
  private var facts: [WordFacts] = []
  private var hasLegalForm = false
  /// The matches in the sentence at hand that are organisations only on evidence.
  private var doubtfulOrganisations: [LexiconMatch] = []

  init(_ lexicon: LexiconImage, _ evidence: EvidenceImage) {
    self.lexicon = lexicon
    beginnings = NameBeginnings(lexicon)
    profiler = WordProfiler(evidence, lexicon)
    decoder = LabelDecoder(evidence)
    listed = ListedEvidence(lexicon, evidence)
    citedMedia = CitedMedia(lexicon, evidence)
    pairsBefore = WordCategory.pairs("p=", evidence)
    pairsAfter = WordCategory.pairs("n=", evidence)
    var sink = WeighingSink(evidence)
    sink.see("edge")
    // No token stands there, so none of no lexicon either.
    edge = sink.sums - listed.unlisted
    sink = WeighingSink(evidence)
    sink.see("start")
    sentenceStart = sink.sums.here
    sink = WeighingSink(evidence)
    sink.see("open")
    let open = sink.sums.here &+ listed.unlisted.all
    base = WordProfiler.kinds.indices.map { [listed] in open &+ listed.unlisted(UInt8($0)) }
  }

  /// The key of a token without a genitive -s; nil for a token that is more than one piece of a name.
  @inline(__always)
  func stem(_ token: Int) -> UInt64? {
    beginnings.isPlain(words[known: token]) ? beginnings.stems(words[known: token]).s : nil
  }

  /// The profile of a token.
  @inline(__always)
  func profile(_ token: Int) -> WordProfile { profiler.profiles[known: Int(words[known: token])] }

  /// The lexicon's match of exactly these tokens.
  @inline(__always)
  func match(_ tokens: Range<Int>) -> LexiconMatch? {
    let number = matchNumbers[known: tokens.lowerBound]
    guard number != 0, matches[known: Int(number) - 1].tokens == tokens else { return nil }
    return matches[known: Int(number) - 1]
  }

  mutating func setLabel(_ token: Int, _ label: EntityLabel) { labels[token] = label }

  mutating func find(_ document: borrowing Document) {
    let count = document.tokens.count
    labels.removeAll(keepingCapacity: true)
    labels.append(contentsOf: repeatElement(.outside, count: count))
    matchNumbers.removeAll(keepingCapacity: true)
    matchNumbers.append(contentsOf: repeatElement(0, count: count))
    matches.removeAll(keepingCapacity: true)
    listings.removeAll(keepingCapacity: true)
    readWords(document)
    for sentence in document.sentences {
      precondition(sentence.tokens.upperBound <= count, "a sentence ends behind the last token")
      hasLegalForm = false
      if !doubtfulOrganisations.isEmpty { doubtfulOrganisations.removeAll(keepingCapacity: true) }
      find(document, sentence.tokens)
      if hasLegalForm { mendLegalForms(document, sentence.tokens) }
      for match in doubtfulOrganisations where labels[match.tokens.lowerBound] == .outside {
        if let name = citedMedia.cited(match, document, sentence.tokens), labels[name] == .outside {
          labels[name] = .beginOrganisation
        }
      }
    }
  }

  private mutating func readWords(_ document: borrowing Document) {
    profiler.read(document)
    beginnings.read(document)
    words = document.words
    facts.removeAll(keepingCapacity: true)
    facts.append(contentsOf: repeatElement([], count: words.count))
    facts.withUnsafeMutableBufferPointer { facts in
      words.withUnsafeBufferPointer { words in
        for token in words.indices {
          var own = profiler.facts[Int(words[token])]
          if beginnings.begins(words[token]) { own.insert(.begins) }
          facts[token] = own
        }
      }
    }
  }

  /// Lets go of the document's numbers, which are shared, and of what is too large to keep for the next one.
  mutating func release() {
    words = []
    labels.dropIfVeryLarge()
    matchNumbers.dropIfVeryLarge()
    matches.dropIfVeryLarge()
    listings.dropIfVeryLarge()
    facts.dropIfVeryLarge()
  }

  private mutating func find(_ document: borrowing Document, _ tokens: Range<Int>) {
    addMatches(document, tokens)
    join(tokens)
    var token = tokens.lowerBound
    while token < tokens.upperBound {
      guard facts[known: token].contains(.open) else {
        token += 1
        continue
      }
      decoder.begin()
      while token < tokens.upperBound, facts[known: token].contains(.open) {
        let sums = score(token, tokens)
        decoder.add(allowed(sums, token, tokens))
        if profile(token).category == .legalForm || facts[known: token].contains(.inLegalForm) && isLegalForm(token) {
          hasLegalForm = true
        }
        token += 1
      }
      decoder.end(at: token, into: &labels)
    }
  }

  /// The longest names of the lexicon, from left to right.
  private mutating func addMatches(_ document: borrowing Document, _ tokens: Range<Int>) {
    var token = tokens.lowerBound
    while token < tokens.upperBound {
      guard facts[known: token].contains(.begins),
        var match = beginnings.match(document, at: token, limit: tokens.upperBound)
      else {
        token += 1
        continue
      }
      // "Der Bund der Steuerzahler" is no paper called "Der Bund".
      if match.tokens.count == 2, needsEvidence(match), facts[known: token + 1].contains(.begins),
        let longer = beginnings.match(document, at: token + 1, limit: tokens.upperBound), longer.tokens.count > 1
      {
        match = longer
      }
      matches.append(match)
      let listing = listed.listing(match, lexicon)
      if listed.isDoubtfulOrganisation(listing.first) { doubtfulOrganisations.append(match) }
      listings.append(listing)
      for inside in match.tokens {
        matchNumbers[inside] = Int32(matches.count)
        facts[inside].insert(.open)
      }
      token = match.tokens.upperBound
    }
  }

  func needsEvidence(_ match: LexiconMatch) -> Bool {
    lexicon.form(match.form).flags & LexiconFlags.evidence.rawValue != 0
  }

  /// Opens the words between capitalised words that a name may hold: "von der", "&", numbers.
  private mutating func join(_ tokens: Range<Int>) {
    for token in tokens
    where !facts[known: token].isDisjoint(with: [.isNumber, .joins]) && !facts[known: token].contains(.open) {
      if facts[known: token].contains(.isNumber) {
        let left = token > tokens.lowerBound && facts[known: token - 1].contains(.capitalized)
        let right = token + 1 < tokens.upperBound && facts[known: token + 1].contains(.capitalized)
        if left || right { facts[token].insert(.open) }
      } else if facts[known: token].contains(.joins), token > tokens.lowerBound, facts[known: token - 1].contains(.open)
      {
        var next = token + 1
        while next < tokens.upperBound, next < token + 3, facts[known: next].contains(.joins) { next += 1 }
        if next < tokens.upperBound, facts[next].contains(.capitalized) { facts[token].insert(.open) }
      }
    }
  }

  /// The lexicons' numbers for a token.
  @inline(__always)
  private func numbers(_ token: Int) -> ListedEvidence.Numbers {
    let match = Int(matchNumbers[known: token])
    if match == 0 { return .none }
    return matches[known: match - 1].tokens.lowerBound == token
      ? listings[known: match - 1].first : listings[known: match - 1].further
  }

  /// The sums of all evidence for a token.
  @inline(__always)
  private func score(_ token: Int, _ tokens: Range<Int>) -> EvidenceImage.Row {
    let here = Int(words[known: token])
    let own = profiler.profiles[known: here]
    var sum = profiler.weights[known: here].here &+ base[known: Int(own.kind)]
    if matchNumbers[known: token] != 0 {
      let numbers = numbers(token)
      sum &+= listed.here(numbers) &+ listed.joined(numbers, own.kind)
    }
    if token > tokens.lowerBound {
      let previous = Int(words[known: token - 1])
      let profile = profiler.profiles[known: previous]
      sum &+= profiler.weights[known: previous].before &+ pairsBefore[known: Self.pair(profile.category, own.category)]
      if profile.joints != 0 {
        sum &+= profiler.joint(profile.joints, listed.doubtfulKind(numbers(token)) ?? own.kind)
      }
      if matchNumbers[known: token - 1] != 0 { sum &+= listed.before(numbers(token - 1)) }
    } else {
      sum &+= edge.before &+ sentenceStart &+ pairsBefore[known: Self.pair(.edge, own.category)]
    }
    if token > tokens.lowerBound + 1 {
      sum &+= profiler.weights[known: Int(words[known: token - 2])].farBefore
      if matchNumbers[known: token - 2] != 0 { sum &+= listed.farBefore(numbers(token - 2)) }
    } else {
      sum &+= edge.farBefore
    }
    if token + 1 < tokens.upperBound {
      let next = Int(words[known: token + 1])
      sum &+=
        profiler.weights[known: next].after
        &+ pairsAfter[known: Self.pair(own.category, profiler.profiles[known: next].category)]
      if matchNumbers[known: token + 1] != 0 { sum &+= listed.after(numbers(token + 1)) }
    } else {
      sum &+= edge.after &+ pairsAfter[known: Self.pair(own.category, .edge)]
    }
    if token + 2 < tokens.upperBound {
      sum &+= profiler.weights[known: Int(words[known: token + 2])].farAfter
      if matchNumbers[known: token + 2] != 0 { sum &+= listed.farAfter(numbers(token + 2)) }
    } else {
      sum &+= edge.farAfter
    }
    return sum
  }

  /// The place of a pair in ``pairsBefore`` and ``pairsAfter``.
  @inline(__always)
  private static func pair(_ first: WordCategory, _ second: WordCategory) -> Int {
    Int(first.rawValue) * WordCategory.count + Int(second.rawValue)
  }

  /// The sums without what German grammar rules out, whatever the evidence says. Mutating, though it changes nothing:
  /// else the whole finder is copied for it.
  @inline(__always)
  private mutating func allowed(_ sums: EvidenceImage.Row, _ token: Int, _ tokens: Range<Int>) -> EvidenceImage.Row {
    var sums = sums
    if matchNumbers[known: token] != 0 {
      // "Altai-Systeme [Russlands]": a place in the genitive ends no other place's name.
      if isGenitivePlace(token) { sums[Int(EntityLabel.insideLocation.rawValue)] = LabelDecoder.never }
    } else if facts[known: token].contains(.joins), !facts[known: token].contains(.capitalized) {
      // A small word begins no name ("Ankündigungen [von Plänen]"), but after a form of address ("Herr [von Stetten]").
      let isAddressed = token > tokens.lowerBound && facts[known: token - 1].contains(.isAddress)
      sums.replace(with: LabelDecoder.nothing, where: isAddressed ? Self.otherBeginning : Self.beginning)
      // A stroke goes on in names of organisations alone: "Polizeiinspektion Aurich/Wittmund", but "Kiew/Moskau".
      if profile(token).category == .slash {
        sums.replace(with: LabelDecoder.nothing, where: Self.insidePlaceOrPerson)
      }
    } else if token > tokens.lowerBound, facts[known: token].contains(.isCommon), isGenitiveOwner(token - 1) {
      // What the owner has is no part of its name: "[Russlands] Nachbarrepublik", "[Merkels] Partei".
      sums.replace(with: LabelDecoder.nothing, where: Self.insidePlaceOrOrganisation)
    }
    return sums
  }

  /// Whether the token is a place of the lexicon in the genitive.
  @inline(__always)
  private func isGenitivePlace(_ token: Int) -> Bool { genitiveType(token) == .location }

  @inline(__always)
  private func isGenitiveOwner(_ token: Int) -> Bool {
    let type = genitiveType(token)
    return type == .location || type == .person
  }

  /// The type of a name of the lexicon of one word in the genitive.
  @inline(__always)
  private func genitiveType(_ token: Int) -> EntityType? {
    guard matchNumbers[known: token] != 0 else { return nil }
    let match = matches[known: Int(matchNumbers[known: token]) - 1]
    guard match.isInflected, match.tokens.count == 1, facts[known: token].contains(.capitalized) else { return nil }
    return lexicon.type(lexicon.entry(lexicon.form(match.form)))
  }

  /// Whether a token is a form of address or a role, which stands before a person's name.
  func isTitle(_ token: Int) -> Bool { !facts[known: token].isDisjoint(with: [.role, .isAddress]) }

  private static let otherBeginning = mask { ($0.inside != nil || $0.form == .part) && $0 != .beginPerson }
  private static let beginning = mask { $0.inside != nil || $0.form == .part }
  private static let insidePlaceOrPerson = mask { $0 == .insideLocation || $0 == .insidePerson }
  private static let insidePlaceOrOrganisation = mask { $0 == .insideLocation || $0 == .insideOrganisation }

  /// The lanes of the labels that are meant.
  private static func mask(_ isMeant: (EntityLabel) -> Bool) -> SIMDMask<SIMD16<Int16>> {
    var mask = SIMDMask<SIMD16<Int16>>(repeating: false)
    for label in EntityLabel.allCases where isMeant(label) { mask[Int(label.rawValue)] = true }
    return mask
  }

  /// The names of all evidence for a token, each with its distance: what ``find(_:)`` adds up. Nil for a token that
  /// cannot be in a name. Call after ``find(_:)``.
  mutating func evidence(_ document: borrowing Document, _ token: Int, _ tokens: Range<Int>) -> [String]? {
    guard facts[token].contains(.open) else { return nil }
    var names = ["0:open"]
    for distance in -2...2 {
      let other = token + distance
      guard tokens.contains(other) else {
        names.append("\(distance):edge")
        continue
      }
      names += profiler.evidence(document, other).map { "\(distance):\($0)" }
      let numbers = numbers(other)
      names += listed.names(numbers, lexicon).map { "\(distance):lex=\($0)" }
    }
    let kind = WordProfiler.kinds[Int(profile(token).kind)]
    let own = numbers(token)
    let category = profile(token).category.name
    let before = token > tokens.lowerBound ? profile(token - 1).category : .edge
    let after = token + 1 < tokens.upperBound ? profile(token + 1).category : .edge
    names += ["0:p=\(before.name)|\(category)", "0:n=\(category)|\(after.name)"]
    names += listed.names(own, lexicon).map { "0:g=\($0)|\(kind)" }
    if token > tokens.lowerBound {
      let previous = profile(token - 1)
      let joint = listed.doubtfulKind(own).map { WordProfiler.kinds[Int($0)] } ?? kind
      if previous.facts.contains(.leads) {
        names.append("0:c=\(TokenKey.key(document.norm(of: token - 1)).filter { $0 != "." })|\(joint)")
      }
    } else {
      names.append("0:start")
    }
    return names
  }
}
