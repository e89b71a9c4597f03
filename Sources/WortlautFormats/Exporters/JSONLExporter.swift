import Foundation
import Wortlaut

/// JSON Lines: a row a document, by the schema `wortlaut/1`.
public struct JSONLExporter: Exporter {
  public static let format = "jsonl"
  public static let summary = "one JSON object a line, the whole annotation (schema wortlaut/1)"
  public static let fileExtension = "jsonl"

  private let options: ExportOptions
  /// The part of a row that is the same in all, between the meta and the text.
  private let constant: String

  public init(_ options: ExportOptions) {
    self.options = options
    var buffer = ByteBuffer()
    buffer.append(",\"offsets\":")
    buffer.appendJSON(options.offsets.rawValue)
    buffer.append(",\"pipeline\":{\"name\":")
    buffer.appendJSON(options.pipelineName)
    buffer.append(",\"fingerprint\":")
    buffer.appendJSON(options.pipelineFingerprint)
    buffer.append("},\"text\":")
    constant = String(decoding: buffer.bytes, as: UTF8.self)
  }

  public func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ExportOutput) {
    Self.write(failure, id: id, meta: meta, to: &output.bytes)
  }

  /// Writes an error row.
  public static func write(_ failure: ArticleFailure, id: String, meta: [UInt8], to output: inout ByteBuffer) {
    output.append("{\"schema\":\"wortlaut/1\",\"id\":")
    output.appendJSON(id)
    if !meta.isEmpty {
      output.append(",\"meta\":")
      output.append(meta)
    }
    output.append(",\"error\":{\"stage\":")
    output.appendJSON(failure.stage)
    output.append(",\"code\":")
    output.appendJSON(failure.code)
    output.append(",\"message\":")
    output.appendJSON(failure.message)
    if let place = failure.place {
      output.append(",\"place\":")
      output.appendJSON(place)
    }
    output.append("}}\n")
  }

  public func write(_ document: Document, to output: inout ExportOutput) throws {
    try write(document, to: &output.bytes)
  }

  private func write(_ document: Document, to output: inout ByteBuffer) throws {
    let table = OffsetTable(document.text, unit: options.offsets)
    output.append("{\"schema\":\"wortlaut/1\",\"id\":")
    output.appendJSON(document.id)
    output.append(",\"meta\":")
    if document.meta.isEmpty { output.append("{}") } else { output.append(document.meta) }
    output.append(constant)
    document.text.withUnsafeBufferPointer { output.appendJSON($0) }
    try RecordWriter(layers: options.layers).writeLayers(of: document, table, to: &output)
    output.append("}\n")
  }
}
