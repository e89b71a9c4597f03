import CProcess
import Foundation

/// A program that runs beside this one, spoken to in lines over its standard input and output.
///
/// Used by one thread at a time. Nothing here waits but ``next(until:)`` and ``end()``, so neither side can hold the
/// other up by a full pipe.
final class ChildProcess {
  /// What to run: a path, its arguments, and where.
  struct Command: Sendable, Equatable {
    var path: String
    var arguments: [String]
    var environment: [String: String]
    var folder: String
  }

  /// What happened next.
  enum Event: Equatable {
    /// A line, without its line end.
    case line([UInt8])
    /// There is room for more rows: what was sent has been taken.
    case room
    /// The program has ended or closed its standard output.
    case ended
    /// Nothing happened until the deadline.
    case timedOut
    /// A line is longer than the limit.
    case tooLong
  }

  /// The program cannot be started.
  struct StartFault: Error, Equatable {
    let code: Int32
    var message: String { String(cString: strerror(code)).lowercased() }
  }

  /// How many bytes may wait to be taken before ``hasRoom`` says no.
  private static let backlog = 1 << 16

  private var child = cp_child()
  private let lineLimit: Int
  private let log: ChildLog
  private var unsent: [UInt8] = []
  private var sent = 0
  private var received: [UInt8] = []
  /// Where the first line that was not yet given out begins, and how far it was searched for its end.
  private var lineStart = 0
  private var searched = 0
  private var outputIsOpen = true
  private var errorsAreOpen = true
  private var isEnded = false

  /// - Throws: ``StartFault`` with the system's reason.
  init(_ command: Command, lineLimit: Int, log: ChildLog) throws(StartFault) {
    self.lineLimit = lineLimit
    self.log = log
    let environment = command.environment.map { "\($0.key)=\($0.value)" }
    let code = Self.withPointers([command.path] + command.arguments) { arguments in
      Self.withPointers(environment) { environment in
        cp_start(command.path, arguments, environment, command.folder, &child)
      }
    }
    isEnded = code != 0
    if code != 0 { throw StartFault(code: code) }
  }

  deinit { end() }

  private static func withPointers<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
  }

  /// Whether a further row may be sent now.
  var hasRoom: Bool { unsent.count - sent < Self.backlog }

  /// Hands bytes over; they are written as the program takes them.
  func send(_ bytes: UnsafeRawBufferPointer) {
    if sent == unsent.count {
      unsent.removeAll(keepingCapacity: true)
      sent = 0
    }
    unsent.append(contentsOf: bytes)
    write()
  }

  private func write() {
    while sent < unsent.count, child.input >= 0 {
      let count = unsent.withUnsafeBytes { bytes in
        cp_write(child.input, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
      }
      if count > 0 {
        sent += Int(count)
      } else {
        // A program that no longer reads may still have answers under way: that it is gone shows in its output.
        if count != -Int64(EAGAIN) { closeInput() }
        return
      }
    }
  }

  private func closeInput() {
    if child.input >= 0 { close(child.input) }
    child.input = -1
    sent = unsent.count
  }

  /// Waits for a line, for room after there was none, or for the end.
  func next(until deadline: ContinuousClock.Instant) -> Event {
    let hadRoom = hasRoom
    while true {
      if let event = takeLine() { return event }
      if !outputIsOpen { return .ended }
      if !hadRoom && hasRoom { return .room }
      guard wait(until: deadline) else { return .timedOut }
    }
  }

  /// A line that has arrived already.
  private func takeLine() -> Event? {
    guard
      let end = received.withUnsafeBytes({ bytes -> Int? in
        guard let base = bytes.baseAddress else { return nil }
        return memchr(base + searched, 0x0A, bytes.count - searched).map { UnsafeRawPointer($0) - base }
      })
    else {
      searched = received.count
      return searched - lineStart > lineLimit ? .tooLong : nil
    }
    guard end - lineStart <= lineLimit else { return .tooLong }
    let line = Array(received[lineStart..<end])
    lineStart = end + 1
    searched = lineStart
    if lineStart == received.count {
      received.removeAll(keepingCapacity: true)
      (lineStart, searched) = (0, 0)
    } else if lineStart > 1 << 20 {
      received.removeFirst(lineStart)
      (lineStart, searched) = (0, 0)
    }
    return .line(line)
  }

  /// Moves bytes in all directions as far as they go.
  ///
  /// - Returns: false where nothing could be moved until the deadline.
  private func wait(until deadline: ContinuousClock.Instant) -> Bool {
    var ends = [
      pollfd(fd: outputIsOpen ? child.output : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errorsAreOpen ? child.errors : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: sent < unsent.count ? child.input : -1, events: Int16(POLLOUT), revents: 0),
    ]
    while true {
      let left = max(0, (deadline - ContinuousClock.now) / .milliseconds(1))
      let count = poll(&ends, nfds_t(ends.count), Int32(min(left.rounded(.up), 1e9)))
      if count > 0 { break }
      if count == 0 && left <= 0 { return false }
      if count < 0 && errno != EINTR { return false }
    }
    if ends[0].revents != 0 { outputIsOpen = read(child.output) { received.append(contentsOf: $0) } }
    if ends[1].revents != 0 { errorsAreOpen = read(child.errors) { log.take($0) } }
    if ends[2].revents != 0 { write() }
    return true
  }

  /// Reads what there is, at most 64 KiB.
  ///
  /// - Returns: whether there may be more.
  private func read(_ descriptor: Int32, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 { body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
      return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
    }
  }

  /// How long a program may take to end once its input is closed, and then once it is asked to.
  private static let graces: [(signal: Int32?, time: Duration)] = [
    (nil, .seconds(2)), (SIGTERM, .milliseconds(500)),
  ]

  /// Ends the program in order: closes its input, lets it finish, then asks, then forces.
  ///
  /// - Returns: how it ended, for messages.
  @discardableResult
  func end() -> String {
    finish(Self.graces)
  }

  /// Ends a program at once that did not keep to the protocol.
  @discardableResult
  func kill() -> String {
    // What has ended by itself shall be told by its own exit.
    finish([(nil, outputIsOpen ? .zero : .milliseconds(200))])
  }

  private func finish(_ graces: [(signal: Int32?, time: Duration)]) -> String {
    guard !isEnded else { return "" }
    isEnded = true
    closeInput()
    var code: Int32 = 0
    var hasEnded = false
    for (signal, time) in graces where !hasEnded {
      if let signal { Foundation.kill(-child.pid, signal) }
      let deadline = ContinuousClock.now + time
      repeat {
        hasEnded = cp_wait(child.pid, 0, &code) == 1
        // Its last words and answers that nobody asked for: a full pipe must not keep it from ending.
        if !hasEnded, !wait(until: min(deadline, .now + .milliseconds(20))) { continue }
        received.removeAll(keepingCapacity: true)
      } while !hasEnded && ContinuousClock.now < deadline
    }
    // Also what the program has started itself.
    Foundation.kill(-child.pid, SIGKILL)
    if !hasEnded { _ = cp_wait(child.pid, 1, &code) }
    while errorsAreOpen, hasMore(child.errors) { errorsAreOpen = read(child.errors) { log.take($0) } }
    log.finish()
    close(child.output)
    close(child.errors)
    return hasEnded ? (code < 0 ? "ended by signal \(-code)" : "ended with exit code \(code)") : "was ended"
  }

  private func hasMore(_ descriptor: Int32) -> Bool {
    var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&end, 1, 0) > 0
  }
}
