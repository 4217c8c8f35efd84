import BakeoffCore
import BakeoffEvaluation

/// The contract `bakeoff.leaderboard/1` of Documentation/ResultFormat.md.
public struct JSONFormat: ReportFormat, Hashable {
  /// The id it is selected by.
  public let id = "json"
  /// The file endings that choose it.
  public let endings = ["json"]

  /// The name of the contract, in every file that follows it.
  static let schema = "bakeoff.leaderboard/1"

  /// Makes the format.
  public init() {}

  /// The leaderboard in this format.
  public func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String {
    let run = leaderboard.run
    let values = leaderboard.columns(details).flatMap(\.values)
    let json = JSON.object([
      ("schema", .string(Self.schema)),
      ("dataset", dataset(run)),
      ("task", .string(run.task)),
      ("resampling", .string(run.resampling)),
      ("seed", .integer(run.seed)),
      ("average", .string(run.average.rawValue)),
      ("sorted_by", .string(leaderboard.sortedBy)),
      ("left_out", leftOut(run)),
      ("notice", run.notice.map { .string($0) } ?? .null),
      ("confinement", run.confinement.map { .string($0) } ?? .null),
      ("machines", .array(leaderboard.machines.map(machines))),
      ("environment", environment(run.environment)),
      ("chance", .array(zip(leaderboard.metrics, leaderboard.floors).map(floor))),
      ("evidence", leaderboard.evidence.map { evidence($0, leaderboard) } ?? .null),
      ("learning_curve", leaderboard.learningCurve?.json ?? .null),
      ("rows", .array(leaderboard.rows.map { object($0, of: values) })),
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
    ("class_counts", run.data.map { .array($0.classCounts.map { .integer($0) }) } ?? .null),
    ("target", run.data?.target.map { .string($0) } ?? .null),
    ("notes", .array((run.data?.notes ?? []).map { .string($0) })),
    ("sha256", .string(run.sha256)),
  ])
}

/// What the evidence of the rows rests on, and what follows from it.
private func evidence(_ evidence: BoardEvidence, _ leaderboard: Leaderboard) -> JSON {
  let resolution = evidence.resolution
  let possible = leaderboard.rows.filter {
    $0.evidence?.isPossiblyBest == true && $0.competitor.role != .control
  }
  return .object([
    ("splits", .integer(evidence.splits)),
    ("test_rows", evidence.draws.map { .integer($0.units) } ?? .null),
    ("resamples", evidence.draws.map { .integer($0.resamples) } ?? .null),
    ("swapped", evidence.draws.map { .bool($0.areSwapped) } ?? .null),
    ("pooled", .bool(leaderboard.ranking.map { leaderboard.rows.first?.scores[$0].isPooled == true } ?? false)),
    ("critical", .number(evidence.rows?.critical)),
    ("resolution_rows", .number(resolution.rows)),
    ("resolution_recipes", .number(resolution.recipes)),
    ("not_excluded_as_best", .array(possible.map { .string($0.competitor.name) })),
  ])
}

/// What learns nothing reaches by a metric.
private func floor(_ metric: MetricDescription, _ floor: ChanceFloor?) -> JSON {
  .object([
    ("metric", .string(metric.id)), ("value", .number(floor?.value)),
    ("by", floor.map { .string($0.source.rawValue) } ?? .null),
  ])
}

private func machines(_ machines: TrialMachines) -> JSON {
  .object([
    ("kernels", .string(machines.kernels)), ("nodes", .array(machines.nodes.map { .string($0) })),
    ("trials", .integer(machines.trials)),
  ])
}

private func leftOut(_ run: RunDescription) -> JSON {
  .array(
    (run.data?.leftOut ?? []).map { model in
      .object([("model", .string(model.name)), ("reason", .string(model.reason))])
    })
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

/// The values of a row at the ends of their paths, in order of appearance.
private func object(_ row: LeaderboardRow, of values: [LeaderboardColumn.Value]) -> JSON {
  values.reduce(into: .object([])) { object, value in
    guard !value.path.isEmpty else { return }
    object.insert(value.json(row), at: value.path[...])
  }
}
