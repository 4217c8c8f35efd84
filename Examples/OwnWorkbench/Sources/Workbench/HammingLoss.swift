import BakeoffCore

/// The share of rows whose class is not the one predicted: 1 - accuracy.
struct HammingLoss: Metric {
  let id = "hamming-loss"
  let title = "hamming loss"
  let direction = MetricDirection.lowerIsBetter
  let range = 0.0...1.0

  func score(_ predictions: Predictions, truth: Truth) -> Double? {
    guard !truth.labels.isEmpty else { return nil }
    let wrong = zip(predictions.labels, truth.labels).count { $0 != $1 }
    return Double(wrong) / Double(truth.labels.count)
  }
}
