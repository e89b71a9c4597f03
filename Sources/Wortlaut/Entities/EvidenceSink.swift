/// Takes the evidence that is seen in a text: as weights to add up, or as names to print.
protocol EvidenceSink {
  /// Evidence of a fixed name: `capital`.
  mutating func see(_ name: StaticString)
  /// Evidence with a value: `suffix=` and the bytes "ung".
  mutating func see(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>)
}

extension EvidenceSink {
  mutating func see(_ name: StaticString, _ value: [UInt8]) {
    value.withUnsafeBufferPointer { see(name, $0) }
  }
  mutating func see(_ name: StaticString, _ value: StaticString) {
    value.withUTF8Buffer { see(name, $0) }
  }
  mutating func see(_ name: StaticString, _ value: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      guard let start = digits.baseAddress else { return }
      see(name, UnsafeBufferPointer(start: start, count: start.put(value) - start))
    }
  }
}

/// The hashes under which weights are filed.
enum EvidenceName {
  /// The hash of evidence by its full name, as the file of weights writes it.
  ///
  /// `c=in|U` and `g=cities|F` join two parts that are hashed apart, so that they can be joined without text; so are
  /// what stands before the first = and the value after it.
  static func hash(_ name: [UInt8]) -> UInt64 {
    guard let left = leftHash(name), let bar = name.lastIndex(of: 0x7C) else { return plainHash(name[...]) }
    return pair(left, StableHash.hash(Array(name[(bar + 1)...])))
  }

  /// The hash of evidence that joins nothing.
  private static func plainHash(_ name: ArraySlice<UInt8>) -> UInt64 {
    name.withUnsafeBufferPointer { name in
      guard let equals = name.firstIndex(of: 0x3D) else { return StableHash.hash(name) }
      let value = UnsafeBufferPointer(rebasing: name[(equals + 1)...])
      return StableHash.hash(value, seed: StableHash.hash(UnsafeBufferPointer(rebasing: name[...equals])))
    }
  }

  /// The same for a name that ends in = and its value.
  @inline(__always)
  static func hash(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>) -> UInt64 {
    StableHash.hash(value, seed: hash(name))
  }

  /// The hash of the left part of joined evidence; nil where the evidence joins nothing.
  static func leftHash(_ name: [UInt8]) -> UInt64? {
    guard name.count > 2, name[1] == 0x3D, name[0] == 0x63 || name[0] == 0x67, let bar = name.lastIndex(of: 0x7C)
    else { return nil }
    return plainHash(name[..<bar])
  }

  static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let hash = StableHash.mix(first, second)
    return hash == 0 ? 1 : hash
  }

  static func hash(_ name: StaticString) -> UInt64 { name.withUTF8Buffer { StableHash.hash($0) } }
}

/// Adds up weights.
struct WeighingSink: EvidenceSink {
  let image: EvidenceImage
  var sums = EvidenceSums()

  init(_ image: EvidenceImage) { self.image = image }

  mutating func see(_ name: StaticString) { image.add(EvidenceName.hash(name), to: &sums) }

  mutating func see(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>) {
    image.add(EvidenceName.hash(name, value), to: &sums)
  }
}

/// Keeps the names.
struct NamingSink: EvidenceSink {
  var names: [String] = []

  mutating func see(_ name: StaticString) { names.append(name.description) }

  mutating func see(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>) {
    names.append(name.description + String(decoding: value, as: UTF8.self))
  }
}
