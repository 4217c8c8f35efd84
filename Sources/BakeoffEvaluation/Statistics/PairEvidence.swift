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
  /// The t-test over the splits both have; nil for fewer than three, and where all differ by the same.
  public let recipes: PairedComparison?
  /// The 95 % interval of the mean difference that belongs to it; nil without scatter.
  public let interval: ClosedRange<Double>?
  /// How likely the one's or the other's score is higher; nil for fewer than three splits, and without scatter.
  public let bayes: CorrelatedTTest?
  /// Rows that only the first, and only the second, gets right, of those of the first repeat.
  public let onlyRight: [Int]
  /// McNemar's exact p-value for them.
  public let mcNemar: Double
  /// How the mean over the splits, or the pooled figure, scatters over test rows; nil where it is not defined.
  public let rows: PairedBootstrap?
  /// Whether splits test too few rows for the metric, so that it is compared over all of them together and splits say
  /// nothing.
  public let isPooled: Bool

  /// Compares the models at the places `first` and `second` of a run by `metric`; differences of at most `rope` count as
  /// none.
  public init(_ run: RunRecord, _ first: Int, _ second: Int, metric: any Metric, rope: Double) {
    let run = run.learned(from: 1)
    let outcomes = [first, second].map { Self.predictions(of: $0, in: run) }
    let folds = outcomes.map { predictions in
      meansOfFits(
        run.truths.indices.map { split in predictions[split].flatMap { metric.score($0, truth: run.truths[split]) } },
        splits: run.splits)
    }
    isPooled = areTooSmall(run.truths) && !metric.isMeanOfRows
    let pairs = zip(folds[0], folds[1]).compactMap { one, other in one.flatMap { a in other.map { (a, $0) } } }
    let both = isPooled ? [] : pairs
    let scores = [both.map(\.0), both.map(\.1)]
    let ratio = BakeoffEvaluation.testToTrainRatio(run.splits)
    self.metric = MetricDescription(metric)
    self.folds = folds
    names = [first, second].map { run.competitors[$0].name }
    testToTrainRatio = ratio
    recipes = PairedComparison(scores[0], scores[1], testToTrainRatio: ratio)
    interval = recipes.flatMap { comparison in
      guard comparison.standardError > 0 else { return nil }
      let half =
        comparison.standardError
        * studentCritical(level: 0.05, degreesOfFreedom: Double(comparison.degreesOfFreedom))
      return comparison.meanDifference - half...comparison.meanDifference + half
    }
    bayes = CorrelatedTTest(scores[0], scores[1], testToTrainRatio: ratio, rope: rope)
    let splits = run.splits.indices.filter { outcomes[0][$0] != nil && outcomes[1][$0] != nil }
    // Each row once: those of the first repeat, and of the first fit.
    let once = splits.filter { run.splits[$0].repetition == 0 && run.splits[$0].fit == 0 }
    let right = outcomes.map { predictions in
      once.flatMap { split in
        zip(predictions[split]?.labels ?? [], run.truths[split].labels).map { $0 == $1 }
      }
    }
    onlyRight = [
      zip(right[0], right[1]).count { $0 && !$1 }, zip(right[0], right[1]).count { !$0 && $1 },
    ]
    mcNemar = exactMcNemar(onlyFirst: onlyRight[0], onlySecond: onlyRight[1])
    let tested = TestedSplits(
      predictions: outcomes.map { predictions in splits.compactMap { predictions[$0] } },
      truths: splits.map { run.truths[$0] }, splits: splits.map { run.splits[$0] })
    let compared = isPooled ? tested.pooled : tested
    rows = PairedBootstrap(
      compared.predictions[0], compared.predictions[1], truths: compared.truths, splits: compared.splits,
      metric: metric,
      seed: run.description.seed)
  }

  /// The predictions of a model on every split, nil where its trial failed or is missing.
  private static func predictions(of model: Int, in run: RunRecord) -> [Predictions?] {
    var found = [Predictions?](repeating: nil, count: run.splits.count)
    for trial in run.trials where trial.model == model { found[trial.split] = trial.outcome.predictions }
    return found
  }
}
