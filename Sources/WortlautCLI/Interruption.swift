import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C, a request to terminate, and a terminal that is closed. What whoever started the program has it ignore
/// stays ignored: a closed terminal under `nohup`, Ctrl-C where a script runs it in the background. The second one ends the program at once, and so does the first where what is under way takes longer than some seconds: a program that
/// a stage runs may hang.
final class Interruption {
  private final class Count: Sendable {
    let value = Atomic<Int>(0)
  }

  private let count = Count()
  private var sources: [any DispatchSourceSignal] = []

  var isRequested: Bool { count.value.load(ordering: .relaxed) > 0 }

  private static let patience = DispatchTimeInterval.seconds(3)

  /// - Parameters:
  ///   - onFirst: called once, on another thread.
  ///   - onGivenUp: called on another thread before the program ends with work still under way.
  init(onFirst: @escaping @Sendable () -> Void, onGivenUp: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let earlier = signal(number, SIG_IGN)
      if unsafeBitCast(earlier, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [count] in
        if count.value.add(1, ordering: .relaxed).newValue > 1 {
          onGivenUp()
          exit(130)
        }
        onFirst()
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) {
          onGivenUp()
          exit(130)
        }
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit { for source in sources { source.cancel() } }
}
