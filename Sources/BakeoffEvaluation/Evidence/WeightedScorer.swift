import BakeoffCore

/// Computes a metric of one model's rows of one split in sixteen resamples, from how often each unit was drawn; nil where
/// it is not defined.
package typealias WeightedScorer = @Sendable ([Lanes]) -> [Double?]

/// A metric that counts rows several times over by itself, faster than copies of the rows would be.
protocol WeightedMetric: Metric {
  /// Makes what scores these predictions; `units` has the unit of each row.
  func scorer(_ predictions: Predictions, truth: Truth, units: [Int]) -> WeightedScorer
}

/// What scores these predictions by any metric.
package func weightedScorer(
  _ metric: any Metric, _ predictions: Predictions, truth: Truth, units: [Int]
) -> WeightedScorer {
  switch metric {
  case let metric as any ConfusionMetric: confusionScorer(metric, predictions, truth, units)
  case let metric as any RowwiseMetric: rowwiseScorer(metric, predictions, truth, units)
  case let metric as any WeightedMetric: metric.scorer(predictions, truth: truth, units: units)
  default: copyingScorer(metric, predictions, truth, units)
  }
}

/// Counts the pairs of true and predicted class that occur, which say all that such a metric looks at.
private func confusionScorer(
  _ metric: any ConfusionMetric, _ predictions: Predictions, _ truth: Truth, _ units: [Int]
) -> WeightedScorer {
  let classes = truth.classCount
  let cells = zip(truth.labels, predictions.labels).map { $0 * classes + $1 }
  let occurring = Set(cells).sorted()
  let place = Dictionary(uniqueKeysWithValues: occurring.enumerated().map { ($1, $0) })
  let places = cells.compactMap { place[$0] }
  let positive = truth.positive ?? 1
  return { counts in
    var sums = [Lanes](repeating: .zero, count: occurring.count)
    for (place, unit) in zip(places, units) { sums[place] += counts[unit] }
    return (0..<Lanes.scalarCount).map { lane in
      var matrix = [Int](repeating: 0, count: classes * classes)
      for (cell, sum) in zip(occurring, sums) { matrix[cell] = Int(sum[lane]) }
      return metric.score(ConfusionMatrix(counts: matrix, classCount: classes), positive: positive)
    }
  }
}

private func rowwiseScorer(
  _ metric: any RowwiseMetric, _ predictions: Predictions, _ truth: Truth, _ units: [Int]
) -> WeightedScorer {
  guard let scores = metric.rowScores(predictions, truth: truth) else { return undefined }
  return { counts in
    var (sum, total) = ([Double](repeating: 0, count: Lanes.scalarCount), Lanes.zero)
    // Short sums in single precision, their sum in double.
    for start in stride(from: 0, to: units.count, by: 256) {
      var part = Lanes.zero
      for row in start..<min(start + 256, units.count) {
        part += counts[units[row]] * Float(scores[row])
        total += counts[units[row]]
      }
      for lane in sum.indices { sum[lane] += Double(part[lane]) }
    }
    return sum.indices.map { total[$0] > 0 ? sum[$0] / Double(total[$0]) : nil }
  }
}

/// Any other metric sees each row as often as it was drawn.
private func copyingScorer(
  _ metric: any Metric, _ predictions: Predictions, _ truth: Truth, _ units: [Int]
) -> WeightedScorer {
  { counts in
    (0..<Lanes.scalarCount).map { lane in
      let rows = units.indices.flatMap { Array(repeating: $0, count: Int(counts[units[$0]][lane])) }
      guard !rows.isEmpty else { return nil }
      return metric.score(
        Predictions(
          kind: predictions.kind, classCount: predictions.classCount, scores: rows.flatMap { predictions.row($0) }),
        truth: Truth(
          labels: rows.map { truth.labels[$0] }, classCount: truth.classCount, positive: truth.positive))
    }
  }
}

/// What scores predictions that a metric is not defined for.
let undefined: WeightedScorer = { _ in Array(repeating: nil, count: Lanes.scalarCount) }
