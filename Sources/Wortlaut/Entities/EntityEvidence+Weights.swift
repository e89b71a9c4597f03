extension EntityEvidence {
  /// How the evidence for one token weighs.
  public struct Verdict: Sendable {
    /// The label that won, as the file of weights names it: `B-PER`, `I-LOC`, `ORGpart`, `O` outside a name.
    public var label: String
    /// The best label of another kind, and the sums of both.
    public var rival: String
    /// The sum of the label, in the unit of the file of weights (natural logarithms).
    public var score: Float
    /// The sum of the rival.
    public var rivalScore: Float
    /// What speaks for the label and against the rival, or the other way round; the strongest first.
    public var reasons: [Reason]
  }

  /// One piece of evidence.
  public struct Reason: Sendable, Equatable {
    /// With the distance of the word it was seen at, `-1:w=in`; `after:B-PER` is the label before it, `then:O` the one after it.
    public var evidence: String
    /// How much more it weighs for the label than for its rival.
    public var weight: Float
  }

  /// The evidence of the first `tag-entities` stage that weighs any; nil for a pipeline without one.
  public init?(pipeline: Pipeline) {
    let stages = pipeline.steps.lazy.compactMap { $0.stage as? TagEntitiesStage }
    guard let known = stages.filter(\.writesKnown).compactMap(\.known).first else { return nil }
    self.init(known.lexicon, known.evidence)
  }

  /// Weighs the evidence for the tokens of a sentence, as tagging did; nil for tokens that cannot be in a name.
  ///
  /// A sum takes in how the label follows the one before it and how the next one follows it, as the search for the best
  /// sequence of labels does.
  public mutating func verdicts(_ document: inout Document, sentence: Int) -> [Verdict?] {
    document.prepareKeys()
    finder.find(document)
    let tokens = document.sentences[sentence].tokens
    return tokens.map { token in
      finder.evidence(document, token, tokens).map { names in
        let before = token > tokens.lowerBound ? finder.labels[token - 1] : .outside
        let after = token + 1 < tokens.upperBound ? finder.labels[token + 1] : .outside
        return verdict(names, finder.labels[token], before, after)
      }
    }
  }

  private func verdict(_ names: [String], _ label: EntityLabel, _ before: EntityLabel, _ after: EntityLabel) -> Verdict
  {
    var rows = names.map { ($0, row($0)) }
    rows.append(("after:\(before.name)", evidence.transitions[Int(before.rawValue)]))
    var leaving = EvidenceImage.Row.zero
    for label in EntityLabel.allCases {
      leaving[Int(label.rawValue)] = evidence.transitions[Int(label.rawValue)][Int(after.rawValue)]
    }
    rows.append(("then:\(after.name)", leaving))
    func sum(_ label: EntityLabel) -> Float {
      rows.reduce(0) { $0 + Float($1.1[Int(label.rawValue)]) } / EvidenceImage.scale
    }
    let rival =
      EntityLabel.allCases
      .filter { other in
        let isInside = EntityLabel.allCases.contains { $0.inside == other }
        return other != label && other.inside != label && label.inside != other
          && (!isInside || before == other || before.inside == other)
      }
      .max { sum($0) < sum($1) } ?? .outside
    let reasons = rows.map { name, row in
      let difference = Float(row[Int(label.rawValue)]) - Float(row[Int(rival.rawValue)])
      return Reason(evidence: name, weight: difference / EvidenceImage.scale)
    }
    return Verdict(
      label: label.name, rival: rival.name, score: sum(label), rivalScore: sum(rival),
      reasons: reasons.filter { abs($0.weight) >= 0.01 }.sorted { abs($0.weight) > abs($1.weight) })
  }

  /// The weights of a piece of evidence by its name with the distance.
  private func row(_ name: String) -> EvidenceImage.Row {
    guard let colon = name.firstIndex(of: ":"), let distance = Int(name[..<colon]) else { return .zero }
    var sums = EvidenceSums()
    evidence.add(EvidenceName.hash(Array(name[name.index(after: colon)...].utf8)), to: &sums)
    // What a word says of the next one is filed under its distance from there, -1.
    switch distance {
    case -2: return sums.farBefore
    case -1: return sums.before
    case 1: return sums.after
    case 2: return sums.farAfter
    default: return sums.here
    }
  }
}
