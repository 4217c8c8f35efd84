import BakeoffCore
import BakeoffEvaluation

/// Heading, table and notes for a terminal of 80 columns.
func textReport(_ leaderboard: Leaderboard, perClass: Bool, costs: [Cost]) -> String {
  let notice = leaderboard.run.notice.map { "*** NOTICE: \(oneLine($0)) ***\n\n" } ?? ""
  let heading = headingLines(leaderboard.run).map { padded($0.label, to: 12, .left) + oneLine($0.value) + "\n" }
    .joined()
  let columns = LeaderboardColumn.standard(for: leaderboard, showsFailures: leaderboard.hasFailures, costs: costs)
  let table = Table(leaderboard, columns: columns).text(repeating: 2)
  let notes = footnotes(leaderboard, costs: costs).map {
    wrapped($0, width: 80, indentation: "  ").joined(separator: "\n") + "\n"
  }.joined()
  return notice + heading + "\n" + table + (notes.isEmpty ? "" : "\n" + notes)
    + (perClass ? leaderboard.rows.map { perClassText($0, names: leaderboard.run.classNames) }.joined() : "")
}

private func perClassText(_ row: LeaderboardRow, names: [String]) -> String {
  let heading = "\n\(oneLine(row.competitor.name)), test rows of \(row.ok) split\(row.ok == 1 ? "" : "s") together\n\n"
  guard row.ok > 0 else { return heading + "no trial came out well\n" }
  return heading + ClassificationReport(row.confusion, names: names).text + "\n"
    + confusionText(row.confusion, names: names)
}
