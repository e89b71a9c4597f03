import Wortlaut

/// Reads two files of records side by side and pairs those with the same id.
///
/// The articles stand in the same order in both files, and either file may have some that the other has not. Memory
/// holds the rows since the last pair and eight bytes for each row without a partner, not the files.
public struct RecordPairs {
  /// Two records of an article, or one that has no partner.
  public enum Pair: Sendable {
    case both(AnnotatedRecord, AnnotatedRecord)
    case onlyOld(id: String)
    case onlyNew(id: String)
  }

  private var old: Side
  private var new: Side
  private var ready: [Pair] = []
  /// At most so many bytes of text wait on each side for a partner.
  private let limit: Int

  /// - Throws: ``ByteSource/Fault`` for a file that cannot be opened.
  public init(old: String, new: String, limit: Int = 64 << 20) throws(ByteSource.Fault) {
    self.old = try Side(old, isOld: true)
    self.new = try Side(new, isOld: false)
    self.limit = limit
  }

  /// The next pair; nil at the end.
  ///
  /// - Throws: ``AnnotatedRecord/Fault`` for a row that is no record, for files whose articles are in another order, or
  ///   whose offsets count other units; ``ByteSource/Fault`` for a file that cannot be read on.
  public mutating func next() throws -> Pair? {
    while ready.isEmpty {
      let oldRecord = try old.read()
      if let oldRecord { try Self.meet(oldRecord, from: &old, in: &new, &ready) }
      let newRecord = try new.read()
      if let newRecord { try Self.meet(newRecord, from: &new, in: &old, &ready) }
      if oldRecord == nil, newRecord == nil {
        ready += old.pass(upTo: old.waiting.count) + new.pass(upTo: new.waiting.count)
        if ready.isEmpty { return nil }
      }
      if old.waitingBytes > limit, new.waitingBytes > limit {
        throw AnnotatedRecord.Fault(
          place: new.place,
          message: "of the articles up to here none stands in \(old.name) up to line \(old.line) since the last that "
            + "is in both; compare two runs over the same articles in the same order")
      }
    }
    return ready.removeFirst()
  }

  /// Pairs a record with its partner that waits on the other side, or lets it wait.
  private static func meet(
    _ record: AnnotatedRecord, from own: inout Side, in other: inout Side, _ ready: inout [Pair]
  ) throws {
    guard let index = other.place(of: record.id) else {
      if other.hasPassed(record.id) {
        throw AnnotatedRecord.Fault(
          place: own.place,
          message: "the article '\(record.id)' stands earlier in \(other.name); both files need the same order")
      }
      own.wait(record)
      return
    }
    let partner = other.waiting[index]
    if partner.errorCode == nil, record.errorCode == nil, partner.offsets != record.offsets {
      throw AnnotatedRecord.Fault(
        place: own.place,
        message: "offsets count \(record.offsets) here and \(partner.offsets) in \(other.name); "
          + "write both with the same --offsets")
    }
    // In the same order nothing before the two can find a partner any more.
    ready += own.pass(upTo: own.waiting.count) + other.pass(upTo: index)
    other.dropFirst()
    ready.append(own.isOld ? .both(record, partner) : .both(partner, record))
  }

  /// One of the files.
  private struct Side {
    let name: String
    let isOld: Bool
    private var lines: RowReader
    /// The records since the last pair.
    private(set) var waiting: [AnnotatedRecord] = []
    private(set) var waitingBytes = 0
    private var places: [String: Int] = [:]
    /// How many records were dropped before those that wait.
    private var dropped = 0
    /// Hashes of the ids that found no partner.
    private var passed: Set<UInt64> = []

    init(_ path: String, isOld: Bool) throws(ByteSource.Fault) {
      name = path
      self.isOld = isOld
      lines = RowReader(try ByteSource(path: path), limit: 1 << 30)
    }

    var line: Int { lines.lineNumber }
    var place: String { "\(name):\(line)" }

    mutating func read() throws -> AnnotatedRecord? {
      while let next = try lines.next() {
        guard case .row(let range) = next else {
          throw AnnotatedRecord.Fault(place: place, message: "the row has more than 1 GB")
        }
        let here = place
        let result = lines.withBytes(range) { bytes -> Result<AnnotatedRecord, AnnotatedRecord.Fault>? in
          if bytes.allSatisfy({ $0 <= 0x20 }) { return nil }
          do throws(AnnotatedRecord.Fault) {
            return .success(try AnnotatedRecord(bytes, place: here))
          } catch {
            return .failure(error)
          }
        }
        if let result { return try result.get() }
      }
      return nil
    }

    func place(of id: String) -> Int? { places[id].map { $0 - dropped } }
    func hasPassed(_ id: String) -> Bool { passed.contains(StableHash.hash(Array(id.utf8))) }

    mutating func wait(_ record: AnnotatedRecord) {
      if places[record.id] == nil { places[record.id] = dropped + waiting.count }
      waitingBytes += record.text.count
      waiting.append(record)
    }

    /// Gives up the first records that wait.
    mutating func pass(upTo count: Int) -> [Pair] {
      let ids = waiting.prefix(count).map(\.id)
      for id in ids { passed.insert(StableHash.hash(Array(id.utf8))) }
      drop(count)
      return ids.map { isOld ? .onlyOld(id: $0) : .onlyNew(id: $0) }
    }

    /// Takes the first record out, which has found its partner.
    mutating func dropFirst() { drop(1) }

    private mutating func drop(_ count: Int) {
      for record in waiting.prefix(count) {
        waitingBytes -= record.text.count
        places[record.id] = nil
      }
      waiting.removeFirst(count)
      dropped += count
    }
  }
}
