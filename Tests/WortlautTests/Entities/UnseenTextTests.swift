import Foundation
import Testing

@testable import Wortlaut

/// `unseen.txt`: texts that neither the weights nor the rules have been fitted to.
struct UnseenTextTests {
  /// What was reached when these were last raised, in hundredths, less one name's worth.
  private static let floors: [(kind: String, types: [EntityType], precision: Int, recall: Int)] = [
    ("names", [.person, .location, .organisation], 95, 92),
    ("persons", [.person], 96, 96),
    ("places", [.location], 93, 93),
    ("organisations", [.organisation], 96, 84),
  ]

  @Test("names in texts that nothing was fitted to are found no worse than before")
  func figures() throws {
    let file = try String(contentsOfFile: TestData.path("Entities/unseen.txt"), encoding: .utf8)
    let lines = file.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
    let texts = lines.split { $0.allSatisfy(\.isWhitespace) }.map { $0.joined(separator: "\n") }
    #expect(texts.count > 40)
    var runner = try TextRunner(TestData.pipeline("news"))
    var marked: Set<String> = []
    var found: Set<String> = []
    for (index, text) in texts.enumerated() {
      let text = MarkedText(text)
      let document = try runner.run(String(decoding: text.bytes, as: UTF8.self))
      marked.formUnion(text.entities.map { "\(index) \($0)" })
      found.formUnion(document.entities.map { "\(index) \(MarkedText.says($0, document)[0])" })
    }
    for floor in Self.floors {
      let wanted = marked.filter { name in floor.types.contains { Self.isPlain(name, $0) } }
      let given = found.filter { name in floor.types.contains { Self.isPlain(name, $0) } }
      let right = wanted.intersection(given).count
      let (precision, recall) = (100 * right / max(given.count, 1), 100 * right / max(wanted.count, 1))
      #expect(
        precision >= floor.precision && recall >= floor.recall,
        "\(floor.kind): precision \(precision), recall \(recall) of \(wanted.count)")
    }
  }

  /// Whether a description is of a name of this type that is neither derived nor part of a compound.
  private static func isPlain(_ name: String, _ type: EntityType) -> Bool { name.contains("|\(type.rawValue) ") }
}
