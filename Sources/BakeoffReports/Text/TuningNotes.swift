import BakeoffCore
import BakeoffEvaluation
import Foundation

/// What tuned models searched, what they chose, how far inner scores promised too much, and whether it was worth it.
func tuningNotes(_ board: Leaderboard) -> [String] {
  board.rows.flatMap { row -> [String] in
    guard let tuning = row.competitor.tuning else { return [] }
    let searches = row.searches.compactMap(\.self)
    guard !searches.isEmpty else { return [] }
    let found = [effortNote(row, tuning, searches), choiceNote(row, searches)].compactMap(\.self)
    let judged = [optimismNote(row, board)].compactMap(\.self) + gainNotes(row, tuning, board)
    return found + searchTroubleNotes(row) + (row.hasConclusiveSearches ? judged : [])
  }
}

/// What was searched and how, and how many fits that took.
private func effortNote(_ row: LeaderboardRow, _ tuning: Tuning, _ searches: [SearchRecord]) -> String {
  let fits = searches.reduce(0) { $0 + $1.fits }
  let full = searches.reduce(0) { $0 + $1.fullFits }
  let share = full > 0 ? " (\(Int((Double(fits) / Double(full) * 100).rounded())) %)" : ""
  let flat = tuning.isFlat ? " One search on all training rows, scored once on the test rows." : ""
  return oneLine(
    "\(row.competitor.name): \(tuning.summary), over \(tuning.space.keys.sorted().joined(separator: ", ")). "
      + "\(counted(fits, "fit")) of the \(grouped(full)) that every configuration on every inner fold would take\(share).\(flat)"
  )
}

/// Which settings were chosen, how often, and whether the splits agree.
private func choiceNote(_ row: LeaderboardRow, _ searches: [SearchRecord]) -> String? {
  let choices = row.choices
  guard !choices.isEmpty else { return nil }
  let chosen = choices.reduce(0) { $0 + $1.splits.count }
  let words = choices.prefix(3).map { choice in
    "\(choice.isOwn ? "its own settings" : choice.settings.shown)"
      + (chosen > 1 ? " (\(choice.splits.count) of \(chosen))" : "")
  }
  let more = choices.count > 3 ? ", and \(choices.count - 3) more" : ""
  let stability =
    chosen < 2 || !row.hasConclusiveSearches
    ? ""
    : choices.count == 1
      ? " The choice is stable: every split makes it."
      : choices.count == chosen ? " The choice is not stable: it is another on every split." : ""
  return oneLine("\(row.competitor.name) chose \(words.joined(separator: ", "))\(more).\(stability)")
}

/// How much better the inner scores of what was chosen are than the outer ones.
private func optimismNote(_ row: LeaderboardRow, _ board: Leaderboard) -> String? {
  guard let optimism = row.searchOptimism(board), let metric = board.metrics.first(where: { $0.id == optimism.metric })
  else { return nil }
  let difference =
    metric.direction == .higherIsBetter
    ? optimism.inner - optimism.outer : optimism.outer - optimism.inner
  let verdict =
    difference > 0.00005
    ? "the search promised \(score(difference)) too much" : "the search promised no more than it kept"
  return oneLine(
    "\(row.competitor.name), \(metric.title): \(score(optimism.inner)) on the inner folds of what was chosen, "
      + "\(score(optimism.outer)) on rows no search has seen: \(verdict).")
}

/// Whether the model without tuning was as good.
private func gainNotes(_ row: LeaderboardRow, _ tuning: Tuning, _ board: Leaderboard) -> [String] {
  guard let gain = board.gain(of: row) else { return [] }
  let amount = "\(signed(gain.lead)) ± \(score(gain.half))"
  let name = row.competitor.name
  let sentence =
    if gain.lead == 0, gain.half == 0 {
      "\(tuning.base) as it is was as good as \(name): both score the same on every row."
    } else if gain.lead - gain.half > 0 {
      "\(name) is ahead of \(tuning.base) as it is: \(amount) on such rows."
    } else if gain.lead + gain.half < 0 {
      "\(name) is WORSE than \(tuning.base) as it is: \(amount) on such rows. Keep \(tuning.base)."
    } else {
      "\(tuning.base) as it is was as good as \(name): \(amount) on such rows cannot be told from nothing."
    }
  return [oneLine(sentence)]
}

/// What a race of models saved.
func raceNotes(_ board: Leaderboard) -> [String] {
  let stopped = board.rows.filter { $0.stoppedAfter != nil }
  guard !stopped.isEmpty else { return [] }
  let savings = stopped.map { row -> Double in
    let each = (row.fitSeconds.mean ?? 0) + (row.predictSeconds.mean ?? 0)
    return each * Double(row.stopped.count)
  }
  let names = stopped.map { "\(oneLine($0.competitor.name)) after \($0.stoppedAfter ?? 0) of \($0.trials) splits" }
  let total = savings.reduce(0, +)
  let saved = total >= 60 ? String(format: "%.1f minutes", total / 60) : String(format: "%.1f seconds", total)
  return [
    "The race stopped \(names.joined(separator: ", ")): certainly not the best (5 % for the whole race). "
      + "That saved about \(saved) of fits and predictions."
  ]
}
