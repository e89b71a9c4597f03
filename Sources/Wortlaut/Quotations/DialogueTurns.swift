/// Who speaks where nothing in the sentence says so: speech carried on, and speech that changes hands.
extension QuotationReader {
  /// Speech that nothing in its sentence attributes belongs to who spoke last, or to whom the sentence before is about.
  /// Where two have spoken in turn, a paragraph each, it is the other's turn.
  func speakerNearby(_ mark: Int) -> Range<Int>? {
    // Speech inside speech belongs to whom its own sentence names.
    if isInner { return nil }
    if changesHands(mark) { return otherSpeaker() }
    let start = units[unit].lowerBound
    let block = Int(columns.block(start))
    if turns.last.block == block - 1, turns.before.block == block - 2, let other = turns.before.speaker,
      let last = turns.last.speaker, !isSame(other, last), columns.startsBlock(start)
    {
      return other
    }
    if columns.startsBlock(start), turns.last.block == block - 1, isTalk(block) {
      return turns.last.speaker == nil && turns.before.block == block - 2 ? turns.before.speaker : nil
    }
    // »Gleich!« Die Alte kam herunter.
    if columns.startsBlock(start), let subject = subjectOfUnitAfter() {
      // »Ist er tot?« Der Alte nickte. »Seit gestern.«: who answers has not asked.
      let end = outer[Int(self.mark[mark])].inside.upperBound
      return keys[end - 1] == Self.question && speaksAfterNext() ? nil : subject
    }
    // Sie nickte. »Ja.«: a sentence of the same paragraph tells who acts.
    if unit > 0, previousUnit < unit - 1, !columns.startsBlock(start), let subject = subjectOfUnitBefore() {
      return subject
    }
    let known = previousSpeaker.flatMap { isSomeone($0) ? $0 : nil }
    if unit - previousUnit <= 1, let known { return known }
    return subjectOfUnitBefore() ?? (unit - previousUnit <= 3 ? known : nil)
  }

  /// Whether a paragraph is one of several short ones that begin with speech, and nothing but speech: who speaks there is not
  /// the last speaker, even where the other is not known yet.
  private func isTalk(_ block: Int) -> Bool {
    guard block + 1 < columns.blockStarts.count else { return false }
    let turn = columns.blockTokens(block)
    let before = columns.blockTokens(block - 1)
    return turn.count <= 20 && before.count <= 40 && turn.allSatisfy { mark[$0] >= 0 } && mark[before.lowerBound] >= 0
      && mark[columns.blockStarts[block + 1]] >= 0
  }

  /// Whether another speaks than before: »Wer da?« – »Gut Freund!« A mark right after a mark, or after a dash between two,
  /// begins another's speech, and so does a paragraph after one that ended with a question.
  private func changesHands(_ mark: Int) -> Bool {
    if followsMark(mark) { return true }
    guard mark > 1, columns.startsBlock(mark), let last = found.last(where: { $0.type == .direct })?.content.last,
      last.upperBound == mark
    else { return false }
    return keys[mark - 1] == Self.question || keys[mark - 2] == Self.question
  }

  /// Whether the sentence after the next one of the paragraph is speech of its own.
  private func speaksAfterNext() -> Bool {
    guard unit + 2 < units.count, !columns.startsBlock(units[unit + 2].lowerBound) else { return false }
    return mark[units[unit + 2].lowerBound] >= 0
  }

  private static let question = TokenKey.hash("?")

  /// Whether a marked span stands right before, in the same block, a dash between them or nothing.
  func followsMark(_ mark: Int) -> Bool {
    guard mark > 0, !columns.startsBlock(mark) else { return false }
    let before = columns.sign(mark - 1) == .dash && !columns.startsBlock(mark - 1) ? mark - 2 : mark - 1
    return before >= 0 && self.mark[before] >= 0 && self.mark[before] != self.mark[mark]
  }

  /// Who spoke before the last speaker; the last one known where the last speech is nobody's.
  private func otherSpeaker() -> Range<Int>? {
    let spoken = found.suffix(6).filter { $0.type == .direct && unit - $0.unit <= 6 }
    guard let last = spoken.last else { return nil }
    return spoken.dropLast().last { each in
      guard let speaker = each.speaker else { return false }
      return last.speaker.map { !isSame(speaker, $0) } ?? true
    }?.speaker
  }

  /// Notes a direct quotation as a turn of its paragraph.
  func noteTurn(_ index: Int) {
    let quotation = found[index]
    let block = Int(columns.block(quotation.content[0].lowerBound))
    if turns.last.block != block {
      // »Der Weg war lang.« … Sie nickte. »Setz dich.« … Martin blieb stehen. »Nein.«: the turn before the last is his too.
      if turns.before.block == block - 2, turns.last.block == block - 1, turns.before.speaker == nil,
        found.indices.contains(turns.before.found), found[turns.before.found].speaker == nil,
        found[turns.before.found].source == "alone",
        let speaker = quotation.speaker, let last = turns.last.speaker, !isSame(speaker, last)
      {
        found[turns.before.found].speaker = speaker
      }
      turns.before = turns.last
    }
    turns.last = Turn(
      block: block, speaker: quotation.speaker ?? (turns.last.block == block ? turns.last.speaker : nil),
      found: quotation.source == "alone" ? index : -1)
  }

  /// Whether two speakers are named by the same words.
  private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left == right || left.count == right.count && zip(left, right).allSatisfy { keys[$0] == keys[$1] }
  }
}

/// Who spoke in a paragraph of dialogue.
struct Turn {
  var block = -9
  var speaker: Range<Int>?
  /// Where a quotation stands that nothing but its place attributes; -1 for others.
  var found = -1
}
