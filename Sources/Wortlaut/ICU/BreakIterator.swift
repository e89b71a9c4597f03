import CICU

/// A set of ICU break rules, compiled.
///
/// Compiling a large rule source takes tens of milliseconds; a ``BreakIterator`` from compiled rules opens in well
/// under one. The format is the rule language of ICU's `RuleBasedBreakIterator`.
public struct BreakRules: Sendable {
  /// The compiled form, which only the same ICU version reads.
  public let compiled: [UInt8]

  /// Compiles a rule source.
  ///
  /// - Throws: ``ICUError`` with the line and column of the first rule that is wrong.
  public init(source: String) throws(ICUError) {
    var place = cicu_rule_error(line: 0, column: 0)
    var code: Int32 = 0
    var source = source
    let breaker = source.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        cicu_breaker_open_rules($0.baseAddress, Int32($0.count), &place, &code)
      }
    }
    guard code <= 0, let breaker else {
      throw ICUError(
        call: "ubrk_openRules", code: code, place: .init(line: Int(place.line), column: Int(place.column)))
    }
    defer { cicu_breaker_close(breaker) }
    let length = try checkICU("ubrk_getBinaryRules") { cicu_breaker_compiled_rules(breaker, nil, 0, &$0) }
    var bytes = [UInt8](repeating: 0, count: Int(length))
    _ = try checkICU("ubrk_getBinaryRules") { cicu_breaker_compiled_rules(breaker, &bytes, length, &$0) }
    compiled = bytes
  }

  /// Rules compiled earlier by the same ICU version.
  public init(compiled: [UInt8]) { self.compiled = compiled }
}

/// Finds boundaries in UTF-8 text by break rules.
///
/// Not thread-safe, as ICU's iterators are not: a worker keeps one of its own.
public final class BreakIterator {
  private let breaker: OpaquePointer

  /// - Parameter throughICU: run the rules by ICU's own iterator even where their table can be run directly: the same
  ///   boundaries at a fifth of the speed, for checking one against the other.
  /// - Throws: ``ICUError`` if ICU cannot read the compiled rules (another version's, say).
  public init(_ rules: BreakRules, throughICU: Bool = false) throws(ICUError) {
    var code: Int32 = 0
    let opened = cicu_breaker_open_compiled(rules.compiled, Int32(rules.compiled.count), !throughICU, &code)
    guard code <= 0, let opened else { throw ICUError(call: "ubrk_openBinaryRules", code: code) }
    breaker = opened
  }

  /// Whether the compiled table is run directly; false where ICU's iterator runs it.
  public var runsDirectly: Bool { cicu_breaker_runs_directly(breaker) }

  deinit { cicu_breaker_close(breaker) }

  /// Calls `body` with batches of boundaries in order: end offsets in bytes, and the status of the rule that matched.
  ///
  /// Linear in the text's length; nothing is allocated per boundary.
  ///
  /// - Parameter text: well-formed UTF-8 of less than 2 GiB.
  /// - Throws: ``ICUError`` if ICU refuses the text.
  public func forEachBatch(
    in text: UnsafeBufferPointer<UInt8>,
    _ body: (_ ends: UnsafeBufferPointer<Int32>, _ statuses: UnsafeBufferPointer<Int32>) -> Void
  ) throws(ICUError) {
    guard text.count < Int(Int32.max) else { throw ICUError(call: "utext_openUTF8", code: 15) }
    try checkICU("ubrk_setUText") { cicu_breaker_set_text(breaker, text.baseAddress, Int32(text.count), &$0) }
    let capacity = 512
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * capacity) { space in
      guard let ends = space.baseAddress else { return }
      let statuses = ends + capacity
      while true {
        let count = Int(cicu_breaker_next(breaker, ends, statuses, Int32(capacity)))
        if count == 0 { break }
        body(.init(start: ends, count: count), .init(start: statuses, count: count))
      }
    }
  }
}
