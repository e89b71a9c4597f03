extension QuotationReader {
  /// Writes what was found into the document's layers, in order of the text.
  ///
  /// Content spans of two quotations are nested or apart: one that would cross an earlier one is left out.
  mutating func write(to document: inout Document) {
    func start(_ quotation: FoundQuotation) -> Int { quotation.content.map(\.lowerBound).min() ?? 0 }
    func end(_ quotation: FoundQuotation) -> Int { quotation.content.map(\.upperBound).max() ?? 0 }
    found.sort { (start($0), end($1)) < (start($1), end($0)) }
    var written: [FoundQuotation] = []
    for quotation in found {
      let crosses = written.suffix(12).contains { other in
        other.content.contains { left in quotation.content.contains { Self.cross(left, $0) } }
          || other.type == quotation.type && other.content == quotation.content
      }
      if crosses { continue }
      written.append(quotation)
      document.quotations.append(self.quotation(quotation, document))
    }
    for each in judged {
      let span = span(each.range, document)
      document.marks.append(Mark(span, each.verdict, source: each.source))
    }
  }

  static func cross(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.overlaps(right)
      && !(left.lowerBound <= right.lowerBound && right.upperBound <= left.upperBound)
      && !(right.lowerBound <= left.lowerBound && left.upperBound <= right.upperBound)
  }

  private func span(_ range: Range<Int>, _ document: Document) -> Span {
    Span(document.tokens[range.lowerBound].span.start, document.tokens[range.upperBound - 1].span.end)
  }

  private func quotation(_ found: FoundQuotation, _ document: Document) -> Quotation {
    var quotation = Quotation(found.type, content: found.content.map { span($0, document) }, source: found.source)
    quotation.cue = found.cue.map { span($0, document) }
    quotation.frame = found.frame.map { span($0, document) }
    if let addressee = found.addressee { quotation.addressee = [span(addressee, document)] }
    if let speaker = found.speaker {
      let speaker = span(speaker, document)
      quotation.speaker = [speaker]
      quotation.speakerEntity = Self.entity(in: speaker, document.entities)
    }
    return quotation
  }

  /// The entity that a speaker's words name: a person in them, else the first organisation, else any.
  private static func entity(in speaker: Span, _ entities: [Entity]) -> Int? {
    var low = 0
    var high = entities.count
    while low < high {
      let middle = (low + high) / 2
      if entities[middle].span.start < speaker.start { low = middle + 1 } else { high = middle }
    }
    var best: Int?
    while low < entities.count, entities[low].span.start < speaker.end {
      let entity = entities[low]
      if entity.form == nil, speaker.contains(entity.span) {
        if entity.type == .person { return low }
        if best == nil || entity.type == .organisation && best.map({ entities[$0].type == .location }) ?? false {
          best = low
        }
      }
      low += 1
    }
    return best
  }
}
