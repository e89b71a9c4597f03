/// How a document's lines are wrapped, if they are.
struct LineWrap {
  /// The width that lines are filled to, in characters.
  var width: Int

  /// Whether the next line's first word would not have fitted on this line. Proportional type leaves lines of one
  /// width with differing numbers of characters, hence the tolerance.
  func isFull(_ line: TextLine, before next: TextLine) -> Bool {
    (line.length + 1 + next.firstWord) * 100 >= width * 82
  }

  /// Decides for a whole document whether single line breaks are wraps.
  ///
  /// A wrapped text shows itself by breaks in the middle of sentences (no stop before, a small letter after), and by
  /// lines that are full there. A chat breaks sentences too, but its lines are not full; an article with a paragraph a
  /// line has full lines, but breaks no sentence.
  static func detect(_ lines: [TextLine]) -> LineWrap? {
    guard lines.count >= 2 else { return nil }
    let wrap = LineWrap(width: width(lines))
    guard wrap.width >= 30 && wrap.width <= 200 else { return nil }
    var pairs = 0
    var continued = 0
    var full = 0
    for index in 1..<lines.count where !lines[index].afterBlank {
      let line = lines[index - 1]
      let next = lines[index]
      pairs += 1
      guard next.head == .lower, line.tail != .sentenceEnd else { continue }
      continued += 1
      if wrap.isFull(line, before: next) { full += 1 }
    }
    guard continued > 0, continued * 8 >= pairs, full * 3 >= continued * 2 else { return nil }
    return wrap
  }

  /// The width that nine of ten lines keep to, among lines with a neighbour.
  static func width(_ lines: [TextLine]) -> Int {
    var lengths: [Int] = []
    lengths.reserveCapacity(lines.count)
    for index in lines.indices {
      let hasNext = index + 1 < lines.count && !lines[index + 1].afterBlank
      if hasNext { lengths.append(lines[index].length) }
    }
    guard !lengths.isEmpty else { return 0 }
    lengths.sort()
    return lengths[(lengths.count - 1) * 9 / 10]
  }
}
