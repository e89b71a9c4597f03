import Testing

@testable import Wortlaut

/// What a worker has read before must not show in what it finds.
struct WordProfileTests {
  @Test("the same article gives the same entities whatever was read before it")
  func noHistory() throws {
    let pipeline = try TestData.pipeline("news")
    let articles = [
      "Die berühmte Rede von Richard Feynman heißt „There's Plenty of Room at the Bottom“.",
      "Im Herbst 2009 erschien die Erweiterung Chapter II: The Elven Prophecy.",
      "an der Oder, AN DER ODER, An Der Oder: die Maxwellschen Gleichungen und Die Maxwellschen Gleichungen.",
      "Die EU und die Eu, der Essen und das essen, MÜLLER und Müller und Mueller, J. und j.",
    ]
    func entities(_ order: [Int]) throws -> [Int: [Entity]] {
      var worker = try pipeline.makeWorker()
      var document = Document()
      var found: [Int: [Entity]] = [:]
      for index in order {
        document.reset(id: "", text: Array(articles[index].utf8))
        try worker.process(&document)
        found[index] = document.entities
      }
      return found
    }
    let alone = try articles.indices.map { try entities([$0])[$0] }
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
      let together = try entities(order)
      for index in articles.indices { #expect(together[index] == alone[index]) }
    }
  }
}
