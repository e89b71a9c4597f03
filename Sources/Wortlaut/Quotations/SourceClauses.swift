/// How far the clause reaches that a source stands in.
extension QuotationReader {
  /// The main clause around a token; a relative or subordinate clause where the token stands in one.
  func clauseBounds(_ at: Int, _ unit: Range<Int>) -> Range<Int> {
    var end = withoutFinalStop(unit.upperBound)
    guard let index = segments.firstIndex(where: { $0.range.contains(at) }) else {
      return unit.lowerBound..<max(unit.lowerBound, end)
    }
    let segment = segments[index]
    var start = unit.lowerBound
    if segment.kind == .relative || segment.kind == .subordinate && index > 0 {
      start = segment.start
    } else {
      var at = index
      while at > 0 {
        let other = segments[at]
        if other.separator >= 0, [.semicolon, .colon, .dash].contains(columns.sign(other.separator)) {
          start = other.start
          break
        }
        if isAsyndetic(at) || at == index && isDependent(at) {
          start = other.start
          break
        }
        if other.isCoordinated, has(other.opening, .newClause),
          other.kind == .verbSecond || other.kind == .verbFirst && has(other.opening, .keptCoordinator),
          segments[..<at].contains(where: { $0.kind == .verbSecond })
        {
          start = has(other.opening, .keptCoordinator) ? other.opening : other.start + 1
          break
        }
        at -= 1
      }
    }
    for next in index + 1..<max(index + 1, segments.count) {
      let other = segments[next]
      let isEnd =
        // "Es kamen laut Veranstalter 700 Menschen, die Polizei spricht von 400": another speaks.
        segment.isMain && at > segment.verb && isAsyndetic(next) && columns.isCue(other.verb)
        || other.separator >= 0 && columns.sign(other.separator) == .semicolon
        || other.kind == .verbSecond && other.isCoordinated && other.mood == .indicative
          && has(other.opening, .contrast)
        || segment.kind == .relative && other.isMain && other.mood == .indicative
        // "Während sie laut Polizei schlief, brannte das Haus"
        || segment.kind == .subordinate && index == 0 && other.isMain && !has(segment.first, .that)
          && !has(segment.first, .question)
      if isEnd {
        end = other.separator
        break
      }
    }
    return start..<max(start, end)
  }

  /// "Der Flughafen ist offen, die Straße bleibt laut Polizei gesperrt": a main clause beside another that does not govern it.
  func isAsyndetic(_ index: Int) -> Bool {
    let clause = segments[index]
    guard clause.kind == .verbSecond, clause.mood == .indicative, !clause.isCoordinated, clause.separator >= 0,
      columns.sign(clause.separator) == .comma, clause.verb > clause.first,
      let before = segments[..<index].last(where: { $0.isMain }), before.kind == .verbSecond,
      before.mood == .indicative,
      !columns.isCue(before.verb), !columns.isCue(before.last)
    else { return false }
    return segments[index - 1].isMain
  }

  /// "Ein Sprecher sagte, nach neuen Erkenntnissen habe …": in the Konjunktiv after a verb of speech.
  func isDependent(_ index: Int) -> Bool {
    let clause = segments[index]
    guard clause.isMain, clause.isKonjunktiv, !clause.isCoordinated, clause.separator >= 0,
      columns.sign(clause.separator) == .comma, let before = segments[..<index].last(where: { $0.isMain })
    else { return false }
    return before.mood == .indicative && (columns.isCue(before.verb) || columns.isCue(before.last))
  }
}
