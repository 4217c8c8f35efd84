import BakeoffCore
import Foundation

/// A run as reports, statistics and tracking need it: what was compared on what, how, where, when, and what came of it.
public struct RunRecord: Hashable, Sendable {
  /// Its number in the store, from 1, in the order runs began; nil where it is in none.
  public let number: Int?
  /// When it began.
  public let started: Date
  /// When it ended; nil while it goes on, and for ever where it was killed.
  public let ended: Date?
  /// The heading: data set, resampling, seed, environment.
  public var description: RunDescription
  /// What is predicted.
  public let task: ClassificationTask
  /// The models, in the order they were selected.
  public let competitors: [Competitor]
  /// The splits every model is tried on.
  public let splits: [Split]
  /// For each split, the labels of its test rows.
  public let truths: [Truth]
  /// The trials that are over, with learning curves and failures; an interrupted run has fewer than it set out to have.
  public let trials: [Trial]

  /// Makes a record; traps unless there is a label for each test row of each split.
  public init(
    number: Int? = nil, started: Date = Date(), ended: Date? = nil, description: RunDescription,
    task: ClassificationTask, competitors: [Competitor], splits: [Split], truths: [Truth], trials: [Trial] = []
  ) {
    precondition(splits.map(\.test.count) == truths.map(\.labels.count), "one label a test row")
    self.number = number
    self.started = started
    self.ended = ended
    self.description = description
    self.task = task
    self.competitors = competitors
    self.splits = splits
    self.truths = truths
    self.trials = trials
  }

  /// The record of the same run with its trials, ended at `end`.
  public func ended(with trials: [Trial], number: Int? = nil, at end: Date = Date()) -> RunRecord {
    RunRecord(
      number: number ?? self.number, started: started, ended: end, description: description, task: task,
      competitors: competitors, splits: splits, truths: truths, trials: trials)
  }

  /// Who is best by these metrics when learning from all training rows of a split, `sortedBy` the id of one of them, by default the one that ranked
  /// its board, or else f1 or the first.
  ///
  /// Throws `ConfigurationError` where it is none of them.
  public func leaderboard(metrics: [any Metric], sortedBy: String? = nil) throws(ConfigurationError) -> Leaderboard {
    let own = description.rankedBy.flatMap { ranked in metrics.contains { $0.id == ranked } ? ranked : nil }
    let ranking = sortedBy ?? own ?? defaultRankingMetric(metrics)?.id
    var board = try learned(from: 1).board(metrics: metrics, sortedBy: ranking)
    if let metric = metrics.first(where: { $0.id == board.sortedBy }) {
      board.learningCurve = try LearningCurve(self, metric: metric, board: board)
    }
    return board
  }

  /// The id of the metric that ranked the board of the run: f1 in runs of versions that did not keep it.
  package var boardMetric: String { description.rankedBy ?? "f1" }

  /// The leaderboard of all splits, whatever they learned from.
  func board(metrics: [any Metric], sortedBy: String?) throws(ConfigurationError) -> Leaderboard {
    try Leaderboard(
      run: description, competitors: competitors, trials: trials, truths: truths, metrics: metrics, sortedBy: sortedBy,
      splits: splits)
  }
}

/// The metric that ranks unless told otherwise: F1 where it is among them, or else the first.
package func defaultRankingMetric(_ metrics: [any Metric]) -> (any Metric)? {
  metrics.first { $0.id == "f1" } ?? metrics.first
}
