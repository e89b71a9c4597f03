import Wortlaut

/// A UIMA CAS as XMI (docs.oasis-open.org/uima), a file for each article, and one `typesystem.xml`.
///
/// Offsets count UTF-16 units. Types are DKPro Core's; quotes and marks have types of our own. A character that XML
/// cannot hold is written as U+FFFD and counted, so offsets stay right.
public struct XMIExporter: Exporter {
  public static let format = "xmi"
  public static let summary = "UIMA CAS XMI with DKPro Core's types, a file for each article"
  public static let fileExtension = "xmi"
  public static let packaging = ExportPackaging.filePerDocument

  private let options: ExportOptions
  private let opening: String
  private let syntax = XMISyntax()

  public init(_ options: ExportOptions) {
    self.options = options
    opening =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmi:version=\"2.0\" xmlns:xmi=\"http://www.omg.org/XMI\" "
      + "xmlns:cas=\"http:///uima/cas.ecore\"\(CASType.namespaces)>\n<cas:NULL xmi:id=\"0\"/>\n"
      + "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\""
  }

  public var sideFiles: [ExportSideFile] {
    [ExportSideFile(name: "typesystem.xml", content: Array(CASType.descriptor.utf8))]
  }

  public func write(_ document: Document, to output: inout ExportOutput) {
    output.beginFile(of: document.id, Self.fileExtension)
    output.bytes.append(opening)
    let illegal = document.text.withUnsafeBufferPointer { output.bytes.appendXML($0, in: .attribute) }
    output.lose("characters that XML cannot hold (written as U+FFFD)", count: illegal)
    output.bytes.append("\"/>\n")
    var renderer = CASRenderer(syntax, SelectedLayers(document, options))
    renderer.write(to: &output)
    output.bytes.append("<cas:View sofa=\"1\" members=\"")
    output.bytes.append(renderer.members, separator: " ")
    output.bytes.append("\"/>\n</xmi:XMI>\n")
  }
}

private struct XMISyntax: CASSyntax {
  private let names = Dictionary(uniqueKeysWithValues: CASType.allCases.map { ($0, Array("<\($0.xmiName)".utf8)) })

  func begin(_ type: CASType, id: Int, start: Int, end: Int, to output: inout ByteBuffer) {
    output.append(names[type] ?? [])
    output.append(" xmi:id=\"")
    output.append(id)
    output.append("\" sofa=\"1\" begin=\"")
    output.append(start)
    output.append("\" end=\"")
    output.append(end)
    output.append("\"")
  }

  func text(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) -> Int {
    output.append(" ")
    output.append(name)
    output.append("=\"")
    let illegal = output.appendXML(value, in: .attribute)
    output.append("\"")
    return illegal
  }

  func reference(_ name: StaticString, to target: Int, to output: inout ByteBuffer) {
    references(name, to: target..<target + 1, arrayID: 0, to: &output)
  }

  func references(_ name: StaticString, to targets: Range<Int>, arrayID: Int, to output: inout ByteBuffer) {
    output.append(" ")
    output.append(name)
    output.append("=\"")
    output.append(targets, separator: " ")
    output.append("\"")
  }

  func end(to output: inout ByteBuffer) { output.append("/>\n") }

  func array(id: Int, of targets: Range<Int>, to output: inout ByteBuffer) {}
}
