import Foundation

/// The folders where compiled lexicons and break rules are kept.
///
/// Read first: `compiled/` in the data folder, which `make install` fills, so that an installed program starts at once and
/// needs no home. Read and written: `WORTLAUT_CACHE`, else `$XDG_CACHE_HOME/wortlaut`, else `~/.cache/wortlaut`. A file is named for what it was made
/// from, so a changed lexicon is another file and nothing is ever out of date. Files are written under a name of their
/// own and moved into place whole: two processes that compile at once each write a good file, and the last one stays.
struct LexiconCache: Sendable {
  let folder: String
  /// What came with the program; never written.
  let shipped: String?

  init(folder: String, shipped: String? = nil) {
    self.folder = folder
    self.shipped = shipped
  }

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    shipped = (try? DataDirectory.locate(environment: environment))?.compiled
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let folder = value("WORTLAUT_CACHE") {
      self.folder = folder
    } else if let folder = value("XDG_CACHE_HOME") {
      self.folder = folder + "/wortlaut"
    } else if let home = value("HOME") {
      self.folder = home + "/.cache/wortlaut"
    } else {
      self.folder = FileManager.default.temporaryDirectory.path + "/wortlaut"
    }
  }

  func path(name: String, key: UInt64) -> String { Self.path(name: name, key: key, in: folder) }

  private static func path(name: String, key: UInt64, in folder: String) -> String {
    let digits = String(key, radix: 16)
    return "\(folder)/\(name)-\(String(repeating: "0", count: 16 - digits.count))\(digits).\(CompiledFile.ending)"
  }

  /// The compiled file for a key: mapped from the folder, or made by `build` and kept there.
  ///
  /// A kept file that is damaged is refused and made anew; the complaint says so. Where the folder cannot be written the
  /// file stays in memory.
  func file(
    name: String, key: UInt64, build: () throws -> CompiledContents
  ) throws -> (file: CompiledFile, complaint: String?) {
    let path = path(name: name, key: key)
    var complaint: String?
    for path in [shipped.map { Self.path(name: name, key: key, in: $0) }, path].compactMap(\.self)
    where FileCheck.isReadableFile(path) {
      do {
        let file = try CompiledFile(path: path)
        if file.key == key { return (file, nil) }
        complaint = "\(path): was made from something else; it is made anew"
      } catch {
        complaint = "\(error); it is made anew"
      }
    }
    let contents = try build()
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try contents.write(to: path)
      return (try CompiledFile(path: path), complaint)
    } catch {
      return (try CompiledFile(bytes: contents.bytes()), complaint)
    }
  }
}
