import Foundation
import Testing

@Suite("wortlaut view") struct ViewTests {
  private func results(_ scratch: Scratch) throws {
    try scratch.write("in/a.txt", "Kühler Empfang\n\n„Wir warten“, sagte Anna Muster in Bern. 😀")
    try scratch.write("in/b ü.txt", "Der Rat der Stadt Bern tagt.")
    try scratch.write("in/c.txt", [0xFF])
    let run = try Program.run("run", "in", "-o", "out.jsonl", in: scratch.path)
    #expect(run.exit == 3)
  }

  @Test("results read in the terminal as a run shows them")
  func terminal() throws {
    let scratch = try Scratch()
    try results(scratch)
    let shown = try Program.run("view", "out.jsonl", in: scratch.path)
    let direct = try Program.run("run", "in", "--format", "text", "--quiet", in: scratch.path)
    #expect(shown.exit == 0 && shown.output == direct.output)
    let one = try Program.run("view", "out.jsonl", "--id", "a.txt", "--layers", "quotes", in: scratch.path)
    #expect(one.output.contains("⟨1 „Wir warten“⟩") && !one.output.contains("[Bern LOC]"))
    #expect(!one.output.contains("b ü.txt"))
  }

  @Test("as a page there is an index of articles, people and quotes, and the failed article says why")
  func page() throws {
    let scratch = try Scratch()
    try results(scratch)
    let result = try Program.run("view", "out.jsonl", "--html", "-o", "page.html", in: scratch.path)
    #expect(result.exit == 0 && result.output.isEmpty)
    let page = try scratch.read("page.html")
    for part in [
      "<summary>Articles (3)</summary>", "<summary>People (1)</summary>", "<summary>Quotes (1)</summary>",
      "<a href=\"#a1\" lang=\"de\">Kühler Empfang</a>", "<a href=\"#a1-q1\" lang=\"de\">„Wir warten“</a>",
      "id=\"a1-q1\"", "Not annotated: ", "</html>",
    ] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test("as a folder every article has a page, and links between pages lead to files that are there")
  func site() throws {
    let scratch = try Scratch()
    try results(scratch)
    let result = try Program.run("view", "out.jsonl", "--html", "-o", "site", in: scratch.path)
    #expect(result.exit == 0)
    let index = try scratch.read("site/index.html")
    #expect(index.contains("href=\"a.html#a1\"") && index.contains("href=\"b%20%C3%BC.html#a2\""))
    #expect(scratch.exists("site/a.html") && scratch.exists("site/b ü.html") && scratch.exists("site/c.html"))
    #expect(try scratch.read("site/a.html").contains("<a href=\"index.html\">"))
  }

  @Test("a file that holds no results is told so, with the way to read it, and so is a layer that there is not")
  func noResults() throws {
    let scratch = try Scratch()
    try results(scratch)
    let article = try Program.run("view", "in/a.txt", in: scratch.path)
    #expect(article.exit == 1)
    #expect(article.errors.contains("in/a.txt:1: the row is no record of schema wortlaut/1: it is not JSON"))
    #expect(article.errors.contains("to read an article: wortlaut run in/a.txt --format text"), "\(article.errors)")
    let layer = try Program.run("view", "out.jsonl", "--layers", "quots", in: scratch.path)
    #expect(layer.exit == 2 && layer.errors.contains("did you mean 'quotes'?"), "\(layer.errors)")
  }

  @Test("a page never takes the place of the results it is made of")
  func resultsStay() throws {
    let scratch = try Scratch()
    try results(scratch)
    let before = try scratch.read("out.jsonl")
    let result = try Program.run("view", "out.jsonl", "--html", "-o", "./out.jsonl", in: scratch.path)
    #expect(result.exit == 2 && result.errors.contains("holds the results themselves"), "\(result.errors)")
    #expect(try scratch.read("out.jsonl") == before)
  }

  @Test("a row that is no record is named, and the others are shown")
  func badRows() throws {
    let good =
      #"{"schema":"wortlaut/1","id":"g","meta":{},"offsets":"utf16","text":"😀 Bern","entities":[{"start":3,"#
      + #""end":7,"type":"LOC","name":"Bern","source":"s"}]}"#
    let outside = #"{"schema":"wortlaut/1","id":"x","text":"ab","sentences":[{"start":0,"end":9}]}"#
    let result = try Program.run(
      "view", "-", input: Array("kaputt\n\(good)\n{\"id\":\"y\"}\n\(outside)\n".utf8))
    #expect(result.exit == 3)
    #expect(result.output.contains("[Bern LOC]"))
    for part in ["standard input:1: ", "standard input:3: ", "has no 'schema'", "the span 0..<9 lies outside the text"]
    {
      #expect(result.errors.contains(part), "\(part): \(result.errors)")
    }
    let missing = try Program.run("view", "-", "--id", "z", input: Array(good.utf8))
    #expect(missing.exit == 1 && missing.errors.contains("there is no article 'z'"))
  }
}
