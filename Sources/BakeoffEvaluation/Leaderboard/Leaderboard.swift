import BakeoffCore

/// Who is best, by how much and at what cost: a pure function of trials.
///
/// A model with a failed trial keeps its row; its means are over the trials that succeeded, and it ranks below
/// every complete model. A complete model whose ranking metric is not defined ranks below those where it is.
public struct Leaderboard: Hashable, Sendable {
  /// What was run, and where.
  public let run: RunDescription
  /// The metrics shown, in order.
  public let metrics: [MetricDescription]
  /// The id of the metric that ranks.
  public let sortedBy: String
  /// The models, best first.
  public let rows: [LeaderboardRow]
  /// How good the models are that learned from less; nil where none did.
  public internal(set) var learningCurve: LearningCurve?
  /// The machines that ran trials, where those were others than the one that asked.
  public let machines: [TrialMachines]
  /// What predictions reach that learned nothing, for each metric shown; nil where it is not defined for them.
  public let floors: [ChanceFloor?]
  /// Whether their differences are real; nil where the splits were not given, and where no model is complete.
  public let evidence: BoardEvidence?

  /// Scores and ranks the trials of a run.
  ///
  /// `trials` may be in any order and incomplete: a trial that is not there counts as one that was never started.
  /// `truths` has one entry for each split, with the labels of its test rows in order. `sortedBy` is the id of one of
  /// `metrics`, by default the first. Throws where it is none of them. With `splits` and unless told otherwise,
  /// models that cannot be told apart share a place (see `BoardEvidence`).
  public init(
    run: RunDescription, competitors: [Competitor], trials: [Trial], truths: [Truth], metrics: [any Metric],
    sortedBy: String? = nil, splits: [Split]? = nil, weighsEvidence: Bool = true
  ) throws(ConfigurationError) {
    let descriptions = metrics.map { MetricDescription($0) }
    let column = try Self.column(named: sortedBy, in: descriptions)
    let outcomes = Dictionary(grouping: trials, by: \.model)
    let results = competitors.enumerated().map { index, competitor in
      ModelResult(
        competitor: competitor, trials: outcomes[index] ?? [], truths: truths, splits: splits, metrics: metrics)
    }
    let weighed = weighsEvidence ? splits : nil
    floors = ChanceFloor.list(metrics, truths: truths, splits: splits, seed: run.seed)
    self.run = run
    machines = TrialMachines.list(trials)
    self.metrics = descriptions
    self.sortedBy = descriptions[column].id
    (rows, evidence) = ranked(
      results, by: column, direction: descriptions[column].direction, splits: weighed ?? []
    ) { complete in
      weighed.map { splits in
        BoardEvidence(
          of: complete, column: column, metric: metrics[column], truths: truths, splits: splits, seed: run.seed)
      }
    }
  }

  private static func column(
    named name: String?, in metrics: [MetricDescription]
  ) throws(ConfigurationError) -> Int {
    guard !metrics.isEmpty else { throw ConfigurationError("a leaderboard needs a metric; name at least one") }
    guard let name else { return 0 }
    if let index = metrics.firstIndex(where: { $0.id == name }) { return index }
    let names = metrics.map(\.id)
    throw ConfigurationError(
      "sort \(name) is not among the metrics shown\(didYouMean(name, among: names)); they are \(names.joined(separator: ", "))"
    )
  }

  /// The place of the metric that ranks among those that are shown.
  public var ranking: Int? { metrics.firstIndex { $0.id == sortedBy } }

  /// Whether any trial failed; one that a race made needless has not.
  public var hasFailures: Bool { rows.contains { !$0.failures.isEmpty } }
}

/// What a leaderboard keeps of a metric.
public struct MetricDescription: Hashable, Sendable {
  /// Its key in results.
  public let id: String
  /// The heading of its column.
  public let title: String
  /// Which way is better.
  public let direction: MetricDirection
  /// The values it can take.
  public let range: ClosedRange<Double>

  /// Describes a metric.
  public init(_ metric: any Metric) {
    id = metric.id
    title = metric.title
    direction = metric.direction
    range = metric.range
  }
}
