/// A verb that introduces speech, found in a segment.
struct Cue {
  enum Voice { case active, perfect, passive, modal }

  var governs: Government
  var particle: Int
  var voice: Voice
  var spans: TokenRanges
}

extension QuotationReader {
  /// Reads a token as a cue verb of its segment, with a separated particle or auxiliary where it has one.
  func cue(_ token: Int, in segment: Segment) -> Cue? {
    let facts = columns.facts(token)
    guard facts.cueCount > 0, !columns.isCapital(token) || token == unitStart || segment.first == token,
      !facts.classes.contains(.notVerb), !facts.classes.contains(.preposition), !facts.classes.contains(.adverb)
    else { return nil }
    var best: Cue?
    for index in Int(facts.firstCue)..<Int(facts.firstCue + facts.cueCount) {
      let reading = lexicon.readings[index]
      if !reading.governs.isDisjoint(with: [.modalOnly, .causativeOnly]), reading.form != .infinitive { continue }
      guard let before = wordsBefore(token, reading, in: segment) else { continue }
      let verb = token - before
      // "so steht es im Gutachten" is another reading.
      if reading.governs.contains(.place), segment.range.contains(where: { has($0, .es) }) { continue }
      switch reading.form {
      case .finite:
        guard token == segment.verb || token == segment.firstFinite || token == segment.lastFinite else { continue }
        if reading.particle < 0 {
          if best == nil {
            best = Cue(governs: reading.governs, particle: -1, voice: .active, spans: [token..<token + 1])
          }
        } else if let particle = particle(Int(reading.particle), after: token, in: segment),
          best == nil || best?.spans.count == 1 || particle.count > 1
        {
          best = Cue(
            governs: reading.governs, particle: Int(reading.particle), voice: .active,
            spans: TokenRanges(token..<token + 1, particle))
        }
      case .joined:
        // "ließ ausrichten": an infinitive where another verb is finite.
        guard best == nil, token == segment.last || token == segment.verb && !segment.isMain,
          segment.lastFinite == token || segment.lastFinite < 0
        else { continue }
        best = Cue(
          governs: reading.governs, particle: Int(reading.particle), voice: .active, spans: [verb..<token + 1])
      case .participle:
        guard best == nil || reading.particle >= 0 else { continue }
        // "soll er gerufen haben"
        if token + 1 == segment.last, has(segment.last, .perfectInfinitive),
          let modal = modal(in: segment, besides: token)
        {
          best = Cue(
            governs: reading.governs, particle: Int(reading.particle), voice: .modal,
            spans: TokenRanges(modal..<modal + 1, verb..<token + 2).joined)
          continue
        }
        guard let auxiliary = auxiliary(of: token, in: segment) else { continue }
        // "war befürchtet worden"
        let hasWorden = token < segment.last && has(token + 1, .worden)
        let isPassive = hasWorden || has(auxiliary, .passiveAuxiliary)
        best = Cue(
          governs: reading.governs, particle: Int(reading.particle), voice: isPassive ? .passive : .perfect,
          spans: TokenRanges(verb..<(hasWorden ? token + 2 : token + 1), auxiliary..<auxiliary + 1).joined)
      case .infinitive where reading.governs.contains(.audible):
        guard best == nil, token == segment.last, token > segment.start, has(token - 1, .zu),
          let auxiliary = auxiliary(of: token, in: segment),
          !has(auxiliary, .perfectOfHaben)
        else { continue }
        best = Cue(
          governs: reading.governs, particle: -1, voice: .passive,
          spans: TokenRanges(auxiliary..<auxiliary + 1, token - 1..<token + 1).joined)
      case .infinitive:
        guard best == nil, token == segment.last, let modal = modal(in: segment, besides: token),
          reading.governs.isDisjoint(with: [.modalOnly, .causativeOnly])
            || reading.governs.contains(.causativeOnly) == has(modal, .causative)
        else { continue }
        // "Der Sender will wissen, dass …" claims, "man muss wissen, dass …" does not.
        var governs = reading.governs
        if governs.contains(.modalOnly), !has(modal, .claim) { governs.remove(.that) }
        // "pflegte zu sagen"
        let start = has(modal, .habit) ? verb - 1 : verb
        best = Cue(
          governs: governs, particle: Int(reading.particle), voice: .modal,
          spans: TokenRanges(modal..<modal + 1, start..<token + 1).joined)
      case .zuInfinitive: continue
      }
    }
    if let found = best, found.particle < 0, found.spans.count == 1, segment.isMain, segment.last > token,
      segment.lastFinite <= token,
      has(segment.last, .separable), !columns.isCapital(segment.last), !isBeforeMark(segment.last),
      // "rief vom Haus her"
      !(has(segment.last, .circumposition) && (token..<segment.last).contains { has($0, .von) })
    {
      // The particle belongs to another verb: "teilte den Kuchen auf".
      return nil
    }
    return best
  }

  /// How many words of a particle that is apart from its verb stand right before it ("zu Protokoll gegeben"); nil where they
  /// do not, as they must.
  private func wordsBefore(_ token: Int, _ reading: CueReading, in segment: Segment) -> Int? {
    guard reading.isApart else { return 0 }
    let particle = lexicon.particles[Int(reading.particle)]
    let start = token - particle.count
    let stand =
      start >= segment.start && keys[start] == particle.first
      && particle.rest.indices.allSatisfy { keys[start + 1 + $0] == particle.rest[$0] }
    return stand ? particle.count : nil
  }

  /// "als ein „wichtiges Zeichen“": an article, not a particle.
  private func isBeforeMark(_ token: Int) -> Bool { token + 1 < columns.count && mark[token + 1] >= 0 }

  /// Where a separated particle stands: at the clause's end, or before a coordinator.
  private func particle(_ index: Int, after token: Int, in segment: Segment) -> Range<Int>? {
    let head = lexicon.particles[index].first
    var result: Range<Int>?
    // "sagte Karla und stellte die Tasse ab": the particle is the second verb's.
    let end = segment.isMain && segment.lastFinite > token ? segment.lastFinite : segment.end
    for at in token + 1..<max(token + 1, end) where keys[at] == head && isVisible(at) {
      let particle = lexicon.particles[index]
      let end = at + particle.count
      guard end <= segment.end, particle.rest.indices.allSatisfy({ keys[at + 1 + $0] == particle.rest[$0] }) else {
        continue
      }
      // "warnte vor „…“": what is quoted is the preposition's.
      if has(at, .preposition), particle.count == 1, isBeforeMark(at) { continue }
      let next = firstVisible(end..<max(segment.end, end))
      if let next, has(at, .preposition), particle.count == 1, !has(next, .and) && !has(next, .newClause) { continue }
      result = at..<end
    }
    return result
  }

  private func auxiliary(of participle: Int, in segment: Segment) -> Int? {
    segment.range.first {
      !isMasked($0) && $0 != participle && columns.facts($0).verb.contains(.auxiliary)
        && ($0 == segment.firstFinite || $0 == segment.lastFinite)
    }
  }

  private func modal(in segment: Segment, besides token: Int) -> Int? {
    segment.range.first {
      !isMasked($0) && $0 != token && ($0 == segment.firstFinite || $0 == segment.lastFinite)
        && (columns.facts($0).verb.contains(.modal) || has($0, .future) || has($0, .causative)
          || has($0, .habit) && has(token - 1, .zu))
    }
  }
}
