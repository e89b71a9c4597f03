/// The head of a report: "Berlin, 3. März. (W. T. B.)", "Hamburg (dpa) –", "Wien –".
extension QuotationReader {
  /// Where the report itself begins; the sentence's start where no dateline stands there.
  func afterDateline(_ sentence: Range<Int>) -> Int {
    var at = sentence.lowerBound
    while at < sentence.upperBound, at - sentence.lowerBound < 3, isVisible(at), columns.isCapital(at) { at += 1 }
    guard at > sentence.lowerBound, at < sentence.upperBound else { return sentence.lowerBound }
    var hasDate = false
    if columns.sign(at) == .comma {
      at += 1
      while at < sentence.upperBound, has(at, .den) || columns.isNumber(at) || hasDate && has(at, .time) {
        hasDate = hasDate || columns.isNumber(at)
        at += 1
      }
      guard hasDate else { return sentence.lowerBound }
      if at < sentence.upperBound, columns.sign(at) == .stop { at += 1 }
    }
    let bracket = at
    while at < sentence.upperBound, inBrackets(at) { at += 1 }
    let hasAgency = at > bracket
    // "Wien – Der Kanzler …": a place and one dash, which a clause put in would have two of.
    if at < sentence.upperBound, columns.sign(at) == .dash, isGovernment(sentence.lowerBound..<at),
      !columns.isGlued(at),
      at + 1 < sentence.upperBound, columns.isCapital(at + 1),
      !(at + 1..<sentence.upperBound).contains(where: { columns.sign($0) == .dash && !columns.isGlued($0) })
    {
      return at + 1
    }
    if at < sentence.upperBound, columns.sign(at) == .stop || columns.sign(at) == .dash {
      at += 1
    } else if !hasDate || !hasAgency {
      return sentence.lowerBound
    }
    return (hasDate || hasAgency) && at < sentence.upperBound && columns.isCapital(at) ? at : sentence.lowerBound
  }
}
