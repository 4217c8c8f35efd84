import BakeoffCore

/// Whether a model is right as often as it says: rows in bins of the probability of the predicted class.
///
/// Expected calibration error: the mean over the rows of |share right - mean probability| of their bin. Source: Guo et al.,
/// "On calibration of modern neural networks", ICML 2017, with 15 bins of equal width.
public struct Calibration: Hashable, Sendable {
  /// The rows whose probability is in one range.
  public struct Bin: Hashable, Sendable {
    /// How many rows.
    public let count: Int
    /// The mean probability of the predicted class.
    public let confidence: Double
    /// The share of them that is right.
    public let accuracy: Double
  }

  /// The bins with rows, from the least probability on.
  public let bins: [Bin]
  /// The expected calibration error, 0...1.
  public let expectedError: Double

  /// Sorts the rows of a model into bins; nil for margins, which say no probability.
  public init?(_ pooled: PooledPredictions, binCount: Int = 15) {
    guard let confidences = pooled.confidences, !confidences.isEmpty else { return nil }
    let right = zip(pooled.predictions.labels, pooled.truth).map { $0 == $1 }
    // (lower, upper], as in the source.
    let places = confidences.map { min(binCount - 1, max(0, Int(($0 * Double(binCount)).rounded(.up)) - 1)) }
    let groups = Dictionary(grouping: places.indices) { places[$0] }.sorted { $0.key < $1.key }.map(\.value)
    bins = groups.map { rows in
      let count = Double(rows.count)
      return Bin(
        count: rows.count, confidence: rows.map { confidences[$0] }.reduce(0, +) / count,
        accuracy: Double(rows.count { right[$0] }) / count)
    }
    let total = Double(confidences.count)
    expectedError = bins.map { Double($0.count) / total * abs($0.accuracy - $0.confidence) }.reduce(0, +)
  }
}
