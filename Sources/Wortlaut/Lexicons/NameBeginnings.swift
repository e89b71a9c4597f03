/// What the names of a lexicon make of single words, found out once a word and kept by the words' numbers
/// (``Document/words``) until these begin anew. One a worker.
///
/// Most words of a text begin no name, which one byte tells, however many names there are.
struct NameBeginnings {
  let image: LexiconImage
  private var matcher: LexiconMatcher
  /// What the numbers are of: ``Document/wordsOf``.
  private var wordsOf: UInt64 = 0
  // By the words' numbers.
  private var facts: [Facts] = []
  private var alone: [WordName] = []
  private var stems: [WordStems] = []

  private struct Facts: OptionSet {
    let rawValue: UInt8
    /// The word has been read.
    static let isKnown = Facts(rawValue: 1)
    /// A name begins with the word, as it stands or without an ending.
    static let begins = Facts(rawValue: 2)
    /// Such a name may go on after it.
    static let goesOn = Facts(rawValue: 4)
    /// Letters and digits alone: one piece of a name (``NamePieces``).
    static let isPlain = Facts(rawValue: 8)
  }

  init(_ image: LexiconImage) {
    self.image = image
    matcher = LexiconMatcher(image)
  }

  /// Sees to it that every word of the document is known. The document's keys must be there.
  mutating func read(_ document: borrowing Document) {
    if wordsOf != document.wordsOf {
      wordsOf = document.wordsOf
      facts.removeAll(keepingCapacity: true)
      alone.removeAll(keepingCapacity: true)
      stems.removeAll(keepingCapacity: true)
    }
    let new = document.wordCount - facts.count
    if new > 0 {
      facts.append(contentsOf: repeatElement([], count: new))
      alone.append(contentsOf: repeatElement(WordName(), count: new))
      stems.append(contentsOf: repeatElement(WordStems(), count: new))
    }
    for (token, word) in document.words.enumerated() where facts[Int(word)].isEmpty { read(document, token, Int(word)) }
  }

  private mutating func read(_ document: borrowing Document, _ token: Int, _ word: Int) {
    var known: Facts = .isKnown
    if document.withNorm(of: token, { NamePieces.isPlain($0) }) {
      known.insert(.isPlain)
      stems[word] = matcher.stems(document, token)
    }
    if document.tokens[token].kind != .punctuation, matcher.mayBegin(document, token) {
      known.insert(.begins)
      let (match, goesOn) = matcher.matchAlone(document, at: token)
      if goesOn { known.insert(.goesOn) }
      if let match {
        alone[word] = WordName(form: match.form, firstForm: match.firstForm, isInflected: match.isInflected)
      }
    }
    facts[word] = known
  }

  /// Whether a name begins with the word of this number.
  @inline(__always)
  func begins(_ word: UInt32) -> Bool { facts[known: Int(word)].contains(.begins) }

  /// Whether the word of this number is one piece of a name.
  @inline(__always)
  func isPlain(_ word: UInt32) -> Bool { facts[known: Int(word)].contains(.isPlain) }

  /// The stems of a word that is plain.
  @inline(__always)
  func stems(_ word: UInt32) -> WordStems { stems[known: Int(word)] }

  /// The longest name that begins with a token whose word begins names, and ends before `limit`.
  @inline(__always)
  mutating func match(_ document: borrowing Document, at token: Int, limit: Int) -> LexiconMatch? {
    if goesOn(document, token, limit) { return matcher.walk(document, token, limit) }
    let name = alone[Int(document.words[token])]
    if name.form == 0 { return nil }
    return LexiconMatch(
      tokens: token..<token + 1, form: name.form, firstForm: name.firstForm, isInflected: name.isInflected)
  }

  /// Whether a name may reach beyond a token, by a few look-ups.
  @inline(__always)
  private func goesOn(_ document: borrowing Document, _ token: Int, _ limit: Int) -> Bool {
    guard token + 1 < limit else { return false }
    let word = facts[Int(document.words[token])]
    guard word.contains(.goesOn) else { return false }
    let next = document.words[token + 1]
    guard word.contains(.isPlain), isPlain(next) else { return true }
    return matcher.mayGoOn(from: document.key(of: token), to: document.key(of: token + 1), stems(next))
  }
}

/// A name of one word: the numbers of its best and of its first form, 0 where the word is no name.
struct WordName: BitwiseCopyable {
  var form: UInt32 = 0
  var firstForm: UInt32 = 0
  var isInflected = false
}

/// The hashes of a plain word's keys without the endings that a name's last word may have; 0 where it has not that
/// ending.
struct WordStems: BitwiseCopyable {
  var s: UInt64 = 0
  var es: UInt64 = 0
  var n: UInt64 = 0
}
