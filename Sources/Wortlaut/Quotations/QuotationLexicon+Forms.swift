/// Words that stand in no list are taken apart: verbs by their prefix, nouns by the last part of a compound.
extension QuotationLexicon {
  /// What is known of the word with these key bytes, by list or by its parts.
  func facts(_ key: UnsafeBufferPointer<UInt8>) -> SpeechFacts {
    var facts = words[StableHash.hash(key)] ?? SpeechFacts()
    if facts.verb.isEmpty { facts.verb = verbByPrefix(key) }
    if facts.verb.isEmpty { facts.verb = verbByEnding(key) }
    // The last part of a compound: at least five letters after at least three.
    var suffix = SuffixHash.start
    for start in stride(from: key.count - 1, through: 3, by: -1) {
      suffix = SuffixHash.step(suffix, key[start])
      guard start <= key.count - 5, let uses = nounEndings[SuffixHash.finish(suffix)] else { continue }
      facts.noun.formUnion(uses)
    }
    facts.hasAdjectiveEnding = key.count > 3 && adjectiveEndings.contains { key.ends(with: $0) }
    facts.hasAdverbEnding = key.count > 4 && adverbEndings.contains { key.ends(with: $0) }
    facts.endsInEr = key.count > 4 && key.ends(with: [0x65, 0x72])
    facts.endsInEn = key.count > 2 && key.last == 0x6E
    facts.endsInIn = key.count > 4 && key.ends(with: [0x69, 0x6E])
    if let first = key.first, first &- 0x30 < 10 { facts.hasAdjectiveEnding = true }
    facts.trigger = Self.trigger(facts)
    return facts
  }

  private static let triggers = ClosedClasses(
    .laut, .gemaess, .zufolge, .demnach, .wonach, .soll, .claim, .view, .stance)

  private static func trigger(_ facts: SpeechFacts) -> Trigger {
    var trigger: Trigger = []
    let verb = facts.verb
    let isKonjunktiv1 = verb.contains(.konjunktiv1) && !verb.contains(.infinitive)
    let isKonjunktiv2 = verb.contains(.konjunktiv2) && !verb.contains(.indicative)
    if facts.cueCount > 0 || isKonjunktiv1 || isKonjunktiv2 { trigger.insert(.verb) }
    if facts.noun.contains(.clause) || facts.classes.intersects(triggers) { trigger.insert(.noun) }
    if facts.classes.contains(.so) { trigger.insert(.so) }
    if facts.classes.contains(.nach) { trigger.insert(.nach) }
    if facts.noun.contains(.source) { trigger.insert(.source) }
    return trigger
  }

  private func verb(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> VerbForms {
    words[StableHash.hash(UnsafeBufferPointer(rebasing: bytes))]?.verb ?? []
  }

  private func participle(withGe bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    words[StableHash.hash([0x67, 0x65] + bytes)]?.verb.contains(.participle) ?? false
  }

  private func verbByPrefix(_ key: UnsafeBufferPointer<UInt8>) -> VerbForms {
    guard let first = key.first else { return [] }
    for prefix in prefixes[Int(first)] where key.count >= prefix.bytes.count + 3 && key.starts(with: prefix.bytes) {
      let rest = key[prefix.bytes.count...]
      let hasGe = rest.starts(with: [0x67, 0x65])
      if prefix.isSeparable, rest.starts(with: [0x7A, 0x75]), verb(rest.dropFirst(2)).contains(.infinitive) {
        return .zuInfinitive
      }
      var base = verb(rest)
      if !base.isEmpty {
        if !prefix.isSeparable && hasGe { continue }
        base.subtract(.helper)
        if prefix.isInseparable && !hasGe {
          // Without "ge" the weak participle is the third person ("verkauft"), the strong one lies in the table.
          if base.contains(.indicative) && rest.last == 0x74 { base.insert(.participle) }
          if participle(withGe: rest) { base.insert(.participle) }
        }
        return base
      }
      if prefix.isInseparable && participle(withGe: rest) { return .participle }
    }
    return []
  }

  /// Foreign verbs in -ieren are regular and many; a weak participle shows itself by "ge…t".
  private func verbByEnding(_ key: UnsafeBufferPointer<UInt8>) -> VerbForms {
    func ends(_ ending: StaticString) -> Bool {
      ending.withUTF8Buffer { key.count > $0.count + 1 && key.ends(with: $0) }
    }
    if ends("ierte") || ends("ierten") { return .indicative }
    if ends("iert") { return [.indicative, .participle] }
    if ends("ieren") { return [.infinitive, .indicative] }
    if ends("iere") { return .konjunktiv1 }
    guard key.last == 0x74, key.count >= 5 else { return [] }
    if key.starts(with: [0x67, 0x65]) { return .participle }
    for prefix in prefixes[Int(key[0])] where prefix.isSeparable && key.count >= prefix.bytes.count + 5 {
      if key.starts(with: prefix.bytes), key[prefix.bytes.count...].starts(with: [0x67, 0x65]) { return .participle }
    }
    return []
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// Whether the last bytes are those of `ending`.
  @inline(__always)
  func ends(with ending: some BidirectionalCollection<UInt8>) -> Bool {
    reversed().starts(with: ending.reversed())
  }
}
