import GRDB

/// What the tables are, and how a store of an earlier version becomes one of this version.
enum StoreSchema {
  /// Marks a file as one of ours: "BAKE".
  static let applicationID = 0x4241_4B45

  /// One script for each version, from version 1: what has been released is never changed, only added to.
  ///
  /// A trial belongs to every run that shows it, so what a run printed once it prints again, whatever is run later
  /// under the same key. `Documentation/Store.md` explains the columns.
  static let migrations = [
    """
    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      started TEXT NOT NULL,
      ended TEXT,
      positive INTEGER,
      classNames TEXT NOT NULL,
      models TEXT NOT NULL,
      details TEXT NOT NULL
    );
    CREATE TABLE split (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      split INTEGER NOT NULL,
      repetition INTEGER NOT NULL,
      fold INTEGER NOT NULL,
      training BLOB NOT NULL,
      test BLOB NOT NULL,
      labels BLOB NOT NULL,
      PRIMARY KEY (run, split)
    );
    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      outcome TEXT NOT NULL,
      message TEXT,
      finished TEXT NOT NULL,
      costs TEXT,
      scoreKind TEXT,
      classCount INTEGER,
      scores BLOB
    );
    CREATE INDEX trialByKey ON trial (key);
    CREATE TABLE runTrial (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      split INTEGER NOT NULL,
      model INTEGER NOT NULL,
      trial INTEGER NOT NULL REFERENCES trial,
      isCached INTEGER NOT NULL,
      PRIMARY KEY (run, split, model)
    );
    CREATE INDEX runTrialByTrial ON runTrial (trial);
    """
  ]

  /// Makes the database at `path` a store of this version; touches nothing that is no store or a newer one.
  static func prepare(_ database: DatabaseQueue, at path: String) throws {
    if try database.read({ try version(of: $0, at: path) }) < migrations.count {
      try database.writeWithoutTransaction { db in
        // Takes effect in an empty file only, and lets the file shrink when runs are removed.
        try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
        try db.inTransaction(.immediate) {
          // Another command may have been here between the look above and this lock.
          try migrate(db, from: try version(of: db, at: path))
          return .commit
        }
      }
    }
    try useWriteAheadLog(database)
  }

  private static func version(of db: Database, at path: String) throws -> Int {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") ?? 0
    guard application == applicationID || (application == 0 && version == 0 && tables == 0) else {
      throw StoreError(.foreign, at: path)
    }
    guard version <= migrations.count else {
      let found = "a store of version \(version), newer than this program knows (\(migrations.count))"
      throw StoreError(.newer, at: path, found: found)
    }
    return version
  }

  private static func migrate(_ db: Database, from version: Int) throws {
    for script in migrations.dropFirst(version) { try db.execute(sql: script) }
    try db.execute(sql: "PRAGMA user_version = \(migrations.count)")
    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
  }

  /// Lets commands read while another one writes.
  ///
  /// The switch is made once in the life of a store and fails where another command has it open at that moment; that
  /// does no harm, as everything works without, and the next command tries again.
  private static func useWriteAheadLog(_ database: DatabaseQueue) throws {
    do {
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {}
  }
}
