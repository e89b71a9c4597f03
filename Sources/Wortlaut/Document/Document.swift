/// A text and what the stages found in it.
///
/// The text never changes: it is the original UTF-8 bytes, and every result is a ``Span`` over them. A document is
/// reused by its worker from article to article (``reset(id:text:meta:)`` keeps the buffers), so a stage need not
/// care about allocation as long as it appends to the layers in place.
public struct Document: Sendable {
  /// By which exports name it.
  public private(set) var id: String
  /// Well-formed UTF-8 without a byte-order mark.
  public private(set) var text: [UInt8]
  /// What came with the article, as the bytes of a JSON object; empty where nothing came.
  public var meta: [UInt8]

  /// What the stretches of the text are: the `blocks` layer.
  public var blocks: [Block] = []
  /// The `tokens` layer. Set it with ``setTokens(_:)``, which also forgets norms and keys.
  public internal(set) var tokens: [Token] = []
  /// The `norms` layer: see ``norm(of:)``.
  public private(set) var norms = NormTable()
  /// The number of each token's word, parallel to `tokens`, as far as ``numbering`` says.
  var words: [UInt32] = []
  /// What the numbers in ``words`` tell apart.
  var numbering = Numbering.none
  /// The ``Vocabulary/id`` that the numbers are of, and how many words it had.
  var wordsOf: UInt64 = 0
  var wordCount = 0
  /// What numbers the words: lent by the worker that processes the document, so that a word keeps its number from
  /// article to article; its own where there is no worker.
  var vocabulary: Vocabulary?
  /// The `sentences` layer.
  public var sentences: [Sentence] = []
  /// The `entities` layer. Entities never overlap.
  public var entities: [Entity] = []
  /// Entities of further layers: `tag-entities: { as: drugs }`.
  public var furtherEntities: [LayerName: [Entity]] = [:]
  /// The `quotes` layer.
  public var quotations: [Quotation] = []
  /// The `marks` layer: quotation marks that are not speech.
  public var marks: [Mark] = []
  /// Layers of stages that are not built in; reached by a typed ``LayerKey``.
  public internal(set) var customLayers: [LayerName: any Codable & Sendable] = [:]

  /// - Precondition: `text` is well-formed UTF-8; readers see to it.
  public init(id: String = "", text: [UInt8] = [], meta: [UInt8] = []) {
    self.id = id
    self.text = text
    self.meta = meta
  }

  /// Makes this the document of another article, with no annotation, and keeps the memory, but for that of a very large
  /// article.
  public mutating func reset(id: String, text: [UInt8], meta: [UInt8] = []) {
    self.id = id
    self.text = text
    self.meta = meta
    blocks.empty()
    tokens.empty()
    norms.removeAll()
    words.empty()
    numbering = .none
    sentences.empty()
    entities.empty()
    furtherEntities.removeAll(keepingCapacity: true)
    quotations.empty()
    marks.empty()
    customLayers.removeAll(keepingCapacity: true)
  }

  /// Lets `body` write the tokens, empty but with their memory kept. Norms and keys are forgotten.
  public mutating func setTokens<Failure: Error>(
    _ body: (_ text: [UInt8], _ blocks: [Block], _ tokens: inout [Token]) throws(Failure) -> Void
  ) throws(Failure) {
    norms.removeAll()
    numbering = .none
    tokens.empty()
    try body(text, blocks, &tokens)
  }

  /// Gives a token a norm. A norm that equals the surface is not stored.
  public mutating func setNorm(of token: Int, to norm: UnsafeBufferPointer<UInt8>) {
    let span = tokens[token].span
    let isSurface = text.withUnsafeBufferPointer { $0[span.range].elementsEqual(norm) }
    if !isSurface {
      norms.set(norm, of: token)
    } else if tokens[token].hasNorm {
      norms.remove(of: token)
    }
    tokens[token].hasNorm = !isSurface
    if numbering == .norms { numbering = .none }
  }

  /// The bytes of a span.
  public subscript(span: Span) -> ArraySlice<UInt8> { text[span.range] }

  /// The text of a span. Allocates: for messages and tests, not for inner loops.
  public func string(_ span: Span) -> String { String(decoding: text[span.range], as: UTF8.self) }

  /// A token's text as it stands. Allocates.
  public func surface(of token: Int) -> String { string(tokens[token].span) }

  /// A token's normal form: its norm where it has one, else its surface. Allocates.
  public func norm(of token: Int) -> String {
    withNorm(of: token) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls `body` with the bytes of a token's normal form.
  @inline(__always)
  public func withNorm<Result>(of token: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if tokens[token].hasNorm { return norms.withNorm(of: token, body) }
    return text.withUnsafeBufferPointer { body(.init(rebasing: $0[tokens[token].span.range])) }
  }
}
