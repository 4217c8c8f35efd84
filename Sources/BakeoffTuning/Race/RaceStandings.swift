import BakeoffCore
import BakeoffEvaluation
import BakeoffMath
import Foundation

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

  /// The mean of each on test rows drawn anew, higher is better: runners x resamples.
  private let resamples: [[Double]]

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
      (sampleVariance(zip(best, values).map { $0 - $1 }) ?? 0).squareRoot()
    }
    units = resampled.units
    resamples = resampled.values.map { $0.map { sign * $0 } }
  }

  /// The chance of each to be the best: how often it is among draws of rows and of seeds, each runner drawn towards the median
  /// as far as the scatter of the better half is no more than errors would make.
  ///
  /// A runner that never is the best has half a draw; one row that might have come out otherwise adds to the deviation by the
  /// seed. The shrinkage is that of the normal model with an estimated prior (Efron, Morris, "Stein's estimation rule and its
  /// competitors", JASA 68, 1973).
  func chancesOfBest(spread: SeedVariance, folds: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: derivedSeed(seed, "chance of being the best"))
    let draws = resamples.first?.count ?? 0
    let one = 1 / Double(max(units, 1))
    let share = shareOfTruth(spread: spread, folds: folds)
    var wins = [Double](repeating: 0.5, count: resamples.count)
    for draw in 0..<draws {
      // The variance of seeds is an estimate; its own uncertainty is the same for all.
      let squares = (0..<Int(spread.freedom)).map { _ in pow(normalDeviate(using: &generator), 2) }.reduce(0, +)
      let variance = squares > 0 ? spread.value * Double(Int(spread.freedom)) / squares : 0
      let deviation = (variance / Double(folds) + one * one / 2).squareRoot()
      var (best, highest) = (leader, -Double.infinity)
      for runner in resamples.indices {
        let error = resamples[runner][draw] + leads[runner] + deviation * normalDeviate(using: &generator)
        let value = -share * leads[runner] + share.squareRoot() * error
        if value > highest { (best, highest) = (runner, value) }
      }
      wins[best] += 1
    }
    return wins.map { $0 / (Double(draws) + 0.5 * Double(wins.count)) }
  }

  /// The share of the scatter of the better half around the median that is not made by errors, above 0 and at most 1.
  private func shareOfTruth(spread: SeedVariance, folds: Int) -> Double {
    let ordered = leads.sorted()
    let median = ordered[ordered.count / 2]
    let better = ordered.prefix(max(ordered.count / 2, 1))
    let scatter = better.map { pow($0 - median, 2) }.reduce(0, +) / Double(better.count)
    let rows = zip(errors.indices, errors).filter { $0.0 != leader }.map { $0.1 * $0.1 / 2 }
    let error = rows.reduce(0, +) / Double(max(rows.count, 1)) + spread.value / Double(folds)
    return scatter > 0 ? max(1e-4, 1 - error / scatter) : 1e-4
  }
}
