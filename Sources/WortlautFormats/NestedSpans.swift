import Wortlaut

/// Turns spans that overlap as they like into properly nested elements, as XML and HTML want them.
///
/// An item of a lower level lies outside one of a higher level. Where two cross, the inner one is cut into fragments;
/// a fragment that would hold white space alone is left out.
struct NestedSpans {
  struct Item {
    let span: Span
    /// 0 is outermost.
    let level: Int
  }

  enum Event {
    /// The fragment's number, from 0, of so many.
    case open(item: Int, fragment: Int, count: Int)
    case close(item: Int, isLast: Bool)
  }

  private struct Fragment {
    let item: Int
    let start: Int
    var end = 0
    var number = 0
    var isKept = false
  }

  /// Where elements open and close, in the order of the text.
  static func events(_ items: [Item], in text: [UInt8]) -> [(at: Int, event: Event)] {
    var (fragments, steps) = nest(items)
    var counts = Array(repeating: 0, count: items.count)
    for index in fragments.indices {
      let fragment = fragments[index]
      guard !text[fragment.start..<fragment.end].allSatisfy(isBlank) else { continue }
      fragments[index].isKept = true
      fragments[index].number = counts[fragment.item]
      counts[fragment.item] += 1
    }
    return steps.compactMap { at, index, isOpening in
      let fragment = fragments[index]
      guard fragment.isKept else { return nil }
      let count = counts[fragment.item]
      if isOpening { return (at, .open(item: fragment.item, fragment: fragment.number, count: count)) }
      return (at, .close(item: fragment.item, isLast: fragment.number + 1 == count))
    }
  }

  /// XML's white space.
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  /// One pass over the borders with a stack of what is open.
  private static func nest(_ items: [Item]) -> ([Fragment], [(at: Int, fragment: Int, isOpening: Bool)]) {
    let inOrder = { (left: Int, right: Int) in
      let (a, b) = (items[left], items[right])
      return a.level != b.level ? a.level < b.level : a.span != b.span ? a.span < b.span : left < right
    }
    let starts = items.indices.filter { !items[$0].span.isEmpty }.sorted { items[$0].span.start < items[$1].span.start }
    let borders = Set(starts.flatMap { [items[$0].span.start, items[$0].span.end] }).sorted()
    var fragments: [Fragment] = []
    var steps: [(at: Int, fragment: Int, isOpening: Bool)] = []
    var open: [Int] = []
    var next = 0
    for at in borders {
      var opening: [Int] = []
      while next < starts.count, items[starts[next]].span.start == at {
        opening.append(starts[next])
        next += 1
      }
      let outermost = opening.map { items[$0].level }.min() ?? Int.max
      let cut =
        open.firstIndex { items[fragments[$0].item].span.end == at || items[fragments[$0].item].level > outermost }
        ?? open.count
      for fragment in open[cut...].reversed() {
        fragments[fragment].end = at
        steps.append((at, fragment, false))
        if items[fragments[fragment].item].span.end > at { opening.append(fragments[fragment].item) }
      }
      open.removeSubrange(cut...)
      for item in opening.sorted(by: inOrder) {
        open.append(fragments.count)
        steps.append((at, fragments.count, true))
        fragments.append(Fragment(item: item, start: at))
      }
    }
    return (fragments, steps)
  }
}
