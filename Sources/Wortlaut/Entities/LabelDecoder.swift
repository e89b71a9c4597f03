/// Finds the best sequence of labels for a run of tokens by their summed weights and the weights of transitions
/// (Viterbi). Buffers are kept.
struct LabelDecoder {
  private let transitions: [EvidenceImage.Row]
  /// Of a run of one token between tokens outside names: how well each label enters and leaves.
  private let alone: EvidenceImage.Row
  private let leaving: EvidenceImage.Row
  /// For each label, how much better than ``EntityLabel/outside`` it leads to any label but an inside one, at most.
  private let advantage: [Int16]
  /// How well an inside label follows the label before it, which begins such a name, and how well itself.
  private let opening: EvidenceImage.Row
  private let goingOn: EvidenceImage.Row
  private let isInside: SIMDMask<SIMD16<Int16>>
  private var back: [SIMD16<Int16>] = []

  /// A weight that no evidence outweighs.
  static let never: Int16 = -12000
  static let nothing = EvidenceImage.Row(repeating: never)

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
    alone = transitions[0] &+ leaving
    var (opening, goingOn) = (Self.nothing, Self.nothing)
    var isInside = SIMDMask<SIMD16<Int16>>(repeating: false)
    for label in EntityLabel.allCases {
      guard let inside = label.inside.map({ Int($0.rawValue) }) else { continue }
      opening[inside] = transitions[Int(label.rawValue)][inside]
      goingOn[inside] = transitions[inside][inside]
      isInside[inside] = true
    }
    (self.opening, self.goingOn, self.isInside) = (opening, goingOn, isInside)
    advantage = transitions.map { row in
      let better = row &- transitions[0]
      return EntityLabel.allCases.filter { !Self.isInside($0) }.map { better[Int($0.rawValue)] }.max() ?? 0
    }
  }

  private static func isInside(_ label: EntityLabel) -> Bool {
    EntityLabel.allCases.contains { $0.inside == label }
  }

  /// Writes the best label of each token of a run to `labels`; `scores` are those of the run. It stands between tokens
  /// outside names.
  mutating func decode(_ scores: [EvidenceImage.Row], _ run: Range<Int>, into labels: inout [EntityLabel]) {
    if run.count == 1 {
      labels[run.lowerBound] = Self.best(scores[0] &+ alone)
      return
    }
    back.removeAll(keepingCapacity: true)
    var state = transitions[0] &+ scores[0]
    let never = EvidenceImage.Row(repeating: Self.never)
    // A lane before the state's own, so that it can be read moved by one.
    withUnsafeTemporaryAllocation(byteCount: 48, alignment: 16) { memory in
      memory.initializeMemory(as: UInt8.self, repeating: 0)
      for index in run.dropFirst() {
        // Weights stay far from the ends of 16 bits because the best path is brought back to 0 at every token.
        state &-= EvidenceImage.Row(repeating: Self.top(state))
        state.replace(with: never, where: state .< never)
        memory.storeBytes(of: state, toByteOffset: 2, as: EvidenceImage.Row.self)
        var (best, from) = bestPaths(state, memory)
        let opened = opening &+ memory.loadUnaligned(as: EvidenceImage.Row.self)
        let gone = goingOn &+ state
        let isGone = gone .> opened
        best.replace(with: opened.replacing(with: gone, where: isGone), where: isInside)
        from.replace(with: Self.lanesBefore.replacing(with: Self.lanes, where: isGone), where: isInside)
        back.append(from)
        state = best &+ scores[index - run.lowerBound]
      }
    }
    var label = Self.best(state &+ leaving)
    var index = run.upperBound - 1
    labels[index] = label
    for from in back.reversed() {
      label = EntityLabel(rawValue: UInt8(truncatingIfNeeded: from[Int(label.rawValue)])) ?? .outside
      index -= 1
      labels[index] = label
    }
  }

  private static let lanes: SIMD16<Int16> = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
  private static let lanesBefore = lanes &- 1

  /// The best way to each label but the inside ones, and the label it comes from. Most labels are too far behind to
  /// lead anywhere. `memory` holds the state from its second lane on.
  @inline(__always)
  private func bestPaths(
    _ state: EvidenceImage.Row, _ memory: UnsafeMutableRawBufferPointer
  ) -> (EvidenceImage.Row, SIMD16<Int16>) {
    var best = transitions[0] &+ EvidenceImage.Row(repeating: state[0])
    var from = SIMD16<Int16>(repeating: 0)
    for label in 1..<15 {
      let own = memory.load(fromByteOffset: 2 * label + 2, as: Int16.self)
      guard own &+ advantage[label] > state[0] else { continue }
      let path = transitions[label] &+ EvidenceImage.Row(repeating: own)
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
