public struct TokenizeStage: Stage {
  public static let name: StageName = "tokenize"
  public static let summary = "cuts the text into words, numbers, marks and symbols"
  public static let settings = [
    Setting(
      "convention", .choice(["web", "ud"], default: "web"), help: "EmpiriST's web guideline, or Universal Dependencies"),
    Setting("dates", .choice(["split", "whole"], default: "split"), help: "whether 13.10.2012 is three tokens or one"),
  ]
  public static func layers(_ settings: StageSettings) -> StageLayers {
    .init(requires: [.blocks], provides: [.tokens])
  }
  public init(_ settings: StageSettings, context: StageContext) throws {}
  public func makeWorker() throws -> any StageWorker { Worker() }

  struct Worker: StageWorker {
    mutating func process(_ document: inout Document) throws {
      document.setTokens { text, _, tokens in
        var at = 0
        func isWord(_ b: UInt8) -> Bool { b >= 0x80 || (b | 0x20) &- 0x61 < 26 || b &- 0x30 < 10 || b == 0x2D }
        while at < text.count {
          if text[at] <= 0x20 {
            at += 1
            continue
          }
          let start = at
          if isWord(text[at]) {
            while at < text.count, isWord(text[at]) { at += 1 }
            tokens.append(Token(Span(start, at), .word))
          } else {
            at += 1
            tokens.append(Token(Span(start, at), .punctuation))
          }
        }
      }
    }
  }
}
