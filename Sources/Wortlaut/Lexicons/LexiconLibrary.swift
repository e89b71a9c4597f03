import Foundation
import Logging

/// Opens lexicon files compiled: from the cache, or made now.
struct LexiconLibrary {
  var cache = LexiconCache()
  private static let logger = Logger(label: "wortlaut.lexicon")

  /// Several lexicons as one; in the order given, later ones outrank earlier ones.
  ///
  /// - Throws: ``LexiconFault`` for the first thing wrong in a file.
  func open(_ files: [(name: String, path: String)]) throws -> (image: LexiconImage, key: UInt64) {
    var key = UInt64(CompiledFile.version)
    var contents: [[UInt8]] = []
    for file in files {
      let bytes = try Self.read(file.path)
      contents.append(bytes)
      key = StableHash.mix(key, StableHash.hash(bytes))
      key = StableHash.mix(key, StableHash.hash(Array(file.name.utf8)))
    }
    let (compiled, complaint) = try cache.file(name: "lexicon", key: key) {
      try Self.compile(zip(files, contents).map { ($0.name, $0.path, $1) }, key: key)
    }
    if let complaint { Self.logger.warning("\(complaint)") }
    return (try LexiconImage(compiled), key)
  }

  /// Compiles files that have been read.
  ///
  /// - Throws: ``LexiconFault`` for the first thing wrong.
  static func compile(_ files: [(name: String, path: String, bytes: [UInt8])], key: UInt64) throws -> [UInt8] {
    var builder = LexiconBuilder()
    for (rank, file) in files.enumerated() {
      let lexicon = try LexiconFile(path: file.path, bytes: file.bytes)
      if let fault = lexicon.faults.first { throw fault }
      builder.add(lexicon.rows, source: file.name, rank: rank)
    }
    return CompiledFile.bytes(sections: builder.sections(), key: key)
  }

  static func read(_ path: String) throws -> [UInt8] {
    do {
      return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
    } catch {
      throw LexiconFault(path: path, line: 0, message: "cannot be read: \(error.localizedDescription)")
    }
  }

  /// The word lists and weights.
  func openEvidence(_ data: DataDirectory) throws -> (image: EvidenceImage, key: UInt64) {
    var key = UInt64(CompiledFile.version)
    for path in EvidenceBuilder.files(data) { key = StableHash.mix(key, StableHash.hash(try Self.read(path))) }
    let (compiled, complaint) = try cache.file(name: "evidence", key: key) {
      try EvidenceBuilder.build(data, key: key)
    }
    if let complaint { Self.logger.warning("\(complaint)") }
    return (try EvidenceImage(compiled), key)
  }
}
