import CICU

/// A call into ICU failed.
public struct ICUError: Error, Equatable, CustomStringConvertible {
  /// The ICU function that failed, as its documentation names it.
  public let call: String
  /// ICU's name of the error, such as `U_ILLEGAL_ARGUMENT_ERROR`.
  public let name: String
  /// Where in the input ICU stopped: a line and column for rules, nothing otherwise.
  public let place: Place?

  /// A place in the source of rules.
  public struct Place: Equatable, Sendable {
    /// From 1.
    public let line: Int
    /// From 1, in UTF-16 units as ICU counts them.
    public let column: Int
  }

  init(call: String, code: Int32, place: Place? = nil) {
    self.call = call
    self.name = String(cString: cicu_error_name(code))
    self.place = place
  }

  public var description: String {
    let at = place.map { " at line \($0.line), column \($0.column)" } ?? ""
    return "ICU's \(call) failed with \(name)\(at)"
  }
}

/// Runs one ICU call and throws its error code as an ``ICUError``.
@inline(__always)
func checkICU<Result>(_ call: StaticString, _ body: (inout Int32) -> Result) throws(ICUError) -> Result {
  var code: Int32 = 0
  let result = body(&code)
  guard code <= 0 else { throw ICUError(call: "\(call)", code: code) }
  return result
}

/// The version of the system's ICU, such as `72.1`.
public var icuVersion: String { String(cString: cicu_version()) }
