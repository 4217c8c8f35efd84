import BakeoffCore

/// How far the difference of a metric between two models scatters over test rows drawn anew, the same rows for both.
///
/// Percentile interval. Source: Efron, Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
public struct PairedBootstrap: Hashable, Sendable {
  /// The metric of the first model less that of the second, the mean over the splits.
  public let difference: Double
  /// The lower limit of the 95 % interval.
  public let lower: Double
  /// The upper limit of the 95 % interval.
  public let upper: Double
  /// How often rows were drawn.
  public let resamples: Int

  /// Draws rows for the predictions of two models on the same splits: 2,000 times for the metrics built in, else 200.
  ///
  /// Nil where the metric is not defined on all rows or on nine draws of ten. Precondition: as many predictions and truths
  /// as splits.
  public init?(
    _ first: [Predictions], _ second: [Predictions], truths: [Truth], splits: [Split], metric: any Metric, seed: UInt64
  ) {
    let means = [first, second].compactMap { predictions in
      FoldSummary(folds: zip(predictions, truths).map { metric.score($0, truth: $1) }).mean
    }
    guard means.count == 2,
      let drawn = ResampledScores([first, second], truths: truths, splits: splits, metric: metric, seed: seed)
    else { return nil }
    let differences = zip(drawn.values[0], drawn.values[1]).map { $0 - $1 }.sorted()
    difference = means[0] - means[1]
    resamples = differences.count
    lower = differences[Int(0.025 * Double(resamples - 1))]
    upper = differences[Int((0.975 * Double(resamples - 1)).rounded(.up))]
  }
}
