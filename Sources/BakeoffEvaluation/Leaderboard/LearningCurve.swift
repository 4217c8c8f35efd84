import BakeoffCore

/// How good models are that learned from a share of the training rows.
public struct LearningCurve: Hashable, Sendable {
  /// What is known of one model at one share.
  public struct Score: Hashable, Sendable {
    /// Its name.
    public let model: String
    /// Its scores on every split.
    public let scores: FoldSummary
    /// The 95 % interval of their mean; nil where nothing can be said of it.
    public let interval: MeanInterval?
  }

  /// One share of the training rows.
  public struct Point: Hashable, Sendable {
    /// The share, above 0 and at most 1.
    public let share: Double
    /// The training rows, on average over the splits.
    public let trainingRows: Double
    /// One for each model, in the order of the leaderboard of all rows.
    public let models: [Score]
  }

  /// The metric.
  public let metric: MetricDescription
  /// From the smallest share to all rows.
  public let points: [Point]

  /// The curve of a run's models, in the order of `board`; nil where every split was learned from all its rows alone.
  init?(_ run: RunRecord, metric: any Metric, board: Leaderboard) throws(ConfigurationError) {
    let shares = Set(run.splits.map(\.share)).sorted()
    guard shares.count > 1 else { return nil }
    var points: [Point] = []
    for share in shares {
      let part = run.learned(from: share)
      let rows = try share == 1 ? board.rows : part.board(metrics: [metric], sortedBy: metric.id).rows
      let column = share == 1 ? board.metrics.firstIndex { $0.id == metric.id } ?? 0 : 0
      let known = Dictionary(rows.map { ($0.competitor.name, $0) }) { first, _ in first }
      let counts = part.splits.map { Double($0.training.count) }
      points.append(
        Point(
          share: share, trainingRows: counts.reduce(0, +) / Double(max(counts.count, 1)),
          models: board.rows.compactMap { known[$0.competitor.name] }.map { row in
            Score(model: row.competitor.name, scores: row.scores[column], interval: row.evidence?.interval)
          }))
    }
    self.metric = MetricDescription(metric)
    self.points = points
  }
}

extension RunRecord {
  /// The part of the run that learned from this share of the training rows.
  func learned(from share: Double) -> RunRecord {
    let kept = splits.indices.filter { splits[$0].share == share }
    guard kept.count < splits.count else { return self }
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let part = trials.compactMap { trial in
      places[trial.split].map { place in
        Trial(
          TrialCell(model: trial.model, split: place), trial.outcome, curve: trial.curve, isCached: trial.isCached)
      }
    }
    return RunRecord(
      number: number, started: started, ended: ended, description: description, task: task, competitors: competitors,
      splits: kept.map { splits[$0] }, truths: kept.map { truths[$0] }, trials: part)
  }
}
