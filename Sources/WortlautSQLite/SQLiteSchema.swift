/// The tables of a database, and how a row of JSON becomes rows of them.
enum SQLiteSchema {
  /// Kept in `PRAGMA user_version`.
  static let version = 1

  static let tables = """
    PRAGMA user_version = \(version);
    CREATE TABLE IF NOT EXISTS about(name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS documents(
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, meta TEXT NOT NULL, text TEXT,
      error_stage TEXT, error_code TEXT, error_message TEXT);
    CREATE TABLE IF NOT EXISTS sentences(
      key INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
      number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS entities(
      key INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
      sentence INTEGER, layer TEXT NOT NULL, type TEXT NOT NULL, text TEXT NOT NULL, name TEXT NOT NULL, id TEXT,
      form TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL, source TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS quotes(
      key INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
      number INTEGER NOT NULL, sentence INTEGER, type TEXT NOT NULL, speaker TEXT, speaker_name TEXT, speaker_id TEXT,
      cue TEXT, addressee TEXT, content TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
      source TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS sentences_document ON sentences(document, number);
    CREATE INDEX IF NOT EXISTS entities_document ON entities(document);
    CREATE INDEX IF NOT EXISTS entities_name ON entities(name);
    CREATE INDEX IF NOT EXISTS quotes_document ON quotes(document);
    CREATE INDEX IF NOT EXISTS quotes_speaker ON quotes(speaker_name);
    CREATE VIRTUAL TABLE IF NOT EXISTS sentences_fts USING fts5(
      text, content = 'sentences', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 0');
    CREATE TRIGGER IF NOT EXISTS sentences_inserted AFTER INSERT ON sentences BEGIN
      INSERT INTO sentences_fts(rowid, text) VALUES (new.key, new.text);
    END;
    CREATE TRIGGER IF NOT EXISTS sentences_deleted AFTER DELETE ON sentences BEGIN
      INSERT INTO sentences_fts(sentences_fts, rowid, text) VALUES ('delete', old.key, old.text);
    END;
    """

  /// What is done with each row, in this order. The row is the only argument, `?1`.
  enum Insertion: CaseIterable {
    case removal, document, sentences, entities, quotes

    var sql: String {
      switch self {
      case .removal: "DELETE FROM documents WHERE id = json_extract(?1, '$.id')"
      case .document:
        """
        INSERT INTO documents(id, meta, text, error_stage, error_code, error_message)
        VALUES (json_extract(?1, '$.id'), json_extract(?1, '$.meta'), json_extract(?1, '$.text'),
          json_extract(?1, '$.error.stage'), json_extract(?1, '$.error.code'), json_extract(?1, '$.error.message'))
        """
      case .sentences: Self.list("sentences", ["number", "start", "end", "text"])
      case .entities:
        Self.list("entities", ["sentence", "layer", "type", "text", "name", "id", "form", "start", "end", "source"])
      case .quotes:
        Self.list(
          "quotes",
          [
            "number", "sentence", "type", "speaker", "speaker_name", "speaker_id", "cue", "addressee", "content",
            "start", "end", "source",
          ])
      }
    }

    private static func list(_ table: String, _ columns: [String]) -> String {
      let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
      let values = columns.map { "json_extract(value, '$.\($0)')" }.joined(separator: ", ")
      return """
        INSERT INTO \(table)(document, \(names))
        SELECT (SELECT key FROM documents WHERE id = json_extract(?1, '$.id')), \(values)
        FROM json_each(?1, '$.\(table)')
        """
    }
  }
}
