import Foundation

/// Whether paired values differ: Wilcoxon's signed-rank test, two-sided and exact.
///
/// Differences of 0 are left out; equal sizes share their mean rank. Up to 50 pairs the chance is counted over all signs,
/// beyond that it is the normal one with continuity and tie corrections. Source: Wilcoxon, "Individual comparisons by
/// ranking methods", Biometrics Bulletin 1, 1945.
public struct WilcoxonSignedRank: Hashable, Sendable {
  /// The smaller sum of ranks of the two signs.
  public let statistic: Double
  /// The pairs that differ.
  public let pairs: Int
  /// The two-sided p-value; 1 where no pair differs.
  public let pValue: Double

  /// Compares values by their differences. Those that are equal but for rounding count as 0.
  public init(differences: [Double]) {
    let scale = differences.map(abs).max() ?? 0
    let differing = differences.filter { abs($0) > 1e-12 * max(scale, 1) }
    let ranks = meanRanks(differing.map { (abs($0) * 1e12).rounded() })
    let positive = zip(differing, ranks).filter { $0.0 > 0 }.map(\.1).reduce(0, +)
    let total = ranks.reduce(0, +)
    pairs = differing.count
    statistic = min(positive, total - positive)
    pValue =
      pairs == 0 ? 1 : pairs <= 50 ? Self.exact(ranks, statistic) : Self.normal(ranks, statistic, total: total)
  }

  /// Twice the share of all signs whose sum of positive ranks is at most `statistic`, at most 1.
  private static func exact(_ ranks: [Double], _ statistic: Double) -> Double {
    // Twice a mean rank is whole; the shares of the sums grow rank by rank.
    let doubled = ranks.map { Int(($0 * 2).rounded()) }
    var shares = [1.0]
    for rank in doubled {
      var next = [Double](repeating: 0, count: shares.count + rank)
      for (sum, share) in shares.enumerated() {
        next[sum] += share / 2
        next[sum + rank] += share / 2
      }
      shares = next
    }
    return min(1, 2 * shares.prefix(Int((statistic * 2).rounded()) + 1).reduce(0, +))
  }

  private static func normal(_ ranks: [Double], _ statistic: Double, total: Double) -> Double {
    let variance = ranks.map { $0 * $0 }.reduce(0, +) / 4
    let z = max(0, total / 2 - statistic - 0.5) / variance.squareRoot()
    return min(1, erfc(z / 2.0.squareRoot()))
  }
}
