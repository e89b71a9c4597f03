import Foundation
import Logging

/// Passes on what a program writes to its standard error, line by line, under its stage's name.
///
/// A line is cut after 500 bytes, and of many lines only twenty a second are passed on and the rest counted: a program
/// that floods its log must not flood ours.
final class ChildLog {
  private static let lineLimit = 500
  private static let linesASecond = 20

  private let logger: Logger
  private var line: [UInt8] = []
  private var second = ContinuousClock.now
  private var lines = 0
  private var dropped = 0
  /// The last line that was not blank: a program that ends usually says why there.
  private(set) var lastLine = ""

  init(_ name: String) { logger = Logger(label: name) }

  func take(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      add(rest[..<end])
      pass()
      rest = rest[(end + 1)...]
    }
    add(rest)
  }

  private func add(_ bytes: Slice<UnsafeRawBufferPointer>) {
    line.append(contentsOf: bytes.prefix(max(0, Self.lineLimit - line.count)))
  }

  private func pass() {
    defer { line.removeAll(keepingCapacity: true) }
    let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { return }
    lastLine = text
    let now = ContinuousClock.now
    if now - second >= .seconds(1) {
      tellDropped()
      (second, lines) = (now, 0)
    }
    lines += 1
    if lines <= Self.linesASecond { logger.info("\(text)") } else { dropped += 1 }
  }

  private func tellDropped() {
    if dropped > 0 { logger.info("… and \(dropped) more lines") }
    dropped = 0
  }

  /// Passes on what is left.
  func finish() {
    pass()
    tellDropped()
  }
}
