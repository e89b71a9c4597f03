import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C and a request to terminate. The second one ends the program at once.
final class Interruption {
  private final class Count: Sendable {
    let value = Atomic<Int>(0)
  }

  private let count = Count()
  private var sources: [any DispatchSourceSignal] = []

  var isRequested: Bool { count.value.load(ordering: .relaxed) > 0 }

  /// - Parameter onFirst: called once, on another thread.
  init(onFirst: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [count] in
        if count.value.add(1, ordering: .relaxed).newValue > 1 { exit(130) }
        onFirst()
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit { for source in sources { source.cancel() } }
}
