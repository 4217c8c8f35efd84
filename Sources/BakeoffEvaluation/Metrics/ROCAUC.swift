import BakeoffCore

/// The area under the ROC curve: the chance that a row of a class scores higher for it than a row of the rest does,
/// ties counting half.
///
/// With two classes that of the positive class, otherwise the plain mean over the classes, each against the rest.
/// Nil where a class has no true row or nothing but true rows, for scores that are not finite, and for no rows. Only
/// ranks are used, so margins will do (scikit-learn asks for probabilities where there are several classes).
/// Source: Hanley and McNeil, "The meaning and use of the area under a ROC curve", Radiology 143, 1982.
public struct ROCAUC: Metric, Hashable {
  /// The id it is selected by.
  public let id = "roc-auc"
  /// The title of its column.
  public let title = "ROC-AUC"
  /// Whether higher or lower values are better.
  public let direction = MetricDirection.higherIsBetter
  /// The values it can take.
  public let range = 0.0...1.0

  /// Makes the metric.
  public init() {}

  /// Its value for predictions against the true labels.
  public func score(_ predictions: Predictions, truth: Truth) -> Double? {
    precondition(predictions.count == truth.labels.count, "one row of scores a row")
    guard predictions.scores.allSatisfy(\.isFinite) else { return nil }
    let classes = areaClasses(truth)
    var sum = 0.0
    for label in classes {
      let scores = scores(predictions, truth: truth, of: label)
      guard let area = area(scores: scores, labels: truth.labels, positive: label) else { return nil }
      sum += area
    }
    return sum / Double(classes.count)
  }

  /// The scores that rank rows for a class; of two classes with margins, how far its margin is ahead of the other's.
  func scores(_ predictions: Predictions, truth: Truth, of label: Int) -> [Float] {
    (0..<predictions.count).map { row in
      let own = predictions.scores[row * predictions.classCount + label]
      guard truth.classCount == 2, predictions.kind == .margins else { return own }
      return own - predictions.scores[row * 2 + 1 - label]
    }
  }

  /// (R - m (m + 1) / 2) / (m n), R the sum of the mean ranks of the m positive rows among all m + n.
  private func area(scores: [Float], labels: [Int], positive: Int) -> Double? {
    // One integer a row, its order that of the scores: sorting integers takes half the time of sorting pairs.
    let keys = zip(scores, labels).map { orderedKey($0) << 1 | ($1 == positive ? 1 : 0) }.sorted()
    let positives = keys.count { $0 & 1 == 1 }
    let negatives = keys.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    var twiceRankSum = 0
    var start = 0
    while start < keys.count {
      var end = start
      var hits = 0
      while end < keys.count, keys[end] >> 1 == keys[start] >> 1 {
        hits += Int(keys[end] & 1)
        end += 1
      }
      twiceRankSum += hits * (start + 1 + end)
      start = end
    }
    let area = Double(twiceRankSum - positives * (positives + 1)) / 2
    return area / (Double(positives) * Double(negatives))
  }
}

/// A whole number that orders finite floats as they are; -0 and 0 are equal.
func orderedKey(_ score: Float) -> UInt64 {
  let bits = (score == 0 ? 0 : score).bitPattern
  return UInt64(bits >> 31 == 1 ? ~bits : bits | 1 << 31)
}
