import BakeoffCore
import Foundation
import GRDB

/// A place in a run, and the key of the trial that belongs there.
public struct TrialSlot: Sendable, Hashable {
  /// Which model of the run, from 0.
  public let model: Int
  /// Which split of the run, from 0.
  public let split: Int
  /// Says what determines the trial's result: equal keys, equal results.
  public let key: String

  /// Makes a slot.
  public init(model: Int, split: Int, key: String) {
    self.model = model
    self.split = split
    self.key = key
  }
}

/// Which stored trials stand in for running them again; cancelled and skipped ones are never stored.
public enum TrialReuse: Sendable, Hashable {
  /// Those that succeeded and those that failed.
  case finished
  /// Only those that succeeded.
  case succeeded
  /// None.
  case none
}

extension TrialStore {
  /// Notes that a run begins and returns its number.
  public func begin(_ plan: RunPlan) throws -> Int {
    let models = try json(plan.models)
    let classNames = try json(plan.classNames)
    return try write { db in
      try db.execute(
        sql: "INSERT INTO run (started, positive, classNames, models, details) VALUES (?, ?, ?, ?, ?)",
        arguments: [Date(), plan.task.positive, classNames, models, plan.details])
      let run = Int(db.lastInsertedRowID)
      for (index, split) in plan.splits.enumerated() {
        try db.execute(
          sql: "INSERT INTO split (run, split, repetition, fold, training, test, labels) VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            run, index, split.repetition, split.fold, PackedIntegers.pack(split.training),
            PackedIntegers.pack(split.test), PackedIntegers.pack(plan.truths[index].labels),
          ])
      }
      return run
    }
  }

  /// Adds a finished trial to a run; it is on the disk when this returns.
  ///
  /// A cancelled or skipped trial has not finished, so nothing is written.
  public func record(_ trial: Trial, key: String, in run: Int) throws {
    guard trial.outcome.isFinished else { return }
    let costs: String? = if case .ok(_, let costs) = trial.outcome { try json(costs) } else { nil }
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO trial (key, outcome, message, finished, costs, scoreKind, classCount, scores)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """, arguments: [key] + outcomeColumns(trial.outcome, costs: costs))
      try link(db.lastInsertedRowID, to: run, model: trial.model, split: trial.split, isCached: false, in: db)
    }
  }

  /// Adds to a run the stored trials that have the keys of `slots`, and returns them in the order of the slots.
  ///
  /// Of several trials with one key one that succeeded counts, and of those the latest.
  public func reuse(_ reuse: TrialReuse, for slots: [TrialSlot], in run: Int) throws -> [Trial] {
    guard reuse != .none else { return [] }
    return try write { db in
      try slots.compactMap { slot in
        guard let row = try bestTrial(slot.key, reuse, in: db) else { return nil }
        try link(row["id"], to: run, model: slot.model, split: slot.split, isCached: true, in: db)
        return Trial(model: slot.model, split: slot.split, outcome: try outcome(row), isCached: true)
      }
    }
  }

  /// Notes that a run has ended, finished or not.
  public func end(_ run: Int) throws {
    try write { try $0.execute(sql: "UPDATE run SET ended = ? WHERE id = ?", arguments: [Date(), run]) }
  }

  private func bestTrial(_ key: String, _ reuse: TrialReuse, in db: Database) throws -> Row? {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM trial WHERE key = ? ORDER BY outcome = 'ok' DESC, id DESC LIMIT 1", arguments: [key])
    return row?["outcome"] == "ok" || reuse == .finished ? row : nil
  }

  private func link(_ trial: Int64, to run: Int, model: Int, split: Int, isCached: Bool, in db: Database) throws {
    guard try Bool.fetchOne(db, sql: "SELECT 1 FROM run WHERE id = ?", arguments: [run]) == true else {
      throw StoreError(.runRemoved, at: path, found: "run \(run)")
    }
    try db.execute(
      sql: "INSERT INTO runTrial (run, split, model, trial, isCached) VALUES (?, ?, ?, ?, ?)",
      arguments: [run, split, model, trial, isCached])
  }
}

extension TrialOutcome {
  /// Whether it says something of the model: a cancelled or skipped trial does not.
  var isFinished: Bool {
    if case .failed(let failure) = self { failure.kind != .cancelled && failure.kind != .skipped } else { true }
  }
}
