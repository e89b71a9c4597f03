/// Quotation marks inside direct speech: »Er hat mir gesagt: ›Ich zahle.‹«
///
/// What stands between the outer marks is read as a text of its own: the inner marks by the same rules as others, with the
/// speaker whom their own sentence names.
extension QuotationReader {
  mutating func readInnerMarks(_ document: Document) {
    guard pairs.spans.count > outer.count else { return }
    let outermost = outer
    let outside = (found: found, units: units)
    var inner: [FoundQuotation] = []
    var next = 0
    isInner = true
    previousUnit = -9
    for span in outermost {
      var marks: [MarkedSpan] = []
      while next < pairs.spans.count, pairs.spans[next].start < span.end {
        let each = pairs.spans[next]
        if each.start > span.start, each.start >= marks.last?.end ?? 0, each.end <= span.inside.upperBound {
          marks.append(each)
        }
        next += 1
      }
      guard !marks.isEmpty, let around = outside.found.first(where: { Self.isSpeech($0, span) }) else { continue }
      found.removeAll(keepingCapacity: true)
      read(marks, inside: span, document)
      for quotation in found {
        inner.append(quotation)
        inner[inner.count - 1].unit = around.unit
      }
    }
    isInner = false
    found = outside.found + inner
    units = outside.units
    judged.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func isSpeech(_ quotation: FoundQuotation, _ span: MarkedSpan) -> Bool {
    quotation.type == .direct
      && quotation.content.contains { $0.lowerBound <= span.start && span.end <= $0.upperBound }
  }

  private mutating func read(_ marks: [MarkedSpan], inside span: MarkedSpan, _ document: Document) {
    let first = outer.count
    for token in span.inside {
      mark[token] = -1
      isMasked[token] = inBrackets[token]
    }
    for each in marks {
      for token in each.range {
        mark[token] = Int32(outer.count)
        isMasked[token] = true
      }
      outer.append(each)
    }
    units.removeAll(keepingCapacity: true)
    for sentence in document.sentences where sentence.tokens.overlaps(span.inside) {
      join(sentence.tokens.clamped(to: span.inside))
    }
    for index in units.indices where units[index].contains(where: { mark[$0] >= 0 }) {
      unit = index
      cut(units[index])
      readCueVerbs(units[index])
      nextMark = first
      readMarks(units[index])
    }
    // What is reported indirectly in speech belongs to the speech.
    found.removeAll { $0.type != .direct }
    readAddressees(from: 0)
  }
}
