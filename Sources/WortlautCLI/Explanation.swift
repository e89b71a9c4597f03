import Foundation
import Wortlaut

/// Puts into words why one place of an article is annotated as it is.
struct Explanation {
  private var document: Document
  private let pipeline: Pipeline
  private let table: OffsetTable
  private let data: DataDirectory
  private var evidence: EntityEvidence?
  private var lookup: LexiconLookup
  /// Which rule made each token, by where it begins.
  private let tokenRules: [Int: TokenDecision]
  /// Where sentences end or go on inside blocks, by token.
  private let sentenceRules: [Int: SentenceDecision]

  init(_ document: Document, _ pipeline: Pipeline, _ unit: OffsetUnit, data: DataDirectory) {
    self.document = document
    self.pipeline = pipeline
    self.data = data
    table = OffsetTable(document.text, unit: unit)
    evidence = EntityEvidence(pipeline: pipeline)
    lookup = LexiconLookup(pipeline: pipeline)
    let stages = pipeline.steps.map(\.stage)
    let tokenize = stages.lazy.compactMap { $0 as? TokenizeStage }.first
    let tokens = (try? tokenize?.decisions(document)) ?? []
    tokenRules = Dictionary(tokens.map { ($0.span.start, $0) }) { $1 }
    let sentences = stages.lazy.compactMap { $0 as? SplitSentencesStage }.first?.decisions(document) ?? []
    sentenceRules = Dictionary(sentences.map { ($0.token, $0) }) { $1 }
  }

  static func name(_ unit: OffsetUnit) -> String {
    switch unit {
    case .codepoint: "code points"
    case .utf8: "bytes"
    case .utf16: "UTF-16 units"
    }
  }

  // MARK: - All that was found

  /// A line for each name, quotation and mark.
  func overview() -> [String] {
    var lines = [
      "\(document.id): \(counted(document.tokens.count, "token")), \(counted(document.sentences.count, "sentence"))"
    ]
    for (layer, entities) in entityLayers {
      lines.append("\(layer): \(entities.count)")
      lines += entities.map { "  \(place($0.span))  \(describe($0))" }
    }
    if pipeline.provides.contains(.quotes) {
      lines.append("quotes: \(document.quotations.count)")
      lines += document.quotations.map { quotation in
        "  \(quotation.content.map { place($0) }.joined(separator: " "))  \(quotation.type.rawValue), "
          + "rule \(quotation.source): \(quotation.content.map { quoted($0) }.joined(separator: " … "))"
      }
      lines.append("marks: \(document.marks.count)")
      lines += document.marks.map {
        "  \(place($0.span))  \($0.verdict.rawValue), rule \($0.source): \(quoted($0.span))"
      }
    }
    lines.append("Name a place with --at or --text to see why.")
    return lines
  }

  private var entityLayers: [(String, [Entity])] {
    var layers: [(String, [Entity])] = []
    if pipeline.provides.contains(.entities) { layers.append(("entities", document.entities)) }
    for (name, entities) in document.furtherEntities.sorted(by: { $0.key < $1.key }) {
      layers.append((name.rawValue, entities))
    }
    return layers
  }

  private func describe(_ entity: Entity) -> String {
    var text = "\(entity.type.rawValue) \(quoted(entity.span))"
    if entity.name != document.string(entity.span) { text += " = \(entity.name)" }
    if let id = entity.id { text += " (\(id))" }
    if let form = entity.form { text += ", \(form.rawValue)" }
    return text + ", \(EvidenceWording.source(entity.source))"
  }

  // MARK: - One place

  /// Everything about a span.
  mutating func explain(_ asked: Span) -> [String] {
    let tokens = document.tokens.indices.filter { document.tokens[$0].span.overlaps(asked) }
    guard let first = tokens.first, let last = tokens.last else {
      let what = pipeline.provides.contains(.tokens) ? "only blanks stand here" : "the pipeline has no stage 'tokenize'"
      return ["\(place(asked))  nothing: \(what)"]
    }
    let whole = Span(document.tokens[first].span.start, document.tokens[last].span.end)
    var lines = ["\(quoted(whole)) at \(place(whole)) in \(document.id)"]
    lines += explainTokens(tokens)
    let sentence = document.sentences.firstIndex { $0.tokens.contains(first) }
    lines += explainSentence(sentence, first)
    lines += explainEntities(whole, tokens, sentence)
    lines += explainQuotes(whole, sentence)
    return lines
  }

  private func explainTokens(_ tokens: [Int]) -> [String] {
    ["", "tokens"]
      + tokens.map { index in
        let token = document.tokens[index]
        var line = "  \(place(token.span))  \(quoted(token.span))  \(token.kind.name)"
        if let decision = tokenRules[token.span.start] { line += ", \(Self.wording(decision.rule, decision.reason))" }
        guard token.hasNorm else { return line }
        line += ", norm „\(document.norm(of: index))“"
        let rules =
          (try? NormExplanation.rules(changing: document.surface(of: index), token.kind, data: data)) ?? []
        if !rules.isEmpty { line += " by normalize: \(rules.joined(separator: ", "))" }
        return line
      }
  }

  private func explainSentence(_ index: Int?, _ token: Int) -> [String] {
    guard let index else { return ["", "sentence", "  none: the pipeline has no stage 'split-sentences'"] }
    let sentence = document.sentences[index]
    var lines = ["", "sentence \(index + 1) of \(document.sentences.count)"]
    lines.append("  \(place(sentence.span))  \(quoted(sentence.span))")
    guard let block = document.blocks.first(where: { $0.span.contains(sentence.span.start) }) else { return lines }
    let isFirst = index == 0 || document.sentences[index - 1].span.end <= block.span.start
    let isLast = sentence.span.end >= block.span.end
    let begins =
      isFirst ? "the \(block.kind.rawValue) begins here" : "the sentence before ends with \(lastWord(index - 1))"
    let next = index + 1 < document.sentences.count ? document.sentences[index + 1].tokens.lowerBound : nil
    let follows = next.map { " and \(quoted(document.tokens[$0].span)) begins the next" } ?? ""
    let ends = isLast ? "the \(block.kind.rawValue) ends here" : "\(lastWord(index)) ends it\(follows)"
    lines.append("  \(begins); \(ends)")
    // What decided at the end of the sentence before, and everywhere in this one.
    let before = index > 0 ? document.sentences[index - 1].tokens : 0..<0
    for decision in (before.suffix(8) + sentence.tokens).compactMap({ sentenceRules[$0] }) {
      let isBefore = before.contains(decision.token)
      if isBefore, decision.next != sentence.tokens.lowerBound { continue }
      let what = decision.next == nil ? "goes on after" : isBefore ? "begins after" : "ends with"
      lines.append(
        "  \(what) \(quoted(document.tokens[decision.token].span)) \(place(document.tokens[decision.token].span)), "
          + Self.wording(decision.rule, decision.reason))
    }
    return lines
  }

  /// A rule by its name and in words.
  private static func wording(_ rule: String, _ reason: String) -> String { "by the rule '\(rule)': \(reason)" }

  private func lastWord(_ sentence: Int) -> String {
    let tokens = document.sentences[sentence].tokens
    return tokens.isEmpty ? "nothing" : quoted(document.tokens[tokens.upperBound - 1].span)
  }

  // MARK: Names

  private mutating func explainEntities(_ span: Span, _ tokens: [Int], _ sentence: Int?) -> [String] {
    var lines = ["", "name"]
    let there = entityLayers
    if there.isEmpty { return lines + ["  none: the pipeline has no stage 'tag-entities'"] }
    for (layer, entities) in there {
      let found = entities.filter { $0.span.overlaps(span) }
      let prefix = there.count > 1 ? "\(layer): " : ""
      if found.isEmpty { lines.append("  \(prefix)none") }
      lines += found.map { "  \(prefix)\(place($0.span))  \(describe($0))" }
    }
    if let sentence { lines += explainEvidence(span, tokens, sentence) }
    lines += explainLexicons(span, tokens)
    return lines
  }

  private mutating func explainEvidence(_ span: Span, _ tokens: [Int], _ sentence: Int) -> [String] {
    guard let verdicts = evidence?.verdicts(&document, sentence: sentence) else { return [] }
    let first = document.sentences[sentence].tokens.lowerBound
    var lines: [String] = []
    for token in tokens where document.sentences[sentence].tokens.contains(token) {
      let word = quoted(document.tokens[token].span)
      guard let verdict = verdicts[token - first] else {
        lines.append("  \(word) cannot be in a name: it has no capital, and no name of a lexicon stands here")
        continue
      }
      lines.append(
        "  \(word) is \(EvidenceWording.label(verdict.label)) by \(number(verdict.score)), "
          + "not \(EvidenceWording.label(verdict.rival)) by \(number(verdict.rivalScore))")
      let pro = verdict.reasons.filter { $0.weight > 0 }.prefix(6)
      let contra = verdict.reasons.filter { $0.weight < 0 }.prefix(4)
      lines += pro.map { "    for      \(number($0.weight))  \(EvidenceWording.describe($0.evidence))" }
      lines += contra.map { "    against  \(number($0.weight))  \(EvidenceWording.describe($0.evidence))" }
      let label = EvidenceWording.label(verdict.label)
      let final = document.entities.first { $0.span.overlaps(document.tokens[token].span) }
      if let final, final.source == "memory" {
        lines.append("    the article names \(final.name) in full elsewhere: that decides")
      } else if let final, verdict.label == "O" {
        lines.append("    weighed alone it is \(label), but \(EvidenceWording.source(final.source)) decides")
      }
    }
    return lines
  }

  private mutating func explainLexicons(_ span: Span, _ tokens: [Int]) -> [String] {
    var forms = [document.entities.first { $0.span.overlaps(span) }?.span ?? span, span]
    forms += tokens.map { document.tokens[$0].span }
    var seen: Set<Span> = []
    var lines: [String] = []
    for form in forms where seen.insert(form).inserted {
      let senses = lookup.senses(of: document.string(form))
      if senses.isEmpty { continue }
      lines.append("  lexicons know \(quoted(form)) as")
      lines += senses.prefix(8).map { "    " + LexiconLookupCommand.line($0).replacing("\t", with: "  ") }
      if senses.count > 8 { lines.append("    and \(senses.count - 8) more; see 'wortlaut lexicon lookup'") }
    }
    return lines.isEmpty ? ["  no lexicon knows \(quoted(span))"] : lines
  }

  // MARK: Quotations

  private func explainQuotes(_ span: Span, _ sentence: Int?) -> [String] {
    guard pipeline.provides.contains(.quotes) else { return [] }
    var lines = ["", "quotation"]
    let marks = document.marks.filter { $0.span.overlaps(span) }
    lines += marks.map {
      "  \(place($0.span))  quotation marks that are no speech but \(EvidenceWording.verdict($0.verdict)), "
        + "by the rule '\($0.source)': \(quoted($0.span))"
    }
    let roles: [(String, (Quotation) -> Spans)] = [
      ("what is said", \.content), ("the speaker", \.speaker), ("the cue", \.cue), ("the frame", \.frame),
      ("the addressee", \.addressee),
    ]
    for quotation in document.quotations {
      let parts = roles.filter { $0.1(quotation).contains { $0.overlaps(span) } }.map(\.0)
      if parts.isEmpty { continue }
      lines.append(
        "  \(quotation.type.rawValue), by the rule '\(quotation.source)'; here stands \(parts.joined(separator: ", "))")
      for (name, spans) in roles where !spans(quotation).isEmpty {
        lines.append("    \(name): \(spans(quotation).map { "\(quoted($0)) \(place($0))" }.joined(separator: " … "))")
      }
      if let index = quotation.speakerEntity, index < document.entities.count {
        lines.append("    who that is: \(describe(document.entities[index]))")
      } else if quotation.speaker.isEmpty {
        lines.append("    no speaker was found")
      }
    }
    if lines.count == 2 { lines.append("  none" + whyNoQuote(sentence)) }
    return lines
  }

  private func whyNoQuote(_ sentence: Int?) -> String {
    guard let sentence else { return "" }
    let tokens = document.sentences[sentence].tokens
    let hasMarks = tokens.contains { "„“”»«\"‚‘›‹".contains(document.surface(of: $0)) }
    let cues = (try? CueWords.among(tokens.map { document.norm(of: $0) }, data: data)) ?? []
    let marks = hasMarks ? "quotation marks elsewhere" : "no quotation marks"
    if cues.isEmpty { return ": the sentence has \(marks) and no word that can report speech" }
    return ": the sentence has \(marks), and \(cues.map { "'\($0)'" }.joined(separator: ", ")) reports no speech here"
  }

  // MARK: Wording

  private func place(_ span: Span) -> String { "\(table[span.start])–\(table[span.end])" }

  /// The text in one line, long texts cut in the middle.
  private func quoted(_ span: Span) -> String {
    let line = document.string(span).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let shown = line.count > 90 ? "\(line.prefix(60)) … \(line.suffix(25))" : line
    let hasMarks = line.first.map { "„“»«\"".contains($0) } ?? false
    return hasMarks ? shown : "„\(shown)“"
  }

  private func number(_ value: Float) -> String { String(format: "%+.2f", value) }
}
