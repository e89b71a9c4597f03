/// Puts lines together to blocks and says what each block is.
struct BlockBuilder {
  let text: UnsafeBufferPointer<UInt8>
  let lines: [TextLine]
  let wrap: LineWrap?
  let classes: WordClasses
  let abbreviations: Abbreviations
  /// The lines are those of subtitles: numbers, times, and what is said.
  private let isSubtitles: Bool

  init(
    text: UnsafeBufferPointer<UInt8>, lines: [TextLine], wrap: LineWrap?, classes: WordClasses,
    abbreviations: Abbreviations
  ) {
    self.text = text
    self.lines = lines
    self.wrap = wrap
    self.classes = classes
    self.abbreviations = abbreviations
    isSubtitles = lines.contains { Self.isTimeLine($0, text) }
  }

  mutating func build(into blocks: inout [Block]) {
    var first = 0
    while first < lines.count {
      var last = first
      while last + 1 < lines.count && continues(last, last + 1) { last += 1 }
      let span = Span(lines[first].start, lines[last].end)
      blocks.append(Block(span, kind(first, last), isWrapped: last > first))
      first = last + 1
    }
  }

  /// Whether a line goes on where the one before it broke off.
  private func continues(_ index: Int, _ next: Int) -> Bool {
    let line = lines[index]
    let following = lines[next]
    if line.quoteDepth > 0 || following.quoteDepth > 0 {
      guard line.quoteDepth == following.quoteDepth, line.content < line.end, following.content < following.end else {
        return false
      }
    }
    if isSubtitles { return continuesSubtitle(line, following) }
    // A word broken at the line's end goes on, even over a blank line.
    if line.tail == .hyphen && hyphenatesWord(line, following) {
      // "Bau-⏎und Straßenplan" breaks no word, and goes on all the same.
      if isSuspended(following) { return !following.afterBlank }
      // A compound's capital may follow on the next line ("EU-⏎Gipfel"), but not a paragraph on.
      if following.head == .lower || following.head == .upper && !following.afterBlank { return true }
    }
    guard let wrap, !following.afterBlank, !isRule(line), !isRule(following) else { return false }
    if following.head == .bullet || isNumberAlone(following) || isNumberAlone(line) { return false }
    if isEnumerated(following) && !pointsAtNumber(line) { return false }
    if isLabel(following) && line.tail != .comma || isField(line) && isField(following) { return false }
    if wrap.isFull(line, before: following) { return true }
    // Indented lines that end in a comma long before the margin are verses.
    if line.tail == .comma { return !line.isIndented || !following.isIndented }
    return following.head == .lower && line.tail != .sentenceEnd
  }

  /// Inside one title a line goes on on the next one, unless somebody else speaks: "- Warum?", "MANN: Halt!", "[Musik]".
  private func continuesSubtitle(_ line: TextLine, _ next: TextLine) -> Bool {
    if next.afterBlank || line.tail == .sentenceEnd || isNumberAlone(line) || Self.isTimeLine(line, text) {
      return false
    }
    if isField(next) || next.head == .bullet { return false }
    // "(flüstert)"
    if line.head == .mark, text[line.end - 1] == UInt8(ascii: ")") || text[line.end - 1] == UInt8(ascii: "]") {
      return false
    }
    guard next.content + 1 < next.end else { return true }
    if text[next.content] == UInt8(ascii: "<") { return text[next.content + 1] != UInt8(ascii: "v") }
    return next.head != .mark || text[next.content] == UInt8(ascii: "\"")
  }

  /// "00:00:01,000 --> 00:00:04,074", the times of a subtitle (SubRip, WebVTT).
  private static func isTimeLine(_ line: TextLine, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard line.head == .digit, line.end - line.start >= 17, text[line.start + 2] == UInt8(ascii: ":") else {
      return false
    }
    return (line.start + 9...line.start + 13).contains {
      text[$0] == 0x2D && text[$0 + 1] == 0x2D && text[$0 + 2] == 0x3E
    }
  }

  /// "Betreff: …", "FAUST: …": a name with a colon, and what belongs to it.
  private func isField(_ line: TextLine) -> Bool {
    var at = line.content
    while at < line.end, text[at] >= 0x80 || (text[at] | 0x20) &- 0x61 < 26 { at += 1 }
    return line.head == .upper && at < line.end && text[at] == UInt8(ascii: ":")
  }

  /// "Wirtschafts-" before "beziehungen", "Handels-" before "und".
  private func hyphenatesWord(_ line: TextLine, _ next: TextLine) -> Bool {
    // A soft hyphen, or the mark that programs for scanned pages write for it (¬).
    let isSoft = text[line.end - 1] & 0xFE == 0xAC
    if text[line.end - 1] == UInt8(ascii: "="), next.head != .lower { return false }
    let before = line.end - (isSoft ? 3 : 2)
    guard before >= line.start else { return false }
    let isWord = text[before] >= 0x80 || (text[before] | 0x20) &- 0x61 < 26 || text[before] &- 0x30 < 10
    return isWord && next.quoteDepth == 0
  }

  /// Begins with what may follow a suspended hyphen: "und".
  private func isSuspended(_ next: TextLine) -> Bool {
    var end = next.start
    while end < next.end, text[end] >= 0x80 || (text[end] | 0x20) &- 0x61 < 26 { end += 1 }
    return classes.of(.init(rebasing: text[next.start..<end])).contains(.suspendedFollower)
  }

  /// "-----", "=====", "-----Ursprüngliche Nachricht-----": three of a mark at the end part what stands around.
  private func isRule(_ line: TextLine) -> Bool {
    guard line.length >= 3 else { return false }
    let mark = text[line.end - 1]
    guard "-=_*".utf8.contains(mark) else { return false }
    return text[line.end - 2] == mark && text[line.end - 3] == mark && text[line.start] == mark
  }

  /// A line that is only a number: a margin number, a page.
  private func isNumberAlone(_ line: TextLine) -> Bool {
    guard line.head == .digit, line.length <= 6 else { return false }
    return text[line.content..<line.end].allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "/") }
  }

  /// "1. Text", "a) Text", "(2) Text", "IV. Text": the beginning of a numbered item.
  private func isEnumerated(_ line: TextLine) -> Bool {
    var at = line.content
    guard at < line.end else { return false }
    let hasBracket = text[at] == UInt8(ascii: "(")
    if hasBracket { at += 1 }
    let from = at
    while at < line.end, at - from < 5, text[at] &- 0x30 < 10 || (text[at] | 0x20) &- 0x61 < 26 { at += 1 }
    guard at > from, at < line.end else { return false }
    let isNumber = text[from..<at].allSatisfy { $0 &- 0x30 < 10 } && at - from <= 3
    let isRoman = text[from..<at].allSatisfy { $0 == 0x49 || $0 == 0x56 || $0 == 0x58 }
    guard isNumber || isRoman || at - from == 1 else { return false }
    let mark = text[at]
    guard mark == UInt8(ascii: ")") || mark == UInt8(ascii: ".") && !hasBracket else { return false }
    guard at + 1 < line.end, text[at + 1] == 0x20 || text[at + 1] == 0x09 else { return false }
    if mark == UInt8(ascii: ")") { return true }
    if !isNumber {
      // "i. A. Max Muster" is no list.
      return !(at + 3 < line.end && text[at + 3] == UInt8(ascii: "."))
    }
    // "15. Juni 2019" at a line's start is a date.
    var word = at + 2
    while word < line.end, text[word] >= 0x80 || (text[word] | 0x20) &- 0x61 < 26 { word += 1 }
    let next = classes.of(.init(rebasing: text[at + 2..<word]))
    return next.isDisjoint(with: [.month, .ordinalNoun])
  }

  /// Whether a number at the next line's start belongs to this line's last word: "Rn.⏎13)", "am⏎3. Mai".
  private func pointsAtNumber(_ line: TextLine) -> Bool {
    var start = line.end
    while start > line.start, text[start - 1] != 0x20, text[start - 1] != UInt8(ascii: "(") { start -= 1 }
    let word = UnsafeBufferPointer(rebasing: text[start..<line.end])
    if line.tail == .comma { return true }
    if abbreviations[word]?.next == .number { return true }
    return !classes.of(word).isDisjoint(with: [.ordinalContext, .weakOrdinalContext, .cardinalContext])
  }

  /// One word and a colon: "Schlagworte:" begins something new.
  private func isLabel(_ line: TextLine) -> Bool {
    line.tail == .colon && line.head == .upper && line.firstWord == line.length && line.length <= 30
  }

  // MARK: Kinds

  private func kind(_ first: Int, _ last: Int) -> Block.Kind {
    let line = lines[first]
    if line.head == .bullet { return .listItem }
    if isEnumerated(line) { return .listItem }
    if first == last {
      if isByline(line) { return .byline }
      if text[line.start] == UInt8(ascii: "#"), line.length > 2, isMarkdownHeading(line) { return .heading }
    }
    let stands = line.afterBlank && (last + 1 == lines.count || lines[last + 1].afterBlank)
    if line.hasGap && first == last && !stands { return .line }
    if isVerse(first, last) { return .line }
    if last == first, line.length <= 100, line.tail == .word,
      line.head == .upper || line.head == .digit || isSection(line),
      last + 1 < lines.count, isBody(lines[last + 1], of: line)
    {
      return .heading
    }
    return .paragraph
  }

  /// "§ 1 Geltungsbereich"
  private func isSection(_ line: TextLine) -> Bool { text[line.start] == 0xC2 && text[line.start + 1] == 0xA7 }

  /// What may follow a heading: a longer line, a sentence, the number of a paragraph.
  private func isBody(_ next: TextLine, of line: TextLine) -> Bool {
    next.length > line.length || next.tail == .sentenceEnd || isNumberAlone(next)
  }

  private func isMarkdownHeading(_ line: TextLine) -> Bool {
    var at = line.start
    while at < line.end && text[at] == UInt8(ascii: "#") { at += 1 }
    return at - line.start <= 6 && at < line.end && text[at] == 0x20
  }

  /// One of at least three short lines without a blank line between: a stanza, a table, a dialogue.
  private func isVerse(_ first: Int, _ last: Int) -> Bool {
    guard first == last, lines[first].length <= 60 else { return false }
    var from = first
    while from > 0, !lines[from].afterBlank, lines[from - 1].length <= 60, first - from < 3 { from -= 1 }
    var to = last
    while to + 1 < lines.count, !lines[to + 1].afterBlank, lines[to + 1].length <= 60, to - last < 3 { to += 1 }
    return to - from >= 2
  }

  /// "Von Erika Muster", "06.02.2025", "Berlin, 6. Februar 2025": who wrote, where and when.
  private func isByline(_ line: TextLine) -> Bool {
    guard line.length <= 80, line.tail == .word || line.tail == .comma else { return false }
    let content = text[line.start..<line.end]
    if content.starts(with: Self.by) || content.starts(with: Self.byLower) {
      return isName(from: line.start + 4, line.end)
    }
    return content.allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == 0x20 || $0 == UInt8(ascii: ":") }
      && content.contains(UInt8(ascii: ".")) && line.length >= 6
  }

  private static let by = Array("Von ".utf8)
  private static let byLower = Array("von ".utf8)

  /// Two to eight words, two of them with a capital, and between them only short ones like "und" and "von".
  private func isName(from start: Int, _ end: Int) -> Bool {
    var words = 0
    var capitals = 0
    for word in text[start..<end].split(separator: 0x20) {
      words += 1
      let isCapital = CharacterProperties.isUppercase(UTF8Decoding.scalar(text, word.startIndex).codePoint)
      if !isCapital && Composition.letters(text, word.startIndex, word.endIndex) > 4 { return false }
      if isCapital { capitals += 1 }
    }
    return 2...8 ~= words && capitals >= 2
  }
}
