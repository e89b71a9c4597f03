/// Says which words can report speech: for people who wonder why none was found.
public enum CueWords {
  /// The words among these that some cue of `extract-quotes` can stand in.
  ///
  /// Slow: the word lists are read.
  public static func among(_ words: [String], data: DataDirectory) throws -> [String] {
    let lexicon = try QuotationLexicon(data: data)
    return words.filter { word in lexicon.words[word].map { $0.cueCount > 0 } ?? false }
  }
}
