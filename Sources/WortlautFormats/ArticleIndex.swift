import Foundation
import Wortlaut

/// Says where each article stands in an output, so that a later run can copy what has not changed.
///
/// Lies beside the output as `NAME.index`: a head of two words (a mark, and a hash of all that shapes the output), then
/// an entry of eight words an article, little-endian.
public final class ArticleIndex {
  /// Tells an article by its id and content: 128 bits of a hash.
  public struct Key: Sendable, Equatable {
    var high: UInt64
    var low: UInt64

    init(high: UInt64, low: UInt64) {
      self.high = high
      self.low = low
    }

    init(id: String, text: [UInt8], meta: [UInt8]) {
      var id = id
      let name = id.withUTF8 { StableHash.hash($0) }
      high = StableHash.mix(StableHash.hash(text, seed: name), StableHash.hash(meta, seed: 1))
      low = StableHash.mix(StableHash.hash(text, seed: ~name), StableHash.hash(meta, seed: 2))
    }
  }

  /// One article: where it stands, in bytes, and what is in it.
  public struct Entry: Sendable {
    var key: Key
    /// Where its output begins, in bytes.
    public var offset: Int
    var length: Int
    var tokens: Int
    var sentences: Int
    var entities: Int
    var quotes: Int

    static let words = 8
    var encoded: [UInt64] {
      [key.high, key.low] + [offset, length, tokens, sentences, entities, quotes].map { UInt64($0).littleEndian }
    }
  }

  static let mark: UInt64 = 0x3158_4449_5457_4C57  // "WLWTIDX1"
  private let file: OutputFile

  /// Begins an index, or goes on with one of `length` bytes.
  ///
  /// - Parameter identity: a hash of all that shapes the output: an index of another is of no use.
  /// - Throws: ``OutputFile/Fault``, ``OutputFile/Lost``.
  public init(path: String, identity: UInt64, resumingAt length: Int?) throws {
    if let length {
      file = try OutputFile(path: path, resumingAt: length)
    } else {
      file = try OutputFile(path: path)
      try Self.write([Self.mark.littleEndian, identity.littleEndian], to: file)
    }
  }

  private static func write(_ words: [UInt64], to file: OutputFile) throws(OutputFile.Fault) {
    var bytes = ByteBuffer(capacity: words.count * 8)
    words.withUnsafeBytes { bytes.append($0.bindMemory(to: UInt8.self)) }
    try file.write(bytes)
  }

  /// Adds a chunk's articles; it begins at `offset` in the output.
  ///
  /// - Throws: ``OutputFile/Fault``.
  public func append(_ entries: [Entry], at offset: Int) throws(OutputFile.Fault) {
    guard !entries.isEmpty else { return }
    var words: [UInt64] = []
    words.reserveCapacity(entries.count * Entry.words)
    for var entry in entries {
      entry.offset += offset
      words += entry.encoded
    }
    try Self.write(words, to: file)
  }

  /// - Returns: its length in bytes, on the disk.
  public func checkpoint() throws(OutputFile.Fault) -> Int {
    try file.sync()
    return file.position
  }

  /// Gives the file its name.
  ///
  /// - Throws: ``OutputFile/Fault``.
  public func finish() throws(OutputFile.Fault) { try file.finish() }

  /// What an earlier run has written: its index in memory, its output to copy from.
  public final class Known: Sendable {
    private let words: [UInt64]
    private let numbers: [UInt64: Int32]
    private let output: Int32

    /// Knows nothing where there is no earlier run, or one whose output was shaped otherwise.
    public init(indexPath: String, outputPath: String, identity: UInt64) {
      let head = 2
      let bytes = (try? Data(contentsOf: URL(fileURLWithPath: indexPath), options: .mappedIfSafe)) ?? Data()
      let count = bytes.count / 8
      var words = [UInt64](repeating: 0, count: count)
      _ = words.withUnsafeMutableBytes { bytes.copyBytes(to: $0, count: count * 8) }
      let isUsable =
        count >= head && UInt64(littleEndian: words[0]) == ArticleIndex.mark
        && UInt64(littleEndian: words[1]) == identity
      guard isUsable else {
        (self.words, numbers, output) = ([], [:], -1)
        return
      }
      var numbers: [UInt64: Int32] = [:]
      let articles = (count - head) / Entry.words
      numbers.reserveCapacity(articles)
      for number in 0..<articles { numbers[words[head + number * Entry.words]] = Int32(number) }
      (self.words, self.numbers, output) = (words, numbers, open(outputPath, O_RDONLY | O_CLOEXEC))
    }

    deinit { if output >= 0 { close(output) } }

    func find(_ key: Key) -> Entry? {
      guard output >= 0, let number = numbers[key.high] else { return nil }
      let at = 2 + Int(number) * Entry.words
      guard words[at + 1] == key.low else { return nil }
      let numbers = words[at + 2..<at + Entry.words].map { Int(UInt64(littleEndian: $0)) }
      return Entry(
        key: key, offset: numbers[0], length: numbers[1], tokens: numbers[2], sentences: numbers[3],
        entities: numbers[4], quotes: numbers[5])
    }

    /// The bytes of an article in the earlier output; nil if they cannot be read.
    func output(of entry: Entry) -> [UInt8]? {
      var bytes = [UInt8](repeating: 0, count: entry.length)
      var count = 0
      while count < entry.length {
        let more = bytes.withUnsafeMutableBytes { bytes in
          bytes.baseAddress.map { pread(output, $0 + count, entry.length - count, off_t(entry.offset + count)) } ?? -1
        }
        guard more > 0 else { return nil }
        count += more
      }
      return bytes
    }
  }
}
