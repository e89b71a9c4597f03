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
  private let options: ExportOptions
  /// Nil until the run begins or goes on.
  private var opened: DatabaseQueue?

  init(path: String, _ options: ExportOptions) {
    self.path = path
    self.options = options
    workPath = FileManager.default.fileExists(atPath: path) ? path : path + ".partial"
  }

  private var queue: DatabaseQueue {
    get throws {
      if let opened { return opened }
      let new = try open()
      opened = new
      return new
    }
  }

  private func open() throws -> DatabaseQueue {
    do {
      var configuration = Configuration()
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
      }
      let queue = try DatabaseQueue(path: workPath, configuration: configuration)
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
      return queue
    } catch let error as DatabaseError {
      throw Self.fault(error, path)
    }
  }

  let position = 0
  var files: [String] { [path] }

  func begin() throws {
    // What a broken run left is no part of this one.
    if workPath != path { for ending in ["", "-wal", "-shm"] { unlink(workPath + ending) } }
    _ = try queue
  }

  /// Documents that were written after the state was taken go, and are written again with the keys they had.
  func resume(at state: SinkState) throws {
    // The state holds the highest key and one more; in one without it nothing is known of keys.
    guard state.length > 0 else { return }
    do {
      try queue.write {
        try $0.execute(sql: "DELETE FROM documents WHERE key >= ?", arguments: [state.length])
      }
    } catch let error as DatabaseError {
      throw Self.fault(error, path)
    }
  }

  func rotate() {}

  func checkpoint() throws -> SinkState {
    do {
      return try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return SinkState(length: 1 + (try Int.fetchOne(database, sql: "SELECT max(key) FROM documents") ?? 0))
      }
    } catch let error as DatabaseError {
      throw Self.fault(error, path)
    }
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
