/// Why the cutter decides about a full stop: a reason that no function's name says. Only `explain` listens.
enum TokenRule: String {
  case roman = "a Roman number with its stop is an ordinal"
  case ordinal = "what stands around the number makes its stop an ordinal's"
  case paragraph = "the number of a paragraph"
  case measure = "a unit after its number: the stop is the sentence's"
  case variable = "a letter of reckoning: the stop is the sentence's"
  case letter = "a single letter with its stop"
  case lastLetter = "a letter after a noun, and what follows begins a sentence: the stop is the sentence's"
  case listed = "the list of abbreviations has it"
  case alsoWord =
    "the list of abbreviations has it, but it is also a word, and what follows does not speak for the abbreviation"
  case innerMark = "a comma or the like follows the stop, so that it ends no sentence"
  case noVowel = "no German word is without a vowel: an abbreviation"

  /// What the cutter's functions do with a stretch, by their names.
  static let functions: [String: String] = [
    "append": "as the break rules took it", "apostrophe": "an apostrophe that opens or closes",
    "broken": "a word broken over a line's end, or a suspended one",
    "chain": "a chain of abbreviations, each with its stop",
    "character": "a mark of its own", "compoundOfAbbreviation": "a compound that begins with an abbreviation",
    "cutAtHyphens": "a compound, cut at its hyphens by Universal Dependencies",
    "cutAtStops": "cut behind abbreviations and around stops that end a sentence", "date": "a date",
    "dotted": "a word with stops inside: an address, a file, or a form that a list has",
    "emoticon": "an emoticon", "exclamation": "marks of exclamation and question",
    "infix": "a word, number or unit around an inner mark", "leadingHyphen": "the second half of a compound, or a dash",
    "namedURL": "an address that begins with its scheme", "number": "digits and their inner marks",
    "numberBeforeWord": "a number that touches the word after it", "numberWithLetters": "a number and its unit",
    "numberWithStops": "a number with letters and stops",
    "parenthesized": "a word with an ending in brackets, or a word and a bracket", "path": "an address with a path",
    "piece": "a piece cut out of a longer stretch", "range": "a range, a date or a code of digits",
    "rangePart": "a part of a range", "run": "several of the same mark", "special": "as the break rules took it",
    "word": "a plain word", "wordWithMarks": "a word with an apostrophe or hyphen",
    "wordWithStops": "a word and the stops after it",
  ]
}

/// Who is told why tokens are what they are.
protocol TokenTrace {
  /// The reason that decides about the next token; the last one counts.
  func note(_ rule: TokenRule)
  /// A token has been made by a function of this name.
  func made(_ token: Token, by function: StaticString)
}

/// Nobody is: costs nothing once the cutter is specialized for it.
struct NoTokenTrace: TokenTrace {
  @inline(__always) func note(_ rule: TokenRule) {}
  @inline(__always) func made(_ token: Token, by function: StaticString) {}
}

/// The rule that made a token: ``TokenizeStage/decisions(_:)``.
public struct TokenDecision: Sendable, Equatable {
  /// The token's place; joined with what was appended to it later it may have grown.
  public var span: Span
  /// The rule's name: `listed`.
  public var rule: String
  /// The rule in words.
  public var reason: String
}

/// Keeps the decisions.
final class TokenRecorder: TokenTrace {
  private(set) var decisions: [TokenDecision] = []
  private var rule: TokenRule?

  func note(_ rule: TokenRule) { self.rule = rule }

  func made(_ token: Token, by function: StaticString) {
    let name = String(function.description.prefix { $0 != "(" })
    // What has been taken back is made anew.
    while let last = decisions.last, last.span.start >= token.span.start { decisions.removeLast() }
    decisions.append(
      .init(
        span: token.span, rule: rule.map { "\($0)" } ?? name,
        reason: rule?.rawValue ?? TokenRule.functions[name] ?? name))
    rule = nil
  }
}
