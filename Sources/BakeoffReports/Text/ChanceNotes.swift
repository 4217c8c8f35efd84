import BakeoffCore
import BakeoffEvaluation
import Foundation

/// That no model is above chance, where none is.
func nothingLearned(_ board: Leaderboard, _ rows: [LeaderboardRow]) -> String? {
  let tested = rows.filter { $0.competitor.role == .entrant && $0.evidence?.chance != nil }
  guard let best = tested.first, tested.allSatisfy({ $0.evidence?.verdict == .chance }),
    tested.count == rows.count(where: { $0.competitor.role == .entrant }), let ranking = board.ranking
  else { return nil }
  let who = tested.count == 1 ? "\(name(best)) is not" : "no model is"
  let rows = board.evidence.map { " on \(testedRows($0))" } ?? ""
  return
    "Nothing was learned: by \(board.metrics[ranking].title) \(who) above chance\(rows) (\(againstChance(best, ranking)))."
}

/// The models that are not above what they would reach by chance.
func chanceNotes(_ board: Leaderboard, _ rows: [LeaderboardRow]) -> [String] {
  let low = rows.filter { row in
    row.competitor.role == .entrant && row.evidence?.verdict == .chance && !isReversed(row, board)
  }
  guard !low.isEmpty, let ranking = board.ranking else { return [] }
  let figures = low.map { againstChance($0, ranking) }.joined(separator: "; ")
  return [
    "Not shown to be above chance by \(board.metrics[ranking].title), and so not to have learned anything: \(figures)."
  ]
}

/// The models that are above their own chance, and not above the best of what learns nothing.
func floorNotes(_ board: Leaderboard, _ rows: [LeaderboardRow], _ evidence: BoardEvidence) -> [String] {
  guard let ranking = board.ranking else { return [] }
  let floor = board.floors[ranking]
  let guesses = floor.flatMap { floor in
    floor.source == .guesses
      ? ["Classes at random, each in its share, reach \(score(floor.value)) by \(board.metrics[ranking].title)."] : nil
  }
  guard let certain = evidence.rows, let place = rows.firstIndex(where: { $0.competitor.role == .floor }) else {
    return guesses ?? []
  }
  let sign = board.metrics[ranking].direction == .higherIsBetter ? 1.0 : -1
  let others = rows.indices.filter { rows[$0].competitor.role == .entrant && rows[$0].evidence?.verdict != .chance }
  let belowGuesses = others.filter { index in
    floor.map { $0.source == .guesses && sign * ((rows[index].scores[ranking].mean ?? 0) - $0.value) <= 0 } ?? false
  }
  let low = others.filter { !certain.isAbove($0, place) }
  let guessNote = "Not above such guesses: \(listed(belowGuesses.map { rows[$0] }))."
  let lowNote =
    "Not shown to be above the floor (\(name(rows[place])), which learns nothing from the rows): \(listed(low.map { rows[$0] }))."
  return (guesses ?? []) + (belowGuesses.isEmpty ? [] : [guessNote]) + (low.isEmpty ? [] : [lowNote])
}

/// The models that are far below chance, as those are whose classes are in another order.
func reversedNotes(_ board: Leaderboard, _ rows: [LeaderboardRow]) -> [String] {
  guard let ranking = board.ranking else { return [] }
  let reversed = rows.filter { $0.competitor.role == .entrant && isReversed($0, board) }
  return reversed.map { row in
    "\(name(row)) is far below chance by \(board.metrics[ranking].title) (\(score(row.scores[ranking].mean)); by chance "
      + "\(score(row.evidence?.chance?.level))): are its classes in another order than those of the data?"
  }
}

private func isReversed(_ row: LeaderboardRow, _ board: Leaderboard) -> Bool {
  guard let ranking = board.ranking, board.metrics[ranking].direction == .higherIsBetter,
    let chance = row.evidence?.chance, let mean = row.scores[ranking].mean,
    // Small splits alone make models worse than chance: what is left out of them is more often left to be tested.
    !row.scores[ranking].isPooled
  else { return false }
  let lowest = board.metrics[ranking].range.lowerBound
  return chance.lowerPValue < 0.05 && lowest.isFinite && mean < (chance.level + lowest) / 2
}

/// The controls that are above chance, which they cannot be without a leak.
func controlNotes(_ board: Leaderboard) -> [String] {
  let leaking = board.rows.filter { row in
    row.competitor.role == .control && row.evidence?.chance.map { !$0.isChance } == true
  }
  guard !leaking.isEmpty, let ranking = board.ranking else { return [] }
  let figures = leaking.map { againstChance($0, ranking) }.joined(separator: "; ")
  return [
    "Trained on shuffled labels, and yet above chance by \(board.metrics[ranking].title): \(figures). Something of the "
      + "test rows reaches training: look for duplicates, or features made from the classes."
  ]
}

/// A model's figure, what it would be by chance, and p: `mlp .5212, by chance .4987, p = 0.234`.
private func againstChance(_ row: LeaderboardRow, _ ranking: Int) -> String {
  guard let chance = row.evidence?.chance else { return name(row) }
  return "\(name(row)) \(score(row.scores[ranking].mean)), by chance \(score(chance.level)), p = "
    + String(format: "%.3f", chance.pValue)
}
