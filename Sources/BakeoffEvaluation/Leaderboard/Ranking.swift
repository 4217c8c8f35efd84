import BakeoffCore

/// The results best first, each with its place: 1, 2, 2, 4 where the second and third are equal.
///
/// With `evidence` of the complete results, best first, models that cannot be told apart share a place.
func ranked(
  _ results: [ModelResult], by column: Int, direction: MetricDirection, splits: [Split],
  evidence: (_ complete: [ModelResult]) -> BoardEvidence?
) -> (rows: [LeaderboardRow], evidence: BoardEvidence?) {
  let standings = results.map { result in
    Standing(isComplete: result.isComplete, mean: result.scores[column].mean, direction: direction)
  }
  let order = Standing.bestFirst(standings)
  let complete = order.map { results[$0] }.prefix { $0.isComparable(by: column) }
  let evidence = complete.isEmpty ? nil : evidence(Array(complete))
  let equal = order.map { index in 1 + standings.count { $0 < standings[index] } }
  let ranks = (evidence?.ranks ?? []) + equal.dropFirst(evidence?.ranks.count ?? 0)
  let rows = zip(order, ranks).enumerated().map { place, entry in
    LeaderboardRow(
      results[entry.0], rank: entry.1, isTied: ranks.count { $0 == entry.1 } > 1,
      evidence: evidence.flatMap { $0.models.indices.contains(place) ? $0.models[place] : nil },
      spread: splits.contains { $0.fit > 0 } && !results[entry.0].scores[column].isPooled
        ? SeedSpread(results[entry.0].scores[column].folds, splits: splits) : nil)
  }
  return (rows, evidence)
}

extension LeaderboardRow {
  fileprivate init(
    _ result: ModelResult, rank: Int, isTied: Bool, evidence: ModelEvidence?, spread: SeedSpread?
  ) {
    self.init(
      rank: rank, isTied: isTied, competitor: result.competitor, trials: result.trials,
      ok: result.trials - result.failures.count - result.stopped.count, scores: result.scores, evidence: evidence,
      spread: spread,
      fitSeconds: result.fitSeconds,
      predictSeconds: result.predictSeconds, parameterCount: result.parameterCount, costs: result.costs,
      cached: result.cached, failures: result.failures,
      stopped: result.stopped, undefined: result.undefined, clipped: result.clipped,
      confusion: result.confusion, training: result.training, searches: result.searches)
  }
}
