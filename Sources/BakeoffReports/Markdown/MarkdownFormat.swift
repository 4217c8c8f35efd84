import BakeoffCore
import BakeoffEvaluation

/// A section of a Markdown page: heading, table and notes.
public struct MarkdownFormat: ReportFormat, Hashable {
  /// The id it is selected by.
  public let id = "markdown"
  /// The file endings that choose it.
  public let endings = ["md", "markdown"]

  /// Makes the format.
  public init() {}

  /// The leaderboard in this format.
  public func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String {
    let run = leaderboard.run
    let notice = run.notice.map { "> **NOTICE: \(markdownEscaped($0))**\n\n" } ?? ""
    let heading = headingLines(run).map { "- \($0.label): \(markdownEscaped($0.value))\n" }.joined()
    let table = leaderboard.table(of: leaderboard.columns(details)).markdown
    let notes = footnotes(leaderboard, details).map { "- \(markdownEscaped($0))\n" }.joined()
    let curve = leaderboard.learningCurve.map { "\n### \($0.title)\n\n" + $0.table.markdown } ?? ""
    return notice + heading + "\n" + table + curve + (notes.isEmpty ? "" : "\n" + notes)
      + (details.perClass ? leaderboard.rows.map { perClassMarkdown($0, names: run.classNames) }.joined() : "")
  }
}

private func perClassMarkdown(_ row: LeaderboardRow, names: [String]) -> String {
  let heading = "\n### \(markdownEscaped(row.competitor.name))\n\n"
  guard row.ok > 0 else { return heading + "No trial succeeded.\n" }
  return heading + ClassificationReport(row.confusion, names: names).table.markdown
    + "\nRows are true classes, columns predicted ones.\n\n" + confusionTable(row.confusion, names: names).markdown
}
