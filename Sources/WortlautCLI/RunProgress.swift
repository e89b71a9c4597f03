import Foundation
import Wortlaut

/// Tells how far a run is: a line that is redrawn on a terminal, a line now and then elsewhere, a summary at the end.
struct RunProgress {
  private let isQuiet: Bool
  /// Results go to the same terminal: a redrawn line would run through them.
  private let sharesTerminal: Bool
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant
  private var isDrawn = false

  init(isQuiet: Bool, sharesTerminal: Bool) {
    self.isQuiet = isQuiet
    self.sharesTerminal = sharesTerminal
    lastShown = start
  }

  /// Shows the state, at most ten times a second on a terminal and every half minute elsewhere.
  mutating func show(_ report: BatchRun.Report, failures: Int) {
    guard !isQuiet, !sharesTerminal else { return }
    let now = ContinuousClock.now
    let pause: Duration = Console.errorIsTerminal ? .milliseconds(100) : .seconds(30)
    guard now - lastShown >= pause else { return }
    lastShown = now
    if Console.errorIsTerminal {
      Console.draw("\r\u{1B}[K" + line(report, failures))
      isDrawn = true
    } else {
      Console.error(line(report, failures))
    }
  }

  /// Takes a drawn line away, so that a message can stand there.
  mutating func clear() {
    if isDrawn { Console.draw("\r\u{1B}[K") }
    isDrawn = false
  }

  mutating func finish(_ report: BatchRun.Report, failures: Int) {
    clear()
    guard !isQuiet, !sharesTerminal, report.articles > 0 else { return }
    Console.error(line(report, failures))
  }

  private func line(_ report: BatchRun.Report, _ failures: Int) -> String {
    let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
    let megabytes = Double(report.bytes) / 1e6
    let counts =
      "\(report.articles) articles, \(report.tokens) tokens, \(report.entities) entities, \(report.quotes) quotes"
    return counts + ", \(failures) failed" + String(format: "; %.1f MB in %.2f s", megabytes, seconds)
      + String(format: " (%.1f MB/s)", megabytes / seconds)
  }
}
