import CBytes
import Foundation

extension ByteBuffer {
  /// Bytes that are escaped at once, so that room is made for no more than six times as many.
  private static let piece = 1 << 12

  /// Writes a text as a JSON string (RFC 8259): quotation marks, backslashes and controls escaped, the rest as UTF-8.
  public mutating func appendJSON(_ text: UnsafeBufferPointer<UInt8>) {
    append("\"")
    var at = 0
    while at < text.count {
      let end = min(at + Self.piece, text.count)
      let part = UnsafeBufferPointer(rebasing: text[at..<end])
      write(upTo: JSONText.limit(part.count)) { $0.put(escaped: part) }
      at = end
    }
    append("\"")
  }

  /// The same for a string.
  public mutating func appendJSON(_ text: String) { text.withContiguousUTF8 { appendJSON($0) } }
}

/// Texts as JSON strings.
enum JSONText {
  /// Bytes that a text of so many takes at most when it is escaped, with what is stored past its end.
  @inline(__always)
  static func limit(_ count: Int) -> Int { 6 &* count &+ 16 }

  /// What follows the backslash of a byte's short escape; 0 where it has none.
  fileprivate static func short(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x22, 0x5C: byte
    case 0x08: 0x62
    case 0x09: 0x74
    case 0x0A: 0x6E
    case 0x0C: 0x66
    case 0x0D: 0x72
    default: 0
    }
  }

  fileprivate static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
}

extension UnsafeMutablePointer<UInt8> {
  /// Writes a text as what stands between a JSON string's quotation marks, at most ``JSONText/limit(_:)`` bytes; returns
  /// the pointer after it.
  func put(escaped text: UnsafeBufferPointer<UInt8>) -> Self {
    guard let base = text.baseAddress else { return self }
    if text.count >= 8, text.count < 16 {
      // Most names: the first and the last eight bytes, which overlap.
      let from = UnsafeRawPointer(base)
      let last = text.count &- 8
      let words = (from.loadUnaligned(as: UInt64.self), from.loadUnaligned(fromByteOffset: last, as: UInt64.self))
      if cb_json_plain(words.0, words.1) {
        UnsafeMutableRawPointer(self).storeBytes(of: words.0, as: UInt64.self)
        UnsafeMutableRawPointer(self).storeBytes(of: words.1, toByteOffset: last, as: UInt64.self)
        return self + text.count
      }
    }
    var to = self
    var at = 0
    while at &+ 16 <= text.count {
      // All sixteen are stored; those behind an escape are written anew.
      memcpy(to, base + at, 16)
      let escaped = cb_json_escaped(base + at)
      let plain = escaped == 0 ? 16 : escaped.trailingZeroBitCount
      to += plain
      at &+= plain
      if plain < 16 {
        to = to.put(escaped: base[at])
        at &+= 1
      }
    }
    if at == to - self, at > 0, cb_json_escaped(base + (text.count &- 16)) == 0 {
      // Nothing has been escaped: the last sixteen may be written over those before.
      memcpy(self + (text.count &- 16), base + (text.count &- 16), 16)
      return self + text.count
    }
    while at < text.count {
      to = to.put(escaped: base[at])
      at &+= 1
    }
    return to
  }

  /// Writes a string in quotation marks; ``JSONText/limit(_:)`` of its bytes and two are enough.
  @inline(__always)
  func put(json text: String) -> Self {
    pointee = 0x22
    let end = text.withContiguousUTF8 { (self + 1).put(escaped: $0) }
    end.pointee = 0x22
    return end + 1
  }

  @inline(__always)
  private func put(escaped byte: UInt8) -> Self {
    if byte >= 0x20, byte != 0x22, byte != 0x5C, byte != 0x7F {
      pointee = byte
      return self + 1
    }
    self[0] = 0x5C
    let short = JSONText.short(byte)
    if short != 0 {
      self[1] = short
      return self + 2
    }
    let end = (self + 1).put("u00")
    end[0] = JSONText.hex(byte >> 4)
    end[1] = JSONText.hex(byte & 0xF)
    return end + 2
  }
}
