import Synchronization

/// Lets another thread, a signal handler's say, end a run early and in good order.
public final class RunControl: Sendable {
  private struct State {
    var isStopped = false
    var onStop: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// For a run that nobody has stopped yet.
  public init() {}

  /// Whether ``stop()`` was called.
  public var isStopped: Bool { state.withLock(\.isStopped) }

  /// No further article is read; those under way are still delivered.
  public func stop() {
    let onStop = state.withLock { state in
      state.isStopped = true
      return state.onStop
    }
    onStop?()
  }

  /// Sets what `stop()` calls; calls it at once if that has happened already.
  func setOnStop(_ action: @escaping @Sendable () -> Void) {
    let isStopped = state.withLock { state in
      state.onStop = action
      return state.isStopped
    }
    if isStopped { action() }
  }
}
