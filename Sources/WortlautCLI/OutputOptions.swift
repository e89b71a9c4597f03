import ArgumentParser
import Foundation
import Wortlaut
import WortlautFormats

/// Options for large collections: how results are cut, compressed, and gone on with.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Compress results: gzip, zstd. Default: as -o ends, .gz or .zst.", valueName: "how"))
  var compress: String?

  @Option(
    help: ArgumentHelp(
      "Write numbered files of so many articles, or of about so many bytes (64M, 1G).", valueName: "size"))
  var shardSize: String?

  @Flag(help: "Write each article to a file of its own, named after its id, in the folder -o.")
  var perArticle = false

  @Flag(help: "Go on where an earlier run with the same -o was interrupted.")
  var resume = false

  @Flag(help: "Copy articles that have not changed from the results of the last run with --changed-only.")
  var changedOnly = false

  @Option(help: ArgumentHelp("How often to bring results to the disk, for --resume.", valueName: "seconds"))
  var checkpoint = 5.0

  func validate() throws {
    if let compress, Compression(rawValue: compress) == nil {
      throw ValidationError(unknown("compression", compress, Compression.allCases.map(\.rawValue)))
    }
    if let shardSize, articlesPerPart == nil && bytesPerPart == nil {
      throw ValidationError("'\(shardSize)' is no size; write a number of articles, or of bytes as 64M or 1G")
    }
    if !(0...86400).contains(checkpoint) { throw ValidationError("--checkpoint is a number of seconds, 0 to 86400") }
    if perArticle && shardSize != nil { throw ValidationError("--per-article and --shard-size exclude each other") }
  }

  var articlesPerPart: Int? { shardSize.flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } }
  var bytesPerPart: Int? {
    articlesPerPart == nil ? shardSize.flatMap { ReadingOptions.bytes($0, below: 1 << 50) } : nil
  }
}
