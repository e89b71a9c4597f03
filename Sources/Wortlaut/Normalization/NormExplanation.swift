/// Says which rules of `normalize` give a word its norm: for people who wonder about one.
public enum NormExplanation {
  /// The names of the rules that change a word each by itself, in the order of the stage's settings.
  ///
  /// Slow: every rule is tried.
  ///
  /// - Throws: ``DataTable/Fault`` where a word list is missing or wrong.
  public static func rules(changing surface: String, _ kind: TokenKind, data: DataDirectory) throws -> [String] {
    let text = Array(surface.utf8)
    var names: [String] = []
    for setting in NormalizeStage.settings {
      var values: [String: SettingValue] = [:]
      for other in NormalizeStage.settings {
        if case .flag = other.kind { values[other.name] = .flag(other.name == setting.name) }
      }
      if case .choice(let choices, _) = setting.kind { values[setting.name] = choices.last.map { .text($0) } }
      let settings = StageSettings(values, declared: NormalizeStage.settings)
      var worker = try NormalizeStage(settings, context: StageContext(data: data)).makeWorker()
      var document = Document(text: text)
      document.setTokens { _, _, tokens in tokens.append(Token(Span(0, text.count), kind)) }
      try worker.process(&document)
      if document.tokens.first?.hasNorm == true { names.append(setting.name) }
    }
    return names
  }
}
