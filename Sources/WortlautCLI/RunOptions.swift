import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

struct ReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How articles lie in the input: \(InputFormat.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "Default: by each file's name.", valueName: "format"))
  var from: String?

  @Option(help: ArgumentHelp("The encoding of the input, by a name ICU knows. Default: UTF-8.", valueName: "name"))
  var encoding: String?

  @Option(help: ArgumentHelp("The field of a row that holds the id.", valueName: "name"))
  var idField = "id"

  @Option(help: ArgumentHelp("The field that holds the text; several are joined: title,body.", valueName: "names"))
  var textField = "text"

  @Option(
    help: ArgumentHelp("What separates a CSV file's fields: comma, semicolon, tab. Default: as its header shows."))
  var separator: String?

  @Option(
    help: """
      The largest article, in bytes, or with K, M or G. A larger one is an error row. Default: 64M, or less where there \
      is little memory.
      """)
  var maxSize: String?

  func validate() throws {
    if let from, InputFormat(rawValue: from) == nil {
      throw ValidationError(unknown("input format", from, InputFormat.allCases.map(\.rawValue)))
    }
    if let encoding, TextEncoding(encoding) == nil {
      throw ValidationError("ICU knows no encoding '\(encoding)'; usual ones are UTF-16, windows-1252, ISO-8859-15")
    }
    if textFields.isEmpty { throw ValidationError("--text-field names the text's field, or several: title,body") }
    if textFields.contains(idField) { throw ValidationError("--id-field and --text-field both name '\(idField)'") }
    if let separator, Self.separators[separator] == nil {
      throw ValidationError(unknown("separator", separator, ["comma", "semicolon", "tab"]))
    }
    if let maxSize, Self.bytes(maxSize) == nil {
      throw ValidationError("'\(maxSize)' is no size; write a number of bytes, or 512K, 64M, 1G; it is below 2G")
    }
  }

  private var textFields: [String] {
    textField.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  var options: ReadOptions {
    ReadOptions(
      format: from.flatMap(InputFormat.init(rawValue:)), encoding: encoding.flatMap(TextEncoding.init),
      fields: .init(id: idField, text: textFields),
      separator: separator.flatMap { Self.separators[$0] },
      maximumSize: maxSize.flatMap { Self.bytes($0) } ?? Self.usualSize)
  }

  static let usualSize = 64 << 20

  private static let separators = [
    "comma": UInt8(ascii: ","), "semicolon": UInt8(ascii: ";"), "tab": 0x09, ",": UInt8(ascii: ","),
    ";": UInt8(ascii: ";"), "\t": 0x09,
  ]

  /// A size such as `64M`.
  ///
  /// - Parameter limit: what it is below; 2 GiB is what ICU's offsets reach.
  static func bytes(_ size: String, below limit: Int = Int(Int32.max)) -> Int? {
    let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    let shift = size.last.flatMap { shifts[Character($0.uppercased())] }
    guard let number = Int(shift == nil ? size : String(size.dropLast())), number > 0 else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
    return isTooLarge || bytes >= limit ? nil : bytes
  }
}

struct WritingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to write, several with commas between: "
        + "\(KnownFormats.all.map { $0.format }.joined(separator: ", ")). Default: jsonl.", valueName: "format"))
  private var format: String?

  @Option(help: ArgumentHelp("Only these layers: sentences,entities,quotes. Default: all.", valueName: "names"))
  var layers: String?

  @Option(
    help: ArgumentHelp(
      "What offsets count, where the format leaves the choice: codepoint, utf8, utf16.", valueName: "unit"))
  var offsets = "codepoint"

  @Option(
    help: ArgumentHelp(
      "How tables with commas are written: \(CSVDialect.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "dialect"))
  var csvDialect = CSVDialect.standard.rawValue

  @Option(help: ArgumentHelp("Colour in --format text: auto, always, never.", valueName: "when"))
  var color = "auto"

  func validate() throws {
    for name in formats where KnownFormats[name] == nil {
      throw ValidationError(unknown("format", name, KnownFormats.all.map { $0.format }))
    }
    if formats.isEmpty || Set(formats).count < formats.count {
      throw ValidationError("--format names formats, each once: jsonl,conllu")
    }
    if OffsetUnit(rawValue: offsets) == nil {
      throw ValidationError(unknown("unit of offsets", offsets, OffsetUnit.allCases.map(\.rawValue)))
    }
    if CSVDialect(rawValue: csvDialect) == nil {
      throw ValidationError(unknown("dialect", csvDialect, CSVDialect.allCases.map(\.rawValue)))
    }
    let times = ["auto", "always", "never"]
    if !times.contains(color) { throw ValidationError(unknown("choice for --color", color, times)) }
  }

  /// As asked for, several with commas between.
  var chosenFormat: String { format ?? "jsonl" }

  private var formats: [String] {
    chosenFormat.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// What to say where no format is asked for and the output is called like a file of another one; else nil.
  func doubt(of output: String?) -> String? {
    guard format == nil, var name = output?.lowercased(), !name.hasSuffix("/") else { return nil }
    if let compression = Compression(path: name), name.hasSuffix(compression.suffix) {
      name.removeLast(compression.suffix.count)
    }
    guard let meant = Self.endings.first(where: { name.hasSuffix($0.ending) })?.formats else { return nil }
    return "\(output ?? "") would hold JSON Lines; say --format \(meant), or jsonl"
  }

  /// Endings of names that nobody gives to JSON Lines.
  private static let endings: [(ending: String, formats: String)] = [
    (".html", "html"), (".htm", "html"), (".conllu", "conllu"), (".csv", "entities-csv or quotes-csv"),
    (".tsv", "tokens-tsv"), (".xml", "tei"), (".xmi", "xmi"), (".ann", "brat"), (".sqlite", "sqlite"),
    (".db", "sqlite"),
  ]

  /// An exporter a format, in the order asked for.
  ///
  /// - Throws: the program's exit where a layer is asked for that the pipeline does not provide.
  func exporters(for pipeline: Pipeline, isTerminal: Bool) throws -> [any Exporter] {
    var options = ExportOptions(pipeline)
    options.offsets = OffsetUnit(rawValue: offsets) ?? .codepoint
    options.dialect = CSVDialect(rawValue: csvDialect) ?? .standard
    let hasNoColor = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    options.isColored = color == "always" || (color == "auto" && isTerminal && !hasNoColor)
    if let layers {
      let names = Set(layers.split(separator: ",").map { LayerName(rawValue: String($0)) })
      for name in names.subtracting(pipeline.provides).sorted() {
        let there = pipeline.provides.map(\.rawValue)
        Console.error(
          "wortlaut: the pipeline '\(pipeline.name)' has no layer '\(name.rawValue)'; "
            + (NearestName.hint(for: name.rawValue, among: there) ?? ""))
        throw ExitCode.wrongUsage
      }
      options.layers = names
    }
    return try formats.map { try exporter($0, options) }
  }

  private func exporter(_ name: String, _ options: ExportOptions) throws -> any Exporter {
    guard let format = KnownFormats[name] else { throw ExitCode.wrongUsage }
    let missing = format.requires.subtracting(options.layers).sorted().map(\.rawValue)
    guard missing.isEmpty else {
      Console.error(
        "wortlaut: the format '\(name)' needs the layers \(missing.joined(separator: ", ")); "
          + "add the stages that provide them, or name them in --layers")
      throw ExitCode.wrongUsage
    }
    return format.init(options)
  }
}

struct RunningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many articles to work on at once. Default: the number of cores.", valueName: "n"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: ArgumentHelp("Write error rows to this file instead of among the results.", valueName: "file"))
  var errors: String?

  @Option(help: ArgumentHelp("Stop when more than this many articles have failed.", valueName: "n"))
  var maxErrors: Int?

  @Flag(help: "Stop at the first article that fails.")
  var strict = false

  @Flag(help: "No progress and no summary.")
  var quiet = false

  @Flag(help: "Print the time each stage took.")
  var profile = false

  func validate() throws {
    if !(1...1024).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 1024") }
    if errors == "-" { throw ValidationError("--errors needs a file; without it error rows stand among the results") }
    if let maxErrors, maxErrors < 0 { throw ValidationError("--max-errors is 0 or more") }
  }

  /// How many failures a run may have.
  var allowedFailures: Int { strict ? 0 : maxErrors ?? Int.max }
}

/// "unknown format 'jsno'; did you mean 'jsonl'?"
func unknown(_ what: String, _ given: String, _ known: [String]) -> String {
  "unknown \(what) '\(given)'" + (NearestName.hint(for: given, among: known).map { "; \($0)" } ?? "")
}
