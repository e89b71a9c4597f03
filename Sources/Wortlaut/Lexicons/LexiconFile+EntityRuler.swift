import Foundation

extension LexiconFile {
  /// Reads spaCy EntityRuler patterns, one JSON object a line:
  /// `{"label": "ORG", "pattern": "Deutsche Bahn", "id": "Q9322"}` or a list of tokens with `LOWER`, `TEXT` or `ORTH`.
  /// Other token attributes describe grammar, not names; such a pattern is named and refused.
  mutating func entityRulerRow(_ line: Range<Int>) -> LexiconRow? {
    let bytes = lines.bytes[line]
    if bytes.allSatisfy({ $0 <= 0x20 }) { return nil }
    do {
      return try JSONDecoder().decode(RulerPattern.self, from: Data(bytes)).row(line: lines.number)
    } catch let refusal as RulerPattern.Refusal {
      fail(lines.number, refusal.message)
    } catch {
      fail(lines.number, "is not an EntityRuler pattern: an object with 'label' and 'pattern'")
    }
    return nil
  }
}

/// One pattern of spaCy's EntityRuler.
private struct RulerPattern: Decodable {
  struct Refusal: Error { var message: String }

  enum Pattern: Decodable {
    case text(String)
    case tokens([[String: String]])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let tokens = try? container.decode([[String: String]].self) {
        self = .tokens(tokens)
      } else {
        throw Refusal(message: "a token with operators or nested conditions cannot be read; LOWER, TEXT and ORTH can")
      }
    }
  }

  var label: String
  var pattern: Pattern
  var id: String?

  func row(line: Int) throws -> LexiconRow {
    var row: LexiconRow
    switch pattern {
    case .text(let text):
      row = LexiconRow(name: text, type: label)
      row.flags = [.matchCase, .fixed]
    case .tokens(let tokens):
      var words: [String] = []
      var attributes: Set<String> = []
      for token in tokens {
        guard token.count == 1, let (attribute, value) = token.first else {
          throw Refusal(message: "a token with \(token.count) attributes cannot be read; one of LOWER, TEXT, ORTH can")
        }
        guard ["LOWER", "TEXT", "ORTH"].contains(attribute.uppercased()) else {
          throw Refusal(message: "the token attribute \(attribute) cannot be read; LOWER, TEXT and ORTH can")
        }
        attributes.insert(attribute.uppercased() == "LOWER" ? "LOWER" : "TEXT")
        words.append(value)
      }
      guard attributes.count == 1 else {
        throw Refusal(
          message: words.isEmpty
            ? "a pattern without tokens cannot be read" : "LOWER beside TEXT or ORTH in one pattern cannot be read")
      }
      row = LexiconRow(name: words.joined(separator: " "), type: label)
      row.flags = attributes == ["LOWER"] ? [.ignoreCase, .fixed] : [.matchCase, .fixed]
    }
    row.id = id ?? ""
    row.line = line
    return row
  }
}
