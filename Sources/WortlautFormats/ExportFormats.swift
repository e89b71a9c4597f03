/// The formats that `--format` knows.
public enum ExportFormats {
  public static let all: [any Exporter.Type] = [JSONLExporter.self, ConlluExporter.self, TextExporter.self]

  public static subscript(name: String) -> (any Exporter.Type)? { all.first { $0.format == name } }
}
