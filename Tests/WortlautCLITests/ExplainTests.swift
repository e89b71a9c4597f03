import Foundation
import Testing

@Suite("wortlaut explain") struct ExplainTests {
  private static let article = """
    Bundeskanzlerin Angela Merkel reiste nach Kasachstan. Die russischen Gäste kamen, daß es eine Freude war.

    „Ich komme gern“, sagte Merkel am Montag in Bern. Das Essen schmeckte allen.
    """

  private func explain(_ arguments: String...) throws -> Program.Result {
    let scratch = try Scratch()
    try scratch.write("a.txt", Self.article)
    return try Program.run(["explain", "a.txt"] + arguments, in: scratch.path)
  }

  @Test("a name says its lexicon, its id, and what speaks for it and against it")
  func name() throws {
    let result = try explain("--text", "Kasachstan")
    #expect(result.exit == 0 && result.errors.isEmpty)
    #expect(result.output.hasPrefix("„Kasachstan“ at 42–52 in a.txt\n"))
    #expect(result.output.contains("LOC „Kasachstan“ (Q232), by the lexicon 'countries'"))
    #expect(result.output.contains("„Kasachstan“ is the first word of a place's name by +"))
    #expect(result.output.contains("    for      +"))
    #expect(result.output.contains("Kasachstan  LOC  Q232  countries:"))
    #expect(result.output.contains("the paragraph begins here; „.“ ends it and „Die“ begins the next"))
  }

  @Test("where no name is it says what was in the way")
  func noName() throws {
    let small = try explain("--text", "schmeckte").output
    #expect(small.contains("name\n  none\n") && small.contains("cannot be in a name: it has no capital"))
    #expect(small.contains("no lexicon knows „schmeckte“"))
    let common = try explain("--text", "Essen").output
    #expect(common.contains("„Essen“ is no name by +") && common.contains("not the first word of a place's name"))
    #expect(common.contains("also a common word: counts only on evidence"))
    #expect(
      common.contains("quotation\n  none: the sentence has no quotation marks and no word that can report speech"))
  }

  @Test("a derived word, a name remembered and a norm say where they come from")
  func origins() throws {
    #expect(try explain("--text", "russischen").output.contains("derived: adjective of 'Russland'"))
    let norm = "„daß“  word, by the rule 'word': a plain word, norm „dass“ by normalize: spelling"
    #expect(try explain("--text", "daß").output.contains(norm))
  }

  @Test("a token says which rule gave it its kind")
  func tokenRules() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", "Dr. Meier kam am 3. Mai z.B. nach Ulm. Die Art. Gut, sagt sie, vgl. www.zeit.de")
    func line(_ words: String) throws -> String {
      let output = try Program.run("explain", "a.txt", "--text", words, in: scratch.path).output
      return output.components(separatedBy: "tokens\n").last?.components(separatedBy: "\n").first ?? ""
    }
    #expect(try line("Dr.").hasSuffix("abbreviation, by the rule 'listed': the list of abbreviations has it"))
    #expect(
      try line("3.").hasSuffix(
        "ordinal, by the rule 'ordinal': what stands around the number makes its stop an ordinal's"))
    #expect(try line("z.").hasSuffix("abbreviation, by the rule 'chain': a chain of abbreviations, each with its stop"))
    #expect(
      try line("Art").contains("word, by the rule 'alsoWord': the list of abbreviations has it, but it is also a word"))
    for word in ["kam", "sie"] { #expect(try line(word).hasSuffix("word, by the rule 'word': a plain word")) }
    #expect(try line("www.zeit.de").contains("url, by the rule 'special': as the break rules took it"))
  }

  @Test("a sentence says which rules set its borders, and which withheld one inside it")
  func sentenceRules() throws {
    let scratch = try Scratch()
    try scratch.write(
      "a.txt", "Sie kam. Dr. Meier wohnt in der Art. z. B. am 3. Mai usw. Der Rest (Punkt. Punkt) blieb.")
    let output = try Program.run("explain", "a.txt", "--text", "Meier", in: scratch.path).output
    #expect(output.contains("  begins after „.“ 7–8, by the rule 'stop': the mark ends a sentence"), "\(output)")
    #expect(output.contains("  goes on after „Dr.“ 9–12, by the rule 'title': a title goes with the name after it"))
    #expect(output.contains("„3.“ 46–48, by the rule 'ordinal': the ordinal goes with the word after it"))
    #expect(output.contains("  ends with „usw.“ 53–57, by the rule "))
    let rest = try Program.run("explain", "a.txt", "--text", "Rest", in: scratch.path).output
    #expect(rest.contains("by the rule 'insideBrackets': it stands in brackets that close later"))
  }

  @Test("a quotation says its rule, its parts and who speaks")
  func quotation() throws {
    let result = try explain("--text", "komme").output
    #expect(result.contains("direct, by the rule 'inverted'; here stands what is said"))
    #expect(result.contains("the speaker: „Merkel“ ") && result.contains("the cue: „sagte“ "))
    #expect(result.contains("who that is: PER „Merkel“ = Angela Merkel (Q567)"))
    let cue = try explain("--text", "sagte").output
    #expect(cue.contains("here stands the cue, the frame"))
  }

  @Test("places are counted in code points, or as --offsets says")
  func offsets() throws {
    let place = Self.article.unicodeScalars.count - 32
    let result = try explain("--at", "\(place)").output
    #expect(result.hasPrefix("„Bern“ at "), "\(result)")
    let before = Self.article.utf8.count - 32
    #expect(try explain("--at", "\(before)", "--offsets", "utf8").output.hasPrefix("„Bern“ at "))
    #expect(try explain("--at", "53").output == "53–54  nothing: only blanks stand here\n")
    let outside = try explain("--at", "5000")
    #expect(outside.exit == 2 && outside.errors.contains("there is no place 5000: the text has"))
  }

  @Test("whole words are found before parts of words")
  func words() throws {
    let result = try explain("--text", "es").output
    #expect(result.components(separatedBy: " in a.txt\n").count == 2)
  }

  @Test("without a place everything that was found is listed with its source")
  func overview() throws {
    let result = try explain().output
    #expect(result.contains("PER „Angela Merkel“ (Q567), by the lexicon 'persons'"))
    #expect(result.contains("PER „Merkel“ = Angela Merkel"))
    #expect(result.contains("quotes: 1\n") && result.contains("direct, rule inverted: „Ich komme gern“"))
  }

  @Test("one article of several is named by its id")
  func ids() throws {
    let rows = #"{"id":"a","text":"Bern."}"# + "\n" + #"{"id":"b","text":"Rom."}"# + "\n"
    let scratch = try Scratch()
    try scratch.write("a.jsonl", rows)
    let named = try Program.run("explain", "a.jsonl", "--id", "b", "--at", "0", in: scratch.path)
    #expect(named.output.hasPrefix("„Rom“ at 0–3 in b\n"))
    let several = try Program.run("explain", "a.jsonl", in: scratch.path)
    #expect(
      several.exit == 2 && several.errors.contains("has several articles; name one with --id, such as 'a' or 'b'"))
    let unknown = try Program.run("explain", "a.jsonl", "--id", "c", in: scratch.path)
    #expect(unknown.exit == 2 && unknown.errors.contains("has no article with the id 'c'; it begins with 'a', 'b'"))
    let absent = try explain("--text", "Rhabarber")
    #expect(absent.exit == 2 && absent.errors.contains("has no „Rhabarber“"))
  }

  @Test("a pipeline without a stage says that it is not there")
  func otherPipeline() throws {
    let result = try explain("--text", "Bern", "-p", "tokens").output
    #expect(result.contains("name\n  none: the pipeline has no stage 'tag-entities'"))
    #expect(!result.contains("quotation"))
  }
}
