/// How likely one of two models is better on data of this kind, given their scores on the same splits: the Bayesian
/// correlated t-test.
///
/// The posterior of the true mean difference is Student's t with n - 1 degrees of freedom around the mean of the
/// differences, with the variance of `PairedComparison`. A difference of at most `rope` either way counts as none. Source:
/// Corani, Benavoli, "A Bayesian approach for comparing cross-validated algorithms on multiple data sets", Machine
/// Learning 100, 2015.
public struct CorrelatedTTest: Hashable, Sendable {
  /// The largest difference that does not matter: the region of practical equivalence is -rope...rope.
  public let rope: Double
  /// The chance that the first one's score is higher by more than that.
  public let firstHigher: Double
  /// The chance that they differ by no more.
  public let equivalent: Double
  /// The chance that the second one's score is higher by more than that.
  public let secondHigher: Double

  /// Compares the scores of two models, one pair a split; `testToTrainRatio` is n_test / n_train.
  ///
  /// Nil for fewer than three pairs, and where all differences are the same but not 0: without scatter nothing can be said.
  public init?(_ first: [Double], _ second: [Double], testToTrainRatio: Double, rope: Double) {
    let differences = zip(first, second).map { $0 - $1 }
    guard differences.count >= 3, let variance = sampleVariance(differences) else { return nil }
    self.rope = rope
    let mean = differences.reduce(0, +) / Double(differences.count)
    guard haveScatter(differences) else {
      guard differences[0] == 0 else { return nil }
      (firstHigher, equivalent, secondHigher) = (0, 1, 0)
      return
    }
    let scale = ((1 / Double(differences.count) + testToTrainRatio) * variance).squareRoot()
    let freedom = Double(differences.count - 1)
    let below = studentCumulative((-rope - mean) / scale, degreesOfFreedom: freedom)
    let above = studentCumulative((mean - rope) / scale, degreesOfFreedom: freedom)
    (firstHigher, secondHigher) = (above, below)
    equivalent = max(0, 1 - above - below)
  }
}

/// The chance that Student's t is at most `t`.
public func studentCumulative(_ t: Double, degreesOfFreedom: Double) -> Double {
  let tail = studentTwoSided(t, degreesOfFreedom: degreesOfFreedom) / 2
  return t < 0 ? tail : 1 - tail
}

/// The value that Student's t exceeds in absolute value with the chance `level`, in 0..<1, by bisection.
public func studentCritical(level: Double, degreesOfFreedom: Double) -> Double {
  var (low, high) = (0.0, 1.0)
  while studentTwoSided(high, degreesOfFreedom: degreesOfFreedom) > level, high < 1e12 { high *= 2 }
  for _ in 0..<200 where high - low > 1e-12 * high {
    let middle = (low + high) / 2
    if studentTwoSided(middle, degreesOfFreedom: degreesOfFreedom) > level { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
