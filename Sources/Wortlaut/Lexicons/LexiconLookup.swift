/// Finds every entry of some lexicons that a form can mean, and says why: for people who wonder about a result.
public struct LexiconLookup {
  private var images: [LexiconImage] = []
  private let evidence: EvidenceImage?
  private var cutter = NamePieces()

  /// An entry that a form can mean.
  public struct Sense: Sendable, Equatable {
    /// The entry's usual name.
    public var name: String
    /// The entry's type: `PER`, `LOC`, or one of the lexicon's own.
    public var type: String
    /// The entry's id; nil where the lexicon has none.
    public var id: String?
    /// The lexicon, as entities name it in `source`.
    public var source: String
    /// The row's line in the lexicon's file.
    public var line: Int
    /// Why the form can mean it: `alias 'SPD'`, `genitive of 'Kasachstan'`.
    public var reason: String
    /// What else must hold, where something must: `counts only on evidence`.
    public var condition: String?
    /// Among names of the same length the higher one wins.
    public var priority: Int
  }

  /// Opens lexicons by name or path as a pipeline names them.
  ///
  /// - Throws: ``LexiconFaults``, or ``CompiledFile/Refusal``, for a file that cannot be used.
  public init(lexicons: [String], context: StageContext) throws {
    let library = LexiconLibrary()
    let builtIn = lexicons.filter { !context.isPath($0) }.map { ($0, context.lexiconPath($0)) }
    let own = lexicons.filter { context.isPath($0) }.map { (TagEntitiesStage.shortName($0), context.lexiconPath($0)) }
    if !builtIn.isEmpty { images.append(try library.open(builtIn).image) }
    images += try library.openOwn(own).images.map(\.0)
    evidence = builtIn.isEmpty ? nil : try library.openEvidence(context.data).image
  }

  /// The lexicons of a pipeline's `tag-entities` stages.
  public init(pipeline: Pipeline) {
    let stages = pipeline.steps.compactMap { $0.stage as? TagEntitiesStage }
    for stage in stages where stage.writesKnown { if let known = stage.known { images.append(known.lexicon) } }
    for stage in stages { images += stage.given.map(\.lexicon) }
    evidence = stages.lazy.filter(\.writesKnown).compactMap { $0.known?.evidence }.first
  }

  /// How many names the lexicons have, aliases among them.
  public var nameCount: Int { images.reduce(0) { $0 + $1.formCount } }

  /// All entries that a form can mean, the highest priority of each lexicon first.
  public mutating func senses(of form: String) -> [Sense] {
    var senses: [Sense] = []
    for image in images.reversed() {
      var found: [Sense] = []
      for reading in readings(form) { found += self.senses(form, reading, in: image) }
      found += derived(form, in: image) + parts(form, in: image)
      found.sort { $0.priority > $1.priority }
      senses += found
    }
    // A form that stands as it is says enough; what an ending or a variant adds to the same entry does not.
    var seen: Set<String> = []
    return senses.filter { seen.insert("\($0.source):\($0.line):\($0.name)").inserted }
  }

  /// The names of the lexicons that are nearest to a form that is in none.
  public func nearest(to form: String) -> [String] {
    guard nameCount < 300_000 else { return [] }
    let limit = max(1, form.count / 4)
    let wanted = TokenKey.key(form)
    var found: [(String, Int)] = []
    for image in images {
      for number in 1...UInt32(max(1, image.formCount)) where image.formCount > 0 {
        let text = image.text(image.form(number))
        guard abs(text.count - form.utf8.count) <= limit * 2 else { continue }
        let name = String(decoding: text, as: UTF8.self)
        let distance = NearestName.distance(wanted, TokenKey.key(name))
        if distance <= limit, !found.contains(where: { $0.0 == name }) { found.append((name, distance)) }
      }
    }
    return found.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(5).map(\.0)
  }

  // MARK: - A form without its ending

  /// A way to read a form: a stem and the ending taken off it.
  private struct Reading {
    var stem: [UInt8]
    var ending: String
    var isDative = false
  }

  private func readings(_ form: String) -> [Reading] {
    let bytes = Array(form.utf8)
    var readings = [Reading(stem: bytes, ending: "")]
    for ending in LexiconMatcher.Ending.allCases where bytes.count > 2 {
      let stem = bytes.withUnsafeBufferPointer { word in ending.stem(word).map { Array($0) } }
      guard let stem, !stem.isEmpty else { continue }
      readings.append(
        Reading(
          stem: stem, ending: String(decoding: bytes.dropFirst(stem.count), as: UTF8.self), isDative: ending == .n))
    }
    return readings
  }

  private mutating func senses(_ form: String, _ reading: Reading, in image: LexiconImage) -> [Sense] {
    let pieces = reading.stem.withUnsafeBufferPointer { bytes in
      cutter.cut(bytes)
      return cutter.pieces
    }
    let sequence = pieces.reduce(0) { LexiconTables.chain($0, $1.hash) }
    guard sequence != 0, let slot = image.slot(sequence) else { return [] }
    var senses: [Sense] = []
    var number = slot.forms
    while number != 0 {
      let record = image.form(number)
      let entry = image.entry(record)
      let flags = LexiconFlags(rawValue: record.flags & ~(LexiconTables.allCapitals | LexiconTables.inflected))
      let isFixed = flags.contains(.fixed) || (reading.isDative && [.person, .location].contains(image.type(entry)))
      if reading.ending.isEmpty || !isFixed {
        let written = String(decoding: image.text(record), as: UTF8.self)
        let reason = reason(String(decoding: reading.stem, as: UTF8.self), written, reading, image.name(entry))
        senses.append(sense(entry, image, reason, condition(record, written, form)))
      }
      number = record.next
    }
    return senses
  }

  private func reason(_ stem: String, _ written: String, _ reading: Reading, _ name: String) -> String {
    var reasons: [String] = []
    if !reading.ending.isEmpty {
      reasons.append("\(reading.isDative ? "dative" : "genitive") with -\(reading.ending) of '\(written)'")
    }
    if written != stem {
      let isRespelled = Self.plainKey(written) == Self.plainKey(stem)
      reasons.append(isRespelled ? "another spelling of '\(written)'" : "inflected form of '\(written)'")
    }
    if written != name { reasons.append("an alias") }
    return reasons.isEmpty ? "as it stands" : reasons.joined(separator: ", ")
  }

  /// The key of a name without what pieces leave out.
  private static func plainKey(_ name: String) -> String {
    TokenKey.key(name).filter { $0.isLetter || $0.isNumber }
  }

  private func condition(_ form: LexiconTables.Form, _ written: String, _ given: String) -> String? {
    var conditions: [String] = []
    let flags = LexiconFlags(rawValue: form.flags & ~(LexiconTables.allCapitals | LexiconTables.inflected))
    if flags.contains(.evidence) { conditions.append("also a common word: counts only on evidence") }
    if flags.contains(.matchCase), form.flags & LexiconTables.inflected == 0, !given.hasPrefix(written) {
      conditions.append("only as '\(written)', letter for letter")
    } else if form.flags & LexiconTables.allCapitals != 0, given.contains(where: \.isLowercase) {
      conditions.append("only in capitals")
    } else if form.capitals != 0, given.first?.isLowercase == true, written.first?.isUppercase == true {
      conditions.append("only with a capital")
    }
    return conditions.isEmpty ? nil : conditions.joined(separator: "; ")
  }

  private func sense(
    _ entry: LexiconTables.Entry, _ image: LexiconImage, _ reason: String, _ condition: String? = nil
  ) -> Sense {
    Sense(
      name: image.name(entry), type: image.type(entry).rawValue, id: image.id(entry), source: image.source(entry),
      line: Int(entry.line), reason: reason, condition: condition, priority: Int(entry.priority))
  }

  // MARK: - Words that derive from a name

  /// The place whose adjective or inhabitant the form is.
  private mutating func derived(_ form: String, in image: LexiconImage) -> [Sense] {
    guard let evidence else { return [] }
    var analysis = WordAnalysis(evidence)
    var form = form
    form.withUTF8 { analysis.read($0, withHeads: false) }
    var senses: [Sense] = []
    for (kind, ending, what) in [
      (NameWords.adjective, WordAnalysis.Ending.adjective, "adjective"), (.inhabitant, .inhabitant, "inhabitant"),
    ] {
      guard let word = analysis.word(kind, ending), word.place != 0 else { continue }
      let place = evidence.place(word.place)
      for entry in entries(named: place, type: .location, in: image) {
        senses.append(sense(entry, image, "derived: \(what) of '\(place)'"))
      }
    }
    return senses
  }

  /// The name that a compound begins with.
  private mutating func parts(_ form: String, in image: LexiconImage) -> [Sense] {
    guard let hyphen = form.firstIndex(of: "-"), hyphen > form.startIndex else { return [] }
    let part = String(form[..<hyphen])
    return EntityType.builtIn.flatMap { entries(named: part, type: $0, in: image) }.map {
      sense($0, image, "part: the compound begins with '\(part)'", "counts only on evidence")
    }
  }

  private mutating func entries(named name: String, type: EntityType, in image: LexiconImage) -> [LexiconTables.Entry] {
    var name = name
    let sequence = name.withUTF8 { bytes in
      cutter.cut(bytes)
      return cutter.pieces.reduce(0) { LexiconTables.chain($0, $1.hash) }
    }
    guard sequence != 0, let slot = image.slot(sequence) else { return [] }
    var entries: [LexiconTables.Entry] = []
    var number = slot.forms
    while number != 0 {
      let entry = image.entry(image.form(number))
      if image.type(entry) == type { entries.append(entry) }
      number = image.form(number).next
    }
    return entries
  }
}
