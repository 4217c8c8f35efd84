import BakeoffCore
import Foundation

/// The mean of -ln(probability of the true class), clipped to [e, 1 - e], e the machine epsilon of `Double`.
///
/// Nil for margins, for scores that are not finite, and for no rows.
public struct LogLoss: RowwiseMetric, Hashable {
  /// The id it is selected by.
  public let id = "log-loss"
  /// The title of its column.
  public let title = "log-loss"
  /// Whether higher or lower values are better.
  public let direction = MetricDirection.lowerIsBetter
  /// The values it can take.
  public let range = 0...Double.infinity

  /// Makes the metric.
  public init() {}

  /// -ln(probability of the true class) of each row.
  public func rowScores(_ predictions: Predictions, truth: Truth) -> [Double]? {
    precondition(predictions.count == truth.labels.count, "one row of scores a row")
    guard predictions.kind == .probabilities else { return nil }
    let epsilon = Double.ulpOfOne
    var scores: [Double] = []
    for (row, label) in truth.labels.enumerated() {
      let probability = Double(predictions.scores[row * predictions.classCount + label])
      guard probability.isFinite else { return nil }
      scores.append(-log(min(max(probability, epsilon), 1 - epsilon)))
    }
    return scores
  }
}
