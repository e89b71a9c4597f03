extension RandomAccessCollection where Index == Int {
  /// The first index whose element does not come before, in a collection where those that do stand first: a binary
  /// search.
  @inline(__always)
  func firstIndex(notBefore isBefore: (Element) throws -> Bool) rethrows -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if try isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
