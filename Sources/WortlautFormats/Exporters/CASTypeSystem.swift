/// The UIMA types that the CAS formats use: DKPro Core's where it has one, else our own under `wortlaut.type`.
enum CASType: String, CaseIterable {
  case documentMetaData = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
  case division = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Div"
  case heading = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Heading"
  case paragraph = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Paragraph"
  case sentence = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
  case token = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
  case tokenForm = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.TokenForm"
  case namedEntity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
  case quotation = "wortlaut.type.Quotation"
  case quotePart = "wortlaut.type.QuotePart"
  case mark = "wortlaut.type.Mark"

  var supertype: String {
    switch self {
    case .documentMetaData: "uima.tcas.DocumentAnnotation"
    case .heading, .paragraph: CASType.division.rawValue
    default: "uima.tcas.Annotation"
    }
  }

  struct Feature {
    let name: String
    let range: String
    var isArray = false
  }

  var features: [Feature] {
    let text = { (name: String) in Feature(name: name, range: "uima.cas.String") }
    switch self {
    case .documentMetaData: return ["documentTitle", "documentId", "documentUri", "collectionId"].map(text)
    case .division: return ["divType", "id"].map(text)
    case .heading, .paragraph: return []
    case .sentence: return [text("id")]
    case .token: return [Feature(name: "form", range: CASType.tokenForm.rawValue), text("id")]
    case .tokenForm: return [text("value")]
    case .namedEntity: return ["value", "identifier", "name", "form", "layer", "source"].map(text)
    case .quotation:
      let parts = ["content", "speaker", "cue", "frame", "addressee"]
      return [text("quoteType")] + parts.map { Feature(name: $0, range: CASType.quotePart.rawValue, isArray: true) }
        + [Feature(name: "speakerEntity", range: CASType.namedEntity.rawValue), text("source")]
    case .quotePart: return [text("role")]
    case .mark: return [text("verdict"), text("source")]
    }
  }

  /// `de.….segmentation.type` and `Token`.
  private var parts: (package: String, name: String) {
    let all = rawValue.split(separator: ".").map(String.init)
    return (all.dropLast().joined(separator: "."), all.last ?? "")
  }

  /// The name with the prefix of its namespace in XMI: `segmentation:Token`.
  var xmiName: String { prefix + ":" + parts.name }

  private var prefix: String {
    switch self {
    case .documentMetaData: "metadata"
    case .namedEntity: "ner"
    case .quotation, .quotePart, .mark: "wortlaut"
    default: "segmentation"
    }
  }

  /// `xmlns:…` for all types.
  static var namespaces: String {
    var seen: [String: String] = [:]
    for type in allCases { seen[type.prefix] = type.parts.package.split(separator: ".").joined(separator: "/") }
    return seen.sorted { $0.key < $1.key }.map { " xmlns:\($0.key)=\"http:///\($0.value).ecore\"" }.joined()
  }

  /// The type system as UIMA's XML descriptor.
  static var descriptor: String {
    let types = allCases.map { type in
      let features = type.features.map { feature in
        let range =
          feature.isArray
          ? "<rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>\(feature.range)</elementType>"
            + "<multipleReferencesAllowed>false</multipleReferencesAllowed>"
          : "<rangeTypeName>\(feature.range)</rangeTypeName>"
        return "        <featureDescription><name>\(feature.name)</name><description/>\(range)</featureDescription>\n"
      }
      return "    <typeDescription>\n      <name>\(type.rawValue)</name><description/>"
        + "<supertypeName>\(type.supertype)</supertypeName>\n"
        + "      <features>\n\(features.joined())      </features>\n    </typeDescription>\n"
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n\(types.joined())"
      + "  </types>\n</typeSystemDescription>\n"
  }

  /// The type system as the JSON CAS embeds it.
  static var json: String {
    let types = allCases.map { type in
      let features = type.features.map { feature in
        ",\"\(feature.name)\":{\"%NAME\":\"\(feature.name)\",\"%RANGE\":\"\(feature.range)\(feature.isArray ? "[]" : "")\"}"
      }
      return "\"\(type.rawValue)\":{\"%NAME\":\"\(type.rawValue)\",\"%SUPER_TYPE\":\"\(type.supertype)\""
        + "\(features.joined())}"
    }
    return "{\(types.joined(separator: ",\n"))}"
  }
}
