import BakeoffCore
import GRDB

extension TrialStore {
  /// Notes that a run makes a search, so that its trials are kept as long as the run, and returns what it decided before,
  /// round by round.
  public func begin(search: String, in run: Int) throws -> [[SearchRecord.Ending]] {
    try write { db in
      guard try Bool.fetchOne(db, sql: "SELECT 1 FROM run WHERE id = ?", arguments: [run]) == true else {
        throw StoreError(.runRemoved, at: path, found: "run \(run)")
      }
      try db.execute(sql: "INSERT OR IGNORE INTO runSearch (run, search) VALUES (?, ?)", arguments: [run, search])
      return try String.fetchAll(
        db, sql: "SELECT endings FROM decision WHERE search = ? ORDER BY look", arguments: [search]
      ).map { try value([SearchRecord.Ending].self, fromJSON: $0) }
    }
  }

  /// Adds a trial to a search; it is on the disk when this returns.
  public func record(_ outcome: TrialOutcome, curve: [FitProgress], key: String, inSearch search: String) throws {
    try write { db in
      let id = try insert(Trial(TrialCell(model: 0, split: 0), outcome, curve: curve), key: key, in: db)
      try link(id, toSearch: search, in: db)
    }
  }

  /// The stored outcome of the trial with this key, which becomes one of the search; nil where there is none.
  public func reuse(_ reuse: TrialReuse, key: String, inSearch search: String) throws -> TrialOutcome? {
    guard reuse != .none else { return nil }
    return try write { db in
      guard let row = try bestTrial(key, reuse, in: db) else { return nil }
      try link(try row.decode(forColumn: "id"), toSearch: search, in: db)
      return try outcome(row)
    }
  }

  /// Notes who was left out in a round of a search, from 0, in place of what was noted before; it is on the disk when this
  /// returns.
  public func record(_ endings: [SearchRecord.Ending], ofRound look: Int, inSearch search: String) throws {
    let text = try json(endings)
    try write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO decision (search, look, endings) VALUES (?, ?, ?)",
        arguments: [search, look, text])
    }
  }

  private func link(_ trial: Int64, toSearch search: String, in db: Database) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO searchTrial (search, trial) VALUES (?, ?)", arguments: [search, trial])
  }
}
