import Dispatch
import Synchronization

/// Works on inputs in parallel and delivers the outputs in the order of the inputs.
///
/// One thread reads, `jobs` threads work, and the caller's thread delivers, so that a finished output never waits for
/// the next input. At most `2 × jobs` inputs are under way at once, delivered ones not counted: that bounds memory.
final class OrderedWorkers<Input: Sendable, Output: Sendable>: Sendable {
  private enum Outcome: Sendable {
    case output(Output)
    case failed(any Error)
  }

  private struct State {
    var waiting: [(index: Int, input: Input)] = []
    var finished: [Int: Outcome] = [:]
    /// How many inputs have been read.
    var count = 0
    /// How many inputs there are, once the reader knows.
    var total: Int?
    var isCancelled = false
  }

  private let state = Mutex(State())
  private let jobs: Int
  /// Counts the inputs that may still be taken under way.
  private let room: DispatchSemaphore
  /// Counts inputs that wait for a worker, and one more for each worker when there are no more.
  private let work = DispatchSemaphore(value: 0)
  /// Signalled whenever the delivering thread should look again.
  private let news = DispatchSemaphore(value: 0)

  /// Signalled by each worker that has given up what it held.
  private let ended = DispatchSemaphore(value: 0)

  init(jobs: Int) {
    self.jobs = jobs
    // Not created with its value: libdispatch traps where one ends below the value it was created with.
    room = DispatchSemaphore(value: 0)
    for _ in 0..<2 * jobs { room.signal() }
  }

  /// No further input is read; what is under way is still delivered.
  func cancel() {
    state.withLock { $0.isCancelled = true }
    room.signal()
    news.signal()
  }

  /// Runs until all inputs are delivered.
  ///
  /// - Parameters:
  ///   - makeReader: makes, on the reading thread, the function that gives inputs; nil ends them.
  ///   - makeWorker: makes, on each working thread, the function that works on one input.
  ///   - deliver: called on this thread, in order.
  /// - Throws: the first error of any of them.
  func run(
    makeReader: @escaping @Sendable () throws -> () throws -> Input?,
    makeWorker: @escaping @Sendable () throws -> (Input) throws -> Output,
    deliver: (Output) throws -> Void
  ) throws {
    var started = 0
    defer {
      cancel()
      dismissWorkers(started)
    }
    while started < jobs {
      do {
        try BackgroundThread.start {
          self.work(makeWorker)
          self.ended.signal()
        }
        started += 1
      } catch {
        // Fewer hands are slower, and no reason to give up.
        if started == 0 { throw error }
        break
      }
    }
    try BackgroundThread.start { self.read(makeReader) }
    var next = 0
    while true {
      let (outcome, isEnd) = state.withLock { state in
        (state.finished.removeValue(forKey: next), state.total == next || (state.isCancelled && state.count == next))
      }
      if isEnd { return }
      guard let outcome else {
        news.wait()
        continue
      }
      switch outcome {
      case .output(let output): try deliver(output)
      case .failed(let error): throw error
      }
      next += 1
      room.signal()
    }
  }

  /// Lets the workers end and waits a little while until they have: a worker's child process wants to end in order.
  private func dismissWorkers(_ count: Int) {
    state.withLock { $0.waiting.removeAll() }
    for _ in 0..<count { work.signal() }
    let deadline = DispatchTime.now() + .seconds(5)
    for _ in 0..<count where ended.wait(timeout: deadline) == .timedOut { return }
  }

  private func read(_ makeReader: () throws -> () throws -> Input?) {
    do {
      let read = try makeReader()
      while true {
        room.wait()
        if state.withLock({ $0.isCancelled }) { break }
        guard let input = try read() else { break }
        // An input that arrives after the run was cancelled is dropped: nobody waits for it.
        let isTaken = state.withLock { state in
          if state.isCancelled { return false }
          state.waiting.append((state.count, input))
          state.count += 1
          return true
        }
        if !isTaken { break }
        work.signal()
      }
    } catch {
      state.withLock { state in
        state.finished[state.count] = .failed(error)
        state.count += 1
      }
    }
    state.withLock { $0.total = $0.count }
    for _ in 0..<jobs { work.signal() }
    news.signal()
  }

  private func work(_ makeWorker: () throws -> (Input) throws -> Output) {
    let worker = Result { try makeWorker() }
    while true {
      work.wait()
      guard let (index, input) = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) else { return }
      let outcome: Outcome
      do { outcome = .output(try worker.get()(input)) } catch { outcome = .failed(error) }
      state.withLock { $0.finished[index] = outcome }
      news.signal()
    }
  }
}
