/// Quotation marks inside direct speech: »Er hat mir gesagt: ›Ich zahle.‹«
///
/// What stands between the outer marks is read as a text of its own: the inner marks by the same rules as others, with the
/// speaker whom their own sentence names.
extension QuotationReader {
  func readInnerMarks(_ document: Document) {
    guard pairs.spans.count > outer.count else { return }
    let outermost = outer
    // What was found outside is put aside, not copied: of a large article it is much.
    var outside = (found: [FoundQuotation](), units: [Range<Int>]())
    swap(&outside.found, &found)
    swap(&outside.units, &units)
    var inner: [FoundQuotation] = []
    var next = 0
    var firstSentence = 0
    var speech = SpeechAround(outside.found)
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
      guard !marks.isEmpty, let around = speech.around(span) else { continue }
      let sentences = document.sentences
      while firstSentence < sentences.count, sentences[firstSentence].tokens.upperBound <= span.inside.lowerBound {
        firstSentence += 1
      }
      found.removeAll(keepingCapacity: true)
      read(marks, inside: span, sentences[firstSentence...].prefix { $0.tokens.lowerBound < span.inside.upperBound })
      for quotation in found {
        inner.append(quotation)
        inner[inner.count - 1].unit = outside.found[around].unit
      }
    }
    isInner = false
    outside.found.append(contentsOf: inner)
    found = outside.found
    units = outside.units
    judged.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func read(_ marks: [MarkedSpan], inside span: MarkedSpan, _ sentences: ArraySlice<Sentence>) {
    let first = outer.count
    for token in span.inside {
      mark[token] = -1
      if !inBrackets(token) { columns.remove(.masked, token) }
    }
    for each in marks {
      for token in each.range {
        mark[token] = Int32(outer.count)
        columns.insert(.masked, token)
      }
      outer.append(each)
    }
    units.removeAll(keepingCapacity: true)
    for sentence in sentences where sentence.tokens.overlaps(span.inside) {
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

/// Finds the direct speech that a marked span is, for spans in order: each is looked at among those that may still reach
/// it.
private struct SpeechAround {
  private var contents: [(range: Range<Int>, index: Int)] = []
  private var next = 0
  private var open: [(range: Range<Int>, index: Int)] = []

  init(_ found: [FoundQuotation]) {
    for (index, quotation) in found.enumerated() where quotation.type == .direct {
      for range in quotation.content { contents.append((range, index)) }
    }
    contents.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The index of the first quotation around a span; nil where it is no speech.
  mutating func around(_ span: MarkedSpan) -> Int? {
    while next < contents.count, contents[next].range.lowerBound <= span.start {
      open.append(contents[next])
      next += 1
    }
    open.removeAll { $0.range.upperBound <= span.start }
    return open.lazy.filter { span.end <= $0.range.upperBound }.map(\.index).min()
  }
}
