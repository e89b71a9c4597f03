/// Makes names of files from documents' ids: readable, safe on every system, and different for different documents.
///
/// An id with slashes, such as a path in the input, gives folders. A part has at most 100 characters and 180 bytes, a name
/// 1000 bytes: with an ending and a number behind it, that is what file systems take.
public struct DocumentFileNames {
  private var taken: Set<String> = []
  /// The last name without its ending.
  private(set) var lastBase = ""
  private var last: (id: String, extensions: Set<String>) = ("", [])

  /// No name has been given yet.
  public init() {}

  /// - Parameter taken: names without endings that were given before.
  init(taken: [String]) { self.taken = Set(taken.map { $0.lowercased() }) }

  /// The name for a file; the files of one document, which come one after the other, differ in their endings alone.
  public mutating func name(for file: ExportOutput.File) -> String {
    if file.id != last.id || last.extensions.contains(file.fileExtension) || lastBase.isEmpty {
      lastBase = unused(Self.base(file))
      last = (file.id, [])
    }
    last.extensions.insert(file.fileExtension)
    return lastBase + "." + file.fileExtension
  }

  private mutating func unused(_ base: String) -> String {
    var candidate = base
    var number = 1
    // Some file systems do not tell upper from lower case.
    while !taken.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = "\(base)~\(number)"
    }
    return candidate
  }

  private static func base(_ file: ExportOutput.File) -> String {
    let parts = file.id.split(separator: "/").filter { $0 != "." && $0 != ".." }.map(safe)
    guard let last = parts.last else { return "_" }
    var base = ""
    for part in parts.dropLast() where base.utf8.count + part.utf8.count < 800 {
      // A folder must not have the name of a file: the ids "a" and "a.jsonl/b" may both be there.
      let looksLikeFile = part.hasSuffix("." + file.fileExtension) || part.contains(".\(file.fileExtension).")
      base += part + (looksLikeFile ? "_/" : "/")
    }
    let ending = [".txt", ".text", ".md", ".html"].first { last.hasSuffix($0) && last.count > $0.count }
    return base + last.dropLast(ending?.count ?? 0)
  }

  private static func safe(_ part: Substring) -> String {
    let kept = part.unicodeScalars.map { scalar -> Character in
      scalar.value < 0x20 || scalar.value == 0x7F || #"\:*?"<>|"#.unicodeScalars.contains(scalar)
        ? "_" : Character(scalar)
    }
    var name = String(kept.prefix(100))
    while name.utf8.count > 180 { name.removeLast() }
    return name.hasPrefix(".") ? "_" + name.dropFirst() : name
  }
}
