import Foundation
import Wortlaut

/// A file, pipe or terminal that bytes are read from; what is compressed (gzip, zstd) is read as what was compressed, and
/// what is UTF-16 by its byte-order mark as UTF-8.
/// Closes the file when it is no longer used.
public final class ByteSource {
  /// The name by which messages call it.
  public let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// How many bytes have been taken from the file, as they lie there.
  public private(set) var position = 0
  /// Bytes as they lie in the file, read and not yet used: those from `start` to `end`.
  private var raw: [UInt8] = []
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  /// Set once the first bytes have told whether there is anything to decompress.
  private var decompressor: Decompressor?
  private var isDecided = false
  /// Set where the source is UTF-16; `text` is then what was converted and not yet given out.
  private var wide: WideText?
  /// Something has been read: the first bytes can no longer be looked at.
  private var isBegun = false
  private var text: ArraySlice<UInt8> = []

  private static let rawSize = 1 << 17

  /// The source cannot be opened or read.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// The path, or what else the source is called.
    public let name: String
    /// A short fixed word for programs.
    public var code = "unreadable"
    /// What is wrong, and the way out.
    public let message: String
    public var description: String { "\(name): \(message)" }
  }

  /// Standard input.
  public static var standardInput: ByteSource { ByteSource(descriptor: 0, name: "standard input", owns: false) }

  private init(descriptor: Int32, name: String, owns: Bool) {
    self.descriptor = descriptor
    self.name = name
    ownsDescriptor = owns
    var status = stat()
    let isPlain = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    expectedSize = isPlain ? Int(status.st_size) : nil
  }

  /// - Throws: ``Fault`` with the system's reason.
  public convenience init(path: String) throws(Fault) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Fault(name: path, message: Self.reason(errno)) }
    self.init(descriptor: descriptor, name: path, owns: true)
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  /// The size of a plain file when it was opened; nil for what has none, such as a pipe.
  let expectedSize: Int?

  /// Whether reading may have to wait for someone who writes: never so for a plain file.
  var isLive: Bool { expectedSize == nil }

  /// Looks at the first bytes, decompressed, without reading them, to tell what they are. Waits for the first of them.
  ///
  /// - Throws: ``Fault`` with the system's reason.
  func lookAhead() throws(Fault) -> [UInt8] {
    let start = try lookAheadPlain()
    guard try isWide(), var wide else { return start }
    var converted: [UInt8] = []
    _ = wide.append(start, to: &converted)
    return converted
  }

  /// Whether the source is UTF-16, by its byte-order mark or as the user says; then it is read as UTF-8.
  func isWide(_ encoding: TextEncoding? = nil) throws(Fault) -> Bool {
    if wide == nil, !isBegun {
      let start = try lookAheadPlain()
      wide = WideText(start: start) ?? encoding.flatMap { WideText(encoding: $0.name) }
    }
    return wide != nil
  }

  private func lookAheadPlain() throws(Fault) -> [UInt8] {
    try decide()
    guard let decompressor else { return Array(raw[start..<end].prefix(1024)) }
    return try decompressor.lookAhead { () throws(Fault) in try self.takeRaw() }
  }

  /// Reads what there is into `buffer` behind `offset`, decompressed; waits only if there is nothing yet.
  ///
  /// - Returns: the number of bytes, 0 at the end.
  /// - Throws: ``Fault`` with the system's reason, or because compressed data are damaged or cut off; what could be
  ///   read has then been given before.
  func read(into buffer: inout [UInt8], from offset: Int) throws(Fault) -> Int {
    isBegun = true
    guard wide != nil else { return try readPlain(into: &buffer, from: offset) }
    if text.isEmpty { text = try convertMore() }
    let count = min(text.count, buffer.count - offset)
    buffer.replaceSubrange(offset..<offset + count, with: text.prefix(count))
    text = text.dropFirst(count)
    return count
  }

  /// The next piece of UTF-16 as UTF-8; empty at the end.
  private func convertMore() throws(Fault) -> ArraySlice<UInt8> {
    var converted: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: Self.rawSize)
    while converted.isEmpty {
      let count = try readPlain(into: &piece, from: 0)
      let isWhole = wide?.append(piece[..<count], to: &converted) ?? false
      guard isWhole, count > 0 || wide?.isInside != true else {
        throw Fault(
          name: name, code: "invalid-encoding",
          message: "is not UTF-16 throughout: half a character stands before byte \(position)")
      }
      if count == 0 { break }
    }
    return converted[...]
  }

  private func readPlain(into buffer: inout [UInt8], from offset: Int) throws(Fault) -> Int {
    try decide()
    if let decompressor {
      return try decompressor.read(into: &buffer, from: offset) { () throws(Fault) in try self.takeRaw() }
    }
    if start < end {
      let count = min(end - start, buffer.count - offset)
      buffer.replaceSubrange(offset..<offset + count, with: raw[start..<start + count])
      start += count
      return count
    }
    raw = []
    return try fill(&buffer, from: offset)
  }

  /// Finds out from the first bytes whether the source is compressed.
  private func decide() throws(Fault) {
    guard !isDecided else { return }
    isDecided = true
    raw = Array(repeating: 0, count: Self.rawSize)
    while end < 4 {
      let count = try fill(&raw, from: end)
      if count == 0 { break }
      end += count
    }
    if let kind = Compression(magic: raw[..<end]) { decompressor = Decompressor(kind, name: name) }
  }

  /// The next raw bytes; empty at the end.
  private func takeRaw() throws(Fault) -> ArraySlice<UInt8> {
    if start == end {
      start = 0
      end = try fill(&raw, from: 0)
    }
    defer { start = end }
    return raw[start..<end]
  }

  private func fill(_ buffer: inout [UInt8], from offset: Int) throws(Fault) -> Int {
    if isAtEnd { return 0 }
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { Foundation.read(descriptor, $0 + offset, bytes.count - offset) } ?? 0
      }
      if count >= 0 {
        position += count
        isAtEnd = count == 0
        // Standard input may have been read in part before.
        if isAtEnd, ownsDescriptor, let expectedSize, position < expectedSize {
          throw Fault(
            name: name, code: "cut-off",
            message: "became shorter while it was read: \(position) of \(expectedSize) bytes were there")
        }
        return count
      }
      guard errno == EINTR else { throw Fault(name: name, message: Self.reason(errno)) }
    }
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}
