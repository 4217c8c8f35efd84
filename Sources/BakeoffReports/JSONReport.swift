import BakeoffCore
import BakeoffEvaluation

/// The contract `bakeoff.leaderboard/1` of Documentation/ResultFormat.md.
public struct JSONFormat: ReportFormat, Hashable {
  public let id = "json"
  public let endings = ["json"]

  /// Makes the format.
  public init() {}

  public func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String {
    let run = leaderboard.run
    let json = JSON.object([
      ("schema", .string(LeaderboardDocument.schema)),
      ("dataset", dataset(run)),
      ("task", .string(run.task)),
      ("resampling", .string(run.resampling)),
      ("seed", .integer(run.seed)),
      ("average", .string(run.average.rawValue)),
      ("sorted_by", .string(leaderboard.sortedBy)),
      ("notice", run.notice.map { .string($0) } ?? .null),
      ("environment", environment(run.environment)),
      ("rows", .array(leaderboard.rows.map { row($0, of: leaderboard, perClass: details.perClass) })),
    ])
    return json.text() + "\n"
  }
}

private func dataset(_ run: RunDescription) -> JSON {
  .object([
    ("name", .string(run.dataset)),
    ("rows", .integer(run.rows)),
    ("classes", .integer(run.classNames.count)),
    ("class_names", .array(run.classNames.map { .string($0) })),
    ("sha256", .string(run.sha256)),
  ])
}

private func environment(_ environment: RunEnvironment) -> JSON {
  .object([
    ("blas", .string(environment.blas)),
    ("machine", .string(environment.machine)),
    ("os", .string(environment.os)),
    ("swift", .string(environment.swift)),
    ("version", .string(environment.version)),
  ])
}

private func row(_ row: LeaderboardRow, of leaderboard: Leaderboard, perClass: Bool) -> JSON {
  let metrics = zip(leaderboard.metrics, row.measures).map { metric, measure in
    (key: metric.id, value: json(measure))
  }
  let costs = Cost.allCases.compactMap { cost in row.costs[cost].map { (key: cost.key, value: json(cost: $0)) } }
  let settings = row.competitor.settings.sorted { $0.key < $1.key }.map { (key: $0.key, value: json($0.value)) }
  return .object(
    [
      ("rank", .integer(row.rank)),
      ("model", .string(row.competitor.name)),
      ("settings", .object(settings)),
      ("trials", .integer(row.trials)),
      ("ok", .integer(row.ok)),
      ("cached", .integer(row.cached)),
      ("metrics", .object(metrics)),
      ("fit_seconds", json(cost: row.fitSeconds)),
      ("predict_seconds", json(cost: row.predictSeconds)),
      ("costs", .object(costs)),
      ("parameters", row.parameterCount.map { .integer($0) } ?? .null),
      ("undefined_cells", .integer(row.undefinedCells)),
      ("failures", .array(row.failures.map(json))),
    ] + (perClass ? perClassMembers(row.confusion, names: leaderboard.run.classNames) : []))
}

private func perClassMembers(_ matrix: ConfusionMatrix, names: [String]) -> [(key: String, value: JSON)] {
  let classes = zip(names, matrix.classCounts).map { name, counts in
    JSON.object(
      [("class", .string(name))]
        + ClassScore.allCases.map { (key: $0.rawValue, value: JSON.number($0.value(counts))) }
        + [("support", .integer(counts.support))])
  }
  let confusion = (0..<matrix.classCount).map { truth in
    JSON.array((0..<matrix.classCount).map { .integer(matrix[truth, $0]) })
  }
  return [("per_class", .array(classes)), ("confusion_matrix", .array(confusion))]
}

private func json(_ measure: Measure) -> JSON {
  .object([
    ("mean", .number(measure.mean)), ("std", .number(measure.std)), ("folds", .array(measure.folds.map(JSON.number))),
  ])
}

private func json(cost measure: Measure) -> JSON {
  .object([("mean", .number(measure.mean)), ("folds", .array(measure.folds.map(JSON.number)))])
}

private func json(_ failure: SplitFailure) -> JSON {
  .object([
    ("split", .integer(failure.split)), ("kind", .string(failure.failure.kind.rawValue)),
    ("message", .string(failure.failure.message)),
  ])
}

private func json(_ value: SettingValue) -> JSON {
  switch value {
  case .null: .null
  case .bool(let value): .bool(value)
  case .integer(let value): .integer(value)
  case .number(let value): .number(Optional(value))
  case .text(let value): .string(value)
  case .list(let values): .array(values.map(json))
  case .object(let values): .object(values.sorted { $0.key < $1.key }.map { (key: $0.key, value: json($0.value)) })
  }
}
