import WortlautFormats
import WortlautSQLite

/// The formats that `--format` knows: those of the library, and those that need a package of their own.
enum KnownFormats {
  static let all: [any Exporter.Type] = ExportFormats.all + [SQLiteExporter.self]

  static subscript(name: String) -> (any Exporter.Type)? { all.first { $0.format == name } }
}
