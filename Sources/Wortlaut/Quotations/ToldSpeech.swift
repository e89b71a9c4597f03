/// Speech acts that are told and not quoted: "Die Ministerin kritisierte den Plan."
extension QuotationReader {
  /// "X forderte den Rücktritt", "X sprach von einem Sieg": the act is told, its words are not.
  func readTold(_ range: Range<Int>) {
    let marked = range.count { mark[$0] >= 0 }
    guard marked * 5 <= range.count * 3,
      !range.dropLast().contains(where: { columns.sign($0) == .colon && !isMasked($0) && mark[$0 + 1] >= 0 })
    else { return }
    for index in segments.indices where segments[index].isMain {
      let segment = segments[index]
      for token in segment.range where isVisible(token) && columns.isCue(token) {
        guard let cue = cue(token, in: segment), cue.governs.contains(.told) else { continue }
        guard isTold(cue, token, segment) else { continue }
        var speaker: Range<Int>?
        if cue.voice == .passive {
          speaker = agent(segment) ?? text(in: segment)
        } else {
          let verb = cue.voice == .active ? segment.verb : segment.firstFinite
          speaker = subject(clauseStart(index)..<segment.end, verb: verb)
          guard let found = speaker, !(found.count == 1 && has(found.lowerBound, .man)) else { continue }
        }
        add(.reported, [range], speaker: speaker, "told")
        return
      }
    }
  }

  /// Whether a clause with a cue verb and no words of its own tells a speech act.
  func isTold(_ cue: Cue, _ token: Int, _ segment: Segment) -> Bool {
    func holds(_ isMeant: (Int) -> Bool) -> Bool { segment.range.contains { isVisible($0) && isMeant($0) } }
    if cue.voice == .passive {
      // "Der Vorfall wird mit 1 bewertet", "Ehe genannt werden"
      guard cue.governs.contains(.judgement), agent(segment) != nil || holds({ has($0, .als) }) else { return false }
    }
    // "Weitere Aktionen sind angekündigt": a state.
    if cue.voice == .perfect, !holds({ has($0, .perfectOfHaben) }) { return false }
    // "Der Begriff X bezeichnet Y"
    if holds({ $0 < token && columns.facts($0).noun.contains(.beforeWord) }) { return false }
    // "Darüber hat er nie öffentlich gesprochen", "Die Zeitung berichtet nicht": no noun of which it says so.
    let isDenied = holds {
      has($0, .negation)
        && ($0 == segment.last || $0 < token && !($0..<token).contains { columns.isCapital($0) })
    }
    if isDenied { return false }
    // "Die Flut forderte 90 Tote"
    if cue.governs.contains(.infinitive), !cue.governs.contains(.correlate), holds({ has($0, .casualty) }) {
      return false
    }
    // "Das nennt sich Reform"
    if cue.governs.contains(.naming), holds({ has($0, .reflexive) }) { return false }
    // "Das berichten Medien": what was said stands elsewhere.
    if has(segment.first, .this), segment.verb == segment.first + 1, segment.verb == token { return false }
    // "mit dem Zeugen sprechen", "ein Urteil sprechen"
    if cue.governs.contains(.von) { return holds { has($0, .about) } }
    return !cue.governs.contains(.davon) || holds { has($0, .von) }
  }
}
