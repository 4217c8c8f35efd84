/// Whether several models differ over several data sets, from their ranks on each.
///
/// The unit is the data set, never the fold. Source: Demšar, "Statistical comparisons of classifiers over multiple data
/// sets", Journal of Machine Learning Research 7, 2006.
public struct FriedmanTest: Hashable, Sendable {
  /// R_j: the mean rank of each model, 1 the best.
  public let meanRanks: [Double]
  /// The number of data sets, N.
  public let dataSets: Int
  /// Friedman's 12 N / (k (k + 1)) (sum R_j^2 - k (k + 1)^2 / 4).
  public let chiSquared: Double
  /// Its p-value, with k - 1 degrees of freedom.
  public let chiSquaredP: Double
  /// Iman and Davenport's (N - 1) chi^2 / (N (k - 1) - chi^2), less conservative; infinite where all ranks agree.
  public let f: Double
  /// Its p-value, with k - 1 and (k - 1)(N - 1) degrees of freedom.
  public let fP: Double

  /// Tests ranks, one array a data set with one rank a model (see `meanRanks`).
  ///
  /// Nil for fewer than two models or data sets. Precondition: as many ranks for each data set.
  public init?(ranks: [[Double]]) {
    guard ranks.count >= 2, let models = ranks.first?.count, models >= 2 else { return nil }
    precondition(ranks.allSatisfy { $0.count == models }, "one rank a model for each data set")
    let (n, k) = (Double(ranks.count), Double(models))
    let means = (0..<models).map { model in ranks.map { $0[model] }.reduce(0, +) / n }
    let squares = means.map { $0 * $0 }.reduce(0, +)
    let chiSquared = 12 * n / (k * (k + 1)) * (squares - k * (k + 1) * (k + 1) / 4)
    let denominator = n * (k - 1) - chiSquared
    meanRanks = means
    dataSets = ranks.count
    self.chiSquared = chiSquared
    chiSquaredP = chiSquaredSurvival(chiSquared, degreesOfFreedom: k - 1)
    f = denominator <= 0 ? .infinity : (n - 1) * chiSquared / denominator
    fP = fSurvival(f, numerator: k - 1, denominator: (k - 1) * (n - 1))
  }

  /// Nemenyi's critical difference at 5 %: mean ranks further apart than q sqrt(k (k + 1) / (6 N)) differ.
  ///
  /// Nil for more than ten models, for which Demšar's table has no q.
  public var criticalDifference: Double? {
    let k = meanRanks.count
    guard Self.studentizedRanges.indices.contains(k - 2) else { return nil }
    return Self.studentizedRanges[k - 2] * (Double(k * (k + 1)) / Double(6 * dataSets)).squareRoot()
  }

  /// The Studentized range at 5 % for infinite degrees of freedom over sqrt 2, for 2 to 10 models: Demšar's table 5a
  /// with six decimals, from SciPy's `studentized_range.ppf(.95, k, inf) / sqrt(2)`.
  private static let studentizedRanges = [
    1.959964, 2.343701, 2.569032, 2.727774, 2.849705, 2.948320, 3.030878, 3.101730, 3.163684,
  ]
}
