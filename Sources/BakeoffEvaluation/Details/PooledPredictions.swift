import BakeoffCore

/// What a model says of every test row, each row once: the first fit of the first repeat, from all training rows.
public struct PooledPredictions: Hashable, Sendable {
  /// The rows, as numbers of the data set.
  public let rows: [Int]
  /// The true class of each.
  public let truth: [Int]
  /// What the model says of each.
  public let predictions: Predictions

  /// Collects them from a run; nil where a split has no scores of the model, or no row is tested.
  public init?(_ run: RunRecord, model: Int) {
    let places = run.splits.indices.filter {
      run.splits[$0].repetition == 0 && run.splits[$0].fit == 0 && run.splits[$0].share == 1
    }
    let outcomes = Dictionary(run.trials.filter { $0.model == model }.map { ($0.split, $0.outcome) }) { first, _ in
      first
    }
    let found = places.compactMap { outcomes[$0]?.predictions }
    guard let first = found.first, found.count == places.count else { return nil }
    rows = places.flatMap { run.splits[$0].test }
    truth = places.flatMap { run.truths[$0].labels }
    predictions = Predictions(
      kind: first.kind, classCount: first.classCount, scores: found.flatMap(\.scores))
  }

  /// The probability of the predicted class of each row; nil for margins.
  var confidences: [Double]? {
    guard predictions.kind == .probabilities else { return nil }
    return (0..<predictions.count).map { Double(predictions.row($0).max() ?? 0) }
  }
}
