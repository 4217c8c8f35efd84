import BakeoffCore

/// The results best first, each with its place: 1, 2, 2, 4 where the second and third are equal.
///
/// With a `testToTrainRatio`, models that cannot be told apart are equal (see `tieGroupRanks`).
func ranked(
  _ results: [ModelResult], by column: Int, direction: MetricDirection, testToTrainRatio: Double?
) -> [LeaderboardRow] {
  let standings = results.map { Standing($0, column: column, direction: direction) }
  // The original order settles ties, so that the same trials always give the same board.
  let order = results.indices.sorted { first, second in
    standings[first] == standings[second] ? first < second : standings[first] < standings[second]
  }
  var ranks = order.map { index in 1 + standings.count { $0 < standings[index] } }
  if let testToTrainRatio {
    let complete = order.map { results[$0].measures[column].folds }.prefix { !$0.contains(nil) }
    let groups = tieGroupRanks(complete.map { $0.compactMap { $0 } }, testToTrainRatio: testToTrainRatio)
    ranks.replaceSubrange(..<groups.count, with: groups)
  }
  return zip(order, ranks).map { index, rank in
    LeaderboardRow(results[index], rank: rank, isTied: ranks.count { $0 == rank } > 1)
  }
}

/// What decides a place: first whether every trial came out well, then whether the metric is defined, then its mean.
private struct Standing: Comparable {
  let isIncomplete: Int
  let isUndefined: Int
  let value: Double

  init(_ result: ModelResult, column: Int, direction: MetricDirection) {
    let mean = result.measures[column].mean
    isIncomplete = result.isComplete ? 0 : 1
    isUndefined = mean == nil ? 1 : 0
    value = (mean ?? 0) * (direction == .higherIsBetter ? -1 : 1)
  }

  static func < (left: Standing, right: Standing) -> Bool {
    (left.isIncomplete, left.isUndefined, left.value) < (right.isIncomplete, right.isUndefined, right.value)
  }
}

extension LeaderboardRow {
  fileprivate init(_ result: ModelResult, rank: Int, isTied: Bool) {
    self.init(
      rank: rank, isTied: isTied, competitor: result.competitor, trials: result.trials,
      ok: result.trials - result.failures.count, measures: result.measures, fitSeconds: result.fitSeconds,
      predictSeconds: result.predictSeconds, parameterCount: result.parameterCount, costs: result.costs,
      cached: result.cached, failures: result.failures, undefinedCells: result.undefinedCells,
      confusion: result.confusion)
  }
}
