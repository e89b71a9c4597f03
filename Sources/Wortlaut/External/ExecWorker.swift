/// Sends documents to a program and takes its answers, several rows under way at a time.
///
/// The program answers in order, so the first row under way is the one it works on, as far as can be seen from here. But
/// it may read ahead, and it may have run out of memory over many rows. So where it breaks off, all rows under way are
/// sent again one at a time, and the one that a fresh program breaks off at is named.
final class ExecWorker: BatchStageWorker {
  private let plan: ExecPlan
  private let writer: RecordWriter
  private var session: ExecSession?
  private var buffer = ByteBuffer()
  /// The number of the row that was sent last.
  private var row = 0
  /// Restarts since the last good answer.
  private var restarts: Int
  /// The program has answered since it was started.
  private var hasAnswered = false
  /// Why the program is not started any more.
  private var surrender: StageFailure?

  init(_ plan: ExecPlan, session: sending ExecSession?) {
    self.plan = plan
    self.session = session
    // The first start is none again.
    restarts = session == nil ? -1 : 0
    // Norms stand among the tokens.
    writer = RecordWriter(layers: plan.requires.union(plan.requires.contains(.norms) ? [.tokens] : []))
  }

  /// The documents of one call, and how far they are.
  private struct Batch {
    /// What became of each document that is done.
    var failures: [(any Error)?]
    /// The next document to send.
    var next = 0
    /// Documents whose answer is awaited, in order, with the numbers of their rows.
    var underWay: [(document: Int, row: Int, offsets: OffsetTable)] = []
    /// Documents up to this one are sent one at a time.
    var careful = 0

    init(count: Int) { failures = Array(repeating: nil, count: count) }

    var isDone: Bool { next == failures.count && underWay.isEmpty }
    var maySend: Bool { next < failures.count && (next >= careful || underWay.isEmpty) }
  }

  func process(_ documents: inout [Document]) -> [(any Error)?] {
    var batch = Batch(count: documents.count)
    var headSince = ContinuousClock.now
    while !batch.isDone {
      guard let session = takeSession(&batch) else { continue }
      while batch.maySend, session.child.hasRoom {
        if batch.underWay.isEmpty { headSince = .now }
        send(documents[batch.next], &batch, session)
      }
      guard let head = batch.underWay.first else { continue }
      switch session.child.next(until: headSince + plan.timeout) {
      case .room: continue
      case .line(let line):
        batch.underWay.removeFirst()
        headSince = .now
        do {
          let answer = try ExecAnswer(line, row: head.row, offsets: head.offsets)
          (restarts, hasAnswered) = (0, true)
          do { try answer.apply(to: &documents[head.document], plan) } catch { batch.failures[head.document] = error }
        } catch {
          batch.failures[head.document] = error
          restart(&batch, session)
        }
      case .tooLong:
        batch.underWay.removeFirst()
        batch.failures[head.document] = StageFailure(
          code: "answer-too-large", message: "the answer has more than \(plan.maximumBytes) bytes; raise max-bytes")
        restart(&batch, session)
      case .timedOut:
        let seconds = plan.timeout.components.seconds
        breakOff(&batch, session, isNamed: batch.underWay.count == 1) { _ in
          StageFailure(code: "timeout", message: "no answer within \(seconds) seconds; the program was ended")
        }
      case .ended:
        breakOff(&batch, session, isNamed: batch.underWay.count == 1 && !hasAnswered) {
          StageFailure(code: "program-ended", message: "the program \($0) at this article" + session.lastWords)
        }
      }
    }
    return batch.failures
  }

  /// The program, started again where it must be; nil where the rest of the batch has failed instead.
  private func takeSession(_ batch: inout Batch) -> ExecSession? {
    if let session { return session }
    if surrender == nil, restarts >= plan.restarts {
      surrender = StageFailure(
        code: "program-gone",
        message: "the program broke off \(restarts + 1) times without an answer between and is not started again; "
          + "'restarts' sets how often it is")
    }
    if surrender == nil {
      restarts += 1
      hasAnswered = false
      do throws(SettingError) {
        session = try ExecSession(plan)
        return session
      } catch {
        surrender = StageFailure(code: "program-gone", message: error.message)
      }
    }
    for index in batch.next..<batch.failures.count { batch.failures[index] = surrender }
    batch.next = batch.failures.count
    return nil
  }

  private func send(_ document: Document, _ batch: inout Batch, _ session: ExecSession) {
    let index = batch.next
    batch.next += 1
    let offsets = OffsetTable(document.text, unit: plan.offsets)
    buffer.removeAll()
    buffer.append("{\"row\":")
    buffer.append(row + 1)
    buffer.append(",\"id\":")
    buffer.appendJSON(document.id)
    buffer.append(",\"text\":")
    document.text.withUnsafeBufferPointer { buffer.appendJSON($0) }
    do { try writer.writeLayers(of: document, offsets, to: &buffer) } catch {
      batch.failures[index] = error
      return
    }
    buffer.append("}\n")
    guard buffer.count <= plan.maximumBytes else {
      batch.failures[index] = StageFailure(
        code: "row-too-large", message: "its row has \(buffer.count) bytes; raise max-bytes, or require fewer layers")
      return
    }
    row += 1
    buffer.withBytes { session.child.send($0) }
    batch.underWay.append((index, row, offsets))
  }

  /// Ends the program; what is under way will be sent again.
  private func restart(_ batch: inout Batch, _ session: ExecSession) {
    session.child.kill()
    self.session = nil
    batch.next = batch.underWay.first?.document ?? batch.next
    batch.underWay.removeAll()
  }

  /// The program broke off: names the document it broke off at, or sends all under way again to find it.
  private func breakOff(
    _ batch: inout Batch, _ session: ExecSession, isNamed: Bool, _ failure: (String) -> StageFailure
  ) {
    let end = session.child.kill()
    if isNamed {
      batch.failures[batch.underWay[0].document] = failure(end)
      batch.underWay.removeAll()
    } else {
      batch.careful = batch.next
    }
    restart(&batch, session)
  }
}
