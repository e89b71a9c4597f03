/// Speech that a name and a colon introduce: the turns of an interview ("Meier: Wir bauen das Haus.") and headlines
/// ("Merkel: Wir schaffen das").
extension QuotationReader {
  /// A block that begins with a label: token indices of the block and of the colon.
  struct Labelled {
    var block: Range<Int>
    var name: Range<Int>
    var colon: Int
    var label: UInt64
  }

  /// Notes the speech of labelled blocks; ``transcript`` holds the blocks of an interview.
  mutating func readLabels(_ document: Document) {
    transcript.removeAll(keepingCapacity: true)
    var labelled: [Labelled] = []
    for number in columns.blockStarts.indices {
      let block = columns.blockTokens(number)
      if let found = label(block) {
        let isLast = columns.sign[block.upperBound - 1] == .stop
        if isHeading(block.lowerBound, document), !isLast {
          readHeadline(found)
        } else if isLast {
          labelled.append(found)
        }
      }
    }
    // Forms and tables have labels too; only in a talk do few of them come again and again.
    let distinct = Set(labelled.map(\.label)).count
    let isTalk = labelled.count >= 3 && distinct * 2 <= labelled.count + 1 && distinct <= 6
    guard isTalk || labelled.count >= 2 && labelled.allSatisfy(isTurnOfDebate) else { return }
    for each in labelled {
      transcript.append(each.block)
      found.append(
        FoundQuotation(
          type: .direct, content: [each.colon + 1..<each.block.upperBound],
          speaker: each.name, frame: [each.block.lowerBound..<each.colon + 1],
          source: "transcript", unit: -1))
    }
  }

  /// "Abg. Richter: Meine Herren, ich bitte ums Wort.": the label is someone, and what follows is a sentence.
  private func isTurnOfDebate(_ each: Labelled) -> Bool {
    isSomeone(each.name)
      && (each.colon + 1..<each.block.upperBound).contains { !verbForms($0).isDisjoint(with: .finite) }
  }

  private func isHeading(_ token: Int, _ document: Document) -> Bool {
    let start = document.tokens[token].span.start
    let next = document.blocks.firstIndex(notBefore: { $0.span.start <= start })
    return next > 0 && document.blocks[next - 1].kind == .heading
  }

  /// One to four capitalised words and a colon, before a sentence with a finite verb or of four words.
  private func label(_ block: Range<Int>) -> Labelled? {
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
    while at < block.upperBound, inBrackets[at] { at += 1 }
    guard end > block.lowerBound, at + 2 < block.upperBound, columns.sign[at] == .colon, columns.isWord(at + 1) else {
      return nil
    }
    let rest = at + 1..<block.upperBound
    let isSentence =
      rest.count { columns.isWord($0) } >= 4
      || rest.contains { columns.isWord($0) && !columns.facts($0).verb.isDisjoint(with: .finite) }
    return isSentence ? Labelled(block: block, name: block.lowerBound..<end, colon: at, label: hash) : nil
  }

  /// "Merkel: Wir schaffen das" is her speech; without a first person it is only its gist.
  private mutating func readHeadline(_ headline: Labelled) {
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
