import BakeoffCore
import Foundation

/// How far the difference of two models would be if it were chance: what two models said of a row, or of a group of rows, is
/// swapped where a coin says so, the same coins for all pairs.
///
/// Were the two equally good on such rows, each swap would have been as likely as none, so that the differences after swaps
/// show how far chance goes, exactly and however few the units are. Source: Fisher's randomisation test for pairs (The Design
/// of Experiments, 1935, section 21); Yeh, "More accurate tests for the statistical significance of result differences",
/// COLING 2000, for figures such as F1 that are no means.
package struct PairedSwaps: Sendable {
  /// The differences after swaps of each pair of models a < b, the first less the second: pairs in the order (0, 1), (0, 2), ...
  package let differences: [[Double]]

  /// How many times coins are tossed: seldomer for very many pairs, so that boards of a hundred models end in seconds.
  static func draws(pairs: Int) -> Int { max(400, min(2000, 200_000 / max(pairs, 1))) }

  /// Swaps the predictions of models, one for each split. Nil where the metric is not defined, and for metrics that only
  /// copies of rows can compute: of those the bootstrap has to tell.
  package init?(_ predictions: [[Predictions]], truths: [Truth], units: TestUnits, metric: any Metric, seed: UInt64) {
    let models = predictions.count
    let draws = Self.draws(pairs: models * (models - 1) / 2)
    guard let swap = swapper(metric, predictions, truths, units) else { return nil }
    let seed = derivedSeed(seed, "swaps")
    let drawn = concurrently(draws, threads: ProcessInfo.processInfo.activeProcessorCount, state: {}) { number, _ in
      swap(Coins(units.count, seed: derivedSeed(seed, "\(number)")))
    }
    differences = (0..<models * (models - 1) / 2).map { pair in drawn.map { $0[pair] } }
  }
}

/// Computes the difference of every pair of models where units are swapped whose coins show heads.
private typealias Swapper = @Sendable (Coins) -> [Double]

private func swapper(
  _ metric: any Metric, _ predictions: [[Predictions]], _ truths: [Truth], _ units: TestUnits
) -> Swapper? {
  switch metric {
  case let metric as any ConfusionMetric:
    return JointSwaps(metric, predictions, truths: truths, units: units).differences
  case let metric as any RowwiseMetric:
    return linearSwapper(predictions, truths, units) { predictions, truth in
      metric.rowScores(predictions, truth: truth)?.map { $0 / Double(max(truth.labels.count, 1)) }
    }
  case let metric as any LinearisedMetric:
    return linearSwapper(predictions, truths, units) { metric.contributions($0, truth: $1) }
  default: return nil
  }
}

/// Where a metric is a sum over rows, a swap turns the sign of what two models differ by there.
private func linearSwapper(
  _ predictions: [[Predictions]], _ truths: [Truth], _ units: TestUnits,
  _ contributions: (Predictions, Truth) -> [Double]?
) -> Swapper? {
  var sums = predictions.map { _ in [Eight](repeating: .zero, count: (units.count + 7) / 8) }
  for (model, predictions) in predictions.enumerated() {
    let values = zip(predictions, truths).map(contributions)
    guard values.allSatisfy({ $0 != nil }) else { return nil }
    for (round, values) in zip(units.rounds, units.byRound(values.map { $0 ?? [] })) {
      for (unit, value) in zip(round.units, values) {
        sums[model][Int(unit) / 8][Int(unit) % 8] += value / Double(truths.count)
      }
    }
  }
  return { [sums] coins in
    let turns = (0..<(units.count + 7) / 8).map { signs(coins, from: $0 * 8, to: units.count) }
    let flipped = sums.map { own in
      var sum = Eight.zero
      for place in own.indices { sum += own[place] * turns[place] }
      return sum.sum()
    }
    return flipped.indices.flatMap { a in flipped[(a + 1)...].map { flipped[a] - $0 } }
  }
}

/// Eight units side by side.
private typealias Eight = SIMD8<Double>

/// -1 for a unit that is swapped, 1 for any other.
private func signs(_ coins: Coins, from start: Int, to end: Int) -> Eight {
  var signs = Eight(repeating: 1)
  for lane in 0..<min(8, end - start) where coins[Int32(start + lane)] == 1 { signs[lane] = -1 }
  return signs
}
