/// Interviews whose turns have no labels: paragraphs that ask and paragraphs that answer.
///
/// A question addresses someone ("Sie", "du") and ends in a question mark, the answer after it speaks of oneself. In a list
/// of frequent questions it is the other way round. Who answers is named where a question begins: "Herr Albers, wie …?"
extension QuotationReader {
  /// Notes the questions and answers of an interview; such a text has at least three of each.
  func readInterview(_ document: Document) {
    let blocks = columns.blockStarts.count
    guard blocks >= 6 else { return }
    var questions: [Int] = []
    var addressing = 0
    var answering = 0
    for number in columns.blockStarts.indices where number + 1 < blocks && questions.last != number - 1 {
      let block = columns.blockTokens(number)
      guard keys[block.upperBound - 1] == Self.questionMark, !block.contains(where: { mark[$0] >= 0 }) else { continue }
      questions.append(number)
      if block.contains(where: isAddress) { addressing += 1 }
      if columns.blockTokens(number + 1).contains(where: { has($0, .firstPerson) || has($0, .wir) }) { answering += 1 }
    }
    guard questions.count >= 3, addressing * 2 >= questions.count, answering * 2 >= questions.count else { return }
    let addressee = questions.firstIndex(where: { vocative(columns.blockTokens($0)) != nil })
    let name =
      addressee.flatMap { vocative(columns.blockTokens(questions[$0])) }
      ?? interviewee(before: columns.blockStarts[questions[0]])
    for (index, number) in questions.enumerated() {
      let question = columns.blockTokens(number)
      let next = index + 1 < questions.count ? questions[index + 1] : number + 2
      // Between two questions far apart the text may tell other things.
      guard next - number <= 6 else { continue }
      var answer = TokenRanges()
      for other in number + 1..<next {
        transcript.append(columns.blockTokens(other))
        answer.append(columns.blockTokens(other))
      }
      transcript.append(question)
      found.append(FoundQuotation(type: .direct, content: [question], source: "interview", unit: -1))
      found.append(FoundQuotation(type: .direct, content: answer, speaker: name, source: "interview", unit: -1))
    }
    transcript.sort { $0.lowerBound < $1.lowerBound }
  }

  private static let questionMark = TokenKey.hash("?")

  /// "haben Sie", "deine": who is spoken to; at the head of a sentence "Sie" may be others.
  private func isAddress(_ token: Int) -> Bool {
    if has(token, .secondPerson) { return true }
    return has(token, .sie) && columns.isCapital(token) && token > 0
      && (columns.isWord(token - 1) || columns.sign(token - 1) == .comma)
  }

  /// "Herr Albers, wie …", "Frau Dr. Wegner, Sie …"
  private func vocative(_ block: Range<Int>) -> Range<Int>? {
    guard let comma = block.prefix(6).first(where: { columns.sign($0) == .comma }), comma > block.lowerBound + 1,
      has(block.lowerBound, .woman) || has(block.lowerBound, .gentleman) || isNamed(block.lowerBound),
      (block.lowerBound..<comma).allSatisfy({ columns.isCapital($0) })
    else { return nil }
    return block.lowerBound..<comma
  }

  /// "Ein Gespräch mit der Autorin Anna Lind": who is talked with, where that stands before the first question.
  private func interviewee(before question: Int) -> Range<Int>? {
    for with in 1..<max(1, question) where has(with, .toward) && columns.facts(with - 1).noun.contains(.talk) {
      let end = nounPhraseEnd(with + 1, limit: question)
      if end > with + 1, !has(with + 1, .objectPronoun), isSomeone(with + 1..<end) { return with + 1..<end }
    }
    return nil
  }
}
