/// Finds the best sequence of labels for a run of tokens by their summed weights and the weights of transitions
/// (Viterbi). Buffers are kept.
struct LabelDecoder {
  private let transitions: [EvidenceImage.Row]
  /// How well each label leads to a token outside names.
  private let leaving: EvidenceImage.Row
  /// For each label, how much better than ``EntityLabel/outside`` it leads to any label but an inside one, at most.
  private let advantage: EvidenceImage.Row
  /// How well an inside label follows the label before it, which begins such a name, and how well itself.
  private let opening: EvidenceImage.Row
  private let goingOn: EvidenceImage.Row
  private let isInside: SIMDMask<SIMD16<Int16>>
  /// Of the run at hand: its length, how well each label ends it, and for each token but the first the labels before.
  private var count = 0
  private var state = EvidenceImage.Row()
  private var back: [SIMD16<Int16>] = []

  /// A weight that no evidence outweighs.
  static let never: Int16 = -12000
  static var nothing: EvidenceImage.Row { EvidenceImage.Row(repeating: never) }

  init(_ image: EvidenceImage) {
    var transitions = image.transitions
    for (from, label) in EntityLabel.allCases.enumerated() {
      // The lane beyond the last label, and an inside label after anything but its own name, cannot be.
      transitions[from][15] = Self.never
      for inside in EntityLabel.allCases where Self.isInside(inside) && label != inside && label.inside != inside {
        transitions[from][Int(inside.rawValue)] = Self.never
      }
    }
    transitions[15] = .init(repeating: Self.never)
    self.transitions = transitions
    var leaving = EvidenceImage.Row(repeating: Self.never)
    for label in EntityLabel.allCases { leaving[Int(label.rawValue)] = transitions[Int(label.rawValue)][0] }
    self.leaving = leaving
    var (opening, goingOn) = (Self.nothing, Self.nothing)
    var isInside = SIMDMask<SIMD16<Int16>>(repeating: false)
    for label in EntityLabel.allCases {
      guard let inside = label.inside.map({ Int($0.rawValue) }) else { continue }
      opening[inside] = transitions[Int(label.rawValue)][inside]
      goingOn[inside] = transitions[inside][inside]
      isInside[inside] = true
    }
    (self.opening, self.goingOn, self.isInside) = (opening, goingOn, isInside)
    var advantage = Self.nothing
    for label in EntityLabel.allCases where label != .outside {
      let better = transitions[Int(label.rawValue)] &- transitions[0]
      let targets = EntityLabel.allCases.filter { !Self.isInside($0) }
      advantage[Int(label.rawValue)] = targets.map { better[Int($0.rawValue)] }.max() ?? 0
    }
    self.advantage = advantage
  }

  private static func isInside(_ label: EntityLabel) -> Bool {
    EntityLabel.allCases.contains { $0.inside == label }
  }

  /// Begins a run of tokens, between tokens outside names.
  mutating func begin() { count = 0 }

  /// Takes the scores of the run's next token.
  @inline(__always)
  mutating func add(_ scores: EvidenceImage.Row) {
    if count == 0 { state = transitions[0] &+ scores } else { step(scores) }
    count += 1
  }

  /// Writes the best label of each token of the run, which ends before a token.
  mutating func end(at end: Int, into labels: inout [EntityLabel]) {
    var label = Self.best(state &+ leaving)
    labels[end - 1] = label
    for index in 1..<max(count, 1) {
      label = EntityLabel(rawValue: UInt8(truncatingIfNeeded: back[count - 1 - index][Int(label.rawValue)])) ?? .outside
      labels[end - 1 - index] = label
    }
  }

  private mutating func step(_ scores: EvidenceImage.Row) {
    // Weights stay far from the ends of 16 bits because the best path is brought back to 0 at every token.
    state &-= EvidenceImage.Row(repeating: Self.top(state))
    state.replace(with: Self.nothing, where: state .< Self.nothing)
    var (best, from) = bestPaths()
    let opened = opening &+ Self.moved(state)
    let gone = goingOn &+ state
    let isGone = gone .> opened
    best.replace(with: opened.replacing(with: gone, where: isGone), where: isInside)
    from.replace(with: Self.lanesBefore.replacing(with: Self.lanes, where: isGone), where: isInside)
    if count > back.count { back.append(from) } else { back[count - 1] = from }
    state = best &+ scores
  }

  private static var lanes: SIMD16<Int16> { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }
  private static var lanesBefore: SIMD16<Int16> { lanes &- 1 }
  private static var bits: SIMD16<UInt16> {
    SIMD16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
  }

  /// Every lane in the place of the one after it.
  @inline(__always)
  private static func moved(_ row: EvidenceImage.Row) -> EvidenceImage.Row {
    let words = unsafeBitCast(row, to: SIMD4<UInt64>.self)
    let last = words &>> 48
    return unsafeBitCast(words &<< 16 | SIMD4(0, last[0], last[1], last[2]), to: EvidenceImage.Row.self)
  }

  /// The best way to each label but the inside ones, and the label it comes from. Most labels are too far behind to
  /// lead anywhere.
  @inline(__always)
  private func bestPaths() -> (EvidenceImage.Row, SIMD16<Int16>) {
    let outside = EvidenceImage.Row(repeating: state[0])
    var best = transitions[0] &+ outside
    var from = SIMD16<Int16>(repeating: 0)
    let isNear = state &+ advantage .> outside
    var near = SIMD16<UInt16>().replacing(with: Self.bits, where: isNear).wrappedSum()
    while near != 0 {
      let label = near.trailingZeroBitCount
      near &= near &- 1
      let path = transitions[known: label] &+ EvidenceImage.Row(repeating: state[label])
      let isBetter = path .> best
      best.replace(with: path, where: isBetter)
      from.replace(with: SIMD16(repeating: Int16(truncatingIfNeeded: label)), where: isBetter)
    }
    return (best, from)
  }

  @inline(__always)
  private static func top(_ scores: EvidenceImage.Row) -> Int16 {
    let eight = pointwiseMax(scores.lowHalf, scores.highHalf)
    let four = pointwiseMax(eight.lowHalf, eight.highHalf)
    return max(max(four[0], four[1]), max(four[2], four[3]))
  }

  @inline(__always)
  private static func best(_ scores: EvidenceImage.Row) -> EntityLabel {
    let top = top(scores)
    if scores[0] == top { return .outside }
    for index in 1..<15 where scores[index] == top {
      return EntityLabel(rawValue: UInt8(truncatingIfNeeded: index)) ?? .outside
    }
    return .outside
  }
}
