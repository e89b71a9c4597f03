import CProcess
import Foundation

/// Starts threads with room for deep recursion, which the 512 KiB of a usual one are not.
///
/// Foundation's `Thread` says nothing where the system has no room for one more: the run would wait for it forever.
enum BackgroundThread {
  /// The system has no room for a thread.
  struct Fault: Error, CustomStringConvertible {
    let reason: String
    var description: String {
      "no thread can be started: \(reason); allow the program more memory or more processes (ulimit -v, ulimit -u)"
    }
  }

  private static let stackSize = 8 << 20

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// - Throws: ``Fault``; `body` is then never called.
  static func start(_ body: @escaping @Sendable () -> Void) throws(Fault) {
    let handed = Unmanaged.passRetained(Body(body))
    let code = cp_thread(stackSize, { BackgroundThread.enter($0) }, handed.toOpaque())
    guard code != 0 else { return }
    handed.release()
    throw Fault(reason: String(cString: strerror(code)).lowercased())
  }

  private static func enter(_ handed: UnsafeMutableRawPointer?) {
    guard let handed else { return }
    Unmanaged<Body>.fromOpaque(handed).takeRetainedValue().run()
  }
}
