extension TokenShape {
  /// The facts that a token's own bytes show.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var shape: TokenShape = []
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte < 0x80 {
        if byte &- 0x61 < 26 {
          shape.insert(.hasLowercase)
        } else if byte &- 0x41 < 26 {
          shape.insert(at == 0 ? .capitalized : .innerCapital)
        } else if byte &- 0x30 < 10 {
          shape.insert(.hasDigit)
        } else if byte == 0x2D {
          shape.insert(.hasHyphen)
        }
        at += 1
      } else if byte == 0xC3, at + 1 < bytes.count {
        let second = bytes[at + 1]
        if second >= 0x9F && second != 0xB7 {
          shape.insert(.hasLowercase)
        } else if second != 0x97 {
          shape.insert(at == 0 ? .capitalized : .innerCapital)
        }
        at += 2
      } else {
        let (scalar, length) = UTF8Decoding.scalar(bytes, at)
        if scalar >= 0x100 {
          if CharacterProperties.isUppercase(scalar) {
            shape.insert(at == 0 ? .capitalized : .innerCapital)
          } else if CharacterProperties.isLowercase(scalar) {
            shape.insert(.hasLowercase)
          }
        }
        at += length
      }
    }
    if bytes.last == 0x2E { shape.insert(.endsWithStop) }
    let letters = bytes.last == 0x2E ? bytes.count - 1 : bytes.count
    if letters == 1, (bytes[0] | 0x20) &- 0x61 < 26 { shape.insert(.singleLetter) }
    self = shape
  }
}
