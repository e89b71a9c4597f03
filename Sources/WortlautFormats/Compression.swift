import CCompression
import Wortlaut

/// The ways of compressing that files are read and written in.
public enum Compression: String, Sendable, CaseIterable {
  /// RFC 1952, also of several members.
  case gzip
  /// RFC 8878, also of several frames.
  case zstd

  /// How a file's name ends, with the stop.
  public var suffix: String { self == .gzip ? ".gz" : ".zst" }

  /// What a file's name tells; nil if nothing.
  public init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".gz") || name.hasSuffix(".gzip") {
      self = .gzip
    } else if name.hasSuffix(".zst") || name.hasSuffix(".zstd") {
      self = .zstd
    } else {
      return nil
    }
  }

  /// What the first bytes of a file tell; nil if it is not compressed.
  init?(magic bytes: ArraySlice<UInt8>) {
    let isSkippable =
      bytes.count >= 4 && bytes[bytes.startIndex] & 0xF0 == 0x50
      && bytes.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
    if bytes.starts(with: [0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || isSkippable {
      self = .zstd
    } else {
      return nil
    }
  }

  var kind: ccompression_kind { self == .gzip ? CCOMPRESSION_GZIP : CCOMPRESSION_ZSTD }

  /// The bytes as one member or frame of its own. Files of several are files as well, so one that is cut off can be
  /// gone on with behind the last whole member.
  func member(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var count = 0
    guard
      let memory = ccompression_member(
        kind, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &count)
    else { fatalError("no memory is left to compress \(bytes.count) bytes") }
    defer { ccompression_free(memory) }
    return Array(UnsafeBufferPointer(start: memory, count: count))
  }
}

/// Decompresses a stream. Holds no more of it than a buffer.
final class Decompressor {
  private let compression: Compression
  private let name: String
  private let reader: OpaquePointer?
  private var input: ArraySlice<UInt8> = []
  /// Bytes that were looked at and not yet read.
  private var lookedAt: ArraySlice<UInt8> = []
  private var isBetweenMembers = false
  private var produced = 0

  init(_ compression: Compression, name: String) {
    self.compression = compression
    self.name = name
    reader = ccompression_reader_open(compression.kind)
  }

  deinit { ccompression_reader_close(reader) }

  func lookAhead(_ more: () throws(ByteSource.Fault) -> ArraySlice<UInt8>) throws(ByteSource.Fault) -> [UInt8] {
    if lookedAt.isEmpty {
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = try decompress(into: &bytes, from: 0, more)
      lookedAt = bytes[..<count]
    }
    return Array(lookedAt)
  }

  /// - Returns: how many bytes were written behind `offset`, 0 at the end.
  func read(
    into buffer: inout [UInt8], from offset: Int, _ more: () throws(ByteSource.Fault) -> ArraySlice<UInt8>
  ) throws(ByteSource.Fault) -> Int {
    guard lookedAt.isEmpty else {
      let count = min(lookedAt.count, buffer.count - offset)
      buffer.replaceSubrange(offset..<offset + count, with: lookedAt.prefix(count))
      lookedAt = lookedAt.dropFirst(count)
      return count
    }
    return try decompress(into: &buffer, from: offset, more)
  }

  private func decompress(
    into buffer: inout [UInt8], from offset: Int, _ more: () throws(ByteSource.Fault) -> ArraySlice<UInt8>
  ) throws(ByteSource.Fault) -> Int {
    guard let reader else { throw fault("no memory is left to decompress it") }
    var isDrained = input.isEmpty
    while true {
      if isDrained && input.isEmpty {
        input = try more()
        if input.isEmpty {
          if isBetweenMembers { return 0 }
          throw fault("the \(compression.rawValue) data are cut off after \(produced) bytes")
        }
      }
      var (consumed, written) = (0, 0)
      let status = input.withUnsafeBufferPointer { input in
        buffer.withUnsafeMutableBufferPointer { output in
          ccompression_read(
            reader, input.baseAddress, input.count, &consumed, output.baseAddress.map { $0 + offset },
            output.count - offset, &written)
        }
      }
      input = input.dropFirst(consumed)
      produced += written
      switch status {
      case CCOMPRESSION_DAMAGED:
        // What came before the damage is given first; the next call comes back here.
        if written > 0 { return written }
        throw fault("the \(compression.rawValue) data are damaged after \(produced) bytes")
      case CCOMPRESSION_NO_MEMORY: throw fault("no memory is left to decompress it")
      default: isBetweenMembers = status == CCOMPRESSION_BETWEEN
      }
      if written > 0 { return written }
      isDrained = true
    }
  }

  private func fault(_ message: String) -> ByteSource.Fault {
    ByteSource.Fault(name: name, code: "damaged", message: message)
  }
}
