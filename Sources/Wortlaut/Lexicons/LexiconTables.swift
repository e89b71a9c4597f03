/// The records of a compiled lexicon. Plain numbers, so that a mapped file is used as it lies.
enum LexiconTables {
  /// Of an open-addressing table over the hashes of piece sequences.
  struct Slot: BitwiseCopyable {
    var hash: UInt64 = 0
    /// The first form of this sequence, counted from 1; 0 where the sequence is only the beginning of longer ones.
    var forms: UInt32 = 0
    /// ``longer`` and ``small``.
    var flags: UInt32 = 0

    /// Longer sequences begin with this one.
    static let longer: UInt32 = 1
    /// Some name that begins so begins with a small letter or a digit.
    static let small: UInt32 = 2

    var goesOn: Bool { flags & Self.longer != 0 }
  }

  /// One way to write an entry's name.
  struct Form: BitwiseCopyable {
    var entry: UInt32
    /// The next form with the same pieces, counted from 1; 0 at the end.
    var next: UInt32
    /// Where the form stands in the strings.
    var text: UInt32
    var length: UInt16
    /// ``LexiconFlags`` of the entry; bit 7: all letters are capitals and must be so in a text; bit 6: an inflected form,
    /// whose text is the form it is made from.
    var flags: UInt8
    /// Number of pieces, marks included.
    var pieces: UInt8
    /// Bit i: piece i begins with a capital.
    var capitals: UInt32
  }

  struct Entry: BitwiseCopyable {
    var name: UInt32
    var id: UInt32
    var nameLength: UInt16
    var idLength: UInt16
    /// Index into the labels.
    var type: UInt16
    /// Index into the labels: the lexicon's name.
    var source: UInt16
    var line: UInt32
    var priority: Int16
    var flags: UInt16
  }

  /// A string that many entries share: a type, a lexicon's name.
  struct Label: BitwiseCopyable {
    var start: UInt32
    var length: UInt32
  }

  static let allCapitals: UInt8 = 1 << 7
  static let inflected: UInt8 = 1 << 6

  /// The hash of a sequence one piece longer.
  @inline(__always)
  static func chain(_ sequence: UInt64, _ piece: UInt64) -> UInt64 {
    let next = sequence == 0 ? piece : StableHash.mix(sequence, piece)
    return next == 0 ? 1 : next
  }
}
