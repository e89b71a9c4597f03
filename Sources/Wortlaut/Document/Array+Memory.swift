// A worker keeps its buffers from article to article. What a very large article needed is given back: it would be held
// for the rest of the run.
extension Array {
  /// Removes all elements and keeps the memory, but that of a very large article.
  mutating func empty() { removeAll(keepingCapacity: !isVeryLarge) }

  /// Gives the memory of a very large article back, elements and all; else changes nothing.
  mutating func dropIfVeryLarge() { if isVeryLarge { self = [] } }

  /// Above 4 MiB: who fills so much takes far longer to do so than the system to give it.
  private var isVeryLarge: Bool { capacity &* MemoryLayout<Element>.stride > 4 << 20 }
}

extension Array {
  /// An element that is known to be there: builds for tests check it, the program does not. For loops that ask several
  /// arrays about every token; offsets that come from outside are never used so.
  @inline(__always)
  subscript(known index: Int) -> Element {
    assert(indices.contains(index), "there is no element \(index) of \(count)")
    return withUnsafeBufferPointer { $0[index] }
  }
}
