import Foundation
import Testing

@Suite("wortlaut new stage") struct NewStageTests {
  @Test("a new Python stage is checked and runs as it is, and nothing is overwritten")
  func python() throws {
    let scratch = try Scratch()
    let written = try Program.run("new", "stage", "long-sentences", in: scratch.path)
    #expect(written.exit == 0)
    #expect(written.output.contains("Try it: wortlaut check long-sentences/long-sentences.yml"))
    let pipeline = "long-sentences/long-sentences.yml"
    #expect(try Program.run("check", pipeline, in: scratch.path).exit == 0)
    try scratch.write("a.txt", "Es regnet. Der Rat tagt heute nicht.")
    let result = try Program.run("run", "a.txt", "-p", pipeline, "--layers", "long-sentences", in: scratch.path)
    #expect(result.output.contains(#"{"end":10,"start":0,"words":2},{"end":36,"start":11,"words":5}"#))
    try scratch.write("long-sentences/long-sentences.py", "mine")
    let again = try Program.run("new", "stage", "long-sentences", in: scratch.path)
    #expect(again.exit == 1 && again.errors.contains("there is a file"))
    #expect(try scratch.read("long-sentences/long-sentences.py") == "mine")
  }

  @Test("a new Swift stage has its own names and finds the library where it is said to be")
  func swift() throws {
    let scratch = try Scratch()
    let arguments = ["new", "stage", "topic-words", "--language", "swift", "-o", "x", "--wortlaut", "/elsewhere"]
    #expect(try Program.run(arguments, in: scratch.path).exit == 0)
    #expect(try scratch.read("x/Package.swift").contains(#"path: "/elsewhere""#))
    #expect(try scratch.read("x/Sources/TopicWords/TopicWordsStage.swift").contains(#"StageName = "topic-words""#))
    #expect(scratch.exists("x/topic-words.yml"))
  }

  @Test("a name that cannot be one is refused", arguments: ["Topics", "to pics", "tokens", "tokenize", "-x", "a--b"])
  func names(name: String) throws {
    let scratch = try Scratch()
    #expect(try Program.run("new", "stage", "--", name, in: scratch.path).exit == 2)
    #expect(!scratch.exists(name))
  }

  @Test("stages says what exec must be given")
  func stages() throws {
    let output = try Program.run("stages", "exec").output
    #expect(output.contains("needs and adds the layers that its settings name"))
    #expect(output.contains("command        required, list of texts"))
    #expect(output.contains("timeout        1…86400 (60)"))
  }
}
