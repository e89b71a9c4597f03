import Foundation
import Logging

/// Opens lexicon files compiled: from the cache, or made now.
struct LexiconLibrary {
  /// A lexicon to open.
  struct Source {
    /// What entities name as their source.
    var name: String
    var path: String
    /// Added to the priority of the rows: later lexicons outrank earlier ones.
    var rank: Int

    /// Whether the file is compiled already.
    var isCompiled: Bool { LexiconFile.ending(of: path) == CompiledFile.ending }
  }

  var cache = LexiconCache()
  private static let logger = Logger(label: "wortlaut.lexicon")

  /// Several lexicons as one; in the order given, later ones outrank earlier ones.
  ///
  /// - Throws: ``LexiconFaults`` with all that is wrong in a file.
  func open(_ files: [(name: String, path: String)]) throws -> (image: LexiconImage, key: UInt64) {
    try open(files.enumerated().map { Source(name: $1.name, path: $1.path, rank: $0) })
  }

  func open(_ files: [Source]) throws -> (image: LexiconImage, key: UInt64) {
    let key = try Self.key(of: files)
    let (compiled, complaint) = try cache.file(name: "lexicon", key: key) { try Self.compile(files, key: key) }
    if let complaint { Self.logger.warning("\(complaint)") }
    return (try LexiconImage(compiled), key)
  }

  /// Lexicons of a user's own: those that are compiled each as they lie, the others as one.
  ///
  /// - Throws: ``LexiconFaults``, or ``CompiledFile/Refusal`` for a compiled file that is damaged or of another version:
  ///   only its owner can make it anew.
  func openOwn(_ files: [(name: String, path: String)]) throws -> (images: [(LexiconImage, rank: Int)], key: UInt64) {
    let sources = files.enumerated().map { Source(name: $1.name, path: $1.path, rank: $0) }
    var images: [(LexiconImage, rank: Int)] = []
    var key: UInt64 = 0
    let uncompiled = sources.filter { !$0.isCompiled }
    if !uncompiled.isEmpty {
      let (image, imageKey) = try open(uncompiled)
      images.append((image, 0))
      key = imageKey
    }
    for source in sources where source.isCompiled {
      let file = try CompiledFile(path: source.path)
      images.append((try LexiconImage(file), source.rank))
      key = StableHash.mix(key, file.key)
    }
    return (images, key)
  }

  /// What the compiled form of these files is kept under: their content, names and ranks.
  static func key(of files: [Source]) throws(LexiconFault) -> UInt64 {
    var key = UInt64(CompiledFile.version)
    for file in files {
      key = StableHash.mix(key, try contentHash(file.path))
      key = StableHash.mix(key, StableHash.hash(Array(file.name.utf8), seed: UInt64(file.rank)))
    }
    return key
  }

  /// Compiles files.
  ///
  /// - Throws: ``LexiconFaults`` with all that is wrong in the first file that has a fault.
  static func compile(_ files: [Source], key: UInt64) throws -> CompiledContents {
    var builder = LexiconBuilder()
    for file in files {
      var lexicon: LexiconFile
      do {
        lexicon = try LexiconFile(path: file.path)
      } catch {
        throw LexiconFaults([error])
      }
      builder.begin(source: file.name, rank: file.rank)
      while let row = lexicon.next() { builder.add(row) }
      if !lexicon.faults.isEmpty { throw LexiconFaults(lexicon.faults) }
    }
    return CompiledContents(sections: builder.sections(), key: key)
  }

  /// A hash of a file's bytes, read where they lie.
  private static func contentHash(_ path: String) throws(LexiconFault) -> UInt64 {
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
      return data.withUnsafeBytes { FileChecksum.of($0) }
    } catch {
      let reason = FileManager.default.fileExists(atPath: path) ? error.localizedDescription : "no such file"
      throw LexiconFault(path: path, line: 0, message: "cannot be read: \(reason)")
    }
  }

  /// The word lists and weights.
  func openEvidence(_ data: DataDirectory) throws -> (image: EvidenceImage, key: UInt64) {
    var key = UInt64(CompiledFile.version)
    for path in EvidenceBuilder.files(data) { key = StableHash.mix(key, try Self.contentHash(path)) }
    let (compiled, complaint) = try cache.file(name: "evidence", key: key) {
      try EvidenceBuilder.build(data, key: key)
    }
    if let complaint { Self.logger.warning("\(complaint)") }
    return (try EvidenceImage(compiled), key)
  }
}
