/// Whether two models differ on the same splits: the corrected resampled t-test.
///
/// Training sets of a cross-validation overlap, so the plain paired t-test finds differences that are not there; the
/// variance is therefore enlarged by n_test / n_train. t = mean(d) / sqrt((1/n + n_test/n_train) s^2) with n - 1
/// degrees of freedom. Source: Nadeau and Bengio, "Inference for the generalization error", Machine Learning 52, 2003.
public struct PairedComparison: Hashable, Sendable {
  /// The mean of the differences.
  public let meanDifference: Double
  /// Its standard error, the root of the corrected variance; 0 where all differences are 0.
  public let standardError: Double
  /// The test statistic; 0 where all differences are 0.
  public let t: Double
  /// Pairs less one.
  public let degreesOfFreedom: Int
  /// The two-sided p-value.
  public let pValue: Double

  /// Compares the scores of two models, one pair a split; `testToTrainRatio` is n_test / n_train, for k folds
  /// 1 / (k - 1), and 0 gives the uncorrected test.
  ///
  /// Nil where the splits say nothing: for fewer than three, and where all differences are the same but not 0, for
  /// without scatter there is nothing to hold the mean against. Precondition: as many scores on both sides.
  public init?(_ first: [Double], _ second: [Double], testToTrainRatio: Double) {
    precondition(first.count == second.count, "one pair a split")
    let differences = zip(first, second).map { $0 - $1 }
    guard differences.count >= 3, let variance = sampleVariance(differences) else { return nil }
    degreesOfFreedom = differences.count - 1
    guard haveScatter(differences) else {
      guard differences[0] == 0 else { return nil }
      (meanDifference, standardError, t, pValue) = (0, 0, 0, 1)
      return
    }
    meanDifference = differences.reduce(0, +) / Double(differences.count)
    standardError = ((1 / Double(differences.count) + testToTrainRatio) * variance).squareRoot()
    t = meanDifference / standardError
    pValue = studentTwoSided(t, degreesOfFreedom: Double(degreesOfFreedom))
  }
}

/// Whether differences are not all the same, the rounding of their last digits apart: 0.9 - 0.8 is not quite 0.8 - 0.7.
func haveScatter(_ differences: [Double]) -> Bool {
  guard let low = differences.min(), let high = differences.max() else { return false }
  return high - low > 1e-12 * max(abs(low), abs(high))
}

/// p-values of several tests corrected so that the chance of any false finding stays what it is for one.
///
/// Step-down: the i-th smallest of m becomes p (m - i + 1), made monotone and at most 1; the order of the input is kept.
/// Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979.
public func holmCorrected(_ pValues: [Double]) -> [Double] {
  var corrected = pValues
  var highest = 0.0
  for (step, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
    highest = max(highest, min(1, pValues[index] * Double(pValues.count - step)))
    corrected[index] = highest
  }
  return corrected
}

/// Whether two models differ on one shared test set: the two-sided p-value of McNemar's exact test.
///
/// min(1, 2 P[Bin(b + c, 1/2) <= min(b, c)]), b and c the rows that only one of them gets right.
/// Source: McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 12, 1947.
public func exactMcNemar(onlyFirst: Int, onlySecond: Int) -> Double {
  min(1, 2 * fairCoinCumulative(min(onlyFirst, onlySecond), of: onlyFirst + onlySecond))
}
