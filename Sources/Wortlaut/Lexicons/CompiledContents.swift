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
    var sum = FileChecksum()
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
