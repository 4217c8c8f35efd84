import BakeoffCore
import BakeoffEvaluation
import Foundation

extension ReportData {
  /// The board: the table as the terminal has it, with the intervals drawn, and what follows.
  var boardSection: String {
    let columns = board.columns(
      ReportDetails(costs: Cost.allCases.filter { cost in board.rows.contains { $0.costs[cost] != nil } }))
    let notes = evidenceNotes(board, cheapestBy: .cpu).map { "<p>\(text($0))</p>" }.joined()
    let filter = element(
      "p", ["class": "tools"],
      "<label>Show models with <input type=\"search\" id=\"filter\" autocomplete=\"off\"></label>")
    return section(
      "board", "The board",
      "Models that cannot be told apart share a place; below, what can be concluded and from what.",
      notes + filter + htmlTable(board.table(of: columns), caption: "Leaderboard", sortable: true) + intervalFigure
        + settingsTable)
  }

  /// The means with their intervals.
  private var intervalFigure: String {
    let (metric, index) = ranking
    let known = drawn.compactMap { place -> (place: Int, mean: Double, half: Double)? in
      let row = board.rows[place]
      return row.scores[index].mean.map { (place, $0, row.evidence?.interval?.halfWidth ?? 0) }
    }
    guard let range = padded(known.flatMap { [$0.mean - $0.half, $0.mean + $0.half] }) else { return "" }
    let count = Double(known.count)
    let chart = Chart(
      "\(metric.title) with 95 % intervals", x: .init(title: metric.title, range: range),
      y: .init(title: "", range: -count...0), height: 70 + 26 * count)
    let marks = known.enumerated().map { line, entry -> String in
      let ((place, mean, half), height) = (entry, -Double(line) - 0.5)
      let (at, end) = (chart.point(mean - half, height), chart.point(mean + half, height))
      return element(
        "line",
        [
          "class": "line m\(place % 8)", "x1": coordinate(at.x), "y1": coordinate(at.y), "x2": coordinate(end.x),
          "y2": coordinate(end.y),
        ])
        + chart.mark(mean, height, place, "\(name(place)): \(score(mean)) ± \(score(half))")
        + chart.label(chart.width - 138, at.y + 4, abbreviatedName(name(place)), anchor: "start")
    }
    let table = Table(columns: [
      Table.Column("model", alignment: .left, cells: known.map { name($0.place) }),
      Table.Column(metric.title, cells: known.map { score($0.mean) }),
      Table.Column("± 95 %", cells: known.map { $0.half > 0 ? score($0.half) : "-" }),
    ])
    return figure(
      "intervals", "\(metric.title) of each model with its 95 % interval", svg: chart.svg(marks.joined(), yLabels: []),
      table: table)
  }

  /// The settings in which models of one plugin differ, or all of them.
  private var settingsTable: String {
    let keys = Set(board.rows.flatMap { $0.competitor.settings.keys }).sorted()
    guard !keys.isEmpty else { return "" }
    let rows = board.rows.map { row in keys.map { key in row.competitor.settings[key].map { "\($0)" } ?? "" } }
    let same = keys.indices.filter { index in Set(rows.map { $0[index] }.filter { !$0.isEmpty }).count < 2 }
    let table = Table(
      columns: [Table.Column("model", alignment: .left, cells: board.rows.indices.map(name))]
        + keys.indices.map { index in
          Table.Column(keys[index], cells: rows.map { $0[index] })
        })
    let list = same.map { "\($0 + 1)" }.joined(separator: " ")
    return
      "<details><summary>Settings</summary><p class=\"tools\"><label><input type=\"checkbox\" id=\"differing\"> Only what differs</label></p>"
      + "<div id=\"settings\" data-same=\"\(list)\">\(htmlTable(table, caption: "Settings of each model"))</div></details>"
  }
}

/// A part of the page: heading, a line that says what to see, and content.
func section(_ id: String, _ title: String, _ caption: String, _ content: String) -> String {
  content.isEmpty
    ? ""
    : "<section id=\"\(id)\" aria-labelledby=\"\(id)-title\"><h2 id=\"\(id)-title\">\(text(title))</h2><p class=\"caption\">\(text(caption))</p>\n\(content)</section>\n"
}
