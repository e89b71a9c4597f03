import CBytes
import Testing

@testable import Wortlaut

@Suite("Bytes looked at 64 at once") struct ByteMaskTests {
  /// What each function means by a byte.
  private static var meanings: [(look: (UnsafePointer<UInt8>) -> UInt64, isMeant: (UInt8) -> Bool)] {
    [
      (cb_continuing, { $0 & 0xC0 == 0x80 }), (cb_beginning_four, { $0 >= 0xF0 }), (cb_not_ascii, { $0 >= 0x80 }),
      (cb_maybe_break, { $0 <= 0x0D || $0 == 0xE2 }), (cb_spaces, { $0 == 0x20 }), (cb_tabs, { $0 == 0x09 }),
      (cb_json_special, { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }),
    ]
  }

  /// Bytes near the borders of the meanings, and any.
  private static func randomBytes(_ count: Int) -> [UInt8] {
    let borders: [UInt8] = [0, 9, 13, 14, 31, 32, 33, 34, 91, 92, 93, 126, 127, 128, 191, 192, 225, 226, 227, 239, 240]
    return (0..<count).map { _ in Bool.random() ? borders.randomElement() ?? 0 : .random(in: 0...255) }
  }

  @Test("the bits are those of the bytes one by one, wherever a stretch begins and ends, and none lies beyond its end")
  func bits() {
    for count in [1, 2, 15, 16, 63, 64, 65, 200] {
      let text = Self.randomBytes(count)
      text.withUnsafeBufferPointer { bytes in
        for (look, isMeant) in Self.meanings {
          for start in 0..<count {
            let end = Int.random(in: start...min(start + 64, count))
            var expected: UInt64 = 0
            for at in start..<end where isMeant(bytes[at]) { expected |= 1 << UInt64(at - start) }
            #expect(ByteMask.of(bytes, start, end, look) == expected)
            let first = (start..<count).first { isMeant(bytes[$0]) } ?? count
            #expect(ByteMask.first(bytes, start, count, look) == first)
          }
        }
      }
    }
  }

  @Test("a JSON string is the same as escaped byte by byte, whatever its length and wherever it needs escapes")
  func escapes() {
    for count in 0..<80 {
      for _ in 0..<40 {
        var text = [UInt8](repeating: UInt8(ascii: "a"), count: count)
        for _ in 0..<Int.random(in: 0...3) where count > 0 {
          text[.random(in: 0..<count)] = [0x22, 0x5C, 0x7F, 0x0A, 0x01, 0x1F, 0x7E, 0x21].randomElement() ?? 0
        }
        var buffer = ByteBuffer()
        text.withUnsafeBufferPointer { buffer.appendJSON($0) }
        var expected = "\""
        for byte in text {
          switch byte {
          case 0x22: expected += "\\\""
          case 0x5C: expected += "\\\\"
          case 0x0A: expected += "\\n"
          case 0x01: expected += "\\u0001"
          case 0x1F: expected += "\\u001f"
          case 0x7F: expected += "\\u007f"
          default: expected.unicodeScalars.append(Unicode.Scalar(byte))
          }
        }
        #expect(String(decoding: buffer.bytes, as: UTF8.self) == expected + "\"")
      }
    }
  }

  @Test("a gap of three spaces or a tab is seen wherever it stands in a line, two spaces are none")
  func gaps() {
    for place in 1..<140 {
      for (gap, isGap) in [("   ", true), ("\t", true), ("  ", false)] {
        let letters = String(repeating: "ä", count: place / 2) + String(repeating: "x", count: place % 2)
        let line = letters + gap + String(repeating: "b", count: 70)
        var lines: [TextLine] = []
        Array(line.utf8).withUnsafeBufferPointer { TextLine.read($0, into: &lines) }
        #expect(lines.count == 1 && lines.first?.hasGap == isGap && lines.first?.length == line.count)
      }
    }
  }
}
