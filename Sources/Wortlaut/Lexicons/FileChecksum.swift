/// The checksum of a file: two interleaved sums, two words a multiplication, so that a large file is checked at the speed of
/// memory.
struct FileChecksum {
  private var sums: (UInt64, UInt64) = (1, 2)
  private var count = 0

  /// Adds bytes. Stretches that are added one after the other must each but the last be whole multiples of 32 bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    func word(_ at: Int) -> UInt64 { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
    var (a, b) = sums
    var at = 0
    while at &+ 32 <= bytes.count {
      a = StableHash.mix(a ^ word(at), word(at &+ 8))
      b = StableHash.mix(b ^ word(at &+ 16), word(at &+ 24))
      at &+= 32
    }
    sums = (a, b)
    count += at
    if at < bytes.count {
      withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { block in
        block.initializeMemory(as: UInt8.self, repeating: 0)
        block.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at...]))
        add(UnsafeRawBufferPointer(block))
      }
    }
  }

  /// Adds the zeros up to a compiled file's next table.
  mutating func pad() {
    // Tables begin at multiples of 64; the first 32 bytes of the file are not counted.
    guard (count + 32) % CompiledFile.alignment != 0 else { return }
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { block in
      block.initializeMemory(as: UInt8.self, repeating: 0)
      add(UnsafeRawBufferPointer(block))
    }
  }

  var value: UInt64 { StableHash.mix(sums.0, sums.1) }

  /// The checksum of a whole file's bytes, its length with them.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum = FileChecksum()
    sum.add(bytes)
    return StableHash.mix(sum.value, UInt64(bytes.count))
  }
}
