import BakeoffCore

/// Which ranks are certain: how far each model is ahead of each other one, and how far chance alone would go, for all pairs of
/// entrants together.
///
/// With D the difference of two models, D* that after a swap (`PairedSwaps`) and se the root of the mean of D*^2, c is the
/// 95 % quantile over swaps of the largest |D*| / se of all pairs of entrants. Then D - c se > 0 holds for no pair of equal
/// entrants in 95 % of all runs: simultaneous intervals. Source: Romano and Wolf, "Exact and approximate stepdown methods
/// for multiple hypothesis testing", Journal of the American Statistical Association 100, 2005 (its first step).
public struct CertainRanks: Hashable, Sendable {
  /// The quantile c of the pairs of entrants; nil where none of them differ.
  public let critical: Double?
  /// How far each model is ahead of each other one: models x models, in units of the metric, positive for the better one.
  public let leads: [[Double]]
  /// The standard error of each difference; 0 where the two are equal on every row.
  public let errors: [[Double]]
  /// Half the width of the interval of each difference.
  private let halfWidths: [[Double]]

  /// Compares models by their scores and by the differences of each pair under chance alone, in the order of `PairedSwaps`. The
  /// quantile is over the pairs of those in the `family`: a floor that is always there must not make it harder to tell the
  /// others apart. Any other pair has a quantile of its own.
  package init(_ scores: [Double], chance: [[Double]], family: [Bool], direction: MetricDirection, level: Double = 0.05)
  {
    let sign = direction == .higherIsBetter ? 1.0 : -1
    let models = scores.indices
    leads = models.map { a in models.map { sign * (scores[a] - scores[$0]) } }
    let errorOfPair = chance.map(rootMeanSquare)
    let pairs = models.flatMap { a in models.filter { $0 > a }.map { (a, $0) } }
    let together = pairs.indices.filter { family[pairs[$0].0] && family[pairs[$0].1] && errorOfPair[$0] > 0 }
    let largest = (chance.first?.indices ?? 0..<0).map { draw in
      together.map { abs(chance[$0][draw]) / errorOfPair[$0] }.max() ?? 0
    }
    let critical = together.isEmpty ? nil : quantile(largest, 1 - level)
    var errors = models.map { _ in models.map { _ in 0.0 } }
    var halfWidths = errors
    for (pair, (a, b)) in pairs.enumerated() where errorOfPair[pair] > 0 {
      let half =
        critical.flatMap { family[a] && family[b] ? $0 * errorOfPair[pair] : nil }
        ?? quantile(chance[pair].map(abs), 1 - level)
      (errors[a][b], errors[b][a]) = (errorOfPair[pair], errorOfPair[pair])
      (halfWidths[a][b], halfWidths[b][a]) = (half, half)
    }
    self.critical = critical
    self.errors = errors
    self.halfWidths = halfWidths
  }

  /// Half the width of the interval of the difference of two models: simultaneous for two entrants.
  public func halfWidth(_ a: Int, _ b: Int) -> Double { halfWidths[a][b] }

  /// Whether the first is certainly better than the second. What the last digits decide is a tie.
  public func isAbove(_ a: Int, _ b: Int) -> Bool { leads[a][b] > halfWidths[a][b] * (1 + 1e-9) && errors[a][b] > 0 }

  /// The best and the worst place a model can have.
  public func places(of model: Int) -> ClosedRange<Int> {
    let above = leads.indices.count { isAbove($0, model) }
    let below = leads.indices.count { isAbove(model, $0) }
    return 1 + above...leads.count - below
  }
}

/// The root of the mean square; 0 where all values are 0 but for rounding.
private func rootMeanSquare(_ values: [Double]) -> Double {
  guard let largest = values.lazy.map({ abs($0) }).max(), largest > 1e-12 else { return 0 }
  return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}

/// The smallest value that at least the share `level` of all values does not exceed. Precondition: a value.
func quantile(_ values: [Double], _ level: Double) -> Double {
  let sorted = values.sorted()
  return sorted[min(max(Int((level * Double(sorted.count)).rounded(.up)) - 1, 0), sorted.count - 1)]
}

extension ResampledScores {
  /// How much better the best of these models looks for having been chosen as the best: the mean over resamples of how far
  /// the best one there is above itself on all rows, less how far resamples move that one on average. In units of the
  /// metric, at least 0. Source: the bootstrap estimate of bias, Efron and Tibshirani 1993, chapter 10.
  func optimism(_ scores: [Double], among models: [Int], direction: MetricDirection) -> Double {
    let sign = direction == .higherIsBetter ? 1.0 : -1
    let draws = values.first?.indices ?? 0..<0
    let count = Double(max(draws.count, 1))
    let moves = scores.indices.map { model in values[model].reduce(0) { $0 + sign * ($1 - scores[model]) } / count }
    let optimism = draws.reduce(0.0) { sum, draw in
      let best = models.max { sign * values[$0][draw] < sign * values[$1][draw] } ?? 0
      return sum + (sign * (values[best][draw] - scores[best]) - moves[best]) / count
    }
    return optimism > 1e-12 ? optimism : 0
  }
}
