import Foundation
import Testing

@testable import Wortlaut

/// Lexicons of a user's own, in every format that is read.
struct OwnLexiconTests {
  /// Runs a pipeline with lexicons that are written for the test.
  private func find(
    _ text: String, _ files: [(name: String, content: String)], setting: String = "lexicons"
  ) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wortlaut-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files { try Data(file.content.utf8).write(to: folder.appendingPathComponent(file.name)) }
    let names = files.map { "./\($0.name)" }.joined(separator: ", ")
    let pipeline = try Pipeline(
      yaml: "stages: [layout, tokenize, normalize, split-sentences, tag-entities: { \(setting): [\(names)] }]",
      file: "p.yml", context: StageContext(data: TestData.data, baseDirectory: folder.path))
    var runner = try TextRunner(pipeline)
    let document = try runner.run(text)
    return document.entities.map { entity in
      "\(document.string(entity.span)) \(entity.type.rawValue) \(entity.name) \(entity.id ?? "-") \(entity.source)"
    }
  }

  private func table(_ rows: String...) -> String { "name\ttype\tid\taliases\tflags\n" + rows.joined(separator: "\n") }

  @Test("a table, a CSV with commas or semicolons, and EntityRuler patterns name the same things")
  func formats() throws {
    let found = ["Aspirin DRUG Aspirin Q18216 drugs", "Weiße Salbe DRUG Weiße Salbe - drugs"]
    let text = "Aspirin und Weiße Salbe halfen."
    for (name, content) in [
      ("drugs.tsv", table("Aspirin\tDRUG\tQ18216", "Weiße Salbe\tDRUG")),
      ("drugs.csv", "name,type,id\r\nAspirin,DRUG,Q18216\r\n\"Weiße Salbe\",DRUG,\r\n"),
      ("drugs.csv", "\u{FEFF}ID;Type;Name;Remark\nQ18216;DRUG;Aspirin;x\n;DRUG;Weiße Salbe;\"a;b\"\n"),
      (
        "drugs.jsonl",
        #"{"label":"DRUG","pattern":"Aspirin","id":"Q18216"}"# + "\n" + #"{"label":"DRUG","pattern":"Weiße Salbe"}"#
      ),
    ] {
      #expect(try find(text, [(name, content)]) == found, "\(name)")
    }
  }

  @Test("EntityRuler patterns keep their meaning: texts letter for letter, LOWER in any capitals, neither inflected")
  func entityRuler() throws {
    let patterns =
      #"{"label":"DRUG","pattern":"Aspirin"}"# + "\n"
      + #"{"label":"ORG","pattern":[{"LOWER":"deutsche"},{"LOWER":"bahn"}],"id":"Q9322"}"# + "\n"
      + #"{"label":"PRODUCT","pattern":[{"TEXT":"eBike"},{"ORTH":"Plus"}]}"#
    let text = "Aspirin, ASPIRIN, Aspirins, deutsche bahn, Deutsche Bahn, DEUTSCHE BAHN, eBike Plus, EBike plus."
    #expect(
      try find(text, [("own.jsonl", patterns)]) == [
        "Aspirin DRUG Aspirin - own", "deutsche bahn ORG deutsche bahn Q9322 own",
        "Deutsche Bahn ORG deutsche bahn Q9322 own", "DEUTSCHE BAHN ORG deutsche bahn Q9322 own",
        "eBike Plus PRODUCT eBike Plus - own",
      ])
  }

  @Test("names of one's own inflect as German does: genitives, adjectives before the head, a head before its attribute")
  func inflection() throws {
    let lexicon = table(
      "Aspirin\tDRUG", "Weiße Salbe\tDRUG", "Roter Milan\tSPECIES", "Amt für Deichschutz\tORG", "Marx\tPER",
      "Großes Barrier-Riff\tREEF")
    let cases = [
      ("Wegen des Aspirins schlief er.", ["Aspirins DRUG Aspirin"]),
      ("Von der Weißen Salbe blieb nichts.", ["Weißen Salbe DRUG Weiße Salbe"]),
      (
        "Der Horst des Roten Milans, ein Roter Milan.",
        ["Roten Milans SPECIES Roter Milan", "Roter Milan SPECIES Roter Milan"]
      ),
      ("Ein Brief des Amtes für Deichschutz kam.", ["Amtes für Deichschutz ORG Amt für Deichschutz"]),
      ("Marx' Werke und Marx’ Briefe.", ["Marx' PER Marx", "Marx’ PER Marx"]),
      (
        "Am Großen Barrier-Riff und des Großen Barrier-Riffs.",
        [
          "Großen Barrier-Riff REEF Großes Barrier-Riff", "Großen Barrier-Riffs REEF Großes Barrier-Riff",
        ]
      ),
    ]
    for (text, expected) in cases {
      #expect(try find(text, [("own.tsv", lexicon)]) == expected.map { "\($0) - own" }, "\(text)")
    }
  }

  @Test("names are found by their key: umlauts written out, ß as ss, any hyphen, stops left out")
  func keys() throws {
    let lexicon = table("Müller-Lüdenscheidt\tPER", "Straßenbau Nord\tORG", "St. Gallen\tLOC", "L'Oréal\tORG")
    let text = "Mueller-Luedenscheidt, Strassenbau Nord, St Gallen, Müller‐Lüdenscheidt, L’Oréal."
    let found = try find(text, [("own.tsv", lexicon)]).map {
      $0.split(separator: " ").dropLast(2).joined(separator: " ")
    }
    #expect(
      found == [
        "Mueller-Luedenscheidt PER Müller-Lüdenscheidt", "Strassenbau Nord ORG Straßenbau Nord",
        "St Gallen LOC St. Gallen", "Müller‐Lüdenscheidt PER Müller-Lüdenscheidt", "L’Oréal ORG L'Oréal",
      ])
  }

  @Test("never inside a word, longest first, then by priority, then the later lexicon")
  func choice() throws {
    let first = table("Bahn\tA", "Deutsche Bahn\tA", "Bahn AG\tA", "Stern\tA\tX1\t\tpriority=5", "Mond\tA")
    let second = table("Deutsche Bahn AG\tB", "Stern\tB\tX2", "Mond\tB\tX3")
    let text = "Die Bahnstrecke der Deutschen Bahn AG, die Deutsche Bahn, die Bahn AG, ein Stern, ein Mond, S-Bahn."
    #expect(
      try find(text, [("first.tsv", first), ("second.tsv", second)]) == [
        "Deutschen Bahn AG B Deutsche Bahn AG - second", "Deutsche Bahn A Deutsche Bahn - first",
        "Bahn AG A Bahn AG - first", "Stern A Stern X1 first", "Mond B Mond X3 second",
      ])
  }

  @Test("flags: fixed, case, anycase")
  func flags() throws {
    let lexicon = table(
      "Marathon\tEVENT\t\t\tfixed", "eBay\tORG\t\t\tcase", "aspirin\tDRUG\t\t\tanycase", "EU\tORG", "iPhone\tPRODUCT")
    let text = "Marathon, Marathons, eBay, EBAY, Ebay, ASPIRIN, aspirin, Aspirin, EU, eu, Eu, iPhone, Iphones."
    let found = try find(text, [("own.tsv", lexicon)]).map { String($0.prefix { $0 != " " }) }
    #expect(found == ["Marathon", "eBay", "ASPIRIN", "aspirin", "Aspirin", "EU", "iPhone", "Iphones"])
  }

  @Test("a name flagged 'evidence' counts only where its surroundings speak for a name")
  func evidence() throws {
    let lexicon = table("Kurz\tPER\tQ1\t\tevidence", "Wolf\tPER\tQ2\t\tevidence")
    let text = "Kurz vor acht riss der Wolf ein Schaf. Bundeskanzler Kurz schwieg."
    for setting in ["lexicons", "add"] {
      #expect(
        try find(text, [("own.tsv", lexicon)], setting: setting) == ["Kurz PER Kurz Q1 own"], "\(setting)")
    }
  }

  @Test("entries of one's own outrank the built-in ones, and the others stay")
  func outranks() throws {
    let lexicon = table("Merkel\tPOLITICIAN\tX7", "Kasachstan\tREGION\tX8")
    #expect(
      try find("Merkels Reise nach Kasachstan begann in Berlin.", [("own.tsv", lexicon)], setting: "add") == [
        "Merkels POLITICIAN Merkel X7 own", "Kasachstan REGION Kasachstan X8 own",
        "Berlin LOC Berlin GeoNames:2950159 cities",
      ])
  }

  @Test("a lexicon with bad rows is refused with all of them")
  func badRows() throws {
    let lexicon = table("\tDRUG", "Aspirin\t", "Gut\tDRUG")
    do {
      _ = try find("Gut.", [("own.tsv", lexicon)])
      Issue.record("it was read")
    } catch let error as PipelineError {
      let message = error.description
      #expect(message.contains("own.tsv:2: the name is empty") && message.contains("own.tsv:3: 'Aspirin' has no type"))
    }
  }
}
