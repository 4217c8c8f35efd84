import BakeoffCore
import BakeoffEvaluation
import Foundation
import GRDB

/// Which stored trials stand in for running them again; those that say nothing of the model never do.
public enum TrialReuse: Sendable, Hashable {
  /// Those that succeeded and those that failed.
  case finished
  /// Only those that succeeded.
  case succeeded
  /// None.
  case none
}

extension TrialStore {
  /// Notes that a run begins, with all that is needed to print its leaderboard again without the data, and returns its
  /// number.
  public func begin(_ record: RunRecord) throws -> Int {
    let models = try json(record.competitors)
    let classNames = try json(record.description.classNames)
    let details = try json(record.description)
    return try write { db in
      try db.execute(
        sql: "INSERT INTO run (started, positive, classNames, models, details) VALUES (?, ?, ?, ?, ?)",
        arguments: [record.started, record.task.positive, classNames, models, details])
      let run = Int(db.lastInsertedRowID)
      for (index, split) in record.splits.enumerated() {
        try db.execute(
          sql: """
            INSERT INTO split (run, split, repetition, fold, training, test, labels, fit, share, groups)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            run, index, split.repetition, split.fold, PackedIntegers.pack(split.training),
            PackedIntegers.pack(split.test), PackedIntegers.pack(record.truths[index].labels), split.fit, split.share,
            split.groups.map(PackedIntegers.pack),
          ])
      }
      return run
    }
  }

  /// Adds a trial to a run; it is on the disk when this returns.
  ///
  /// A cancelled or skipped trial says nothing of its model, so it has no key: the run shows it, and no other run takes
  /// it.
  public func record(_ trial: Trial, key: String, in run: Int) throws {
    try write { db in
      let id = try insert(trial, key: key, in: db)
      try link(id, to: run, trial.cell, isCached: false, in: db)
    }
  }

  /// Adds a trial's row, and returns its id.
  func insert(_ trial: Trial, key: String, in db: Database) throws -> Int64 {
    let key = trial.outcome.isFinished ? key : ""
    let costs: String? = if case .ok(_, let costs) = trial.outcome { try json(costs) } else { nil }
    let curve = trial.curve.isEmpty ? nil : try json(trial.curve)
    let search = try trial.search.map { try json($0) }
    try db.execute(
      sql: """
        INSERT INTO trial (key, outcome, message, finished, costs, scoreKind, classCount, scores, curve, search)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, arguments: [key] + outcomeColumns(trial.outcome, costs: costs) + [curve, search])
    return db.lastInsertedRowID
  }

  /// Adds to a run the stored trials that have the keys given for `cells`, and returns them in their order.
  ///
  /// Of several trials with one key one that succeeded counts, and of those the latest.
  public func reuse(_ reuse: TrialReuse, for cells: [(cell: TrialCell, key: String)], in run: Int) throws -> [Trial] {
    guard reuse != .none else { return [] }
    return try write { db in
      try cells.compactMap { cell, key in
        guard let row = try bestTrial(key, reuse, in: db) else { return nil }
        try link(try row.decode(forColumn: "id"), to: run, cell, isCached: true, in: db)
        return try trial(cell, row, isCached: true)
      }
    }
  }

  /// Notes that a run has ended, finished or not.
  public func end(_ run: Int) throws {
    try write { try $0.execute(sql: "UPDATE run SET ended = ? WHERE id = ?", arguments: [Date(), run]) }
  }

  func bestTrial(_ key: String, _ reuse: TrialReuse, in db: Database) throws -> Row? {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM trial WHERE key = ? AND key <> '' ORDER BY outcome = 'ok' DESC, id DESC LIMIT 1",
      arguments: [key])
    return try row?.decode(forColumn: "outcome") == "ok" || reuse == .finished ? row : nil
  }

  private func link(_ trial: Int64, to run: Int, _ cell: TrialCell, isCached: Bool, in db: Database) throws {
    guard try Bool.fetchOne(db, sql: "SELECT 1 FROM run WHERE id = ?", arguments: [run]) == true else {
      throw StoreError(.runRemoved, at: path, found: "run \(run)")
    }
    try db.execute(
      sql: "INSERT OR REPLACE INTO runTrial (run, split, model, trial, isCached) VALUES (?, ?, ?, ?, ?)",
      arguments: [run, cell.split, cell.model, trial, isCached])
  }
}

extension TrialOutcome {
  /// Whether it says something about the model: one that was cancelled, skipped, lost or made needless does not.
  var isFinished: Bool {
    if case .failed(let failure) = self { failure.kind.isOfModel } else { true }
  }
}
