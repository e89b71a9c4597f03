import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why the spans of an article are what they are, or why there is none.",
    discussion: """
      For one place in an article: its tokens with their kinds and norms and the rules that gave them, the sentence and \
      the rules that set its borders or withheld one, the name and the evidence for and against it, what the lexicons \
      say, and the quotation or mark with the rule that made it. Also where nothing was found: then it says what was in \
      the way. Without --at and --text all names and quotations of the article are listed with their sources.

      Exit codes: 0 explained; 1 the article cannot be read; 2 wrong usage or pipeline, or no such place.

      Examples:
        wortlaut explain article.txt
        wortlaut explain article.txt --text "Will"
        wortlaut explain articles.jsonl --id a17 --at 1042
        wortlaut explain article.txt --at 1042 --offsets utf8 -p my-pipeline.yml
      """)

  @Argument(help: ArgumentHelp("A file with the article, or - for standard input.", valueName: "file"))
  var file: String
  @Option(help: "The article's id, where the file has several.") var id: String?
  @Option(help: ArgumentHelp("A place in the text, as results count it.", valueName: "offset")) var at: Int?
  @Option(help: ArgumentHelp("Every place where the article has these words.", valueName: "words")) var text: String?
  @Option(name: [.short, .long], help: "A pipeline file, or the name of one that comes with the program.")
  var pipeline = "news"
  @Option(help: ArgumentHelp("What offsets count: codepoint, utf8, utf16.", valueName: "unit"))
  var offsets = "codepoint"
  @OptionGroup(title: "Reading") var reading: ReadingOptions

  func validate() throws {
    try reading.validate()
    if OffsetUnit(rawValue: offsets) == nil {
      throw ValidationError("unknown unit of offsets '\(offsets)'; there is codepoint, utf16, utf8")
    }
    if at != nil, text != nil { throw ValidationError("name a place with --at or words with --text, not both") }
    if text.map({ $0.allSatisfy(\.isWhitespace) }) ?? false { throw ValidationError("the words of --text are empty") }
  }

  func run() throws {
    let pipeline = try PipelineLoading.load(pipeline)
    let article = try findArticle()
    var document = Document(id: article.id, text: article.text)
    do {
      var worker = try pipeline.makeWorker()
      try worker.process(&document)
    } catch let failure as ArticleFailure {
      Console.error("wortlaut: \(article.id): \(failure.stage): \(failure.message)")
      throw ExitCode.couldNotRun
    }
    document.prepareKeys()
    let unit = OffsetUnit(rawValue: offsets) ?? .codepoint
    var explanation = Explanation(document, pipeline, unit, data: try PipelineLoading.data())
    let spans = try spans(in: document, unit)
    if let spans {
      for (index, span) in spans.enumerated() {
        if index > 0 { print("") }
        for line in explanation.explain(span) { print(line) }
      }
    } else {
      for line in explanation.overview() { print(line) }
    }
  }

  // MARK: The article

  private func findArticle() throws -> Article {
    var inputs = ArticleInputs([file], options: reading.options) { _, _ in }
    var first: Article?
    var ids: [String] = []
    while let input = try inputs.next() {
      switch input {
      case .article(let article):
        if article.id == id { return article }
        if ids.count < 5 { ids.append(article.id) }
        if first == nil { first = article } else if id == nil { return try refuse(ids) }
      case .failure(let failed, let origin, let failure):
        if failed == id || (id == nil && first == nil) {
          Console.error("wortlaut: \(origin): \(failure.message)")
          throw ExitCode.couldNotRun
        }
      }
    }
    if id == nil, let first { return first }
    guard let id else {
      Console.error("wortlaut: \(file) holds no article")
      throw ExitCode.couldNotRun
    }
    let hint = ids.isEmpty ? "" : "; it begins with \(ids.map { "'\($0)'" }.joined(separator: ", "))"
    Console.error("wortlaut: \(file) has no article with the id '\(id)'\(hint)")
    throw ExitCode.wrongUsage
  }

  private func refuse(_ ids: [String]) throws -> Article {
    Console.error(
      "wortlaut: \(file) has several articles; name one with --id, "
        + "such as \(ids.map { "'\($0)'" }.joined(separator: " or "))")
    throw ExitCode.wrongUsage
  }

  // MARK: The places

  /// The spans to explain; nil for all that the article has.
  private func spans(in document: Document, _ unit: OffsetUnit) throws -> [Span]? {
    let table = OffsetTable(document.text, unit: unit)
    if let at {
      guard let byte = table.byteOffset(of: at), byte < document.text.count else {
        Console.error(
          "wortlaut: there is no place \(at): the text has \(table[document.text.count]) \(Explanation.name(unit))")
        throw ExitCode.wrongUsage
      }
      return [Span(byte, byte + 1)]
    }
    guard let text else { return nil }
    let all = places(of: Array(text.utf8), in: document.text)
    // Whole words where there are any: "Will", not "William".
    let (starts, ends) = (Set(document.tokens.map(\.span.start)), Set(document.tokens.map(\.span.end)))
    let words = all.filter { starts.contains($0.start) && ends.contains($0.end) }
    let found = Array((words.isEmpty ? all : words).prefix(20))
    guard !found.isEmpty else {
      Console.error("wortlaut: the article '\(document.id)' has no „\(text)“")
      throw ExitCode.wrongUsage
    }
    return found
  }

  private func places(of words: [UInt8], in text: [UInt8]) -> [Span] {
    var found: [Span] = []
    var start = 0
    while start + words.count <= text.count {
      let isThere = text[start..<start + words.count].elementsEqual(words)
      if isThere { found.append(Span(start, start + words.count)) }
      start += isThere ? words.count : 1
    }
    return found
  }
}
