import Foundation
import GRDB
import Wortlaut
import WortlautFormats

/// Puts rendered documents into a database. Each chunk is one transaction: what breaks off leaves whole documents.
///
/// A new database is written as `NAME.partial` and renamed when the run is whole; where `NAME` exists, documents are added
/// to it.
final class SQLiteSink: ExportSink {
  private let path: String
  private let workPath: String
  private let queue: DatabaseQueue

  init(path: String, _ options: ExportOptions) throws {
    self.path = path
    workPath = FileManager.default.fileExists(atPath: path) ? path : path + ".partial"
    do {
      var configuration = Configuration()
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
      }
      queue = try DatabaseQueue(path: workPath, configuration: configuration)
      try queue.write { database in
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard version == SQLiteSchema.version || (version == 0 && tables == 0) else {
          throw OutputFile.Fault.failed(
            path: path, reason: "is another program's database; name a file that is not there")
        }
        try database.execute(sql: SQLiteSchema.tables)
        let unit = try String.fetchOne(database, sql: "SELECT value FROM about WHERE name = 'offsets'")
        guard unit == nil || unit == options.offsets.rawValue else {
          throw OutputFile.Fault.failed(
            path: path, reason: "counts offsets in '\(unit ?? "")'; say --offsets \(unit ?? ""), or name another file")
        }
        let facts = [
          ("offsets", options.offsets.rawValue), ("pipeline", options.pipelineName),
          ("fingerprint", options.pipelineFingerprint),
        ]
        for (name, value) in facts {
          try database.execute(sql: "INSERT OR REPLACE INTO about VALUES (?, ?)", arguments: [name, value])
        }
      }
    } catch let error as DatabaseError {
      throw Self.fault(error, path)
    }
  }

  let position = 0
  var files: [String] { [path] }

  func begin() {}

  /// Documents that were written after the state was taken are written again, in place of themselves.
  func resume(at state: SinkState) {}

  func rotate() {}

  func checkpoint() throws -> SinkState {
    do {
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    } catch let error as DatabaseError {
      throw Self.fault(error, path)
    }
    return SinkState(length: 0)
  }

  func write(_ output: ExportOutput) throws {
    do {
      try queue.write { database in
        let statements = try SQLiteSchema.Insertion.allCases.map { try database.cachedStatement(sql: $0.sql) }
        for row in output.bytes.bytes.split(separator: 0x0A) {
          let arguments: StatementArguments = [String(decoding: row, as: UTF8.self)]
          for statement in statements { try statement.execute(arguments: arguments) }
        }
      }
    } catch let error as DatabaseError {
      throw Self.fault(error, path)
    }
  }

  func finish() throws {
    do {
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "INSERT INTO sentences_fts(sentences_fts) VALUES ('optimize')")
        // One file is left, without the journal beside it.
        try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw Self.fault(error, path)
    }
    if workPath != path, rename(workPath, path) != 0 {
      throw OutputFile.Fault.failed(path: path, reason: "cannot be renamed from \(workPath)")
    }
  }

  private static func fault(_ error: DatabaseError, _ path: String) -> OutputFile.Fault {
    if error.resultCode == .SQLITE_FULL { return .noSpace(path: path) }
    if error.resultCode == .SQLITE_NOTADB { return .failed(path: path, reason: "is no SQLite database") }
    return .failed(path: path, reason: error.message ?? "\(error)")
  }
}
