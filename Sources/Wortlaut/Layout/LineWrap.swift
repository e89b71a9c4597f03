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
  /// A wrapped text shows itself by breaks in the middle of sentences (no stop before, a small letter after, or an
  /// article, preposition or the like before), and by lines that are full there. A chat breaks sentences too, but its
  /// lines are not full; an article with a paragraph a line has full lines, but breaks no sentence.
  static func detect(
    _ lines: [TextLine], _ text: UnsafeBufferPointer<UInt8>, _ classes: WordClasses
  ) -> LineWrap? {
    guard lines.count >= 2 else { return nil }
    let wrap = LineWrap(width: width(lines))
    guard wrap.width >= 30 && wrap.width <= 200 else { return nil }
    var pairs = 0
    var continued = 0
    var beginSmall = 0
    var full = 0
    for index in 1..<lines.count where !lines[index].afterBlank {
      let line = lines[index - 1]
      let next = lines[index]
      pairs += 1
      guard line.tail != .sentenceEnd, line.quoteDepth == next.quoteDepth else { continue }
      guard next.head == .lower || line.tail == .word && endsOpen(line, text, classes) else { continue }
      continued += 1
      if next.head == .lower { beginSmall += 1 }
      if wrap.isFull(line, before: next) { full += 1 }
    }
    guard beginSmall > 0, continued * 8 >= pairs, full * 3 >= continued * 2 else { return nil }
    return wrap
  }

  /// Whether a line's last word is small and of those that others follow: "stattdessen am".
  private static func endsOpen(
    _ line: TextLine, _ text: UnsafeBufferPointer<UInt8>, _ classes: WordClasses
  ) -> Bool {
    var start = line.end
    while start > line.content, text[start - 1] > 0x20 { start -= 1 }
    guard start > line.content, text[start] &- 0x61 < 26 || text[start] >= 0x80 else { return false }
    return classes.of(.init(rebasing: text[start..<line.end])).contains(.function)
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
