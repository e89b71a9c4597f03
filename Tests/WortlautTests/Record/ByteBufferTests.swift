import Testing
import Wortlaut

@Suite("Byte buffers") struct ByteBufferTests {
  /// Some 200 MB, which is more than a buffer holds in memory: numbers, each behind a thousand blanks.
  private static func filled() -> (buffer: ByteBuffer, places: [Int]) {
    var buffer = ByteBuffer()
    var places: [Int] = []
    let blanks = [UInt8](repeating: 0x20, count: 1000)
    for number in 0..<200_000 {
      if number % 40_000 == 0 { places.append(buffer.count) }
      buffer.append(blanks)
      buffer.append(number)
      buffer.append(",")
    }
    return (buffer, places)
  }

  @Test("what is too much for memory is given back whole and in order, and can be taken back anywhere")
  func overflow() {
    var (buffer, places) = Self.filled()
    #expect(buffer.count > 1 << 27)
    for (index, place) in places.enumerated().reversed() {
      buffer.truncate(to: place)
      #expect(buffer.count == place)
      buffer.append("end")
      var count = 0
      var tail: [UInt8] = []
      buffer.forEachPiece { piece in
        count += piece.count
        tail = (tail + piece.suffix(16)).suffix(16)
      }
      let last = index == 0 ? "end" : "\(index * 40_000 - 1),end"
      #expect(count == place + 3)
      #expect(String(decoding: tail, as: UTF8.self).hasSuffix(last))
    }
  }

  @Test("a copy keeps what it had while the original goes on")
  func copies() {
    var (buffer, _) = Self.filled()
    let copy = buffer
    let count = copy.count
    buffer.append("more")
    #expect(copy.count == count && buffer.count == count + 4)
    #expect(copy.withBytes { String(decoding: $0.suffix(7), as: UTF8.self) } == "199999,")
    #expect(buffer.withBytes { String(decoding: $0.suffix(5), as: UTF8.self) } == ",more")
  }
}
