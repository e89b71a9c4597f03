import Foundation
import Testing

@testable import Wortlaut

struct EndlessTextTests {
  /// Texts without an end of a sentence, each of one piece over and over.
  static let pieces = ["Er sagte, dass ", "„Ja“, sagte er, ", "„Wort ", "😀", "Hans Müller, "]

  @Test("a text without the end of a sentence takes time as its length, not as the square of it", arguments: pieces)
  func endless(piece: String) throws {
    var worker = try TestData.pipeline("news").makeWorker()
    func seconds(_ count: Int) throws -> Double {
      var document = Document(text: Array(String(repeating: piece, count: count).utf8))
      let start = Self.processorTime
      try worker.process(&document)
      return Self.processorTime - start
    }
    _ = try seconds(1000)
    let (short, long) = (try seconds(1000), try seconds(4000))
    // Four times as long, and sixteen times if it were the square.
    #expect(long < 8 * short, "\(long / short) times")
  }

  /// Of this thread: what else the machine does takes none of it.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
