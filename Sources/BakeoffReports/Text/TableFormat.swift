import BakeoffCore
import BakeoffEvaluation

/// Aligned text for a terminal of 80 columns: heading, table and notes.
public struct TableFormat: ReportFormat, Hashable {
  /// The id it is selected by.
  public let id = "table"
  /// The file endings that choose it.
  public let endings = ["txt"]

  /// Makes the format.
  public init() {}

  /// The leaderboard in this format.
  public func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String {
    let run = leaderboard.run
    let notice = run.notice.map { "*** NOTICE: \(oneLine($0)) ***\n\n" } ?? ""
    let heading = headingLines(run).map { label, value in
      padded(label, to: 12)
        + wrapped(oneLine(value), width: 68, indentation: padded("", to: 12)).joined(separator: "\n") + "\n"
    }.joined()
    let table = leaderboard.table(of: leaderboard.columns(details)).text(repeating: 2)
    let notes = footnotes(leaderboard, details).map {
      wrapped(oneLine($0), width: 80, indentation: "  ").joined(separator: "\n") + "\n"
    }.joined()
    let curve = leaderboard.learningCurve.map { "\n\($0.title)\n\n" + $0.table.text(repeating: 1) } ?? ""
    return visibleLines(
      notice + heading + "\n" + table + curve + (notes.isEmpty ? "" : "\n" + notes)
        + (details.perClass ? leaderboard.rows.map { perClassText($0, names: run.classNames) }.joined() : ""))
  }
}

private func perClassText(_ row: LeaderboardRow, names: [String]) -> String {
  let heading = "\n\(oneLine(row.competitor.name)), test rows of \(row.ok) split\(row.ok == 1 ? "" : "s") together\n\n"
  guard row.ok > 0 else { return heading + "no trial succeeded\n" }
  return heading + ClassificationReport(row.confusion, names: names).text + "\n"
    + confusionText(row.confusion, names: names)
}
