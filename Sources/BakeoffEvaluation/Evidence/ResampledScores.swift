import BakeoffCore
import Foundation

/// What a leaderboard's figures would have been on other test rows: a metric's mean over the splits of several models,
/// recomputed on rows drawn anew, the same rows for all models.
public struct ResampledScores: Hashable, Sendable {
  /// One value for each model in each resample, in which the metric is defined for all of them: models x resamples.
  public let values: [[Double]]
  /// How many test rows, or groups of them, were drawn from.
  public let units: Int
  /// Whether groups were drawn.
  public let areGroups: Bool

  /// Takes values that were drawn elsewhere.
  package init(values: [[Double]], units: Int, areGroups: Bool = false) {
    self.values = values
    self.units = units
    self.areGroups = areGroups
  }

  /// How many resamples there are where all are defined: of metrics that have no fast way to be counted, and of very many
  /// classes, a tenth of the others'.
  static func resamples(of metric: any Metric, classCount: Int) -> Int {
    let isFast = metric is any RowwiseMetric || metric is any WeightedMetric || metric is any ConfusionMetric
    return isFast && classCount <= 200 ? 2000 : 208
  }

  /// Draws rows, or groups of them, for the predictions of each model on each split.
  ///
  /// Nil where the metric is not defined on nine resamples of ten, and for no rows. Precondition: predictions for each
  /// split.
  package init?(
    _ predictions: [[Predictions]], truths: [Truth], splits: [Split], metric: any Metric,
    seed: UInt64
  ) {
    let draws = RowResamples(splits, seed: seed)
    guard draws.units > 0, let classCount = truths.first?.classCount else { return nil }
    let count = Self.resamples(of: metric, classCount: classCount)
    let scorers = predictions.map { model in
      splits.indices.map { split in
        weightedScorer(metric, model[split], truth: truths[split], units: draws.unitOfRow[split])
      }
    }
    let batches = concurrently(
      count / Lanes.scalarCount, threads: ProcessInfo.processInfo.activeProcessorCount,
      state: { [Lanes](repeating: .zero, count: draws.units) }
    ) { batch, counts in
      draws.draw(batch: batch, into: &counts)
      return scorers.map { splits in lanewiseMeans(splits.map { $0(counts) }) }
    }
    var values = [[Double]](repeating: [], count: predictions.count)
    for means in batches {
      for lane in 0..<Lanes.scalarCount {
        let lane = means.compactMap { $0[lane] }
        guard lane.count == means.count else { continue }
        for (model, value) in lane.enumerated() { values[model].append(value) }
      }
    }
    guard let defined = values.first?.count, defined * 10 >= count * 9 else { return nil }
    self.values = values
    units = draws.units
    areGroups = splits.contains { $0.groups != nil }
  }
}

/// The mean over the splits where there is a value, lane by lane.
private func lanewiseMeans(_ splits: [[Double?]]) -> [Double?] {
  (0..<Lanes.scalarCount).map { lane in FoldSummary(folds: splits.map { $0[lane] }).mean }
}
