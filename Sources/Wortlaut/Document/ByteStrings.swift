/// Byte strings one after the other in one buffer.
struct ByteStrings: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  /// Returns the place of the string, to find it by.
  mutating func append(_ string: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.append(contentsOf: string)
    ends.append(UInt32(bytes.count))
    return ends.count - 1
  }

  mutating func removeAll() {
    bytes.empty()
    ends.empty()
  }

  @inline(__always)
  func withBytes<Result>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return bytes.withUnsafeBufferPointer { body(.init(rebasing: $0[start..<Int(ends[index])])) }
  }
}
