/// A column that a stage's custom layer adds to exported tables: a cell for each row, whose span says what the row is
/// about (an entity, a token, a quotation's content).
///
/// ```swift
/// var tableColumns: [TableColumn] {
///   [TableColumn("readability", of: "readability") { document, span in
///     document[.readability]?.first { $0.span.contains(span) }.map { "\($0.score)" } ?? ""
///   }]
/// }
/// ```
public struct TableColumn: Sendable {
  /// The heading.
  public let name: String
  /// The layer it shows; written where that layer is.
  public let layer: LayerName
  /// The cell for a row; empty where the layer says nothing of that span. Called once a row.
  public let cell: @Sendable (_ document: Document, _ span: Span) -> String

  /// - Parameters:
  ///   - name: the heading.
  ///   - layer: the layer it shows.
  ///   - cell: the text of a row's cell.
  public init(_ name: String, of layer: LayerName, cell: @escaping @Sendable (Document, Span) -> String) {
    self.name = name
    self.layer = layer
    self.cell = cell
  }
}
