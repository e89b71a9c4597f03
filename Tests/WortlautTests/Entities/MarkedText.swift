@testable import Wortlaut

/// A text without its marks, and the entities they showed: [name|TYPE], [name|TYPE|form] or [name|TYPE|=usual name].
struct MarkedText {
  var bytes: [UInt8] = []
  /// Each as one of the ways that ``says(_:_:)`` gives for it.
  var entities: [String] = []

  init(_ text: String) {
    var rest = Substring(text)
    while let close = rest.firstIndex(of: "]") {
      let next = rest.index(after: close)
      // Of two brackets in a row the second marks a name: "[[CDU/CSU|ORG]]".
      guard let open = rest[..<close].lastIndex(of: "["), rest[open..<close].contains("|") else {
        bytes += Array(rest[..<next].utf8)
        rest = rest[next...]
        continue
      }
      bytes += Array(rest[..<open].utf8)
      let parts = rest[rest.index(after: open)..<close].split(separator: "|")
      let start = bytes.count
      bytes += Array(parts[0].utf8)
      let extra = parts.count > 2 ? String(parts[2]) : ""
      entities.append("\(parts[0])|\(parts[1])\(extra.isEmpty ? "" : "|\(extra)") \(start)")
      rest = rest[next...]
    }
    bytes += Array(rest.utf8)
  }

  /// Whether these are the entities of the document, and no others.
  func matches(_ document: Document) -> Bool {
    guard document.entities.count == entities.count else { return false }
    return zip(document.entities, entities).allSatisfy { Self.says($0, document).contains($1) }
  }

  /// The ways to mark an entity that is there.
  static func says(_ entity: Entity, _ document: Document) -> [String] {
    let head = "\(document.string(entity.span))|\(entity.type.rawValue)"
    let form = entity.form.map { "|\($0.rawValue)" } ?? ""
    return ["\(head)\(form) \(entity.span.start)", "\(head)|=\(entity.name) \(entity.span.start)"]
  }
}
