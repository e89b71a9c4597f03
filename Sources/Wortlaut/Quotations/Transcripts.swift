/// Speech that a name and a colon introduce: the turns of an interview ("Meier: Wir bauen das Haus.") and headlines
/// ("Merkel: Wir schaffen das").
extension QuotationReader {
  /// A block that begins with a label: its number, its tokens, those of the name, and the colon.
  struct Labelled {
    var number: Int
    var block: Range<Int>
    var name: Range<Int>
    var colon: Int
    var label: UInt64
    /// What follows is a sentence, not a value such as forms have.
    var isSentence: Bool
  }

  /// Notes the speech of labelled blocks; ``transcript`` holds the blocks of an interview.
  func readLabels(_ document: Document) {
    transcript.removeAll(keepingCapacity: true)
    var labelled: [Labelled] = []
    for number in columns.blockStarts.indices {
      guard let found = label(number) else { continue }
      let isLast = columns.sign(found.block.upperBound - 1) == .stop
      if isHeading(found.block.lowerBound, document), !isLast {
        if found.isSentence { readHeadline(found) }
      } else if isLast {
        labelled.append(found)
      }
    }
    // "Lind: Nein.": a turn without a verb belongs to who has spoken in sentences.
    let speakers = Set(labelled.lazy.filter(\.isSentence).map(\.label))
    labelled.removeAll { !$0.isSentence && !speakers.contains($0.label) }
    // Forms and tables have labels too; only in a talk do few of them come again and again.
    let distinct = Set(labelled.map(\.label)).count
    let isTalk = labelled.count >= 3 && distinct * 2 <= labelled.count + 1 && distinct <= 6
    if labelled.isEmpty { readInterview(document) }
    guard isTalk || labelled.count >= 2 && labelled.allSatisfy(isTurnOfDebate) else { return }
    let isDebate = (labelled[0].number..<columns.blockStarts.count).contains { isAside(columns.blockTokens($0)) }
    for (index, turn) in labelled.enumerated() {
      let next = index + 1 < labelled.count ? labelled[index + 1].number : isDebate ? columns.blockStarts.count : 0
      readTurn(turn, until: isTalk || isDebate ? next : 0, document)
    }
  }

  /// A speaker's words go on over the blocks up to the next label; minutes of debates put what others call in brackets
  /// between them.
  private func readTurn(_ turn: Labelled, until next: Int, _ document: Document) {
    transcript.append(turn.block)
    var content = TokenRanges(turn.colon + 1..<turn.block.upperBound)
    var asides: [Range<Int>] = []
    for number in turn.number + 1..<max(turn.number + 1, next) {
      let block = columns.blockTokens(number)
      if isHeading(block.lowerBound, document) { break }
      transcript.append(block)
      if isAside(block) { asides.append(block) } else { content.append(block) }
    }
    found.append(
      FoundQuotation(
        type: .direct, content: content, speaker: turn.name, frame: [turn.block.lowerBound..<turn.colon + 1],
        source: "transcript", unit: -1))
    for aside in asides { readAside(aside) }
  }

  /// "(Beifall bei der SPD)", "(Oliver Braun [FDP]: Das stimmt doch nicht!)": a block in brackets.
  private func isAside(_ block: Range<Int>) -> Bool {
    block.count > 2 && columns.sign(block.lowerBound) == .openBracket && inBrackets(block.upperBound - 1)
  }

  /// The calls in an aside, which dashes part: a name or "Zuruf von der SPD", a colon, the words.
  private func readAside(_ block: Range<Int>) {
    var start = block.lowerBound + 1
    while start < block.upperBound - 1 {
      let end = (start..<block.upperBound - 1).first { columns.sign($0) == .dash } ?? block.upperBound - 1
      if let colon = (start..<end).first(where: { columns.sign($0) == .colon }), colon > start, colon + 1 < end {
        found.append(
          FoundQuotation(
            type: .direct, content: [colon + 1..<end], speaker: caller(start..<colon), frame: [start..<colon + 1],
            source: "transcript", unit: -1))
      }
      start = end + 1
    }
  }

  /// Who calls: "Oliver Braun [FDP]", "Zuruf von der SPD", "Gegenruf des Abg. Jörn Kranz".
  private func caller(_ label: Range<Int>) -> Range<Int> {
    let end = label.first { columns.sign($0) == .openBracket && $0 > label.lowerBound } ?? label.upperBound
    let second = label.lowerBound + 1
    if second + 1 < end, has(second, .von) { return second + 1..<end }
    return second < end && has(second, .genitive) ? second..<end : label.lowerBound..<end
  }

  /// "Abg. Richter: Meine Herren, ich bitte ums Wort.": the label is someone, and what follows is a sentence.
  private func isTurnOfDebate(_ each: Labelled) -> Bool {
    // "Lind (SPD): Nein, jetzt nicht."
    isSomeone(each.name)
      && (each.name.upperBound < each.colon
        || (each.colon + 1..<each.block.upperBound).contains { !verbForms($0).isDisjoint(with: .finite) })
  }

  private func isHeading(_ token: Int, _ document: Document) -> Bool {
    let start = document.tokens[token].span.start
    let next = document.blocks.firstIndex(notBefore: { $0.span.start <= start })
    return next > 0 && document.blocks[next - 1].kind == .heading
  }

  /// One to four capitalised words and a colon.
  private func label(_ number: Int) -> Labelled? {
    let block = columns.blockTokens(number)
    guard block.count > 3, columns.isCapital(block.lowerBound), mark[block.lowerBound] < 0 else { return nil }
    var hash: UInt64 = 0
    var at = block.lowerBound
    while at < block.upperBound, at - block.lowerBound < 5, columns.isWord(at),
      columns.isCapital(at) || has(at, .nameParticle) || has(at, .von)
    {
      if !verbForms(at).isEmpty && at > block.lowerBound { return nil }
      hash = StableHash.mix(hash, keys[at])
      at += 1
    }
    let end = at
    while at < block.upperBound, inBrackets(at) { at += 1 }
    guard end > block.lowerBound, at + 2 < block.upperBound, columns.sign(at) == .colon, columns.isWord(at + 1) else {
      return nil
    }
    let rest = at + 1..<block.upperBound
    // "Lind (SPD): Nein!" needs no more.
    let isSentence =
      at > end || rest.count { columns.isWord($0) } >= 4
      || rest.contains { columns.isWord($0) && !columns.facts($0).verb.isDisjoint(with: .finite) }
    return Labelled(
      number: number, block: block, name: block.lowerBound..<end, colon: at, label: hash, isSentence: isSentence)
  }

  /// "Merkel: Wir schaffen das" is her speech; without a first person it is only its gist.
  private func readHeadline(_ headline: Labelled) {
    let name = headline.name
    let content = headline.colon + 1..<headline.block.upperBound
    guard isSomeone(name), !content.contains(where: { mark[$0] >= 0 }),
      content.contains(where: {
        isVisible($0) && !columns.isCapital($0) && !columns.facts($0).verb.isDisjoint(with: .finite)
      })
    else { return }
    let isOwn = content.contains { has($0, .firstPerson) || has($0, .wir) }
    found.append(
      FoundQuotation(
        type: isOwn ? .direct : .indirect, content: [content], speaker: name,
        frame: [headline.block.lowerBound..<headline.colon + 1], source: "headline", unit: -1))
  }
}
