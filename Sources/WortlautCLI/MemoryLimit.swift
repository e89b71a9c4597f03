import ArgumentParser
import Foundation
import WortlautFormats

/// Less memory than the machine has: what `ulimit -v` or a container allows.
///
/// Nothing can be done any more where memory has run out: the program is ended. So it is looked at before a run whether
/// there is enough, and what is too large for it becomes an error row.
struct MemoryLimit: Equatable {
  enum Source: String {
    case addressSpace = "ulimit -v"
    case container = "the container's limit"
  }

  let bytes: Int
  let source: Source

  /// The lower one of the limits that are set; nil where there are none.
  static func find() -> MemoryLimit? {
    [addressSpace(), container()].compactMap(\.self).min { $0.bytes < $1.bytes }
  }

  private static func addressSpace() -> MemoryLimit? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < unlimited else {
      return nil
    }
    return MemoryLimit(bytes: Int(limit.rlim_cur), source: .addressSpace)
  }

  /// The lowest limit of the control groups that the process is in (cgroups(7), both versions); none outside Linux.
  ///
  /// - Parameters:
  ///   - groups: says which groups these are.
  ///   - folder: where all groups are.
  static func container(groups: String = "/proc/self/cgroup", folder: String = "/sys/fs/cgroup") -> MemoryLimit? {
    guard let lines = try? String(contentsOfFile: groups, encoding: .utf8) else { return nil }
    var lowest: UInt64?
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[1].isEmpty || parts[1].split(separator: ",").contains("memory") else { continue }
      let root = parts[1].isEmpty ? folder : folder + "/memory"
      let file = parts[1].isEmpty ? "memory.max" : "memory.limit_in_bytes"
      // A group has no more than the groups around it; inside a container its own is the root.
      var names = parts[2].split(separator: "/")
      while true {
        let path = ([root] + names.map(String.init) + [file]).joined(separator: "/")
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        if let limit = text.flatMap({ UInt64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }), limit < unlimited {
          lowest = min(lowest ?? limit, limit)
        }
        if names.popLast() == nil { break }
      }
    }
    return lowest.map { MemoryLimit(bytes: Int($0), source: .container) }
  }

  /// Systems write "none" as one of several very large numbers.
  private static let unlimited: UInt64 = 1 << 60

  // Measured: the program with its data, and what each worker adds. Of address space both take more than of memory.
  private static let ownMemory = 100 << 20
  private static let ownAddressSpace = 180 << 20
  private static let memoryOfWorker = 24 << 20
  /// What a large article takes beside, as a multiple of its size: at most, in a text full of speech.
  private static let timesArticle = 32

  private func room(jobs: Int) -> Int {
    bytes - (source == .addressSpace ? Self.ownAddressSpace : Self.ownMemory) - jobs * Self.memoryOfWorker
  }

  /// - Throws: the program's exit where there is too little address space to run at all. A container's limit says less:
  ///   pages of files count there only while they are used.
  func check(jobs: Int) throws {
    guard source == .addressSpace, room(jobs: jobs) < 0 else { return }
    let needed = (bytes - room(jobs: jobs)) >> 20
    Console.error(
      "wortlaut: only \(bytes >> 20) MB of memory are allowed (\(source.rawValue)), and \(jobs) "
        + "\(jobs == 1 ? "job needs" : "jobs need") \(needed) MB; allow more" + (jobs > 1 ? ", or use --jobs 1" : ""))
    throw ExitCode.couldNotRun
  }

  /// Lowers the size of the largest article to what there is memory for.
  func restrict(_ options: inout ReadOptions, jobs: Int) {
    let size = max(1 << 20, room(jobs: jobs) / (jobs * Self.timesArticle))
    guard size < options.maximumSize else { return }
    options.maximumSize = size
    options.sizeAdvice =
      "for more, \(bytes >> 20) MB of memory (\(source.rawValue)) are too little; allow more memory, use fewer --jobs, "
      + "or name a --max-size to try it all the same"
  }
}
