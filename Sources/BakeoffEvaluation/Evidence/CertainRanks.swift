import BakeoffCore

/// Which ranks are certain: how far each model is ahead of each other one, and how far that scatters over test rows drawn
/// anew, for all pairs of entrants together.
///
/// With D the difference of two models, D* that on a resample and se the standard deviation of D* over the resamples, c is
/// the 95 % quantile over resamples of the largest |D* - D| / se of all pairs of entrants. Then D - c se > 0 holds for no
/// pair of equal entrants in 95 % of all runs: simultaneous intervals. Source: Romano and Wolf, "Exact and approximate stepdown methods
/// for multiple hypothesis testing", Journal of the American Statistical Association 100, 2005 (its first step).
public struct CertainRanks: Hashable, Sendable {
  /// The quantile c.
  public let critical: Double
  /// How far each model is ahead of each other one: models x models, in units of the metric, positive for the better one.
  public let leads: [[Double]]
  /// The standard error of each difference; 0 where the two are equal on every row.
  public let errors: [[Double]]
  /// How much better the best of these models looks for having been chosen as the best: the mean over resamples of how far
  /// the best one there is above itself on all rows. In units of the metric, at least 0. Source: the bootstrap estimate of
  /// bias, Efron and Tibshirani 1993, chapter 10.
  public let optimism: Double

  /// Compares models by their scores on all rows and on resamples. The quantile is over the pairs of those in the `family`:
  /// a floor that is always there must not make it harder to tell the others apart.
  init(
    _ scores: [Double], resampled: ResampledScores, family: [Bool], direction: MetricDirection, level: Double = 0.05
  ) {
    let sign = direction == .higherIsBetter ? 1.0 : -1
    let models = scores.indices
    let resamples = resampled.values.first?.indices ?? 0..<0
    leads = models.map { a in models.map { sign * (scores[a] - scores[$0]) } }
    var errors = models.map { _ in models.map { _ in 0.0 } }
    var largest = [Double](repeating: 0, count: resamples.count)
    for a in models {
      for b in models where b > a {
        let differences = resamples.map { resampled.values[a][$0] - resampled.values[b][$0] }
        guard haveScatter(differences), let variance = sampleVariance(differences) else { continue }
        let error = variance.squareRoot()
        (errors[a][b], errors[b][a]) = (error, error)
        guard family[a], family[b] else { continue }
        for (place, difference) in differences.enumerated() {
          largest[place] = max(largest[place], abs(difference - (scores[a] - scores[b])) / error)
        }
      }
    }
    self.errors = errors
    let gains = resamples.map { place -> Double in
      let best = models.max { sign * resampled.values[$0][place] < sign * resampled.values[$1][place] } ?? 0
      return sign * (resampled.values[best][place] - scores[best])
    }
    optimism = max(0, gains.reduce(0, +) / Double(max(gains.count, 1)))
    // Without a pair in the family, that of a single pair.
    let hasPair = family.count { $0 } > 1
    critical = largest.isEmpty ? 0 : hasPair ? quantile(largest, 1 - level) : 1.959964
  }

  /// Half the width of the simultaneous interval of the difference of two models.
  public func halfWidth(_ a: Int, _ b: Int) -> Double { critical * errors[a][b] }

  /// Whether the first is certainly better than the second.
  public func isAbove(_ a: Int, _ b: Int) -> Bool { leads[a][b] - halfWidth(a, b) > 0 }

  /// The best and the worst place a model can have.
  public func places(of model: Int) -> ClosedRange<Int> {
    let above = leads.indices.count { isAbove($0, model) }
    let below = leads.indices.count { isAbove(model, $0) }
    return 1 + above...leads.count - below
  }
}

/// The smallest value that at least the share `level` of all values does not exceed. Precondition: a value.
func quantile(_ values: [Double], _ level: Double) -> Double {
  let sorted = values.sorted()
  return sorted[min(max(Int((level * Double(sorted.count)).rounded(.up)) - 1, 0), sorted.count - 1)]
}
