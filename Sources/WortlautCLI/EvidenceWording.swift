import Wortlaut

/// The words for what `tag-entities` weighs. Evidence without a wording of its own is shown by its name.
enum EvidenceWording {
  /// `B-PER` as "the beginning of a person's name".
  static func label(_ label: String) -> String {
    if label == "O" { return "no name" }
    for (ending, wording) in [
      ("PERpart", "a compound with a person's name"), ("LOCpart", "a compound with a place's name"),
      ("ORGpart", "a compound with an organisation's name"), ("MISCpart", "a compound with a name"),
    ] where label == ending { return wording }
    let what =
      switch label.dropFirst(2) {
      case "PER": "a person's name"
      case "LOC": "a place's name"
      case "ORG": "an organisation's name"
      case "LOCderiv": "a word derived from a place's name"
      default: "another name"
      }
    return label.hasPrefix("B-") ? "the first word of \(what)" : "a further word of \(what)"
  }

  static func source(_ source: String) -> String {
    switch source {
    case "evidence": "by weighed evidence"
    case "memory": "because the article names it in full"
    case "derived": "as a word derived from a place"
    default: "by the lexicon '\(source)'"
    }
  }

  static func verdict(_ verdict: Mark.Verdict) -> String {
    switch verdict {
    case .title: "a title"
    case .name: "a name"
    case .irony: "distance from a word"
    case .word: "a word spoken of as a word"
    }
  }

  /// `-1:w=in` as "the word before is 'in'".
  static func describe(_ evidence: String) -> String {
    let parts = evidence.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return evidence }
    let name = String(parts[1])
    switch parts[0] {
    case "-1": return "before: \(fact(name))"
    case "0": return fact(name)
    case "1": return "after: \(fact(name))"
    case "-2": return "two words before: \(fact(name))"
    case "2": return "two words after: \(fact(name))"
    case "after": return name == "O" ? "no name stands before" : "follows \(label(name))"
    case "then": return name == "O" ? "no name goes on after it" : "before \(label(name))"
    default: return evidence
    }
  }

  private static let plain: [String: String] = [
    "open": "a word that may be in a name", "start": "the sentence begins here", "edge": "nothing in the sentence",
    "capital": "a capital letter", "particle": "a particle as in 'von', 'van'", "legal": "a legal form as in 'GmbH'",
    "derived=adjective": "an adjective of a place", "derived=inhabitant": "an inhabitant of a place",
    "derived=er": "a town with -er", "derived=pair": "an adjective or inhabitant of two places",
    "say": "a verb of speech", "role": "a title or role", "role+": "a compound with a title or role",
    "orghead": "a word for organisations", "orghead+": "a compound with a word for organisations",
    "placehead": "a word for places", "placehead+": "a compound with a word for places", "first": "a first name",
    "last": "a surname", "surname": "the surname of someone well known", "k=noun": "a common noun",
    "k=noun+": "a form of a common noun", "k=word": "a common word", "k=word+": "a form of a common word",
    "k=compound": "a compound with a common noun", "k=composed": "a compound with a common word",
    "k=unknown": "a word of no list", "hyphen": "a compound with a hyphen", "hlow": "its last part begins small",
    "hrole": "its last part is a role", "horg": "its last part is a word for organisations",
    "hlast": "its last part is a surname", "macronym": "its first part is in capitals",
    "mfirst": "its first part is a first name", "lex=0": "in no lexicon",
  ]

  private static func fact(_ name: String) -> String {
    if let wording = plain[name] { return wording }
    guard let equals = name.firstIndex(of: "=") else { return name }
    let (kind, value) = (name[..<equals], String(name[name.index(after: equals)...]))
    switch kind {
    case "w": return "the word '\(value)'"
    case "e2", "e3", "e4": return "ends in -\(value)"
    case "b3": return "begins with \(value)-"
    case "s": return "written as \(value)"
    case "acronym": return "\(value) capitals"
    case "lex": return listed(value)
    case "g": return "\(listed(part(value, 0))), and \(wordKind(part(value, 1)))"
    case "c": return "after '\(part(value, 0))' \(wordKind(part(value, 1)))"
    case "p": return "\(wordKind(part(value, 1))) after \(wordKind(part(value, 0)))"
    case "n": return "\(wordKind(part(value, 0))) before \(wordKind(part(value, 1)))"
    case "hk": return "its last part is \(plain["k=\(value)"] ?? value)"
    case "mk": return "its first part is \(plain["k=\(value)"] ?? value)"
    case "m": return "its first part is '\(value)'"
    case "ml": return "its first part is a \(value) of a lexicon"
    case "mla": return "its first part is in capitals and a \(value) of a lexicon"
    default: return name
    }
  }

  private static func part(_ value: String, _ index: Int) -> String {
    guard let bar = value.lastIndex(of: "|") else { return index == 0 ? value : "" }
    return index == 0 ? String(value[..<bar]) : String(value[value.index(after: bar)...])
  }

  /// `B-cities?` as "begins a name of 'cities' that needs evidence".
  private static func listed(_ value: String) -> String {
    if value == "0" { return "in no lexicon" }
    let needs = value.hasSuffix("?")
    let lexicon = value.dropFirst(2).dropLast(needs ? 1 : 0)
    let place = value.hasPrefix("S-") ? "alone is" : value.hasPrefix("B-") ? "begins" : "goes on with"
    return "\(place) a name of the lexicon '\(lexicon)'"
      + (needs ? " that needs evidence" : "")
  }

  private static func wordKind(_ kind: String) -> String {
    switch kind {
    case "low": "a word without a capital"
    case "unknown": "a word of no list"
    case "common": "a common word"
    case "first": "a first name"
    case "last": "a surname"
    case "first+": "a first name that is also a word"
    case "last+": "a surname that is also a word"
    case "acronym": "an acronym"
    case "mark": "a mark"
    case "number": "a number"
    case "place": "a place of a lexicon"
    case "place?": "a word that is also a place's name"
    case "medium": "a word that is also a newspaper's name"
    case "say": "a verb of speech"
    case "Derived": "an adjective of a place with a capital"
    case "edge": "the sentence's end"
    case "letter": "a single letter"
    case "comma", "colon", "dash", "slash": "a \(kind)"
    case "open", "close": "a bracket"
    case "quote": "a quotation mark"
    case "derived": "a word derived from a place"
    case "orghead": "a word for organisations"
    case "placehead": "a word for places"
    case "role", "rolelow": "a word for a role"
    case "legal": "a legal form"
    case "particle": "a particle as in 'von'"
    default: kind
    }
  }
}
