/// Why a sentence ends after a token, or goes on. The splitter names one wherever it decides; only `explain` listens.
enum SentenceRule: String {
  // Marks
  case stop = "the mark ends a sentence: no small letter follows"
  case blockEnd = "nothing follows in the block"
  case omission = "the dots stand for something left out, or touch the next word"
  case touchesNext = "the mark touches the word after it"
  case insideBrackets = "it stands in brackets that close later"
  case innerMark = "a comma, semicolon or colon follows"
  case anotherSpeaks = "the quotation breaks off and another begins"
  case dashGoesOn = "a dash and a small letter follow"
  case dots = "the dots touch the sentence's last word, or what follows only begins sentences"
  case dotsApart = "the dots stand apart: they are a gap in the sentence"
  case emoticonCloses = "an emoticon closes it"
  case frameGoesOn = "a small letter follows the closing mark: the sentence around goes on"
  case pause = "a small letter follows the dots: they are a pause"
  case oldProse = "a small letter follows, and in prose of long periods that goes on"
  case smallLetter = "a small letter follows, and this text begins its sentences with capitals"
  case cutWord = "the short word before the stop is rather cut than last"
  case writesSmall = "a small letter follows, but this text does not always begin sentences with capitals"
  case bracketSentence = "the bracket is a sentence of its own"
  case item = "the letter and bracket of a list begin a sentence"
  case semicolon = "semicolons before clauses end sentences in this text"
  case semicolonInside = "no clause follows the semicolon, or semicolons end no sentence in this text"
  case colon = "colons before clauses end sentences in this text"
  case numberedList = "a numbered list follows the colon"
  case colonInside = "a colon ends no sentence here"
  // Words and the like
  case smallAfterAbbreviation = "no capital follows the abbreviation"
  case abbreviationsOpen = "nothing but abbreviations stands before"
  case quotationEnds = "a quotation of more than a few words ends with the abbreviation"
  case openPhrase = "the abbreviations announce what follows, as 'z. B.' does"
  case phraseEnds = "a phrase such as 'a. M.' ends, and a word follows that only begins sentences"
  case phraseGoesOn = "the letter belongs to a phrase such as 'a. M.', and a noun or name follows"
  case title = "a title goes with the name after it"
  case titleEnds = "a degree may come last, and a word follows that only begins sentences"
  case abbreviationOpen = "an abbreviation such as 'ca.' never comes last"
  case listEnds = "an abbreviation such as 'usw.' comes last"
  case reference = "an abbreviation of references goes with what it refers to"
  case initial = "an initial goes with the name after it"
  case abbreviation = "the word after the abbreviation may stand inside a sentence"
  case starterFollows = "the word after it has its capital only because it begins a sentence"
  case ordinal = "the ordinal goes with the word after it"
  case numbering = "the number opens the sentence"
  case emoticon = "an emoticon ends what stands before it if a capital follows"
  case emoticonInside = "no capital follows the emoticon"
  case address = "mentions and hashtags that open a message are an address"
  case addressGoesOn = "the address is a part of the sentence"
  case pointer = "an arrow after a quotation begins a remark of its own"
}

/// Who is told why sentences end or go on.
protocol SentenceTrace {
  /// The reason that decides about the token at hand; the last one counts.
  func note(_ rule: SentenceRule)
  /// The sentence ends before token `end`, or goes on after `token` where they are the same.
  func decide(_ token: Int, _ end: Int)
}

/// Nobody is: costs nothing once the splitter is specialized for it.
struct NoSentenceTrace: SentenceTrace {
  @inline(__always) func note(_ rule: SentenceRule) {}
  @inline(__always) func decide(_ token: Int, _ end: Int) {}
}

/// Why a sentence ends after a token, or goes on there: ``SplitSentencesStage/decisions(_:)``.
public struct SentenceDecision: Sendable, Equatable {
  /// Index into ``Document/tokens``.
  public var token: Int
  /// The token that begins the next sentence; nil where the sentence goes on.
  public var next: Int?
  /// The rule's name: `title`.
  public var rule: String
  /// The rule in words, as a clause.
  public var reason: String
}

/// Keeps the decisions.
final class SentenceRecorder: SentenceTrace {
  private(set) var decisions: [SentenceDecision] = []
  private var rule: SentenceRule?

  func note(_ rule: SentenceRule) { self.rule = rule }

  func decide(_ token: Int, _ end: Int) {
    if let rule {
      decisions.append(
        .init(token: token, next: end > token ? end : nil, rule: "\(rule)", reason: rule.rawValue))
    }
    rule = nil
  }
}
