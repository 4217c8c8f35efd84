import BakeoffCore

extension ROCAUC: LinearisedMetric {
  /// The share of rows of the other kind that a row stands on the right side of, its placement value, over the number of
  /// rows of its own kind; the mean over the classes.
  ///
  /// Source: DeLong, DeLong, Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating
  /// characteristic curves: a nonparametric approach", Biometrics 44, 1988.
  package func contributions(_ predictions: Predictions, truth: Truth) -> [Double]? {
    guard predictions.scores.allSatisfy(\.isFinite) else { return nil }
    let classes = areaClasses(truth)
    var contributions = [Double](repeating: 0, count: truth.labels.count)
    for label in classes {
      let isPositive = truth.labels.map { $0 == label }
      let positives = Double(isPositive.count { $0 })
      let negatives = Double(isPositive.count) - positives
      guard positives > 0, negatives > 0 else { return nil }
      let pairs = positives * negatives * Double(classes.count)
      for (row, below) in rowsBelow(scores(predictions, truth: truth, of: label), isPositive).enumerated() {
        contributions[row] += (isPositive[row] ? below.negatives : positives - below.positives) / pairs
      }
    }
    return contributions
  }

  /// The classes whose areas are averaged.
  func areaClasses(_ truth: Truth) -> [Int] {
    truth.classCount == 2 ? [truth.positive ?? 1] : Array(0..<truth.classCount)
  }

  /// How many rows of each kind have a lower score than each row; those with the same score count half.
  private func rowsBelow(_ scores: [Float], _ isPositive: [Bool]) -> [(positives: Double, negatives: Double)] {
    var below = [(positives: Double, negatives: Double)](repeating: (0, 0), count: scores.count)
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var (positives, negatives, start) = (0.0, 0.0, 0)
    while start < order.count {
      var end = start
      var hits = 0.0
      while end < order.count, scores[order[end]] == scores[order[start]] {
        hits += isPositive[order[end]] ? 1 : 0
        end += 1
      }
      let others = Double(end - start) - hits
      for row in order[start..<end] { below[row] = (positives + hits / 2, negatives + others / 2) }
      positives += hits
      negatives += others
      start = end
    }
    return below
  }
}
