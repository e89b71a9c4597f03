/// Dialogue set off by dashes: "– Kommst du? – fragte sie."
///
/// A paragraph that begins with a dash may as well be an item of a list. It is speech only beside a reporting clause: in
/// the paragraph itself or in one right before or after it that also begins with a dash.
extension QuotePairs {
  struct DashTurns {
    var spans: [MarkedSpan] = []
    private var run: [MarkedSpan] = []
    private var isSpoken = false

    mutating func find(_ columns: TokenColumns, _ lexicon: QuotationLexicon) {
      spans.removeAll(keepingCapacity: true)
      for block in columns.blockStarts.indices {
        let start = columns.blockStarts[block]
        let end = columns.blockTokens(block).upperBound
        if columns.sign(start) == .dash, start + 1 < end, columns.isCapital(start + 1), !columns.isGlued(start + 1) {
          read(start..<end, columns, lexicon)
        } else {
          close()
        }
      }
      close()
    }

    private mutating func close() {
      if isSpoken { spans += run }
      run.removeAll(keepingCapacity: true)
      isSpoken = false
    }

    private mutating func read(_ block: Range<Int>, _ columns: TokenColumns, _ lexicon: QuotationLexicon) {
      var start = block.lowerBound
      while let cue = cue(start + 1..<block.upperBound, columns, lexicon) {
        isSpoken = true
        let end = columns.sign(cue - 1) == .stop ? cue : cue - 1
        add(start, end)
        // After the reporting clause only another dash leads back to speech.
        guard let next = (cue..<block.upperBound - 1).first(where: { columns.sign($0) == .dash }) else { return }
        start = next
      }
      add(start, block.upperBound)
    }

    private mutating func add(_ start: Int, _ end: Int) {
      if end - start > 1 { run.append(MarkedSpan(start: start, end: end, isClosed: false)) }
    }

    /// Where a reporting verb follows a dash, a comma or the end of a sentence: "– fragte sie", "? rief er".
    private func cue(_ range: Range<Int>, _ columns: TokenColumns, _ lexicon: QuotationLexicon) -> Int? {
      range.dropFirst().first { token in
        guard columns.isWord(token), !columns.isCapital(token), columns.isCue(token),
          columns.sign(token - 1) != .none, columns.sign(token - 1) != .colon
        else { return false }
        let facts = columns.facts(token)
        return (Int(facts.firstCue)..<Int(facts.firstCue + facts.cueCount)).contains {
          lexicon.readings[$0].form == .finite && lexicon.readings[$0].governs.contains(.direct)
        }
      }
    }
  }
}
