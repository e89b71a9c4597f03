import CMarkup
import Wortlaut

/// The blocks of a Markdown text, by cmark, the reference parser of CommonMark.
enum MarkdownBlocks {
  /// Blocks in order, apart, over every character that is not blank: marks such as `##` and `-` stand inside their
  /// block, and what cmark gives no lines for (a thematic break, a link's target) is a line of its own.
  static func find(in text: [UInt8]) -> [Block] {
    var count = 0
    let found = text.withUnsafeBufferPointer { cmarkup_markdown_blocks($0.baseAddress, $0.count, &count) }
    guard let found else { return [] }
    defer { cmarkup_free(found) }
    let lines = lines(of: text)
    var blocks: [Block] = []
    // Which line the next block may begin with.
    var next = 0
    func add(_ first: Int, _ last: Int, _ kind: Block.Kind) {
      var (first, last) = (first, last)
      while first <= last, lines[first].isEmpty { first += 1 }
      while last >= first, lines[last].isEmpty { last -= 1 }
      guard first <= last else { return }
      let span = Span(lines[first].lowerBound, lines[last].upperBound)
      blocks.append(Block(span, kind, isWrapped: last > first && kind != .line))
    }
    for block in UnsafeBufferPointer(start: found, count: count) {
      let first = max(next, Int(block.first_line) - 1)
      var last = min(lines.count, Int(block.last_line)) - 1
      // cmark counts the line behind an underlined heading as part of it.
      if block.kind == Int32(CMARKUP_HEADING.rawValue), first <= last, text[lines[first]].first != UInt8(ascii: "#") {
        last = (first...last).first { isUnderline(text[lines[$0]]) } ?? last
      }
      guard first <= last else { continue }
      for line in next..<first { add(line, line, .line) }
      switch cmarkup_block_kind(rawValue: UInt32(block.kind)) {
      case CMARKUP_HEADING: add(first, last, .heading)
      case CMARKUP_ITEM: add(first, last, .listItem)
      case CMARKUP_LINES: for line in first...last { add(line, line, .line) }
      default:
        // A table (which CommonMark itself does not know) is rows.
        let isTable = text[lines[first]].first == UInt8(ascii: "|")
        if isTable { for line in first...last { add(line, line, .line) } } else { add(first, last, .paragraph) }
      }
      next = last + 1
    }
    for line in next..<max(next, lines.count) { add(line, line, .line) }
    return blocks
  }

  private static func isUnderline(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = line.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else { return false }
    return line.allSatisfy { $0 == mark }
  }

  /// The lines without white space at their ends, as CommonMark counts them.
  private static func lines(of text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
      var line = start..<end
      while let first = text[line].first, first <= 0x20 { line = line.lowerBound + 1..<line.upperBound }
      while let last = text[line].last, last <= 0x20 { line = line.lowerBound..<line.upperBound - 1 }
      lines.append(line)
      start = end + 1
      if end + 1 < text.count, text[end] == 0x0D, text[end + 1] == 0x0A { start += 1 }
    }
    return lines
  }
}
