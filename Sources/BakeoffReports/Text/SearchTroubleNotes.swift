import BakeoffCore
import BakeoffEvaluation

/// What kept searches from coming to a result: configurations that failed, with the reason, and budgets that were too small.
func searchTroubleNotes(_ row: LeaderboardRow) -> [String] {
  // What chose nothing is among the failures of the board.
  let searches = row.searches.compactMap(\.self).filter { $0.chosen != nil }
  let name = row.competitor.name
  let troubles = [failureNote(name, searches), cutNote(name, searches)].compactMap(\.self)
  guard !troubles.isEmpty, !row.hasConclusiveSearches else { return troubles }
  return troubles + [
    oneLine("So it cannot be told whether \(name) chose well, nor whether its settings are stable or worth a search.")
  ]
}

/// How many configurations failed, and why most of them did.
private func failureNote(_ name: String, _ searches: [SearchRecord]) -> String? {
  let failed = searches.flatMap(\.failed)
  guard !failed.isEmpty else { return nil }
  let counts = searches.map { "\($0.failed.count) of \(counted($0.candidates.count, "configuration"))" }
  let isSame = Set(counts).count == 1
  let all = searches.reduce(0) { $0 + $1.candidates.count }
  let start =
    isSame ? counts[0] : "\(grouped(failed.count)) of \(counted(all, "configuration"))"
  let places =
    searches.count == 1 ? "" : isSame ? " on each of \(searches.count) splits" : ", over \(searches.count) splits"
  let reasons = failureReasons(failed)
  let others = reasons.count > 1 ? " in \(reasons[0].count), and \(counted(reasons.count - 1, "other reason"))" : ""
  return oneLine(
    "\(name): \(start) failed\(places): \(reasons[0].message)\(others). `bakeoff tune` lists them.")
}

/// On how many splits the search did not come to its end, and why.
private func cutNote(_ name: String, _ searches: [SearchRecord]) -> String? {
  let cut = searches.filter { $0.isCutShort == true }
  guard let first = cut.first else { return nil }
  let places = searches.count == 1 ? "" : " on \(cut.count) of \(searches.count) splits, first because"
  return oneLine("\(name): the search was cut short\(places.isEmpty ? ":" : places) \(first.end).")
}

/// What failed configurations said, and how many said it, the commonest first.
func failureReasons(_ failed: [SearchRecord.Candidate]) -> [(message: String, count: Int)] {
  let messages = failed.map { $0.ending?.message ?? "no reason is known" }
  let order = messages.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
  let counts = order.map { message in messages.count { $0 == message } }
  return order.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }.map { (order[$0], counts[$0]) }
}
