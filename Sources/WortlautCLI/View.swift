import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

struct View: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Show results for reading: in the terminal, or as a page.",
    discussion: """
      FILE holds results in JSON Lines, as 'wortlaut run' writes them; - is standard input. With --html the articles \
      become one page with an index of articles, people and quotes, or with a folder a page each.

      Examples:
        wortlaut view out.jsonl | less -R
        wortlaut view out.jsonl --id article.txt
        wortlaut view out.jsonl --html -o page.html
        wortlaut view out.jsonl --html -o site/
      """)

  @Argument(help: ArgumentHelp("Results in JSON Lines; - is standard input.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Only the article with this id.", valueName: "id"))
  var id: String?

  @Flag(help: "Write HTML.")
  var html = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Where HTML goes: a file, or a folder for a page an article. Default: standard output."))
  var output: String?

  @Option(help: ArgumentHelp("Only these layers: entities,quotes. Default: all.", valueName: "names"))
  var layers: String?

  @Option(help: ArgumentHelp("Colour in the terminal: auto, always, never.", valueName: "when"))
  var color = "auto"

  func validate() throws {
    if !["auto", "always", "never"].contains(color) { throw ValidationError("--color is auto, always or never") }
    if output != nil, !html { throw ValidationError("-o says where HTML goes; add --html") }
    if let output, FileIdentity.isSame(file, output) {
      throw ValidationError("\(output) holds the results themselves; name another file with -o")
    }
  }

  func run() throws {
    var shown = 0
    var faults = 0
    var failures = 0
    /// The layers that the articles have.
    var there: Set<LayerName> = []
    do {
      let viewer: any ResultViewer
      if !html {
        viewer = try TerminalViewer(isColored: isColored)
      } else if let output, isFolder(output) {
        viewer = try SiteViewer(folder: output)
      } else {
        viewer = try PageViewer(path: output, title: title)
      }
      var reader = RecordReader(file == "-" ? ByteSource.standardInput : try ByteSource(path: file))
      var hasMore = true
      while hasMore {
        do {
          guard let row = try reader.next() else {
            hasMore = false
            continue
          }
          if case .document(_, let layers) = row { there.formUnion(layers) } else { failures += 1 }
          guard let shownRow = chosen(row) else { continue }
          try viewer.show(shownRow)
          shown += 1
        } catch let fault as RecordReader.Fault {
          Console.error("wortlaut: \(fault)")
          faults += 1
          // Not one row of results: this is another kind of file.
          if faults == 3, there.isEmpty, failures == 0 { hasMore = false }
        }
      }
      if faults > 0, there.isEmpty, failures == 0 {
        Console.error(
          "wortlaut: \(file) holds no results, as 'wortlaut run --format jsonl' writes them"
            + (file == "-" ? "" : "; to read an article: wortlaut run \(file) --format text"))
        throw ExitCode.couldNotRun
      }
      try checkLayers(there)
      if let id, shown == 0 {
        Console.error("wortlaut: there is no article '\(id)' in \(file)")
        throw ExitCode.couldNotRun
      }
      if shown > 0 { try viewer.finish() }
    } catch OutputFile.Fault.closedPipe {
      return
    } catch let error where !(error is ExitCode) {
      Console.error("wortlaut: \(error)")
      throw ExitCode.couldNotRun
    }
    if faults > 0 { throw shown > 0 ? ExitCode.someFailed : ExitCode.couldNotRun }
  }

  private var isColored: Bool {
    let hasNoColor = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return color == "always" || (color == "auto" && Console.outputIsTerminal && !hasNoColor)
  }

  private var title: String { file == "-" ? "Annotated articles" : URL(fileURLWithPath: file).lastPathComponent }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) { return isFolder.boolValue }
    return path.hasSuffix("/") || !path.lowercased().hasSuffix(".html") && !path.lowercased().hasSuffix(".htm")
  }

  private var chosenLayers: Set<LayerName>? {
    layers.map { Set($0.split(separator: ",").map { LayerName(rawValue: String($0)) }) }
  }

  /// - Throws: the program's exit where a layer was asked for that no article has.
  private func checkLayers(_ there: Set<LayerName>) throws {
    guard let name = chosenLayers?.subtracting(there).sorted().first, !there.isEmpty else { return }
    Console.error(
      "wortlaut: the results have no layer '\(name.rawValue)'; "
        + (NearestName.hint(for: name.rawValue, among: there.map(\.rawValue)) ?? ""))
    throw ExitCode.wrongUsage
  }

  /// The row as it shall be shown; nil where another article was asked for.
  private func chosen(_ row: RecordReader.Row) -> RecordReader.Row? {
    switch row {
    case .failure(let name, _): return id == nil || id == name ? row : nil
    case .document(let document, let there):
      guard id == nil || id == document.id else { return nil }
      return .document(document, layers: chosenLayers.map { there.intersection($0.union([.blocks])) } ?? there)
    }
  }
}

/// Shows rows one after the other.
private protocol ResultViewer: AnyObject {
  func show(_ row: RecordReader.Row) throws
  func finish() throws
}

private final class TerminalViewer: ResultViewer {
  private let isColored: Bool
  private let output: OutputFile

  init(isColored: Bool) throws {
    self.isColored = isColored
    output = OutputFile()
  }

  func show(_ row: RecordReader.Row) throws {
    var rendered = ExportOutput()
    switch row {
    case .document(let document, let layers):
      TextExporter(ExportOptions(layers: layers, isColored: isColored)).write(document, to: &rendered)
    case .failure(let id, let failure):
      let exporter = TextExporter(ExportOptions(layers: [], isColored: isColored))
      exporter.write(failure, id: id, meta: [], to: &rendered)
    }
    try output.write(rendered.bytes)
  }

  func finish() {}
}

/// All articles in one page. Its index stands before them, so they are held until the end.
private final class PageViewer: ResultViewer {
  private let output: OutputFile
  private var collection: HTMLCollection
  private var articles = ByteBuffer(capacity: 1 << 16)

  init(path: String?, title: String) throws {
    output = try path.map { try OutputFile(path: $0) } ?? OutputFile()
    collection = HTMLCollection(title: title)
  }

  func show(_ row: RecordReader.Row) {
    let rendered =
      switch row {
      case .document(let document, let layers): collection.add(document, ExportOptions(layers: layers), page: nil)
      case .failure(let id, let failure): collection.add(failure, id: id, page: nil)
      }
    articles.append(rendered.bytes)
  }

  func finish() throws {
    try output.write(collection.page(with: articles))
    try output.finish()
  }
}

/// A page for each article and an index.
private final class SiteViewer: ResultViewer {
  private let folder: String
  private var collection = HTMLCollection(title: "Annotated articles")
  private var names = DocumentFileNames()

  init(folder: String) throws {
    self.folder = folder
    // `index.html` is the index's.
    var output = ExportOutput()
    output.beginFile(of: "index", "html")
    for file in output.files { _ = names.name(for: file) }
  }

  func show(_ row: RecordReader.Row) throws {
    switch row {
    case .document(let document, let layers):
      let name = name(of: document.id)
      try write(collection.add(document, ExportOptions(layers: layers), page: name), name)
    case .failure(let id, let failure):
      let name = name(of: id)
      try write(collection.add(failure, id: id, page: name), name)
    }
  }

  func finish() throws { try write(collection.indexPage(), "index.html") }

  private func name(of id: String) -> String {
    var output = ExportOutput()
    output.beginFile(of: id, "html")
    return output.files.map { names.name(for: $0) }.joined()
  }

  private func write(_ page: ByteBuffer, _ name: String) throws {
    let path = folder + "/" + name
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try OutputFile.makeFolder(parent)
    let file = try OutputFile(path: path)
    try file.write(page)
    try file.finish()
  }
}
