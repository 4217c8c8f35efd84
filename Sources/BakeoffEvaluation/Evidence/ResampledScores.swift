import BakeoffCore
import Foundation

/// What a leaderboard's figures would have been on other test rows: a metric's mean over the splits of several models,
/// recomputed on rows drawn anew, the same rows for all models.
public struct ResampledScores: Hashable, Sendable {
  /// One value for each model in each resample, in which the metric is defined for all of them: models x resamples.
  public let values: [[Double]]
  /// How many test rows, or groups of them, were drawn from.
  public let units: Int
  /// Whether groups were drawn.
  public let areGroups: Bool

  /// Takes values that were drawn elsewhere.
  package init(values: [[Double]], units: Int, areGroups: Bool = false) {
    self.values = values
    self.units = units
    self.areGroups = areGroups
  }

  /// How many resamples there are where all are defined: of metrics that can only be computed on copies of the rows a tenth
  /// of the others'.
  static func resamples(of metric: any Metric) -> Int {
    metric is any RowwiseMetric || metric is any LinearisedMetric || metric is any ConfusionMetric ? 2000 : 200
  }

  /// Draws rows, or groups of them, for the predictions of each model on each split, as often as `resamples(of:)` says.
  ///
  /// Nil where the metric is not defined on nine resamples of ten, and for no rows. Precondition: predictions for each
  /// split.
  package init?(
    _ predictions: [[Predictions]], truths: [Truth], splits: [Split], metric: any Metric,
    seed: UInt64
  ) {
    self.init(predictions, truths: truths, units: TestUnits(splits, truths: truths), metric: metric, seed: seed)
  }

  /// The same of rows that are known as units, `most` times at the most.
  init?(
    _ predictions: [[Predictions]], truths: [Truth], units: TestUnits, metric: any Metric, seed: UInt64,
    most: Int = .max
  ) {
    guard units.count > 0 else { return nil }
    let draws = RowDraws(units, seed: seed)
    let count = min(most, Self.resamples(of: metric))
    let scorer = drawScorer(metric, predictions, truths: truths, units: units)
    let drawn = concurrently(
      count, threads: ProcessInfo.processInfo.activeProcessorCount, state: { [Int32]() }
    ) { number, room in
      let draw = draws.draw(number)
      let rounds = units.rounds.indices.map { scorer(draw, $0, &room) }
      return predictions.indices.map { model in FoldSummary(folds: rounds.flatMap { $0[model] }).mean }
    }
    let defined = drawn.map { $0.compactMap(\.self) }.filter { $0.count == predictions.count }
    guard defined.count * 10 >= count * 9 else { return nil }
    values = predictions.indices.map { model in defined.map { $0[model] } }
    self.units = units.count
    areGroups = units.areGroups
  }
}
