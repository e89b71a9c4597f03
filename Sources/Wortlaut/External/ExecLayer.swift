/// Reads a built-in layer as a program has answered it.
struct ExecLayer {
  let name: LayerName
  let value: JSONValue

  private func bad(_ message: String) -> StageFailure {
    StageFailure(code: "bad-answer", message: "layer '\(name.rawValue)': \(message)")
  }

  /// The layer's annotations in the order of the text.
  ///
  /// - Throws: ``StageFailure`` where something is no annotation, or two overlap.
  private func annotations() throws(StageFailure) -> [(span: Span, value: JSONValue)] {
    guard case .list(let values) = value else { throw bad("it is a list of objects with 'start' and 'end'") }
    var annotations: [(span: Span, value: JSONValue)] = []
    for value in values {
      guard case .annotation(let span, _) = value else {
        throw bad("an element has no whole numbers 'start' and 'end'")
      }
      guard !span.isEmpty else { throw bad("the span at byte \(span.start) is empty") }
      annotations.append((span, value))
    }
    annotations.sort { $0.span < $1.span }
    for (left, right) in zip(annotations, annotations.dropFirst()) where left.span.overlaps(right.span) {
      throw StageFailure(
        code: "bad-answer",
        message: "layer '\(name.rawValue)': two spans overlap, in bytes \(left.span) and \(right.span)",
        span: right.span)
    }
    return annotations
  }

  func entities(_ document: Document, source: String) throws(StageFailure) -> [Entity] {
    var entities: [Entity] = []
    for (span, value) in try annotations() {
      guard let type = value.text("type"), !type.isEmpty else { throw bad("an entity has no 'type'") }
      entities.append(
        Entity(
          span, type: EntityType(rawValue: type), name: value.text("name") ?? document.string(span),
          id: value.text("id"), source: value.text("source") ?? source,
          form: value.text("form").flatMap(EntityForm.init(rawValue:))))
    }
    return entities
  }

  func setTokens(of document: inout Document) throws(StageFailure) {
    var kinds: [TokenKind] = []
    let annotations = try annotations()
    for (_, value) in annotations {
      let given = value.text("kind") ?? "word"
      guard let kind = TokenKind.allCases.first(where: { "\($0.name)" == given }) else {
        throw bad("there is no kind of token '\(given)'")
      }
      kinds.append(kind)
    }
    document.setTokens { _, _, tokens in
      for (annotation, kind) in zip(annotations, kinds) { tokens.append(Token(annotation.span, kind)) }
    }
    for (index, annotation) in annotations.enumerated() {
      guard var norm = annotation.value.text("norm") else { continue }
      norm.withUTF8 { document.setNorm(of: index, to: $0) }
    }
  }

  func sentences(_ document: Document) throws(StageFailure) -> [Sentence] {
    var sentences: [Sentence] = []
    var token = 0
    for (span, _) in try annotations() {
      let first = token
      while token < document.tokens.count, document.tokens[token].span.start < span.end {
        guard span.contains(document.tokens[token].span) else {
          throw bad("a sentence must hold whole tokens, and every token lie in one; see bytes \(span)")
        }
        token += 1
      }
      sentences.append(Sentence(span, tokens: first..<token))
    }
    guard token == document.tokens.count else { throw bad("the tokens after the last sentence lie in none") }
    return sentences
  }
}
