import Wortlaut

/// What entities and quotes say of each token, token by token; tokens must come in order.
struct TokenLabels {
  private let entities: [Entity]
  private var next = 0
  /// Stretches of quotes by start: span and `number:type:role`, quotes counted from 0.
  private let stretches: [(span: Span, label: String)]
  private var firstOpen = 0
  private var token = Span(0, 0)

  init(_ selected: SelectedLayers) {
    entities = selected.has(.entities) ? selected.document.entities : []
    var stretches: [(span: Span, label: String)] = []
    for (number, quote) in selected.quotations.enumerated() {
      for role in Quotation.Role.allCases {
        for span in quote.spans(role) { stretches.append((span, "\(number):\(quote.type.rawValue):\(role.rawValue)")) }
      }
    }
    self.stretches = stretches.sorted { $0.span < $1.span }
  }

  mutating func move(to token: Span) {
    self.token = token
    while next < entities.count, entities[next].span.end <= token.start { next += 1 }
    while firstOpen < stretches.count, stretches[firstOpen].span.end <= token.start { firstOpen += 1 }
  }

  /// The entity that the token is part of, and whether it is the first token of it.
  var entity: (Entity, isFirst: Bool)? {
    guard next < entities.count, entities[next].span.overlaps(token) else { return nil }
    return (entities[next], entities[next].span.start >= token.start)
  }

  /// `number:type:role` for each part of a quote that the token belongs to.
  var quotes: [String] {
    guard firstOpen < stretches.count, stretches[firstOpen].span.start < token.end else { return [] }
    return stretches[firstOpen...].prefix { $0.span.start < token.end }.filter { $0.span.overlaps(token) }.map(\.label)
  }
}
