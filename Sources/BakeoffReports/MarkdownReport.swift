import BakeoffCore
import BakeoffEvaluation

/// Heading, table and notes as a section of a Markdown page.
func markdownReport(_ leaderboard: Leaderboard, perClass: Bool, costs: [Cost]) -> String {
  let notice = leaderboard.run.notice.map { "> **NOTICE: \(markdownEscaped($0))**\n\n" } ?? ""
  let heading = headingLines(leaderboard.run).map { "- \($0.label): \(markdownEscaped($0.value))\n" }.joined()
  let columns = LeaderboardColumn.standard(for: leaderboard, showsFailures: leaderboard.hasFailures, costs: costs)
  let table = Table(leaderboard, columns: columns).markdown
  let notes = footnotes(leaderboard, costs: costs).map { "- \(markdownEscaped($0))\n" }.joined()
  return notice + heading + "\n" + table + (notes.isEmpty ? "" : "\n" + notes)
    + (perClass ? leaderboard.rows.map { perClassMarkdown($0, names: leaderboard.run.classNames) }.joined() : "")
}

private func perClassMarkdown(_ row: LeaderboardRow, names: [String]) -> String {
  let heading = "\n### \(markdownEscaped(row.competitor.name))\n\n"
  guard row.ok > 0 else { return heading + "No trial came out well.\n" }
  return heading + ClassificationReport(row.confusion, names: names).table.markdown
    + "\nRows are true classes, columns predicted ones.\n\n" + confusionTable(row.confusion, names: names).markdown
}
