import Foundation

/// The folders where compiled lexicons and break rules are kept.
///
/// Read first: `compiled/` in the data folder, which `make install` fills, so that an installed program starts at once and
/// needs no home. Read and written: `WORTLAUT_CACHE`, else `$XDG_CACHE_HOME/wortlaut`, else `~/.cache/wortlaut`. A file is named for what it was made
/// from, so a changed lexicon is another file and nothing is ever out of date. Files are written under a name of their
/// own and moved into place whole: two processes that compile at once each write a good file, and the last one stays.
/// Where they take more than two gigabytes, those go that have not been used for longest (``makeRoom(besides:)``).
struct LexiconCache: Sendable {
  let folder: String
  /// What came with the program; never written.
  let shipped: String?
  /// How many bytes compiled lexicons may take.
  let limit: Int
  static let usualLimit = 2 << 30

  init(folder: String, shipped: String? = nil, limit: Int = LexiconCache.usualLimit) {
    self.folder = folder
    self.shipped = shipped
    self.limit = limit
  }

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    limit = Self.usualLimit
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
        if file.key == key {
          noteUse(path)
          return (file, nil)
        }
        complaint = "\(path): was made from something else; it is made anew"
      } catch {
        complaint = "\(error); it is made anew"
      }
    }
    let contents = try build()
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try contents.write(to: path)
      makeRoom(besides: path)
      return (try CompiledFile(path: path), complaint)
    } catch {
      return (try CompiledFile(bytes: contents.bytes()), complaint)
    }
  }

  private static let day = 24 * 60 * 60

  /// A file's time is the day that it was last used.
  private func noteUse(_ path: String) {
    var status = stat()
    guard path.hasPrefix(folder), stat(path, &status) == 0, status.st_mtim.tv_sec < time(nil) - Self.day else { return }
    _ = utimensat(AT_FDCWD, path, nil, 0)
  }

  /// Removes the files that have not been used for longest until the others keep to the limit, and what processes left
  /// that were killed while they wrote. A process that has such a file open goes on with it.
  private func makeRoom(besides kept: String) {
    var files: [(path: String, size: Int, time: Int)] = []
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let path = folder + "/" + name
      var status = stat()
      guard name.contains(".\(CompiledFile.ending)"), path != kept, stat(path, &status) == 0 else { continue }
      let isWhole = name.hasSuffix(".\(CompiledFile.ending)")
      if isWhole {
        files.append((path, Int(status.st_size), status.st_mtim.tv_sec))
      } else if status.st_mtim.tv_sec < time(nil) - Self.day {
        unlink(path)
      }
    }
    var total = files.reduce(0) { $0 + $1.size }
    var own = stat()
    if stat(kept, &own) == 0 { total += Int(own.st_size) }
    for file in files.sorted(by: { $0.time < $1.time }) where total > limit {
      unlink(file.path)
      total -= file.size
    }
  }
}
