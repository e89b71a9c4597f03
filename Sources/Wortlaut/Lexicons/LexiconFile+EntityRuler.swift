import Foundation

extension LexiconFile {
  /// Reads spaCy EntityRuler patterns, one JSON object a line:
  /// `{"label": "ORG", "pattern": "Deutsche Bahn", "id": "Q9322"}` or a list of tokens with `LOWER`, `TEXT` or `ORTH`.
  /// Other token attributes describe grammar, not names; such a pattern is named and refused.
  mutating func readEntityRuler(_ bytes: [UInt8]) throws(LexiconFault) {
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      do {
        add(try JSONDecoder().decode(RulerPattern.self, from: Data(line)).row(line: number))
      } catch let refusal as RulerPattern.Refusal {
        fail(number, refusal.message)
      } catch {
        fail(number, "is not an EntityRuler pattern: an object with 'label' and 'pattern'")
      }
    }
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
      var isLower = true
      for token in tokens {
        guard token.count == 1, let (attribute, value) = token.first else {
          throw Refusal(message: "a token with \(token.count) attributes cannot be read; one of LOWER, TEXT, ORTH can")
        }
        guard ["LOWER", "TEXT", "ORTH"].contains(attribute.uppercased()) else {
          throw Refusal(message: "the token attribute \(attribute) cannot be read; LOWER, TEXT and ORTH can")
        }
        if attribute.uppercased() != "LOWER" { isLower = false }
        words.append(value)
      }
      row = LexiconRow(name: words.joined(separator: " "), type: label)
      row.flags = isLower ? [.ignoreCase, .fixed] : [.matchCase, .fixed]
    }
    row.id = id ?? ""
    row.line = line
    return row
  }
}
