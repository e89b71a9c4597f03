/// What someone is reported to have said. Every span stands on token borders; content spans are in order and apart.
public struct Quotation: Sendable, Equatable {
  /// How speech is rendered.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// In the speaker's words, in quotation marks. The content includes the marks.
    case direct
    /// A clause that depends on a cue, or "laut X …".
    case indirect
    /// Konjunktiv without a cue: "Der Bund solle zahlen."
    case freeIndirect
    /// Konjunktiv carried on over the sentences after an indirect quotation.
    case indirectFreeIndirect
    /// The speech act is told, not its words.
    case reported
  }

  /// What a stretch of text is to a quotation.
  package enum Role: String, CaseIterable {
    case content, speaker, cue, frame, addressee
  }

  /// The spans of all roles, one role after the other: a quotation needs memory but once.
  private var spans: [Span] = []
  private var ends = RoleEnds()
  /// How the speech is rendered.
  public var type: Kind
  /// Index into the `entities` layer of the entity that speaks, where known.
  public var speakerEntity: Int?
  /// The rule that made it.
  public var source: String

  /// Makes a quotation of which only the content is known yet.
  public init(_ type: Kind, content: Spans, source: String) {
    self.init(type, source: source, spanCount: content.count)
    self.content = content
  }

  /// Makes a quotation without spans yet, with room for so many.
  init(_ type: Kind, source: String, spanCount: Int) {
    self.type = type
    self.source = source
    spans.reserveCapacity(spanCount)
  }

  /// What was said; several spans where the reporting clause stands in between.
  public var content: Spans {
    get { spans(.content) }
    set { set(.content, newValue) }
  }

  /// The words that name the speaker in place, a pronoun included.
  public var speaker: Spans {
    get { spans(.speaker) }
    set { set(.speaker, newValue) }
  }

  /// The verb, noun or preposition that says there was speech, a separated particle included.
  public var cue: Spans {
    get { spans(.cue) }
    set { set(.cue, newValue) }
  }

  /// The reporting clause outside the content.
  public var frame: Spans {
    get { spans(.frame) }
    set { set(.frame, newValue) }
  }

  /// Who is spoken to.
  public var addressee: Spans {
    get { spans(.addressee) }
    set { set(.addressee, newValue) }
  }

  package func spans(_ role: Role) -> Spans { Spans(spans, ends.range(role)) }

  /// Calls `body` with the spans of a role, where they lie.
  @inline(__always)
  func withSpans<Result>(_ role: Role, _ body: (UnsafeBufferPointer<Span>) -> Result) -> Result {
    spans.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[ends.range(role)])) }
  }

  /// How many spans all roles have together.
  var spanCount: Int { spans.count }

  private mutating func set(_ role: Role, _ new: Spans) {
    let old = ends.range(role)
    spans.replaceSubrange(old, with: new)
    ends.move(from: role, by: new.count - old.count)
  }

  /// Adds a span to a role; at once where no later role has any yet.
  @inline(__always)
  mutating func append(_ span: Span, to role: Role) {
    let end = ends.range(role).upperBound
    if end == spans.count { spans.append(span) } else { spans.insert(span, at: end) }
    ends.move(from: role, by: 1)
  }
}

/// Where the spans of each role end among those of all roles.
private struct RoleEnds: Equatable {
  private var content: UInt32 = 0
  private var speaker: UInt32 = 0
  private var cue: UInt32 = 0
  private var frame: UInt32 = 0
  private var addressee: UInt32 = 0

  func range(_ role: Quotation.Role) -> Range<Int> {
    switch role {
    case .content: 0..<Int(content)
    case .speaker: Int(content)..<Int(speaker)
    case .cue: Int(speaker)..<Int(cue)
    case .frame: Int(cue)..<Int(frame)
    case .addressee: Int(frame)..<Int(addressee)
    }
  }

  /// Moves the end of a role and of those after it.
  mutating func move(from role: Quotation.Role, by count: Int) {
    let count = UInt32(truncatingIfNeeded: count)
    switch role {
    case .content:
      content &+= count
      fallthrough
    case .speaker:
      speaker &+= count
      fallthrough
    case .cue:
      cue &+= count
      fallthrough
    case .frame:
      frame &+= count
      fallthrough
    case .addressee: addressee &+= count
    }
  }
}

/// The spans of one role of a quotation. They share the quotation's memory.
public struct Spans: RandomAccessCollection, ExpressibleByArrayLiteral, Equatable, Sendable {
  private let all: [Span]
  private let range: Range<Int>

  /// A part of an array.
  @inline(__always)
  init(_ all: [Span], _ range: Range<Int>) {
    self.all = all
    self.range = range
  }

  /// These spans in this order.
  public init(_ spans: some Sequence<Span>) {
    all = Array(spans)
    range = all.indices
  }

  public init(arrayLiteral elements: Span...) { self.init(elements, elements.indices) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { range.count }

  public subscript(index: Int) -> Span {
    precondition(index >= 0 && index < range.count, "there are only \(range.count) spans")
    return all[range.lowerBound + index]
  }

  public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}

extension Spans: CustomStringConvertible {
  public var description: String { "[\(map(\.description).joined(separator: ", "))]" }
}
