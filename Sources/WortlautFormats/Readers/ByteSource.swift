import Foundation

/// A file, pipe or terminal that bytes are read from. Closes it when it is no longer used.
public final class ByteSource {
  /// The name by which messages call it.
  public let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// Bytes that were looked at and not yet read.
  private var lookedAt: [UInt8] = []

  /// The source cannot be opened or read.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let message: String
    public var description: String { "\(name): \(message)" }
  }

  /// Standard input.
  public static var standardInput: ByteSource { ByteSource(descriptor: 0, name: "standard input", owns: false) }

  private init(descriptor: Int32, name: String, owns: Bool) {
    self.descriptor = descriptor
    self.name = name
    ownsDescriptor = owns
  }

  /// - Throws: ``Fault`` with the system's reason.
  public convenience init(path: String) throws(Fault) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Fault(name: path, message: "\(Self.reason(errno))") }
    self.init(descriptor: descriptor, name: path, owns: true)
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  /// The size of a plain file; nil for what has none, such as a pipe.
  var expectedSize: Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Looks at the first bytes without reading them, to tell what they are. Waits for the first of them.
  ///
  /// - Throws: ``Fault`` with the system's reason.
  func lookAhead() throws(Fault) -> [UInt8] {
    if lookedAt.isEmpty {
      var bytes = [UInt8](repeating: 0, count: 256)
      let count = try read(into: &bytes, from: 0)
      lookedAt = Array(bytes[..<count])
    }
    return lookedAt
  }

  /// Reads what there is into `buffer` behind `start`; waits only if there is nothing yet.
  ///
  /// - Returns: the number of bytes, 0 at the end.
  /// - Throws: ``Fault`` with the system's reason.
  func read(into buffer: inout [UInt8], from start: Int) throws(Fault) -> Int {
    if !lookedAt.isEmpty {
      let count = min(lookedAt.count, buffer.count - start)
      buffer.replaceSubrange(start..<start + count, with: lookedAt[..<count])
      lookedAt.removeFirst(count)
      return count
    }
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { Foundation.read(descriptor, $0 + start, bytes.count - start) } ?? 0
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw Fault(name: name, message: "\(Self.reason(errno))") }
    }
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}
