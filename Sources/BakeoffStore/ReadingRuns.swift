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
        let id: Int = try row.decode(forColumn: "id")
        let models = try value([Competitor].self, fromJSON: try row.decode(forColumn: "models"))
        return RunSummary(
          id: id, started: try row.decode(forColumn: "started"), ended: try row.decode(forColumn: "ended"),
          dataset: try? description(try row.decode(forColumn: "details"), run: id).dataset,
          models: models.map(\.name), trials: models.count * (try row.decode(Int.self, forColumn: "splits")),
          finished: try row.decode(forColumn: "finished"), failed: try row.decode(forColumn: "failed"))
      }
    }
  }

  /// The run a user names: its number, or `latest`. Throws `ConfigurationError` where there is no such run, and
  /// `StoreError` where what is stored does not fit together.
  public func run(named name: String) throws -> RunRecord {
    let run = try uncheckedRun(named: name)
    if let problem = run.contradiction { throw damaged("run \(name): \(problem)") }
    return run
  }

  /// The same, whether or not it fits together.
  package func uncheckedRun(named name: String) throws -> RunRecord {
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
      return Dictionary(try rows.map { (try cell($0), try $0.decode(forColumn: "key")) }) { first, _ in first }
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
    let task = ClassificationTask(positive: try row.decode(forColumn: "positive"))
    let classNames = try value([String].self, fromJSON: try row.decode(forColumn: "classNames"))
    let (splits, labels) = try splits(of: id, in: db)
    let truths = labels.map { Truth(labels: $0, classCount: classNames.count, positive: task.positiveLabel) }
    return RunRecord(
      number: id, started: try row.decode(forColumn: "started"), ended: try row.decode(forColumn: "ended"),
      description: try description(try row.decode(forColumn: "details"), run: id), task: task,
      competitors: try value([Competitor].self, fromJSON: try row.decode(forColumn: "models")), splits: splits,
      truths: truths, trials: try trials(of: id, in: db))
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
      guard let training = PackedIntegers.unpack(try row.decode(forColumn: "training")),
        let test = PackedIntegers.unpack(try row.decode(forColumn: "test")),
        let truth = PackedIntegers.unpack(try row.decode(forColumn: "labels")), truth.count == test.count
      else { throw damaged("a split of run \(run) is incomplete") }
      let packedGroups: Data? = try row.decode(forColumn: "groups")
      let groups = packedGroups.map(PackedIntegers.unpack)
      guard groups.map({ $0?.count == test.count }) ?? true else {
        throw damaged("the groups of a split of run \(run) are incomplete")
      }
      splits.append(
        Split(
          repetition: try row.decode(forColumn: "repetition"), fold: try row.decode(forColumn: "fold"),
          training: training, test: test, fit: try row.decode(forColumn: "fit"),
          share: try row.decode(forColumn: "share"), groups: groups.flatMap(\.self)))
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
      try trial(try cell(row), row, isCached: try row.decode(forColumn: "isCached"))
    }
  }

  /// The cell a row of `runTrial` names.
  private func cell(_ row: Row) throws -> TrialCell {
    TrialCell(model: try row.decode(forColumn: "model"), split: try row.decode(forColumn: "split"))
  }
}
