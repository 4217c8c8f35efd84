import BakeoffCore

/// One model's scores on every split, before it is ranked.
struct ModelResult {
  let competitor: Competitor
  let trials: Int
  let scores: [FoldSummary]
  let fitSeconds: FoldSummary
  let predictSeconds: FoldSummary
  let parameterCount: Int?
  let costs: [Cost: FoldSummary]
  let cached: Int
  let failures: [SplitFailure]
  /// The splits that a race made needless.
  let stopped: [Int]
  let undefined: [UndefinedScore]
  let clipped: Int
  let confusion: ConfusionMatrix
  let training: [Convergence?]
  /// How the settings of each split were chosen; nil where they were not.
  let searches: [SearchRecord?]
  /// The predictions of each split; nil where there are none.
  let predictions: [Predictions?]

  var isComplete: Bool { failures.isEmpty && stopped.isEmpty }

  /// Whether it has all that the board can compare by a metric.
  func isComparable(by column: Int) -> Bool {
    scores[column].isPooled ? isComplete && scores[column].mean != nil : !scores[column].folds.contains(nil)
  }

  init(competitor: Competitor, trials: [Trial], truths: [Truth], splits: [Split]?, metrics: [any Metric]) {
    let known = Dictionary(trials.map { ($0.split, $0) }, uniquingKeysWith: { first, _ in first })
    let rounds = splits.map(roundsOfSplits) ?? [Array(truths.indices)]
    let splits = truths.enumerated().map { split, truth in
      SplitResult(outcome: known[split]?.outcome ?? .failed(.notStarted), truth: truth, metrics: metrics)
    }
    self.competitor = competitor
    self.trials = truths.count
    let predictions = truths.indices.map { known[$0]?.outcome.predictions }
    self.predictions = predictions
    let pooled = areTooSmall(truths) ? rounds.map { PooledRound($0, predictions, truths) } : nil
    scores = metrics.enumerated().map { column, metric in
      let folds = splits.map { $0.scores?[column] }
      guard let pooled, !metric.isMeanOfRows else { return FoldSummary(folds: folds) }
      return FoldSummary(folds: folds, pooled: pooled.map { $0?.score(metric) })
    }
    fitSeconds = FoldSummary(folds: splits.map { $0.costs?.fitSeconds })
    predictSeconds = FoldSummary(folds: splits.map { $0.costs?.predictSeconds })
    parameterCount = splits.lazy.compactMap { $0.costs?.parameterCount }.first
    costs = measuredCosts(splits.map(\.costs))
    cached = truths.indices.count { known[$0]?.isCached == true }
    let withoutScores = splits.enumerated().compactMap { split, result in
      result.failure.map { SplitFailure(split: split, failure: $0) }
    }
    failures = withoutScores.filter { $0.failure.kind != .stopped }
    stopped = withoutScores.filter { $0.failure.kind == .stopped }.map(\.split)
    undefined = metrics.indices.flatMap { column -> [UndefinedScore] in
      let undefined =
        pooled.flatMap { rounds in
          metrics[column].isMeanOfRows ? nil : rounds.flatMap { $0?.undefinedClasses(metrics[column]) ?? [] }
        } ?? splits.flatMap { $0.undefinedClasses[column] ?? [] }
      let counts = undefined.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      return counts.sorted { $0.key < $1.key }.map {
        UndefinedScore(metric: MetricDescription(metrics[column]), label: $0.key, splits: $0.value)
      }
    }
    training = truths.indices.map { known[$0].flatMap { Convergence($0.curve) } }
    searches = truths.indices.map { known[$0]?.search }
    clipped = zip(predictions, truths).map { $0?.clippedRows($1) ?? 0 }.reduce(0, +)
    confusion = splits.compactMap(\.confusion).reduce(ConfusionMatrix(classCount: truths.first?.classCount ?? 0), +)
  }
}

/// The test rows of all splits of a repeat that have predictions, as if one split had tested them.
private struct PooledRound {
  let predictions: Predictions
  let truth: Truth
  let splits: [Int]

  init?(_ round: [Int], _ predictions: [Predictions?], _ truths: [Truth]) {
    splits = round.filter { predictions[$0] != nil }
    guard !splits.isEmpty else { return nil }
    self.predictions = Predictions(joining: splits.compactMap { predictions[$0] })
    truth = Truth(joining: splits.map { truths[$0] })
  }

  func score(_ metric: any Metric) -> Double? { metric.score(predictions, truth: truth) }

  /// The classes without a value, once for each split.
  func undefinedClasses(_ metric: any Metric) -> [Int] {
    guard let metric = metric as? any ConfusionMetric else { return [] }
    let classes = metric.undefinedClasses(
      ConfusionMargins(predictions, truth: truth), positive: truth.positive ?? 1)
    return splits.flatMap { _ in classes }
  }
}

extension Predictions {
  /// The rows whose true class has a probability below the one log-loss is clipped to; none for margins.
  fileprivate func clippedRows(_ truth: Truth) -> Int {
    guard kind == .probabilities else { return 0 }
    return truth.labels.enumerated().count { row, label in
      Double(scores[row * classCount + label]) < Double.ulpOfOne
    }
  }
}

/// A measure for each cost that any split has.
private func measuredCosts(_ splits: [TrialCosts?]) -> [Cost: FoldSummary] {
  let scores = Cost.allCases.map { cost in (cost, FoldSummary(folds: splits.map { $0.flatMap(cost.value) })) }
  return Dictionary(uniqueKeysWithValues: scores.filter { $0.1.mean != nil })
}

/// One trial, scored.
private struct SplitResult {
  var scores: [Double?]?
  var costs: TrialCosts?
  var failure: TrialFailure?
  /// The classes without a value, for each metric by its place that has some.
  var undefinedClasses: [Int: [Int]] = [:]
  var confusion: ConfusionMatrix?

  init(outcome: TrialOutcome, truth: Truth, metrics: [any Metric]) {
    switch outcome {
    case .failed(let failure):
      self.failure = failure
    case .ok(let predictions, let costs):
      let matrix = ConfusionMatrix(predictions, truth: truth)
      let margins = matrix.margins
      let positive = truth.positive ?? 1
      self.costs = costs
      confusion = matrix
      scores = metrics.map { metric in
        guard let metric = metric as? any ConfusionMetric else { return metric.score(predictions, truth: truth) }
        return metric.score(margins, positive: positive)
      }
      for (column, metric) in metrics.enumerated() {
        guard let metric = metric as? any ConfusionMetric else { continue }
        undefinedClasses[column] = metric.undefinedClasses(margins, positive: positive)
      }
    }
  }
}

extension TrialFailure {
  /// The failure of a trial that is not there.
  fileprivate static var notStarted: TrialFailure {
    TrialFailure(.skipped, "nothing is stored of it: it was never started, or killed with the run")
  }
}
