import BakeoffCore

/// The share of rows whose true class is among the `k` highest scores.
///
/// Of equal scores the higher class number goes first, as in scikit-learn 1.9. Nil for scores that are not finite and
/// for no rows.
public struct TopKAccuracy: RowwiseMetric, Hashable {
  /// How many classes a row may name, at least 1.
  public let k: Int

  /// Makes the metric; traps unless `k` is at least 1.
  public init(k: Int = 3) {
    precondition(k >= 1, "a row names a class")
    self.k = k
  }

  /// The metric that is named so, such as `top-2-accuracy`; nil for any other name.
  init?(named name: String) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let k = Int(parts[1]), k >= 1, name == "top-\(k)-accuracy" else { return nil }
    self.init(k: k)
  }

  /// The id it is selected by.
  public var id: String { "top-\(k)-accuracy" }
  /// The title of its column.
  public var title: String { "top-\(k)" }
  /// Whether higher or lower values are better.
  public var direction: MetricDirection { .higherIsBetter }
  /// The values it can take.
  public var range: ClosedRange<Double> { 0...1 }

  /// 1 for each row whose true class is named, 0 for any other.
  public func rowScores(_ predictions: Predictions, truth: Truth) -> [Double]? {
    precondition(predictions.count == truth.labels.count, "one row of scores a row")
    guard predictions.scores.allSatisfy(\.isFinite) else { return nil }
    return truth.labels.indices.map { row in
      let label = truth.labels[row]
      let start = row * predictions.classCount
      let own = predictions.scores[start + label]
      let ahead = (0..<predictions.classCount).count { other in
        let score = predictions.scores[start + other]
        return score > own || (score == own && other > label)
      }
      return ahead < k ? 1 : 0
    }
  }
}
