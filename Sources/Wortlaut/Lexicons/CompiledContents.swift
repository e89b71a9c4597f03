import Foundation

/// What a ``CompiledFile`` is to hold: tables, which are written one after the other and never joined in memory.
struct CompiledContents {
  /// One table.
  struct Section {
    let count: Int
    fileprivate let withBytes: ((UnsafeRawBufferPointer) -> Void) -> Void

    /// - Parameter records: written as they lie in memory.
    init<Record: BitwiseCopyable>(_ records: [Record]) {
      count = records.count * MemoryLayout<Record>.stride
      withBytes = { body in records.withUnsafeBytes { body($0) } }
    }
  }

  let sections: [Section]
  /// The key of what the file is made from.
  let key: UInt64

  private var starts: [Int] {
    var end = Self.aligned(CompiledFile.headerSize + sections.count * 16)
    return sections.map { section in
      defer { end = Self.aligned(end + section.count) }
      return end
    }
  }

  /// The size of the file in bytes.
  var size: Int { Self.aligned((starts.last ?? CompiledFile.headerSize) + (sections.last?.count ?? 0)) }

  private static func aligned(_ size: Int) -> Int {
    (size + CompiledFile.alignment - 1) & ~(CompiledFile.alignment - 1)
  }

  /// Calls `body` with the stretches of the file, in order.
  func write(_ body: (UnsafeRawBufferPointer) -> Void) {
    let starts = starts
    let end = size
    var header: [UInt64] = [
      CompiledFile.magic, UInt64(CompiledFile.version) | UInt64(sections.count) << 32, key, 0, UInt64(end), 0,
    ]
    for (start, section) in zip(starts, sections) {
      header.append(UInt64(start))
      header.append(UInt64(section.count))
    }
    let rest = (starts.first ?? end) - header.count * 8
    header.append(contentsOf: repeatElement(0, count: rest / 8))
    header = header.map(\.littleEndian)
    var sum = CompiledChecksum()
    header.withUnsafeBytes { sum.add(.init(rebasing: $0[32...])) }
    for section in sections {
      section.withBytes { sum.add($0) }
      sum.pad()
    }
    header[3] = sum.value.littleEndian
    header.withUnsafeBytes { body($0) }
    let zeros = [UInt8](repeating: 0, count: CompiledFile.alignment)
    for section in sections {
      section.withBytes { body($0) }
      let padding = Self.aligned(section.count) - section.count
      zeros.withUnsafeBytes { body(.init(rebasing: $0[..<padding])) }
    }
  }

  /// The whole file in memory, where it cannot be written.
  func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    write { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Writes the file under a name of its own, then moves it into place: whoever reads at the same time sees the old
  /// file or the whole new one, and of two processes that write at once the last one's file stays.
  ///
  /// - Throws: ``CompiledFile/Refusal`` with the system's reason.
  func write(to path: String) throws(CompiledFile.Refusal) {
    let own = "\(path).\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
    let descriptor = open(own, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.refusal(path, errno) }
    var failure: Int32 = 0
    write { bytes in
      var rest = bytes[...]
      while failure == 0, !rest.isEmpty {
        let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { failure = errno }
      }
    }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(own, path) != 0 { failure = errno }
    if failure != 0 {
      unlink(own)
      throw Self.refusal(path, failure)
    }
  }

  private static func refusal(_ path: String, _ code: Int32) -> CompiledFile.Refusal {
    .init(path: path, reason: "cannot be written: \(String(cString: strerror(code)).lowercased())")
  }
}

/// The checksum of a compiled file: two interleaved sums, two words a multiplication, so that a large file is checked at the speed of memory.
struct CompiledChecksum {
  private var sums: (UInt64, UInt64) = (1, 2)
  private var count = 0

  /// Adds bytes. Stretches that are added one after the other must each but the last be whole multiples of 32 bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    func word(_ at: Int) -> UInt64 { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
    var (a, b) = sums
    var at = 0
    while at + 32 <= bytes.count {
      a = StableHash.mix(a ^ word(at), word(at + 8))
      b = StableHash.mix(b ^ word(at + 16), word(at + 24))
      at += 32
    }
    sums = (a, b)
    count += at
    if at < bytes.count {
      withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { block in
        block.initializeMemory(as: UInt8.self, repeating: 0)
        block.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at...]))
        add(UnsafeRawBufferPointer(block))
      }
    }
  }

  /// Adds the zeros up to a file's next table.
  mutating func pad() {
    // Tables begin at multiples of 64; the first 32 bytes of the file are not counted.
    guard (count + 32) % CompiledFile.alignment != 0 else { return }
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { block in
      block.initializeMemory(as: UInt8.self, repeating: 0)
      add(UnsafeRawBufferPointer(block))
    }
  }

  var value: UInt64 { StableHash.mix(sums.0, sums.1) }
}
