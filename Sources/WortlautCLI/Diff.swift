import ArgumentParser
import Foundation
import WortlautFormats

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs between two outputs of the same articles.",
    discussion: """
      OLD and NEW are files that 'wortlaut run --format jsonl' wrote, with another pipeline, other lexicons or another \
      version, over the same articles in the same order. By document: entities, quotes and marks that are new (+), gone \
      (-) or not what they were (~), and how the numbers of tokens and sentences changed; at the end the totals by layer \
      and type. Articles that only one file has are named. Memory does not grow with the files.

      Exit codes, as diff has them: 0 no difference; 1 differences; 2 wrong usage, or files that cannot be compared.

      Examples:
        wortlaut diff before.jsonl after.jsonl
        wortlaut diff before.jsonl after.jsonl --totals
        wortlaut diff before.jsonl after.jsonl --json > changes.jsonl
      """)

  @Argument(help: ArgumentHelp("What was.", valueName: "old")) var old: String
  @Argument(help: ArgumentHelp("What is now.", valueName: "new")) var new: String
  @Flag(help: "For programs: a JSON row a document that differs, and a last row with the totals.") var json = false
  @Flag(help: "Only the totals.") var totals = false

  func run() throws {
    var sums = DiffTotals()
    let writer = DiffWriter(isJSON: json)
    do {
      var pairs = try RecordPairs(old: old, new: new)
      while let pair = try pairs.next() {
        switch pair {
        case .both(let before, let after):
          let difference = RecordDifference(before, after)
          sums.add(difference)
          if !totals, !difference.isEmpty { try writer.write(difference) }
        case .onlyOld(let id):
          sums.onlyOld += 1
          if !totals { try writer.write(id: id, isOld: true) }
        case .onlyNew(let id):
          sums.onlyNew += 1
          if !totals { try writer.write(id: id, isOld: false) }
        }
      }
      try writer.write(sums)
    } catch let fault as OutputFile.Fault {
      if fault == .closedPipe { return }
      throw fault
    } catch let fault as ByteSource.Fault {
      Console.error("wortlaut: \(fault)")
      throw ExitCode.wrongUsage
    } catch let fault as AnnotatedRecord.Fault {
      Console.error("wortlaut: \(fault)")
      throw ExitCode.wrongUsage
    }
    if sums.isDifferent { throw ExitCode(1) }
  }
}

/// How much differs in all.
struct DiffTotals: Encodable {
  struct Counts: Encodable {
    var added = 0
    var removed = 0
    var changed = 0
  }

  var documents = 0
  var different = 0
  var onlyOld = 0
  var onlyNew = 0
  var otherTexts = 0
  var failures = 0
  /// By layer, then by type.
  var layers: [String: [String: Counts]] = [:]
  /// By layer, what changed in how many: `type`, `borders`, `id`.
  var fields: [String: [String: Int]] = [:]
  /// Of layers that are counted: how many elements more or fewer.
  var counts: [String: Int] = [:]

  var isDifferent: Bool { different + onlyOld + onlyNew > 0 }

  mutating func add(_ difference: RecordDifference) {
    documents += 1
    if difference.isEmpty { return }
    different += 1
    if difference.isOtherText { otherTexts += 1 }
    if difference.failure != nil { failures += 1 }
    for change in difference.changes {
      let type = (change.new ?? change.old)?.label ?? ""
      switch change.kind {
      case .added: layers[change.layer, default: [:]][type, default: .init()].added += 1
      case .removed: layers[change.layer, default: [:]][type, default: .init()].removed += 1
      case .changed: layers[change.layer, default: [:]][type, default: .init()].changed += 1
      }
      for field in change.fields { fields[change.layer, default: [:]][field.name, default: 0] += 1 }
    }
    for count in difference.counts { counts[count.layer, default: 0] += count.new - count.old }
  }
}
