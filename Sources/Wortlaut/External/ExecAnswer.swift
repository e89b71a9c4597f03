/// What a program says about one document.
struct ExecAnswer {
  private let value: JSONValue

  /// Reads the answer to a row.
  ///
  /// - Throws: ``StageFailure`` where the line is no answer to this row: then it is not known what the next lines answer.
  init(_ line: [UInt8], row: Int, offsets: OffsetTable) throws(StageFailure) {
    do {
      value = try line.withUnsafeBufferPointer { bytes throws(JSONValue.Fault) in
        try JSONValue(bytes, offsets: offsets)
      }
    } catch {
      throw Self.failure(error, line)
    }
    switch value["row"] {
    case .integer(row)?: break
    case .integer(let other)?:
      throw Self.bad("row \(row) was asked and row \(other) answered; rows are answered once each, in order")
    default: throw Self.bad("the answer has no whole number 'row': it must repeat that of the row it answers")
    }
  }

  private static func bad(_ message: String) -> StageFailure { StageFailure(code: "bad-answer", message: message) }

  private static func failure(_ fault: JSONValue.Fault, _ line: [UInt8]) -> StageFailure {
    switch fault {
    case .notJSON(let expected, let column):
      let start = String(decoding: line.prefix(60), as: UTF8.self)
      return bad("the answer is not JSON: expected \(expected) at column \(column) of '\(start)'")
    case .outsideText(let start, let end):
      return bad(
        "the span \(start)..<\(end) lies outside the text or inside a character; 'offsets' says what spans count")
    }
  }

  /// Writes the answer's layers into the document.
  ///
  /// - Throws: ``StageFailure`` where the program reports a failure, or a layer is missing or not as it should be.
  func apply(to document: inout Document, _ plan: ExecPlan) throws(StageFailure) {
    if let error = value["error"] {
      throw StageFailure(
        code: error.text("code") ?? "stage-failed", message: error.text("message") ?? "the program gives no reason")
    }
    guard case .object(let layers)? = value["layers"] else {
      throw Self.bad("the answer has neither 'layers' nor 'error'")
    }
    let given = Set(layers.keys.map(LayerName.init(rawValue:)))
    if let missing = plan.provides.subtracting(given).min() {
      throw Self.bad("the answer has no layer '\(missing.rawValue)'")
    }
    if let other = given.subtracting(plan.provides).min() {
      throw Self.bad("the answer has a layer '\(other.rawValue)', which 'provides' does not list")
    }
    // Tokens come first: sentences refer to them.
    for name in plan.provides.sorted(by: { ($0 != .tokens, $0) < ($1 != .tokens, $1) }) {
      guard let layer = layers[name.rawValue] else { continue }
      let reader = ExecLayer(name: name, value: layer)
      switch name {
      case .tokens: try reader.setTokens(of: &document)
      case .sentences: document.sentences = try reader.sentences(document)
      case .entities: document.entities = try reader.entities(document, source: plan.name)
      case _ where plan.entityLayers.contains(name):
        document.furtherEntities[name] = try reader.entities(document, source: plan.name)
      default: document[LayerKey<JSONValue>(name)] = layer
      }
    }
  }
}

private func < (left: (Bool, LayerName), right: (Bool, LayerName)) -> Bool {
  left.0 != right.0 ? !left.0 : left.1 < right.1
}
