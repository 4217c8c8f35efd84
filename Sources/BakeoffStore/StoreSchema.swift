import GRDB

/// What the tables are, and how a store of an earlier version becomes one of this version.
enum StoreSchema {
  /// Marks a file as one of ours: "BAKE".
  static let applicationID = 0x4241_4B45

  /// The version of a store that has been through every migration.
  static let version = 4

  /// What makes each version of the one before it: what has been released is never changed, only added to. Each step
  /// ends by noting the version, by which older programs see that they do not know it.
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: runs and trials", foreignKeyChecks: .immediate) { db in
      // Version 1 was made before migrations were noted by name.
      if try !db.tableExists("run") { try db.execute(sql: tables) }
      try db.execute(sql: "PRAGMA user_version = 1; PRAGMA application_id = \(applicationID)")
    }
    migrator.registerMigration("2: learning curves", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: "ALTER TABLE trial ADD COLUMN curve TEXT; PRAGMA user_version = 2")
    }
    migrator.registerMigration("3: fits, shares and groups", foreignKeyChecks: .immediate) { db in
      try db.execute(
        sql: """
          ALTER TABLE split ADD COLUMN fit INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE split ADD COLUMN share REAL NOT NULL DEFAULT 1;
          ALTER TABLE split ADD COLUMN groups BLOB;
          PRAGMA user_version = 3
          """)
    }
    migrator.registerMigration("4: searches", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: searchTables)
    }
    return migrator
  }

  /// What version 4 adds: how settings were chosen, the trials of a search, which no run shows, and what it decided.
  private static let searchTables = """
    ALTER TABLE trial ADD COLUMN search TEXT;
    CREATE TABLE runSearch (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      search TEXT NOT NULL,
      PRIMARY KEY (run, search)
    );
    CREATE TABLE searchTrial (
      search TEXT NOT NULL,
      trial INTEGER NOT NULL REFERENCES trial,
      PRIMARY KEY (search, trial)
    );
    CREATE INDEX searchTrialByTrial ON searchTrial (trial);
    CREATE TABLE decision (
      search TEXT NOT NULL,
      look INTEGER NOT NULL,
      endings TEXT NOT NULL,
      PRIMARY KEY (search, look)
    );
    PRAGMA user_version = 4;
    """

  /// The tables of version 1.
  ///
  /// A trial belongs to every run that shows it, so what a run printed once it prints again, whatever is run later
  /// under the same key. `Documentation/Store.md` explains the columns.
  private static let tables = """
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

  /// Makes the database at `path` a store of this version; touches nothing that is no store or a newer one.
  static func prepare(_ database: DatabaseQueue, at path: String) throws {
    var found = try database.read { try version(of: $0, at: path) }
    if found == 0 {
      // Takes effect in an empty file only, and lets the file shrink when runs are removed.
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
    }
    while found < version {
      do {
        try migrator.migrate(database)
        found = version
      } catch {
        // Another command may have done the same step at the same time; then there is one less to do.
        let now = try database.read { try version(of: $0, at: path) }
        guard now > found else { throw error }
        found = now
      }
    }
    try useWriteAheadLog(database)
  }

  private static func version(of db: Database, at path: String) throws -> Int {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    // The migrator notes its steps before the first of them: another command may be that far, or was killed there.
    let tables =
      try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") ?? 0
    guard application == applicationID || (application == 0 && version == 0 && tables == 0) else {
      throw StoreError(.foreign, at: path)
    }
    guard version <= Self.version else {
      let found = "a store of version \(version), newer than this program knows (\(Self.version))"
      throw StoreError(.newer, at: path, found: found)
    }
    return version
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
