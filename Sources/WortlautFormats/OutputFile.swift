import Foundation
import Wortlaut

/// Where results go: standard output, or a file that gets its name only when it is whole.
///
/// A file is written as `NAME.partial` and renamed by ``finish()``. What a broken run leaves stays under that name.
public final class OutputFile {
  private let descriptor: Int32
  /// Nil for standard output.
  public let path: String?
  private var isOpen = true

  public enum Fault: Error, Equatable, CustomStringConvertible {
    /// Nobody reads standard output any more.
    case closedPipe
    /// The disk is full, or the user's share of it.
    case noSpace(path: String)
    case failed(path: String, reason: String)

    public var description: String {
      switch self {
      case .closedPipe: "the reader of standard output has closed it"
      case .noSpace(let path): "no space left on the disk for \(path)"
      case .failed(let path, let reason): "\(path): \(reason)"
      }
    }
  }

  /// Standard output.
  public init() {
    descriptor = 1
    path = nil
  }

  /// A file, begun anew.
  ///
  /// - Throws: ``Fault``.
  public init(path: String) throws(Fault) {
    self.path = path
    descriptor = open(path + ".partial", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .failed(path: path, reason: "cannot be written: \(ByteSource.reason(errno))")
    }
  }

  deinit { if isOpen && path != nil { close(descriptor) } }

  /// - Throws: ``Fault``.
  public func write(_ buffer: ByteBuffer) throws(Fault) {
    try buffer.withBytes { (bytes) throws(Fault) in try write(bytes) }
  }

  /// - Throws: ``Fault``.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EPIPE: throw .closedPipe
      case ENOSPC, EDQUOT: throw .noSpace(path: path ?? "standard output")
      case let code: throw .failed(path: path ?? "standard output", reason: ByteSource.reason(code))
      }
    }
  }

  /// Brings the file to the disk and gives it its name.
  ///
  /// - Throws: ``Fault``; the file then keeps the name `NAME.partial`.
  public func finish() throws(Fault) {
    guard let path, isOpen else { return }
    isOpen = false
    let isSynced = fsync(descriptor) == 0 || errno == EINVAL
    let syncError = errno
    guard close(descriptor) == 0, isSynced else {
      if syncError == ENOSPC { throw .noSpace(path: path) }
      throw .failed(path: path, reason: "cannot be written: \(ByteSource.reason(syncError))")
    }
    guard rename(path + ".partial", path) == 0 else {
      throw .failed(path: path, reason: "cannot be renamed from \(path).partial: \(ByteSource.reason(errno))")
    }
  }
}
