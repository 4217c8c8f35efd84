import BakeoffCore

/// A metric that is the mean of one score a row.
public protocol RowwiseMetric: Metric {
  /// The score of each row, in their order; nil where the metric is not defined for these predictions.
  func rowScores(_ predictions: Predictions, truth: Truth) -> [Double]?
}

extension RowwiseMetric {
  /// That it is.
  public var isMeanOfRows: Bool { true }

  /// The mean of the rows' scores; nil for no rows.
  public func score(_ predictions: Predictions, truth: Truth) -> Double? {
    guard !truth.labels.isEmpty, let scores = rowScores(predictions, truth: truth) else { return nil }
    return scores.reduce(0, +) / Double(scores.count)
  }
}
