import BakeoffCore

/// Computes the mean over the splits of a metric of one model for given true classes of the rows of each split; nil where it
/// is not defined.
package typealias PermutedScorer = @Sendable ([[Int]]) -> Double?

/// What holds predictions against other truths by any metric. Precondition: truths of as many rows, of the same classes.
package func permutedScorer(_ metric: any Metric, _ predictions: [Predictions], truths: [Truth]) -> PermutedScorer {
  let scorers = zip(predictions, truths).map { predictions, truth -> SplitScorer in
    switch metric {
    case let metric as any ConfusionMetric: confusionScorer(metric, predictions, truth)
    case let metric as ROCAUC: rankScorer(metric, predictions, truth)
    default:
      { labels in
        metric.score(
          predictions, truth: Truth(labels: labels, classCount: truth.classCount, positive: truth.positive))
      }
    }
  }
  return { labels in FoldSummary(folds: zip(scorers, labels).map { $0($1) }).mean }
}

/// Computes a metric of one model on one split for given true classes of its rows.
private typealias SplitScorer = @Sendable ([Int]) -> Double?

private func confusionScorer(
  _ metric: any ConfusionMetric, _ predictions: Predictions, _ truth: Truth
) -> SplitScorer {
  let predicted = predictions.labels
  let positive = truth.positive ?? 1
  let support = ConfusionMargins(predictions, truth: truth).support
  return { labels in
    var margins = ConfusionMargins(classCount: truth.classCount)
    for (label, predicted) in zip(labels, predicted) { margins.add(1, truth: label, predicted: predicted) }
    // As in draws: what is dealt in another repeat may lack a class, which can count neither as right nor as wrong.
    let isWhole = zip(margins.support, support).allSatisfy { $0 > 0 || $1 == 0 }
    return metric.isMeanOfRows || isWhole ? metric.score(margins, positive: positive) : nil
  }
}

/// The ranks of the rows by the score of each class are sorted once; an area is a sum of those of the class's rows.
private func rankScorer(
  _ metric: ROCAUC, _ predictions: Predictions, _ truth: Truth
) -> SplitScorer {
  let classes = metric.areaClasses(truth)
  let ranks = classes.map { midranks(metric.scores(predictions, truth: truth, of: $0)) }
  let places = (0..<truth.classCount).map { label in classes.firstIndex(of: label) }
  let isFinite = predictions.scores.allSatisfy(\.isFinite)
  return { labels in
    guard isFinite else { return nil }
    var (sums, counts) = ([Double](repeating: 0, count: places.count), [Double](repeating: 0, count: places.count))
    for (row, label) in labels.enumerated() {
      counts[label] += 1
      if let place = places[label] { sums[label] += ranks[place][row] }
    }
    var areas = 0.0
    for label in classes {
      let (positives, negatives) = (counts[label], Double(labels.count) - counts[label])
      guard positives > 0, negatives > 0 else { return nil }
      areas += (sums[label] - positives * (positives + 1) / 2) / (positives * negatives)
    }
    return areas / Double(classes.count)
  }
}

/// The rank of each score from 1, in n log n; equal ones share the mean of theirs.
private func midranks(_ scores: [Float]) -> [Double] {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var ranks = [Double](repeating: 0, count: scores.count)
  var start = 0
  while start < order.count {
    let end = order[start...].firstIndex { scores[$0] != scores[order[start]] } ?? order.count
    for row in order[start..<end] { ranks[row] = Double(start + 1 + end) / 2 }
    start = end
  }
  return ranks
}
