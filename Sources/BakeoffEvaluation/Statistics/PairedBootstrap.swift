import BakeoffCore

/// How far the difference of a metric between two models scatters over test rows drawn anew, the same rows for both.
///
/// Percentile interval. Source: Efron, Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
public struct PairedBootstrap: Hashable, Sendable {
  /// The metric of the first model less that of the second, on all rows.
  public let difference: Double
  /// The limits of the 95 % interval.
  public let lower: Double
  /// The limits of the 95 % interval.
  public let upper: Double
  /// How often rows were drawn.
  public let resamples: Int

  /// Draws rows for `first` and `second`, the predictions of the same test rows with `truth`.
  ///
  /// A metric of the predicted classes alone is counted from 2,000 draws, any other from 200. Nil where the metric is not
  /// defined on all rows or on nine draws of ten.
  public init?(_ first: Predictions, _ second: Predictions, truth: Truth, metric: any Metric, seed: UInt64) {
    guard let one = metric.score(first, truth: truth), let other = metric.score(second, truth: truth),
      !truth.labels.isEmpty
    else { return nil }
    difference = one - other
    var generator = SeededGenerator(seed: derivedSeed(seed, "paired bootstrap"))
    let values =
      if let metric = metric as? any ConfusionMetric {
        Self.counted(first.labels, second.labels, truth, metric, &generator)
      } else {
        Self.drawn(first, second, truth, metric, &generator)
      }
    let known = values.compactMap(\.self).sorted()
    guard known.count * 10 >= values.count * 9 else { return nil }
    resamples = values.count
    lower = known[Int(0.025 * Double(known.count - 1))]
    upper = known[Int((0.975 * Double(known.count - 1)).rounded(.up))]
  }

  /// Draws cells of the table of truth and both predictions, which say all that such a metric looks at.
  private static func counted(
    _ first: [Int], _ second: [Int], _ truth: Truth, _ metric: any ConfusionMetric, _ generator: inout SeededGenerator
  ) -> [Double?] {
    let classes = truth.classCount
    let cells = truth.labels.indices.map { (truth.labels[$0] * classes + first[$0]) * classes + second[$0] }
    let positive = truth.positive ?? 1
    let rows = UInt64(cells.count)
    return (0..<2000).map { _ in
      var one = [Int](repeating: 0, count: classes * classes)
      var other = one
      for _ in 0..<cells.count {
        let cell = cells[Int(truncatingIfNeeded: generator.next().multipliedFullWidth(by: rows).high)]
        let (pair, predicted) = (cell / classes, cell % classes)
        one[pair] += 1
        other[pair / classes * classes + predicted] += 1
      }
      let scores = [one, other].map {
        metric.score(ConfusionMatrix(counts: $0, classCount: classes), positive: positive)
      }
      guard let a = scores[0], let b = scores[1] else { return nil }
      return a - b
    }
  }

  private static func drawn(
    _ first: Predictions, _ second: Predictions, _ truth: Truth, _ metric: any Metric,
    _ generator: inout SeededGenerator
  ) -> [Double?] {
    let count = truth.labels.count
    return (0..<200).map { _ in
      let rows = (0..<count).map { _ in Int.random(in: 0..<count, using: &generator) }
      let drawn = Truth(
        labels: rows.map { truth.labels[$0] }, classCount: truth.classCount, positive: truth.positive)
      guard let a = metric.score(first.selecting(rows), truth: drawn),
        let b = metric.score(second.selecting(rows), truth: drawn)
      else { return nil }
      return a - b
    }
  }
}

extension Predictions {
  /// These rows, in this order.
  fileprivate func selecting(_ rows: [Int]) -> Predictions {
    Predictions(kind: kind, classCount: classCount, scores: rows.flatMap { row($0) })
  }
}
