/// A fast 64-bit hash that is the same in every process and on every machine, for tables that are kept in files and
/// for fingerprints. Not for defence against chosen input.
///
/// Eight bytes at a step through a 128-bit multiplication whose halves are folded together, as in wyhash
/// (Wang Yi, public domain).
public enum StableHash {
  @usableFromInline static let prime0: UInt64 = 0xA076_1D64_78BD_642F
  @usableFromInline static let prime1: UInt64 = 0xE703_7ED1_A0B4_28DB

  /// Mixes two words into one.
  @inlinable @inline(__always)
  public static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = (left ^ prime0).multipliedFullWidth(by: right ^ prime1)
    return product.high ^ product.low
  }

  /// Never 0, so that tables may use 0 for "empty".
  @inlinable
  public static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var state = mix(seed, UInt64(bytes.count))
    let raw = UnsafeRawBufferPointer(bytes)
    var at = 0
    while at + 8 <= raw.count {
      state = mix(state, word(raw, at))
      at += 8
    }
    if at < raw.count { state = mix(state, tail(raw, at)) }
    return finish(state)
  }

  /// The hash of at most 16 bytes that were read as two little-endian words, with zeros behind the last byte.
  @inlinable @inline(__always)
  static func hash(_ low: UInt64, _ high: UInt64, count: Int) -> UInt64 {
    var state = mix(0, UInt64(count))
    if count > 0 { state = mix(state, low) }
    if count > 8 { state = mix(state, high) }
    return finish(state)
  }

  @inlinable @inline(__always)
  static func finish(_ state: UInt64) -> UInt64 {
    let last = mix(state, prime0)
    return last == 0 ? 1 : last
  }

  @inlinable @inline(__always)
  static func word(_ raw: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
  }

  /// The last one to seven bytes, with zeros behind them.
  @inlinable @inline(__always)
  static func tail(_ raw: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    let count = raw.count - at
    if raw.count >= 8 { return word(raw, raw.count - 8) >> UInt64(64 - 8 * count) }
    var rest: UInt64 = 0
    for index in (at..<raw.count).reversed() { rest = rest << 8 | UInt64(raw[index]) }
    return rest
  }

  /// The same for an array.
  public static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    bytes.withUnsafeBufferPointer { hash($0, seed: seed) }
  }
}
