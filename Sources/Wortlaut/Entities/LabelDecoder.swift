/// Finds the best sequence of labels for a run of tokens by their summed weights and the weights of transitions
/// (Viterbi). Buffers are kept.
struct LabelDecoder {
  private let transitions: [EvidenceImage.Row]
  /// Of a run of one token between tokens outside names: how well each label enters and leaves.
  private let alone: EvidenceImage.Row
  private let leaving: EvidenceImage.Row
  private var back: [SIMD16<Int16>] = []

  /// A weight that no evidence outweighs.
  static let never: Int16 = -12000

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
  }

  private static func isInside(_ label: EntityLabel) -> Bool {
    EntityLabel.allCases.contains { $0.inside == label }
  }

  /// Writes the best label of each token of a run to `labels`. The run stands between tokens outside names.
  mutating func decode(_ scores: ArraySlice<EvidenceImage.Row>, into labels: inout [EntityLabel]) {
    guard let first = scores.first else { return }
    if scores.count == 1 {
      labels[scores.startIndex] = Self.best(first &+ alone)
      return
    }
    back.removeAll(keepingCapacity: true)
    var state = transitions[0] &+ first
    for index in scores.indices.dropFirst() {
      var best = EvidenceImage.Row(repeating: Int16.min)
      var from = SIMD16<Int16>(repeating: 0)
      // Weights stay far from the ends of 16 bits because the best path is brought back to 0 at every token.
      state &-= EvidenceImage.Row(repeating: state.max())
      state.replace(
        with: EvidenceImage.Row(repeating: Self.never), where: state .< EvidenceImage.Row(repeating: Self.never))
      for label in 0..<15 {
        let path = transitions[label] &+ EvidenceImage.Row(repeating: state[label])
        let isBetter = path .> best
        best.replace(with: path, where: isBetter)
        from.replace(with: SIMD16(repeating: Int16(label)), where: isBetter)
      }
      back.append(from)
      state = best &+ scores[index]
    }
    var label = Self.best(state &+ leaving)
    var index = scores.endIndex - 1
    labels[index] = label
    for from in back.reversed() {
      label = EntityLabel(rawValue: UInt8(from[Int(label.rawValue)])) ?? .outside
      index -= 1
      labels[index] = label
    }
  }

  private static func best(_ scores: EvidenceImage.Row) -> EntityLabel {
    let top = scores.max()
    for index in 0..<15 where scores[index] == top { return EntityLabel(rawValue: UInt8(index)) ?? .outside }
    return .outside
  }
}
