/// What a rule is called in exports ("inverted"). A constant of the program: to copy one costs nothing, as a `String` would.
struct RuleName: ExpressibleByStringLiteral, Equatable {
  private let constant: StaticString

  init(stringLiteral value: StaticString) { constant = value }

  var text: String { constant.description }

  private var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: constant.utf8Start, count: constant.utf8CodeUnitCount)
  }

  static func == (left: Self, right: Self) -> Bool {
    left.constant.utf8Start == right.constant.utf8Start || left.bytes.elementsEqual(right.bytes)
  }
}
