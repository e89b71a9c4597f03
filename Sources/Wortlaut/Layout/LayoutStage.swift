/// Finds out what the stretches of a plain text are: paragraphs, headings, bylines, list items, lines.
///
/// One decision is made for the whole document: whether a single line break ends a paragraph or only wraps a line.
/// A document whose reader knew its blocks (HTML, Markdown) keeps them.
public struct LayoutStage: Stage {
  public static let name: StageName = "layout"
  public static let summary = "finds paragraphs, headings, bylines, list items and hard-wrapped lines"
  public static let settings = [
    Setting(
      "line-breaks", .choice(["auto", "wrap", "end"], default: "auto"),
      help: "what a single line break is: decided for each document, always a space, or always a paragraph's end")
  ]
  public static func layers(_ settings: StageSettings) -> StageLayers { .init(requires: [], provides: [.blocks]) }

  private let language: TokenLanguage
  private let lineBreaks: LineBreaks
  public var dataFingerprint: UInt64 { language.fingerprint }

  enum LineBreaks: Sendable { case auto, wrap, end }

  /// - Throws: ``DataTable/Fault`` if a word list is missing or wrong.
  public init(_ settings: StageSettings, context: StageContext) throws {
    language = try context.language()
    lineBreaks =
      switch settings.text("line-breaks") {
      case "wrap": .wrap
      case "end": .end
      default: .auto
      }
  }

  public func makeWorker() throws -> any StageWorker {
    Worker(language: language, lineBreaks: lineBreaks)
  }

  struct Worker: StageWorker {
    let language: TokenLanguage
    let lineBreaks: LineBreaks
    private var lines: [TextLine] = []

    init(language: TokenLanguage, lineBreaks: LineBreaks) {
      self.language = language
      self.lineBreaks = lineBreaks
    }

    mutating func process(_ document: inout Document) throws {
      guard document.blocks.isEmpty else { return }
      let text = document.text
      text.withUnsafeBufferPointer { text in
        TextLine.read(text, into: &lines)
        let wrap: LineWrap? =
          switch lineBreaks {
          case .auto: LineWrap.detect(lines, text, language.classes)
          case .wrap: LineWrap(width: LineWrap.width(lines))
          case .end: nil
          }
        var builder = BlockBuilder(
          text: text, lines: lines, wrap: wrap, classes: language.classes, abbreviations: language.abbreviations)
        builder.build(into: &document.blocks)
      }
      lines.dropIfVeryLarge()
    }
  }
}
