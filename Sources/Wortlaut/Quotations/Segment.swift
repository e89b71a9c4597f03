/// A stretch of a unit between commas, colons, semicolons and dashes.
struct Segment {
  enum Kind {
    /// Begins with a subordinator.
    case subordinate
    case relative
    /// An infinitive with "zu" and no finite verb.
    case infinitive
    /// The finite verb comes first.
    case verbFirst
    case verbSecond
    /// No finite verb: an apposition, an item of a list, a clause that goes on after a comma.
    case fragment
  }

  var start: Int
  var end: Int
  /// The punctuation token before it; -1 at the unit's start.
  var separator: Int
  var kind = Kind.fragment
  /// The first and last visible word; -1 where there is none.
  var opening = -1
  var last = -1
  /// The first word after coordinators: what decides the kind.
  var first: Int
  /// The finite verb; -1 where there is none.
  var verb = -1
  var firstFinite = -1
  var lastFinite = -1
  var mood: VerbForms = []
  var isCoordinated = false
  /// Its finite verb stands in a marked span.
  var hasMarkedVerb = false
  /// Nothing in it but marked spans.
  var isOnlyMark = false

  var range: Range<Int> { start..<end }
  var isMain: Bool { kind == .verbFirst || kind == .verbSecond }
  var isKonjunktiv: Bool { mood == .konjunktiv1 || mood == .konjunktiv2 }
}

extension QuotationReader {
  /// Cuts a unit into segments.
  func cut(_ unit: Range<Int>) {
    unitStart = unit.first { columns.isWord($0) } ?? unit.lowerBound
    var segments: [Segment] = []
    swap(&segments, &self.segments)
    read(unit, into: &segments)
    swap(&segments, &self.segments)
    joinComparisons()
    joinAppositions()
  }

  private func read(_ unit: Range<Int>, into segments: inout [Segment]) {
    segments.removeAll(keepingCapacity: true)
    func add(_ start: Int, _ end: Int, _ separator: Int) {
      if start < end { segments.append(segment(start, end, separator)) }
    }
    var start = unit.lowerBound
    var separator = -1
    for token in unit where !isMasked(token) {
      switch columns.sign(token) {
      case .comma, .semicolon, .colon, .dash:
        if isInNumber(token) { continue }
        add(start, token, separator)
        start = token + 1
        separator = token
      default: break
      }
    }
    var end = unit.upperBound
    while end > start, columns.sign(end - 1) == .stop, !isMasked(end - 1) { end -= 1 }
    add(start, end, separator)
  }

  /// "0:3", "20:15": between two figures without a space a sign parts nothing.
  private func isInNumber(_ token: Int) -> Bool {
    columns.isGlued(token) && columns.isGlued(token + 1) && columns.isNumber(token + 1) && token > 0
      && columns.isNumber(token - 1)
  }

  /// "Wie X, Sprecher der Y, mitteilte": the apposition's commas do not end the clause.
  private func joinComparisons() {
    var index = 0
    while index < segments.count {
      let segment = segments[index]
      if segment.opening >= 0, has(segment.first, .wie), segment.firstFinite < 0, segment.kind != .infinitive {
        for next in index + 1..<max(index + 1, min(index + 4, segments.count)) {
          let other = segments[next]
          guard other.lastFinite >= 0, other.lastFinite == other.last, other.kind != .relative,
            columns.isCue(other.last)
          else { continue }
          var joined = self.segment(segment.start, other.end, segment.separator)
          joined.kind = .subordinate
          joined.verb = joined.lastFinite
          segments[index] = joined
          segments.removeSubrange(index + 1...next)
          break
        }
      }
      index += 1
    }
  }

  /// "Das teilte der Leiter, Jan Huber, am Montag mit", "hatte der Leiter, Jan Huber, erklärt": the apposition's commas do
  /// not part a cue verb from its particle, nor an auxiliary from its participle.
  private func joinAppositions() {
    guard segments.count > 2 else { return }
    for index in stride(from: segments.count - 3, through: 0, by: -1) where index + 2 < segments.count {
      let (clause, name, rest) = (segments[index], segments[index + 1], segments[index + 2])
      guard clause.isMain, name.kind == .fragment, name.firstFinite < 0, name.opening >= 0, rest.opening >= 0,
        rest.firstFinite < 0 || rest.firstFinite == rest.last, !columns.isCapital(rest.last),
        columns.sign(name.separator) == .comma, columns.sign(rest.separator) == .comma
      else { continue }
      let isParticle = columns.isCue(clause.verb) && rest.kind == .fragment && has(rest.last, .separable)
      let isParticiple =
        columns.isCue(rest.last) && columns.facts(rest.last).verb.contains(.participle) && clause.last != clause.verb
        && columns.facts(clause.verb).verb.contains(.auxiliary) && columns.isCapital(clause.last)
      guard isParticle || isParticiple else { continue }
      segments[index] = segment(clause.start, rest.end, clause.separator)
      segments.removeSubrange(index + 1...index + 2)
    }
  }

  private static let afterAdverb = ClosedClasses(.conditional, .temporal, .strictSubordinator)

  private func segment(_ start: Int, _ end: Int, _ separator: Int) -> Segment {
    var segment = Segment(start: start, end: end, separator: separator, first: start)
    guard let opening = firstVisible(start..<end), let last = lastVisible(start..<end) else {
      segment.isOnlyMark = (start..<end).contains { mark[$0] >= 0 }
      return segment
    }
    segment.opening = opening
    segment.last = last
    var first = opening
    while first < last, let next = firstVisible(first + 1..<end),
      // "selbst wenn", "erst als"
      has(first, .segmentOpener) || has(first, .adverb) && has(next, any: Self.afterAdverb)
    {
      first = next
    }
    segment.first = first
    segment.isCoordinated = has(opening, .clauseCoordinator)
    (segment.firstFinite, segment.lastFinite) = finiteVerbs(start..<end, seesMarks: false)
    segment.verb = segment.firstFinite
    segment.kind = kind(of: segment)
    if segment.kind == .infinitive { segment.verb = -1 }
    if segment.kind == .subordinate || segment.kind == .relative { segment.verb = segment.lastFinite }
    if segment.verb >= 0 { segment.mood = mood(segment.verb, start..<end) }
    if segment.kind == .fragment, segment.firstFinite < 0 {
      // The clause's verb may stand in a marked span: er sei „froh und werde kommen“.
      let inner = finiteVerbs(start..<end, seesMarks: true)
      segment.hasMarkedVerb = inner.first > opening
      for verb in [inner.first, inner.last] where verb >= 0 && mood(verb, start..<end) == .konjunktiv1 {
        segment.mood = .konjunktiv1
      }
    }
    return segment
  }

  private func kind(of segment: Segment) -> Segment.Kind {
    let first = segment.first
    let isFinal = segment.lastFinite >= 0 && (segment.lastFinite == segment.last || isBeforeInfinitives(segment))
    let isVerb = first == segment.firstFinite
    if has(first, .that) || has(first, .whether) { return .subordinate }
    if has(first, .lateSubordinator), !isVerb,
      isFinal || segment.firstFinite < 0 || has(first, .strictSubordinator)
    {
      return .subordinate
    }
    if isFinal, has(first, .finalSubordinator) { return .subordinate }
    // "da die Länder zustimmten und der Bund zahlt": only right before its verb is "da" an adverb.
    if has(first, .reason), has(first, .finalSubordinator), segment.firstFinite > first + 2, first + 1 < segment.end,
      has(first + 1, .determiner) || has(first + 1, .person)
    {
      return .subordinate
    }
    let afterComma = segment.separator >= 0 && columns.sign(segment.separator) == .comma
    // "sagte sie, das sei „falsch“": the verb is second, not last.
    let isBeforeMark = segment.lastFinite == first + 1 && first + 2 < segment.end && mark[first + 2] >= 0
    // "…, und die Mutter sagte": a joined clause of no more than its subject and verb.
    let isShort =
      segment.isCoordinated && has(first, .relativeSubject) && segment.lastFinite == segment.firstFinite
      && (nounPhraseEnd(first, limit: segment.lastFinite) == segment.lastFinite && columns.isCue(segment.lastFinite)
        || isOnlyNominative(first, limit: segment.lastFinite))
    if isFinal, !isVerb, !isShort, afterComma, !columns.isCapital(first), has(first, .relative), !isBeforeMark {
      return .relative
    }
    if has(first, .preposition), let second = firstVisible(first + 1..<segment.end) {
      if has(second, .relativeOblique) { return .relative }
      if isFinal, has(second, .relative), let third = firstVisible(second + 1..<segment.end),
        // "laut dem Kevin misshandelt worden war": a participle stands before its verb only in a dependent clause.
        !columns.isCapital(third)
          || segment.lastFinite > third + 1 && !columns.isCapital(segment.lastFinite - 1)
            && (verbForms(segment.lastFinite - 1).contains(.participle) || has(segment.lastFinite - 1, .worden))
      {
        return .relative
      }
    }
    if isVerb { return .verbFirst }
    let hasZu = hasInfinitive(segment.range)
    if segment.firstFinite >= 0 {
      let onlyInfinitive =
        hasZu && segment.firstFinite == segment.lastFinite
        && !columns.facts(segment.firstFinite).verb.isDisjoint(with: [.infinitive, .participle])
      if !onlyInfinitive { return .verbSecond }
    }
    return hasZu ? .infinitive : .fragment
  }

  /// "der den Treffer hätte verhindern können": before two infinitives the auxiliary is not the last word of its clause.
  private func isBeforeInfinitives(_ segment: Segment) -> Bool {
    segment.lastFinite + 2 == segment.last && columns.facts(segment.lastFinite).verb.contains(.auxiliary)
      && columns.facts(segment.last).verb.isSuperset(of: [.infinitive, .modal])
      && columns.facts(segment.last - 1).verb.contains(.infinitive)
  }

  /// Whether an infinitive with "zu" stands in the range.
  private func hasInfinitive(_ range: Range<Int>) -> Bool {
    var previous = -1
    for token in range where isVisible(token) {
      if columns.flags(token).contains(.infinitive), !columns.isCapital(token) {
        let verb = columns.facts(token).verb
        if verb.contains(.zuInfinitive) { return true }
        if previous >= 0, has(previous, .zu), verb.contains(.infinitive) { return true }
      }
      previous = token
    }
    return false
  }
}
