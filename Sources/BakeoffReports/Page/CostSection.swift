import BakeoffCore
import BakeoffEvaluation

/// A cost on the horizontal axis: its name, and what each row of the board has of it.
private struct CostAxis {
  let id: String
  let title: String
  let scatters: Bool
  let measure: (LeaderboardRow) -> FoldSummary?
}

extension ReportData {
  /// Score against cost, one chart a cost that was measured, with the front of models that no other beats in both.
  var costSection: String {
    let axes =
      [CostAxis(id: "fit", title: "fit s", scatters: true) { $0.fitSeconds }]
      + Cost.allCases.map { cost in
        CostAxis(id: cost.id, title: cost.title, scatters: cost.scatters) { $0.costs[cost] }
      }
    let charts = axes.compactMap { axis in costFigure(axis).map { (axis, $0) } }
    guard !charts.isEmpty else { return "" }
    let options = charts.map { "<option value=\"\($0.0.id)\">\(text($0.0.title))</option>" }.joined()
    let panels = charts.enumerated().map { index, chart in
      element("div", ["class": "panel", "data-group": "cost", "data-value": chart.0.id], chart.1)
    }
    return section(
      "cost", "Score against cost",
      "Up is better, left is cheaper; no model is both better and cheaper than those on the line.",
      "<p class=\"tools\"><label>Cost <select data-group=\"cost\">\(options)</select></label></p>" + panels.joined())
  }

  private func costFigure(_ axis: CostAxis) -> String? {
    let (metric, index) = ranking
    let points = drawn.compactMap { place -> (place: Int, cost: Double, score: Double)? in
      let row = board.rows[place]
      guard let cost = axis.measure(row)?.mean, cost > 0, let score = row.scores[index].mean else { return nil }
      return (place, cost, score)
    }
    guard points.count > 1, let low = points.map(\.cost).min(), let high = points.map(\.cost).max(),
      let range = padded(points.map(\.score))
    else { return nil }
    let chart = Chart(
      "\(metric.title) against \(axis.title)",
      x: .init(title: axis.title, range: low * 0.8...high * 1.25, isLogarithmic: true),
      y: .init(title: metric.title, range: range))
    let isHigher = metric.direction == .higherIsBetter
    let front = points.filter { point in
      !points.contains { other in
        let isBetter = isHigher ? other.score >= point.score : other.score <= point.score
        return isBetter && other.cost <= point.cost && (other.score != point.score || other.cost < point.cost)
      }
    }.sorted { $0.cost < $1.cost }
    let path = front.map { chart.point($0.cost, $0.score) }.map { "\(coordinate($0.x)),\(coordinate($0.y))" }.joined(
      separator: " ")
    let possible = points.filter {
      board.rows[$0.place].evidence?.isPossiblyBest == true && board.rows[$0.place].competitor.role != .control
    }
    let cheapest = LeaderboardRow.cheapest(
      of: possible.map { board.rows[$0.place] }, scatters: axis.scatters, cost: axis.measure)
    let marks = points.map { point -> String in
      let note =
        board.rows[point.place].competitor.name == cheapest?.competitor.name && possible.count > 1
        ? ", the cheapest not excluded as best" : ""
      return chart.mark(
        point.cost, point.score, point.place,
        "\(name(point.place)): \(score(point.score)) at \(tickText(point.cost))\(note)")
    }
    let ends = points.map { (model: $0.place, name: name($0.place), value: $0.score) }
    let table = Table(columns: [
      Table.Column("model", alignment: .left, cells: points.map { name($0.place) }),
      Table.Column(axis.title, cells: points.map { tickText($0.cost) }),
      Table.Column(metric.title, cells: points.map { score($0.score) }),
      Table.Column(
        "on the front", alignment: .left,
        cells: points.map { point in front.contains { $0.place == point.place } ? "yes" : "no" }),
    ])
    return figure(
      "cost-\(axis.id)", "\(metric.title) against \(axis.title), logarithmic",
      svg: chart.svg(element("polyline", ["class": "front", "points": path]) + marks.joined() + chart.names(ends)),
      table: table)
  }
}
