import BakeoffCore
import BakeoffEvaluation

/// What can be concluded from a leaderboard and from what, in plain words.
func evidenceNotes(_ board: Leaderboard, cheapestBy cost: Cost) -> [String] {
  guard let evidence = board.evidence, evidence.models.count > 1 else { return [] }
  let rows = Array(board.rows.prefix(evidence.models.count))
  if let nothing = nothingLearned(board, rows) { return [nothing] + reversedNotes(board, rows) }
  let conclusion =
    if evidence.models[0].verdict == .best, evidence.rows != nil, evidence.models.dropFirst().allSatisfy(\.isTold),
      evidence.models.contains(where: { $0.recipe != nil })
    {
      [
        "\(name(rows[0])) is best, both as fitted here (\(testedRows(evidence))) and as a recipe (\(evidence.splits) splits)."
      ]
    } else {
      [rowConclusion(rows, evidence, cost), recipeConclusion(rows, evidence, board.run)]
    }
  return conclusion + resolutionNote(evidence) + selectionNote(board, rows, evidence) + chanceNotes(board, rows)
    + floorNotes(board, rows, evidence) + reversedNotes(board, rows)
}

/// What the best is worth once it is remembered that it was chosen among others.
private func selectionNote(_ board: Leaderboard, _ rows: [LeaderboardRow], _ evidence: BoardEvidence) -> [String] {
  let entrants = rows.count { $0.competitor.role == .entrant }
  guard entrants > 2, rows[0].competitor.role == .entrant, rows[0].evidence?.verdict != .chance,
    let optimism = evidence.optimism, optimism >= 0.00005,
    let metric = board.ranking, let mean = rows[0].scores[metric].mean
  else { return [] }
  let sign = board.metrics[metric].direction == .higherIsBetter ? 1.0 : -1
  let heldOut =
    board.run.data?.heldOut.map { count in
      count > 0
        ? " The \(grouped(count)) test rows of the data set are untouched: --resampling train-test measures it there."
        : ""
    } ?? ""
  return [
    "\(name(rows[0])) was chosen among \(entrants): allowing for the choice its \(board.metrics[metric].title) is about "
      + "\(score(mean - sign * optimism)).\(heldOut)"
  ]
}

extension ModelEvidence {
  /// Whether the rows say that it is behind, and the splits do not say otherwise.
  fileprivate var isTold: Bool { rows?.isBehind == true && recipe?.isBehind != false }
}

/// These fitted models on such rows.
private func rowConclusion(_ rows: [LeaderboardRow], _ evidence: BoardEvidence, _ cost: Cost) -> String {
  let start = "As fitted here, on such rows"
  guard evidence.rows != nil else { return "\(start): the metric is not defined often enough to tell." }
  let possible = rows.filter { $0.evidence?.isPossiblyBest == true && $0.competitor.role != .control }
  guard let first = possible.first else {
    return "\(start) (\(testedRows(evidence))): no model above chance can be told to be the best."
  }
  guard possible.count > 1 else { return "\(start) (\(testedRows(evidence))): \(name(first)) is best." }
  let cheapest =
    LeaderboardRow.cheapest(of: possible, by: cost).map { "; the cheapest of them (\(cost.title)) is \(name($0))" }
    ?? ""
  return "\(start) (\(testedRows(evidence))): not excluded as best are \(listed(possible))\(cheapest)."
}

/// These recipes on such data.
private func recipeConclusion(_ rows: [LeaderboardRow], _ evidence: BoardEvidence, _ run: RunDescription) -> String {
  let start = "As recipes, on such data"
  if evidence.isPooled { return "\(start): figures are over the rows of all splits together, so splits cannot tell." }
  guard evidence.splits >= 3 else {
    return "\(start): \(counted(evidence.splits, "split")) cannot tell; it takes three or more, as with --folds 5."
  }
  // Of models whose scores differ by the same on every split the rows alone can tell.
  let told = rows.dropFirst().filter { $0.evidence?.recipe != nil && $0.competitor.role != .control }
  let open = told.filter { $0.evidence?.recipe?.isBehind == false }
  if told.isEmpty { return "\(start): scores differ by the same on every split, so splits cannot tell." }
  guard rows[0].competitor.role != .control, rows[0].evidence?.verdict != .chance else {
    return "\(start) (\(evidence.splits) splits): no model above chance can be told to be the best."
  }
  if open.isEmpty { return "\(start) (\(evidence.splits) splits): \(name(rows[0])) is best." }
  return "\(start) (\(evidence.splits) splits): \(listed(open)) cannot be told from \(name(rows[0]))\(moreSplits(run))."
}

/// What would tell more, where rows can be dealt anew and were not yet.
private func moreSplits(_ run: RunDescription) -> String {
  guard case .integer(let repeats)? = run.resamplingSetup?.settings["repeats"], repeats < 3 else { return "" }
  return "; more splits can tell more, as with --repeats 3"
}

/// The smallest difference to the best that could have been told.
private func resolutionNote(_ evidence: BoardEvidence) -> [String] {
  let (rows, recipes) = evidence.resolution
  let parts = [rows.map { "\(score($0)) by the rows" }, recipes.map { "\(score($0)) by the splits" }].compactMap(\.self)
  return parts.isEmpty ? [] : ["Smallest difference to the best that could be told: \(parts.joined(separator: ", "))."]
}

/// Means of a learning curve that are over fewer than all splits.
func learningCurveNotes(_ board: Leaderboard) -> [String] {
  guard let curve = board.learningCurve else { return [] }
  return curve.points.filter { $0.share < 1 }.flatMap { point in
    point.models.compactMap { model in
      let (known, all) = (model.scores.folds.count { $0 != nil }, model.scores.folds.count)
      guard known < all else { return nil }
      return oneLine(
        "\(model.model), \(grouped(Int(point.trainingRows.rounded()))) rows: over \(known) of \(all) splits.")
    }
  }
}

/// How the columns of the evidence are to be read.
func evidenceLegend(_ board: Leaderboard) -> [String] {
  guard let evidence = board.evidence, let metric = board.ranking.map({ board.metrics[$0] }) else { return [] }
  let methods = Set(evidence.models.compactMap { $0.interval?.method })
  let words = [
    methods.contains(.correctedT) ? "corrected resampled t over \(evidence.splits) splits" : nil,
    methods.contains(.bootstrap)
      ? "bootstrap of the test rows\(methods.count > 1 ? " where splits do not scatter" : "")" : nil,
  ].compactMap(\.self)
  let interval =
    words.isEmpty ? [] : ["\(metric.title) ± 95 %: mean and its interval (\(words.joined(separator: "; ")))."]
  let difference = evidence.draws.map { draws in
    let units = draws.areGroups ? "groups of test rows" : "test rows"
    return draws.areSwapped
      ? "to best ± 95 %: \(units) swapped at random between two models, \(grouped(draws.resamples)) times; intervals hold for all entrants together."
      : "to best ± 95 %: paired bootstrap of the \(units), \(grouped(draws.resamples)) draws; intervals hold for all entrants together."
  }
  let spread =
    board.rows.contains { $0.spread != nil }
    ? [
      "between splits, between seeds: standard deviations of \(metric.title); tests take the mean over the fits of a split."
    ] : []
  return interval + (evidence.models.count > 1 ? [difference].compactMap(\.self) : []) + spread
}

func testedRows(_ evidence: BoardEvidence) -> String {
  guard let draws = evidence.draws else { return "no test rows" }
  return draws.areGroups ? "\(counted(draws.units, "group")) of test rows" : counted(draws.units, "test row")
}

func name(_ row: LeaderboardRow) -> String { oneLine(row.competitor.name) }

/// The names of models as a list of a sentence: `a, b and c`.
func listed(_ rows: [LeaderboardRow]) -> String {
  let names = rows.map(name)
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and " + last
}
