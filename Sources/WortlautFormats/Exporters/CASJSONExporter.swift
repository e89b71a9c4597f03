import Wortlaut

/// A UIMA CAS as JSON (JSON CAS 0.4 of the UIMA project), a file for each article, its types inside.
///
/// Offsets count UTF-16 units; types are those of ``XMIExporter``.
public struct CASJSONExporter: Exporter {
  public static let format = "cas-json"
  public static let summary = "UIMA CAS JSON with DKPro Core's types, a file for each article"
  public static let fileExtension = "json"
  public static let packaging = ExportPackaging.filePerDocument

  private let options: ExportOptions
  private let opening: String
  private let syntax = CASJSONSyntax()

  public init(_ options: ExportOptions) {
    self.options = options
    opening =
      "{\"%TYPES\":\(CASType.json),\n\"%FEATURE_STRUCTURES\":[\n{\"%ID\":1,\"%TYPE\":\"uima.cas.Sofa\","
      + "\"sofaNum\":1,\"sofaID\":\"_InitialView\",\"mimeType\":\"text\",\"sofaString\":"
  }

  public func write(_ document: Document, to output: inout ExportOutput) {
    output.beginFile(of: document.id, Self.fileExtension)
    output.bytes.append(opening)
    document.text.withUnsafeBufferPointer { output.bytes.appendJSON($0) }
    output.bytes.append("}")
    var renderer = CASRenderer(syntax, SelectedLayers(document, options))
    renderer.write(to: &output)
    output.bytes.append("\n],\n\"%VIEWS\":{\"_InitialView\":{\"%SOFA\":1,\"%INDEX\":1,\"%MEMBERS\":[")
    output.bytes.append(renderer.members, separator: ",")
    output.bytes.append("]}}}\n")
  }
}

private struct CASJSONSyntax: CASSyntax {
  private let names = Dictionary(uniqueKeysWithValues: CASType.allCases.map { ($0, Array($0.rawValue.utf8)) })

  func begin(_ type: CASType, id: Int, start: Int, end: Int, to output: inout ByteBuffer) {
    output.append(",\n{\"%ID\":")
    output.append(id)
    output.append(",\"%TYPE\":\"")
    output.append(names[type] ?? [])
    output.append("\",\"@sofa\":1,\"begin\":")
    output.append(start)
    output.append(",\"end\":")
    output.append(end)
    if type == .documentMetaData { output.append(",\"%FLAGS\":[\"DocumentAnnotation\"]") }
  }

  func text(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) -> Int {
    output.append(",\"")
    output.append(name)
    output.append("\":")
    output.appendJSON(value)
    return 0
  }

  func reference(_ name: StaticString, to target: Int, to output: inout ByteBuffer) {
    output.append(",\"@")
    output.append(name)
    output.append("\":")
    output.append(target)
  }

  func references(_ name: StaticString, to targets: Range<Int>, arrayID: Int, to output: inout ByteBuffer) {
    reference(name, to: arrayID, to: &output)
  }

  func end(to output: inout ByteBuffer) { output.append("}") }

  func array(id: Int, of targets: Range<Int>, to output: inout ByteBuffer) {
    output.append(",\n{\"%ID\":")
    output.append(id)
    output.append(",\"%TYPE\":\"uima.cas.FSArray\",\"%ELEMENTS\":[")
    output.append(targets, separator: ",")
    output.append("]}")
  }
}
