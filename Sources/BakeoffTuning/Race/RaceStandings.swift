import BakeoffCore
import BakeoffEvaluation

/// Who leads after some folds, how far, and how far that scatters over test rows drawn anew.
package struct RaceStandings: Hashable, Sendable {
  /// The one with the best mean, from 0; of equal ones the first.
  package let leader: Int
  /// The mean score of each.
  package let means: [Double]
  /// How far the leader is ahead of each: 0 for itself, higher is further ahead.
  package let leads: [Double]
  /// The standard error of each lead over rows drawn anew, the same for both.
  package let errors: [Double]
  /// The test rows, or groups of them, that were drawn from.
  package let units: Int

  /// Takes standings that were found elsewhere.
  package init(leader: Int, means: [Double], leads: [Double], errors: [Double], units: Int) {
    self.leader = leader
    self.means = means
    self.leads = leads
    self.errors = errors
    self.units = units
  }

  /// Compares predictions on the same folds: one list a runner, with one entry a fold. Nil where the metric is not defined
  /// for somebody, and for no runner.
  package init?(
    _ predictions: [[Predictions]], truths: [Truth], splits: [Split], metric: any Metric, seed: UInt64
  ) {
    let means = predictions.compactMap { folds in
      let scores = zip(folds, truths).compactMap { metric.score($0, truth: $1) }
      return scores.count == truths.count ? scores.reduce(0, +) / Double(truths.count) : nil
    }
    guard means.count == predictions.count, !means.isEmpty,
      let resampled = ResampledScores(predictions, truths: truths, splits: splits, metric: metric, seed: seed)
    else { return nil }
    let sign = metric.direction == .higherIsBetter ? 1.0 : -1
    let leader = means.indices.reduce(0) { sign * means[$1] > sign * means[$0] ? $1 : $0 }
    self.leader = leader
    self.means = means
    leads = means.map { sign * (means[leader] - $0) }
    let best = resampled.values[leader]
    errors = resampled.values.map { values in
      let differences = zip(best, values).map { $0 - $1 }
      let mean = differences.reduce(0, +) / Double(differences.count)
      let squares = differences.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      return (squares / Double(max(differences.count - 1, 1))).squareRoot()
    }
    units = resampled.units
  }
}
