/// The formats that `--format` knows.
public enum ExportFormats {
  /// In the order in which the help lists them.
  public static let all: [any Exporter.Type] = [
    JSONLExporter.self, TextExporter.self, HTMLExporter.self, ConlluExporter.self, EntitiesCSVExporter.self,
    QuotesCSVExporter.self,
    TokensTSVExporter.self, SpacyExporter.self, BratExporter.self, WebAnnoExporter.self, XMIExporter.self,
    CASJSONExporter.self, TEIExporter.self, NormalizedExporter.self,
  ]

  /// The format of a name; nil where there is none.
  public static subscript(name: String) -> (any Exporter.Type)? { all.first { $0.format == name } }
}
