import BakeoffCore
import BakeoffEvaluation
import Foundation
import GRDB

extension TrialStore {
  /// Every run, the newest first.
  public func runs() throws -> [RunSummary] {
    try read { db in
      let sql = """
        SELECT run.*, (SELECT COUNT(*) FROM split WHERE run = run.id) AS splits,
          COUNT(CASE WHEN trial.key <> '' OR trial.outcome = 'stopped' THEN 1 END) AS finished,
          COUNT(CASE WHEN trial.key <> '' AND trial.outcome <> 'ok' THEN 1 END) AS failed
        FROM run LEFT JOIN runTrial ON runTrial.run = run.id LEFT JOIN trial ON trial.id = runTrial.trial
        GROUP BY run.id ORDER BY run.id DESC
        """
      return try Row.fetchAll(db, sql: sql).map { row in
        let models = try value([Competitor].self, fromJSON: row["models"])
        return RunSummary(
          id: row["id"], started: row["started"], ended: row["ended"],
          dataset: try? description(row["details"], run: row["id"]).dataset,
          models: models.map(\.name), trials: models.count * row["splits"], finished: row["finished"],
          failed: row["failed"])
      }
    }
  }

  /// The run a user names: its number, or `latest`. Throws `ConfigurationError` where there is no such run.
  public func run(named name: String) throws -> RunRecord {
    try read { db in
      let known = try Int.fetchAll(db, sql: "SELECT id FROM run ORDER BY id DESC")
      guard let newest = known.first else {
        throw ConfigurationError("\(path): no run is stored yet; `bakeoff compare` makes one")
      }
      guard let id = name == "latest" ? newest : Int(name), known.contains(id) else { throw noSuchRun(name, known) }
      return try run(id, in: db)
    }
  }

  /// The keys of all trials that finished.
  public func keys() throws -> Set<String> {
    try read { db in try String.fetchSet(db, sql: "SELECT DISTINCT key FROM trial WHERE key <> ''") }
  }

  /// The keys of the trials of a run that finished.
  public func keys(ofRun run: Int) throws -> [TrialCell: String] {
    let sql = """
      SELECT split, model, key FROM runTrial JOIN trial ON trial.id = runTrial.trial WHERE run = ? AND key <> ''
      """
    return try read { db in
      let rows = try Row.fetchAll(db, sql: sql, arguments: [run])
      return Dictionary(rows.map { (TrialCell(model: $0["model"], split: $0["split"]), $0["key"]) }) { first, _ in first
      }
    }
  }

  /// The error for a run that is not there, in one line that lists some that are.
  func noSuchRun(_ name: String, _ known: [Int]) -> ConfigurationError {
    let some = known.prefix(5).map(String.init).joined(separator: ", ") + (known.count > 5 ? ", ..." : "")
    let list = known.isEmpty ? "none is stored" : "latest, or one of \(some)"
    return ConfigurationError("run \(name): no such run (\(list)); `bakeoff runs` lists them")
  }

  private func run(_ id: Int, in db: Database) throws -> RunRecord {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id]) else {
      throw damaged("run \(id) is gone")
    }
    let task = ClassificationTask(positive: row["positive"])
    let classNames = try value([String].self, fromJSON: row["classNames"])
    let (splits, labels) = try splits(of: id, in: db)
    let truths = labels.map { Truth(labels: $0, classCount: classNames.count, positive: task.positiveLabel) }
    return RunRecord(
      number: id, started: row["started"], ended: row["ended"], description: try description(row["details"], run: id),
      task: task, competitors: try value([Competitor].self, fromJSON: row["models"]), splits: splits, truths: truths,
      trials: try trials(of: id, in: db))
  }

  /// The description a run was begun with. Throws `DatasetError` where it cannot be read.
  private func description(_ details: String, run: Int) throws -> RunDescription {
    do {
      return try JSONDecoder().decode(RunDescription.self, from: Data(details.utf8))
    } catch {
      throw DatasetError.malformed(
        place: "run \(run)", expected: "a description of the run", found: "one that cannot be read",
        remedy: "run the comparison again, or remove the run with `bakeoff runs remove \(run)`")
    }
  }

  private func splits(of run: Int, in db: Database) throws -> (splits: [Split], labels: [[Int]]) {
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM split WHERE run = ? ORDER BY split", arguments: [run])
    var splits: [Split] = []
    var labels: [[Int]] = []
    for row in rows {
      guard let training = PackedIntegers.unpack(row["training"]), let test = PackedIntegers.unpack(row["test"]),
        let truth = PackedIntegers.unpack(row["labels"]), truth.count == test.count
      else { throw damaged("a split of run \(run) is incomplete") }
      let groups = (row["groups"] as Data?).map(PackedIntegers.unpack)
      guard groups.map({ $0?.count == test.count }) ?? true else {
        throw damaged("the groups of a split of run \(run) are incomplete")
      }
      splits.append(
        Split(
          repetition: row["repetition"], fold: row["fold"], training: training, test: test, fit: row["fit"],
          share: row["share"], groups: groups.flatMap(\.self)))
      labels.append(truth)
    }
    return (splits, labels)
  }

  private func trials(of run: Int, in db: Database) throws -> [Trial] {
    let sql = """
      SELECT trial.*, split, model, isCached FROM runTrial JOIN trial ON trial.id = runTrial.trial
      WHERE run = ? ORDER BY split, model
      """
    return try Row.fetchAll(db, sql: sql, arguments: [run]).map { row in
      try trial(TrialCell(model: row["model"], split: row["split"]), row, isCached: row["isCached"])
    }
  }
}
