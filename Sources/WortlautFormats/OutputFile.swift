import Foundation
import Wortlaut

/// Where results go: standard output, or a file that gets its name only when it is whole.
///
/// A file is written as `NAME.partial` and renamed by ``finish()``. What a broken run leaves stays under that name, and
/// a later run can go on with it (``init(path:resumingAt:)``).
public final class OutputFile {
  private let descriptor: Int32
  /// Nil for standard output.
  public let path: String?
  /// How many bytes have been written.
  public private(set) var position = 0
  /// Up to where the system has been told to bring what was written to the disk.
  private var begun = 0
  private var isOpen = true
  /// A device or a named pipe is written as it is: there is nothing to rename.
  private var isDevice = false

  /// Why a file cannot be written.
  public enum Fault: Error, Equatable, CustomStringConvertible {
    /// Nobody reads standard output any more.
    case closedPipe
    /// The disk is full, or the user's share of it.
    case noSpace(path: String)
    /// Anything else, with the system's reason.
    case failed(path: String, reason: String)

    public var description: String {
      switch self {
      case .closedPipe: "the reader of standard output has closed it"
      case .noSpace(let path): "no space left on the disk for \(path)"
      case .failed(let path, let reason): "\(path): \(reason)"
      }
    }
  }

  /// What an earlier run is said to have written is not there, so it cannot be gone on with.
  public struct Lost: Error, CustomStringConvertible {
    /// Which file, and what is wrong with it.
    public let description: String
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
    if Self.isDevice(path) {
      // Opened by its name, a file behind it would be written from its start once more.
      descriptor =
        Self.stream(path).map { fcntl($0, F_DUPFD_CLOEXEC, 3) } ?? open(path, O_WRONLY | O_CLOEXEC)
      isDevice = true
      guard descriptor >= 0 else { throw .failed(path: path, reason: "cannot be written: \(ByteSource.reason(errno))") }
      return
    }
    var status = stat()
    // Without this it would be noticed only when the file is to get its name.
    if path.hasSuffix("/") || stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR {
      throw .failed(path: path, reason: "cannot be written: it is a folder")
    }
    descriptor = open(path + ".partial", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .failed(path: path, reason: "cannot be written: \(ByteSource.reason(errno))") }
  }

  /// A file that an earlier run has left: what stands behind `length` is cut off.
  ///
  /// - Throws: ``Lost`` if it is not there, or shorter.
  public init(path: String, resumingAt length: Int) throws(Lost) {
    self.path = path
    position = length
    begun = length
    // The earlier run may have come as far as to give the file its name.
    if access(path + ".partial", F_OK) != 0 { rename(path, path + ".partial") }
    descriptor = open(path + ".partial", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Lost(description: "\(path).partial: cannot be gone on with: \(ByteSource.reason(errno))")
    }
    guard lseek(descriptor, 0, SEEK_END) >= length, ftruncate(descriptor, off_t(length)) == 0,
      lseek(descriptor, off_t(length), SEEK_SET) == length
    else {
      close(descriptor)
      isOpen = false
      throw Lost(description: "\(path).partial is shorter than the \(length) bytes that were written")
    }
  }

  /// The number of an open file that a path names: `/dev/stdout`, `/dev/fd/4`; nil for other paths.
  private static func stream(_ path: String) -> Int32? {
    if path == "/dev/stdout" { return 1 }
    if path == "/dev/stderr" { return 2 }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count))
    }
    return nil
  }

  /// The path of the file that a link leads to, itself there or not; the path as it is where it is no link. To rename
  /// onto a link would put the results in its place and not where it leads.
  public static func behindLinks(_ path: String) -> String {
    var path = path
    for _ in 0..<40 where !isDevice(path) {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { break }
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      path = next.hasPrefix("/") ? next : folder + next
    }
    return path
  }

  /// Whether something is there that is neither a file nor a folder: `/dev/null`, a named pipe, an open file.
  public static func isDevice(_ path: String) -> Bool {
    if stream(path) != nil { return true }
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
  }

  deinit { if isOpen && path != nil { close(descriptor) } }

  /// - Throws: ``Fault``.
  public func write(_ buffer: ByteBuffer) throws(Fault) {
    try buffer.forEachPiece { (bytes) throws(Fault) in try write(bytes) }
  }

  /// - Throws: ``Fault``.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
        position += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EPIPE: throw .closedPipe
      case let code: throw fault(code)
      }
    }
    beginWriteback()
  }

  /// Lets the disk begin with what was written, every few megabytes, so that ``sync()`` has little left to wait for.
  private func beginWriteback() {
    #if os(Linux)
      guard path != nil, !isDevice, position - begun >= 1 << 22 else { return }
      // "Not needed any more" is how a file asks for it; it fails where it makes no sense, and harms nothing.
      posix_fadvise(descriptor, off_t(begun), off_t(position - begun), POSIX_FADV_DONTNEED)
      begun = position
    #endif
  }

  /// Brings what was written to the disk.
  ///
  /// - Throws: ``Fault``.
  public func sync() throws(Fault) {
    guard path != nil, !isDevice else { return }
    // Pipes and devices cannot be synchronized, and need not be.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw fault(errno) }
  }

  /// Brings the file to the disk and gives it its name.
  ///
  /// - Parameter durably: whether to wait until it is on the disk.
  /// - Throws: ``Fault``; the file then keeps the name `NAME.partial`.
  public func finish(durably: Bool = true) throws(Fault) {
    guard let path, isOpen else { return }
    if durably { try sync() }
    isOpen = false
    guard close(descriptor) == 0 else { throw fault(errno) }
    if isDevice { return }
    guard rename(path + ".partial", path) == 0 else {
      throw .failed(path: path, reason: "cannot be renamed from \(path).partial: \(ByteSource.reason(errno))")
    }
    if durably { Self.syncFolder(of: path) }
  }

  /// Makes a folder, and those that lead to it, where they are not there.
  ///
  /// - Throws: ``Fault``.
  public static func makeFolder(_ path: String) throws(Fault) {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { return }
      throw .failed(path: path, reason: "cannot be made: a file of that name is there")
    }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeFolder(String(path[..<slash])) }
    // What ends with a slash is there by now.
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    if errno == ENOSPC || errno == EDQUOT { throw .noSpace(path: path) }
    throw .failed(path: path, reason: "cannot be made: \(ByteSource.reason(errno))")
  }

  /// Brings a new name to the disk.
  static func syncFolder(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func fault(_ code: Int32) -> Fault {
    let name = path ?? "standard output"
    if code == ENOSPC || code == EDQUOT { return .noSpace(path: name) }
    return .failed(path: name, reason: "cannot be written: \(ByteSource.reason(code))")
  }
}
