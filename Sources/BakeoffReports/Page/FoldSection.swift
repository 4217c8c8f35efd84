import BakeoffCore
import BakeoffEvaluation

extension ReportData {
  /// Every split's score of each model, joined by lines: one chart a metric, the ranking one first.
  var foldSection: String {
    let order = [ranking.index] + board.metrics.indices.filter { $0 != ranking.index }
    let charts = order.compactMap { index in foldFigure(index).map { (board.metrics[index], $0) } }
    guard !charts.isEmpty else { return "" }
    let options = charts.map { "<option value=\"\($0.0.id)\">\(text($0.0.title))</option>" }.joined()
    let panels = charts.map { metric, chart in
      element("div", ["class": "panel", "data-group": "metric", "data-value": metric.id], chart)
    }
    return section(
      "folds", "Split by split", "Lines that never cross belong to models that differ on every split.",
      "<p class=\"tools\"><label>Metric <select data-group=\"metric\">\(options)</select></label></p>" + panels.joined()
    )
  }

  private func foldFigure(_ index: Int) -> String? {
    let metric = board.metrics[index]
    let folds = drawn.map { (place: $0, values: board.rows[$0].scores[index].folds) }
    guard let range = padded(folds.flatMap { $0.values.compactMap(\.self) }), let count = folds.first?.values.count,
      count > 1
    else { return nil }
    let chart = Chart(
      "\(metric.title) of each split", x: .init(title: "split", range: 1...Double(count)),
      y: .init(title: metric.title, range: range))
    let marks = folds.map { place, values -> String in
      let known = values.enumerated().compactMap { split, value in value.map { (Double(split + 1), $0) } }
      return chart.line(known, place)
        + known.map { chart.mark($0.0, $0.1, place, "\(name(place)), split \(Int($0.0)): \(score($0.1))") }.joined()
    }
    let ends = folds.compactMap { place, values in
      values.last?.map { (model: place, name: name(place), value: $0) }
    }
    let labels = stride(from: 1, through: count, by: max(1, count / 10)).map { (Double($0), "\($0)") }
    let table = Table(
      columns: [Table.Column("split", cells: (1...count).map { "\($0)" })]
        + folds.map { place, values in Table.Column(name(place), cells: values.map { score($0) }) })
    return figure(
      "folds-\(metric.id)", "\(metric.title) of every split",
      svg: chart.svg(marks.joined() + chart.names(ends), xLabels: labels), table: table)
  }
}
