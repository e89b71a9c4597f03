import Foundation

/// A memory-mapped file of tables: the container of compiled lexicons.
///
/// The layout is little-endian, aligned to 64 bytes: a header (`WORTLAUT`, the format's version, the number of
/// sections, the key of what it was made from, a checksum of all that follows), the sections' offsets and lengths, then
/// the sections. Mapping reads no more than the checksum needs; pages are shared between processes.
struct CompiledFile: Sendable {
  /// Raised with every change of any table's layout or of how names are keyed.
  static let version: UInt32 = 10
  /// The ending of compiled files.
  static let ending = "wlex"
  static let magic: UInt64 = 0x5455_414C_5452_4F57
  static let headerSize = 48
  static let alignment = 64

  /// Why a compiled file cannot be used.
  struct Refusal: Error, Equatable, CustomStringConvertible {
    var path: String
    var reason: String
    var description: String { "\(path): \(reason)" }
  }

  private let storage: Storage
  private let sections: [Range<Int>]
  /// The key of what the file was made from.
  let key: UInt64

  var sectionCount: Int { sections.count }
  /// The size of the file in bytes.
  var size: Int { storage.bytes.count }

  /// The bytes of a section. Valid as long as this value lives; whoever keeps the pointer keeps the value.
  func section(_ index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage.bytes[sections[index]])
  }

  /// A section as an array of records.
  func table<Record: BitwiseCopyable>(_ index: Int, of: Record.Type) -> UnsafeBufferPointer<Record> {
    section(index).bindMemory(to: Record.self)
  }

  /// The file is read whole to be checked: its pages are rather mapped at once than one fault after the other.
  #if os(Linux)
    private static let allAtOnce = MAP_POPULATE
  #else
    private static let allAtOnce: Int32 = 0
  #endif

  /// Maps a file and checks it whole.
  init(path: String) throws(Refusal) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Refusal(path: path, reason: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size >= Self.headerSize else {
      throw Refusal(path: path, reason: "is too short to be a compiled lexicon")
    }
    let size = Int(status.st_size)
    guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE | Self.allAtOnce, descriptor, 0), address != MAP_FAILED
    else {
      throw Refusal(path: path, reason: "cannot be mapped: \(String(cString: strerror(errno)))")
    }
    try self.init(Storage(UnsafeRawBufferPointer(start: address, count: size), isMapped: true), path: path)
  }

  /// Takes the bytes of such a file from memory, where no cache can be written.
  init(bytes: [UInt8]) throws(Refusal) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: Self.alignment)
    copy.copyBytes(from: bytes)
    try self.init(Storage(UnsafeRawBufferPointer(copy), isMapped: false), path: "memory")
  }

  private init(_ storage: Storage, path: String) throws(Refusal) {
    let bytes = storage.bytes
    func word(_ at: Int) -> UInt64 { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
    guard bytes.count >= Self.headerSize, word(0) == Self.magic else {
      throw Refusal(path: path, reason: "is not a compiled lexicon")
    }
    let version = UInt32(truncatingIfNeeded: word(8))
    guard version == Self.version else {
      throw Refusal(
        path: path,
        reason: "is of version \(version), this program reads version \(Self.version); compile the lexicon again")
    }
    let count = Int(word(8) >> 32)
    let table = Self.headerSize
    guard word(32) == UInt64(bytes.count), count < 64, table + count * 16 <= bytes.count else {
      throw Refusal(path: path, reason: "is damaged: it is not as long as it says; compile the lexicon again")
    }
    var sum = FileChecksum()
    sum.add(UnsafeRawBufferPointer(rebasing: bytes[32...]))
    guard sum.value == word(24) else {
      throw Refusal(path: path, reason: "is damaged: its checksum is wrong; compile the lexicon again")
    }
    var sections: [Range<Int>] = []
    for index in 0..<count {
      let start = Int(truncatingIfNeeded: word(table + index * 16))
      let length = Int(truncatingIfNeeded: word(table + index * 16 + 8))
      guard start >= 0, length >= 0, start <= bytes.count, length <= bytes.count - start,
        start % Self.alignment == 0
      else {
        throw Refusal(path: path, reason: "is damaged: a table lies outside the file; compile the lexicon again")
      }
      sections.append(start..<start + length)
    }
    self.storage = storage
    self.sections = sections
    key = word(16)
  }

  private final class Storage: Sendable {
    // Written by no one after this: the memory is private to the mapping and freed with this object.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    init(_ bytes: UnsafeRawBufferPointer, isMapped: Bool) {
      self.bytes = bytes
      self.isMapped = isMapped
    }

    deinit {
      if isMapped {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
      } else {
        bytes.deallocate()
      }
    }
  }
}
