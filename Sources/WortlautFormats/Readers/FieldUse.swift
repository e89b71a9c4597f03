import Synchronization

/// Which of the fields that were asked for any row had, so that a name that is misspelt can be told at the end.
public final class FieldUse: Sendable {
  private let texts = Atomic<Int>(0)
  private let ids = Atomic<Int>(0)

  /// No row has been read yet.
  public init() {}

  func note(texts found: Int, id: Bool) {
    if found != 0 { texts.bitwiseOr(found, ordering: .relaxed) }
    if id { ids.store(1, ordering: .relaxed) }
  }

  /// The fields that no row had, each with the option that named it. Nothing where no row had any text: then each row
  /// has said so itself.
  public func missing(of fields: RowFields) -> [(field: String, option: String)] {
    let found = texts.load(ordering: .relaxed)
    if found == 0 { return [] }
    var missing = fields.text.enumerated().filter { index, _ in found >> min(index, Int.bitWidth - 2) & 1 == 0 }
      .map { (field: $1, option: "--text-field") }
    if ids.load(ordering: .relaxed) == 0, fields.id != RowFields().id { missing.append((fields.id, "--id-field")) }
    return missing
  }
}
