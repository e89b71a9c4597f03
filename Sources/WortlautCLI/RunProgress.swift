import Foundation
import Synchronization
import Wortlaut
import WortlautFormats

/// Tells how far a run is: a line that is redrawn on a terminal, a line now and then elsewhere, a summary at the end.
final class RunProgress {
  private let stages: [String]
  private let isQuiet: Bool
  /// Results go to the same terminal: a redrawn line would run through them.
  private let sharesTerminal: Bool
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant
  private var isDrawn = false
  /// Bytes of input and articles that an earlier run had done already.
  private var before: (position: Int, report: BatchRun.Report)?
  private let total = InputTotal()

  /// Bytes of input in all; 0 while they are not known.
  private final class InputTotal: Sendable {
    let bytes = Atomic<Int>(0)
  }

  init(_ pipeline: Pipeline, isQuiet: Bool, sharesTerminal: Bool) {
    stages = pipeline.steps.map(\.label)
    self.isQuiet = isQuiet
    self.sharesTerminal = sharesTerminal
    lastShown = start
  }

  func setTotal(_ survey: InputSurvey) {
    if !survey.hasStream { total.bytes.store(survey.bytes, ordering: .relaxed) }
  }

  /// Finds out how much there is to read while the run goes on.
  func survey(_ inputs: [String], _ options: ReadOptions) {
    guard !isQuiet, !sharesTerminal, Console.errorIsTerminal, !inputs.contains("-") else { return }
    Thread.detachNewThread { [total] in
      let survey = InputSurvey(inputs, options: options)
      if !survey.hasStream { total.bytes.store(survey.bytes, ordering: .relaxed) }
    }
  }

  /// Shows the state, at most ten times a second on a terminal and every half minute elsewhere.
  func show(_ state: RunState) {
    // What an earlier run did took no time of this one.
    if before == nil { before = (state.total.inputPosition, state.total) }
    guard !isQuiet, !sharesTerminal else { return }
    let now = ContinuousClock.now
    let pause: Duration = Console.errorIsTerminal ? .milliseconds(100) : .seconds(30)
    guard now - lastShown >= pause else { return }
    lastShown = now
    if Console.errorIsTerminal {
      // What matters most comes first: a line that breaks cannot be drawn over.
      let text = "\(counted(state.total.articles, "article"))\(timeLeft(state)); \(speed(state)); \(findings(state))"
      Console.draw("\r\u{1B}[K" + text.prefix(Console.errorWidth - 1))
      isDrawn = true
    } else {
      Console.error(line(state) + timeLeft(state))
    }
  }

  /// Takes a drawn line away, so that a message can stand there.
  func clear() {
    if isDrawn { Console.draw("\r\u{1B}[K") }
    isDrawn = false
  }

  func finish(_ state: RunState) {
    clear()
    guard !isQuiet, !sharesTerminal, state.total.articles > 0 else { return }
    var text = line(state)
    let reused = state.total.reused
    if reused > 0 { text += "; \(counted(reused, "unchanged article was", "unchanged articles were")) copied" }
    let sum = state.total.nanoseconds.reduce(0, +)
    if let slowest = zip(stages, state.total.nanoseconds).max(by: { $0.1 < $1.1 }), sum > 0 {
      text += "; slowest stage: \(slowest.0) (\(slowest.1 * 100 / sum) %)"
    }
    Console.error(text)
  }

  private var seconds: Double { max(0.001, (ContinuousClock.now - start) / .seconds(1)) }

  private func line(_ state: RunState) -> String {
    "\(counted(state.total.articles, "article")), \(findings(state)); \(speed(state))"
  }

  private func findings(_ state: RunState) -> String {
    let total = state.total
    return "\(counted(total.tokens, "token")), \(counted(total.entities, "entity", "entities")), "
      + "\(counted(total.quotes, "quote")), \(state.failures) failed"
  }

  private func speed(_ state: RunState) -> String {
    let megabytes = Double(state.total.bytes) / 1e6
    let time = state.resumed > 0 ? max(state.seconds, seconds) : seconds
    if megabytes < 0.1 { return String(format: "%.1f kB in %.2f s", megabytes * 1000, time) }
    return String(format: "%.1f MB in %.2f s (%.1f MB/s)", megabytes, time, megabytes / time)
  }

  /// "; 3:20 left (41 %)", as the input so far lets expect.
  private func timeLeft(_ state: RunState) -> String {
    let all = total.bytes.load(ordering: .relaxed)
    guard all > 0, let before else { return "" }
    let position = state.total.inputPosition
    let done = position - before.position
    guard done > 0, position <= all else { return "" }
    let left = Int((Double(all - position) * seconds / Double(done)).rounded(.up))
    let clock =
      left >= 3600
      ? String(format: "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60)
      : String(format: "%d:%02d", left / 60, left % 60)
    return "; \(clock) left (\(position * 100 / all) %)"
  }
}

/// "1 article", "2 articles".
func counted(_ count: Int, _ one: String, _ more: String? = nil) -> String {
  "\(count) \(count == 1 ? one : more ?? one + "s")"
}
