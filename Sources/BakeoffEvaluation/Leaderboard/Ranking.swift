import BakeoffCore

/// The results best first, each with its place: 1, 2, 2, 4 where the second and third are equal.
///
/// With a `testToTrainRatio`, models that cannot be told apart are equal (see `tieGroupRanks`).
func ranked(
  _ results: [ModelResult], by column: Int, direction: MetricDirection, testToTrainRatio: Double?
) -> [LeaderboardRow] {
  let standings = results.map { result in
    Standing(isComplete: result.isComplete, mean: result.scores[column].mean, direction: direction)
  }
  let order = Standing.bestFirst(standings)
  var ranks = order.map { index in 1 + standings.count { $0 < standings[index] } }
  if let testToTrainRatio {
    let complete = order.map { results[$0].scores[column].folds }.prefix { !$0.contains(nil) }
    let groups = tieGroupRanks(complete.map { $0.compactMap { $0 } }, testToTrainRatio: testToTrainRatio)
    ranks.replaceSubrange(..<groups.count, with: groups)
  }
  return zip(order, ranks).map { index, rank in
    LeaderboardRow(results[index], rank: rank, isTied: ranks.count { $0 == rank } > 1)
  }
}

extension LeaderboardRow {
  fileprivate init(_ result: ModelResult, rank: Int, isTied: Bool) {
    self.init(
      rank: rank, isTied: isTied, competitor: result.competitor, trials: result.trials,
      ok: result.trials - result.failures.count, scores: result.scores, fitSeconds: result.fitSeconds,
      predictSeconds: result.predictSeconds, parameterCount: result.parameterCount, costs: result.costs,
      cached: result.cached, failures: result.failures, undefined: result.undefined,
      confusion: result.confusion, unfinished: result.unfinished)
  }
}
