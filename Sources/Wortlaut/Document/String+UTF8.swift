extension String {
  /// Calls `body` with the string's bytes, without a copy where they lie in one piece, as they do in every string of Swift's own.
  @inlinable @inline(__always)
  package func withContiguousUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}
