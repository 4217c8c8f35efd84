import BakeoffCore

/// Everything that is known of the difference between two models of a run.
///
/// Two questions are kept apart. *These recipes on such data*: the folds, whose training rows overlap, by the corrected
/// resampled t-test and its Bayesian counterpart. *These fitted models on such rows*: the test rows, each predicted once, by
/// McNemar's exact test and a paired bootstrap.
public struct PairEvidence: Hashable, Sendable {
  /// The metric compared.
  public let metric: MetricDescription
  /// The names of the two models.
  public let names: [String]
  /// The scores of both on every split, nil where a trial has none.
  public let folds: [[Double?]]
  /// n_test / n_train, on average.
  public let testToTrainRatio: Double
  /// The t-test over the splits both have; nil for fewer than three.
  public let recipes: PairedComparison?
  /// The 95 % interval of the mean difference that belongs to it; nil without scatter.
  public let interval: ClosedRange<Double>?
  /// How likely the one's or the other's score is higher; nil for fewer than three splits, and without scatter.
  public let bayes: CorrelatedTTest?
  /// Rows that only the first, and only the second, gets right, of those of the first repeat.
  public let onlyRight: [Int]
  /// McNemar's exact p-value for them.
  public let mcNemar: Double
  /// The metric on all test rows of the first repeat together; nil where it is not defined.
  public let rows: PairedBootstrap?

  /// Compares the models at the places `first` and `second` of a run by `metric`; differences of at most `rope` count as
  /// none.
  public init(_ run: RunRecord, _ first: Int, _ second: Int, metric: any Metric, rope: Double) {
    let outcomes = [first, second].map { Self.predictions(of: $0, in: run) }
    let folds = outcomes.map { predictions in
      run.truths.indices.map { split in
        predictions[split].flatMap { metric.score($0, truth: run.truths[split]) }
      }
    }
    let both = zip(folds[0], folds[1]).compactMap { one, other in one.flatMap { a in other.map { (a, $0) } } }
    let scores = [both.map(\.0), both.map(\.1)]
    let ratios = run.splits.map { Double($0.test.count) / Double(max($0.training.count, 1)) }
    let ratio = ratios.reduce(0, +) / Double(max(ratios.count, 1))
    self.metric = MetricDescription(metric)
    self.folds = folds
    names = [first, second].map { run.competitors[$0].name }
    testToTrainRatio = ratio
    recipes = both.count >= 3 ? PairedComparison(scores[0], scores[1], testToTrainRatio: ratio) : nil
    interval = recipes.flatMap { comparison in
      guard comparison.t.isFinite, comparison.t != 0 else { return nil }
      let half =
        abs(comparison.meanDifference / comparison.t)
        * studentCritical(level: 0.05, degreesOfFreedom: Double(comparison.degreesOfFreedom))
      return comparison.meanDifference - half...comparison.meanDifference + half
    }
    bayes = CorrelatedTTest(scores[0], scores[1], testToTrainRatio: ratio, rope: rope)
    let pooled = Self.pooled(outcomes, run)
    let right = [pooled.first, pooled.second].map { zip($0.labels, pooled.truth.labels).map { $0 == $1 } }
    onlyRight = [
      zip(right[0], right[1]).count { $0 && !$1 }, zip(right[0], right[1]).count { !$0 && $1 },
    ]
    mcNemar = exactMcNemar(onlyFirst: onlyRight[0], onlySecond: onlyRight[1])
    rows = PairedBootstrap(
      pooled.first, pooled.second, truth: pooled.truth, metric: metric, seed: run.description.seed)
  }

  /// The predictions of a model on every split, nil where its trial failed or is missing.
  private static func predictions(of model: Int, in run: RunRecord) -> [Predictions?] {
    var found = [Predictions?](repeating: nil, count: run.splits.count)
    for trial in run.trials where trial.model == model {
      if case .ok(let predictions, _) = trial.outcome { found[trial.split] = predictions }
    }
    return found
  }

  /// The test rows of the splits of the first repeat that both have, one after the other: each row once.
  private static func pooled(
    _ outcomes: [[Predictions?]], _ run: RunRecord
  ) -> (first: Predictions, second: Predictions, truth: Truth) {
    let classes = max(run.truths.first?.classCount ?? 1, 1)
    var scores: [[Float]] = [[], []]
    var kinds = [Predictions.Kind.margins, .margins]
    var labels: [Int] = []
    for (index, split) in run.splits.enumerated() where split.repetition == 0 {
      guard let one = outcomes[0][index], let other = outcomes[1][index] else { continue }
      scores[0] += one.scores
      scores[1] += other.scores
      kinds = [one.kind, other.kind]
      labels += run.truths[index].labels
    }
    return (
      Predictions(kind: kinds[0], classCount: classes, scores: scores[0]),
      Predictions(kind: kinds[1], classCount: classes, scores: scores[1]),
      Truth(labels: labels, classCount: classes, positive: run.truths.first?.positive)
    )
  }
}
