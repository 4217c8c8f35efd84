import BakeoffCore
import BakeoffEvaluation

extension ReportData {
  /// A short page for a pull request: the board, what follows, and the worst confusions of the best model.
  public var markdown: String {
    let run = board.run
    let (metric, index) = ranking
    let table = Table(columns: [
      Table.Column("#", cells: board.rows.map { "\($0.rank)" + ($0.isTied ? "=" : "") }),
      Table.Column("model", alignment: .left, cells: board.rows.indices.map(name)),
      Table.Column(
        "\(metric.title) ± 95 %",
        cells: board.rows.map { row in
          score(row.scores[index].mean) + (row.evidence?.interval.map { " ± " + score($0.halfWidth) } ?? "")
        }),
      Table.Column(
        "verdict", alignment: .left, cells: board.rows.map(\.verdictTitle)),
      Table.Column("fit s", cells: board.rows.map { seconds($0.fitSeconds.mean) }),
    ])
    let notice = run.notice.map { "> **NOTICE: \(markdownEscaped($0))**\n\n" } ?? ""
    let heading = "\(run.dataset), \(grouped(run.rows)) rows, \(run.task), \(run.resampling), seed \(run.seed)"
    let notes = evidenceNotes(board, cheapestBy: .cpu).map { markdownEscaped($0) + "\n" }.joined()
    let best = board.rows.indices.first { board.rows[$0].ok > 0 && board.rows[$0].competitor.role == .entrant }
    let confusions = best.map { place in (place, commonest(board.rows[place].confusion, limit: 5)) }
    let worst = confusions.map { place, table in
      table.rowCount == 0 ? "" : "\nWorst confusions of \(markdownEscaped(name(place))):\n\n" + table.markdown
    }
    return notice + "**\(markdownEscaped(heading))**\n\n" + table.markdown + "\n" + notes + (worst ?? "")
  }
}
