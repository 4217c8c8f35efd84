import BakeoffCore

/// What the better of two predictions that look at no feature reaches by a metric: the commonest class for every row, with the
/// shares of the classes as probabilities, or for each row a class at random in those shares.
public struct ChanceFloor: Hashable, Sendable {
  /// What is predicted.
  public enum Source: String, Hashable, Sendable {
    /// The commonest class for every row.
    case majority
    /// A class at random, each in its share.
    case guesses
  }

  /// The mean over the splits; of guesses the mean over fifty draws of them.
  public let value: Double
  /// Which of the two is better.
  public let source: Source
}

extension ChanceFloor {
  /// The floors of metrics.
  package static func list(_ metrics: [any Metric], truths: [Truth], splits: [Split]?, seed: UInt64) -> [ChanceFloor?] {
    let rounds = splits.map(roundsOfSplits) ?? [Array(truths.indices)]
    let pooled = areTooSmall(truths) ? rounds.map { round in Truth(joining: round.map { truths[$0] }) } : truths
    return metrics.map { metric in
      ChanceFloor(metric, truths: metric.isMeanOfRows ? truths : pooled, seed: derivedSeed(seed, "guesses"))
    }
  }

  private init?(_ metric: any Metric, truths: [Truth], seed: UInt64) {
    let labels = truths.flatMap(\.labels)
    guard let classCount = truths.first?.classCount, !labels.isEmpty else { return nil }
    var shares = [Double](repeating: 0, count: classCount)
    for label in labels { shares[label] += 1 / Double(labels.count) }
    let majority = FoldSummary(folds: truths.map { constant(metric, shares, $0) }).mean
    let guesses = (metric as? any ConfusionMetric).map { guessed($0, truths, labels: labels, seed: seed) }
    let sign = metric.direction == .higherIsBetter ? 1.0 : -1
    guard let majority else { return nil }
    // The mean of draws has an error of its own: where both are alike, the one that has none counts.
    if let guesses, let mean = guesses.mean, let std = guesses.std,
      sign * (mean - majority) > 3 * std / Double(guesses.folds.count).squareRoot()
    {
      (value, source) = (mean, .guesses)
    } else {
      (value, source) = (majority, .majority)
    }
  }
}

/// The same shares of the classes for every row.
private func constant(_ metric: any Metric, _ shares: [Double], _ truth: Truth) -> Double? {
  let commonest = shares.indices.reduce(0) { shares[$1] > shares[$0] ? $1 : $0 }
  if let metric = metric as? any ConfusionMetric {
    var margins = ConfusionMargins(classCount: truth.classCount)
    for label in truth.labels { margins.add(1, truth: label, predicted: commonest) }
    return metric.score(margins, positive: truth.positive ?? 1)
  }
  let scores = truth.labels.flatMap { _ in shares.map { Float($0) } }
  return metric.score(Predictions(kind: .probabilities, classCount: shares.count, scores: scores), truth: truth)
}

/// The mean over fifty draws of classes at random, each with the chance of its share: that of a row drawn from all.
private func guessed(_ metric: any ConfusionMetric, _ truths: [Truth], labels: [Int], seed: UInt64) -> FoldSummary {
  var generator = SeededGenerator(seed: seed)
  let draws = (0..<50).map { _ -> Double? in
    FoldSummary(
      folds: truths.map { truth in
        var margins = ConfusionMargins(classCount: truth.classCount)
        for label in truth.labels {
          let row = Int(generator.next().multipliedFullWidth(by: UInt64(labels.count)).high)
          margins.add(1, truth: label, predicted: labels[row])
        }
        return metric.score(margins, positive: truth.positive ?? 1)
      }
    ).mean
  }
  return FoldSummary(folds: draws)
}
