import BakeoffCore
import BakeoffEvaluation

extension ReportData {
  /// The loss of each pass, and the score by the number of training rows where the run has it.
  var learningSection: String {
    let charts = board.rows.indices.compactMap(lossFigure)
    let losses = charts.isEmpty ? "" : element("div", ["class": "grid-2"], charts.joined())
    return section(
      "learning", "Learning",
      "A loss that still falls at its end would have gained from more passes; the band holds all trials.",
      losses + (rowsFigure ?? ""))
  }

  private func lossFigure(_ place: Int) -> String? {
    let curves = trials(place).map(\.curve).filter { $0.count > 1 }
    let passes = Set(curves.flatMap { $0.map(\.epoch) }).sorted()
    guard passes.count > 1, let first = passes.first, let last = passes.last else { return nil }
    let byPass = Dictionary(grouping: curves.flatMap(\.self), by: \.epoch)
    let shown = thinnedPasses(passes)
    let values = shown.compactMap { pass in byPass[pass].map { (pass, $0.map(\.loss)) } }
    guard let range = padded(values.flatMap(\.1)) else { return nil }
    let chart = Chart(
      "loss of \(name(place))", x: .init(title: "pass", range: Double(first)...Double(last)),
      y: .init(title: "loss", range: range), width: 520, height: 240)
    let upper = values.map { (Double($0.0), $0.1.max() ?? 0) }
    let lower = values.map { (Double($0.0), $0.1.min() ?? 0) }
    let band = (upper + lower.reversed()).map { chart.point($0.0, $0.1) }.map {
      "\(coordinate($0.x)),\(coordinate($0.y))"
    }
    let means = values.map { (Double($0.0), $0.1.reduce(0, +) / Double($0.1.count)) }
    let marks =
      element("polygon", ["class": "band m\(place % 8)", "points": band.joined(separator: " ")])
      + chart.line(means, place)
    let table = Table(columns: [
      Table.Column("pass", cells: values.map { "\($0.0)" }),
      Table.Column("mean loss", cells: means.map { tickText($0.1) }),
      Table.Column("least", cells: lower.map { tickText($0.1) }),
      Table.Column("most", cells: upper.map { tickText($0.1) }),
    ])
    return figure(
      "loss-\(place)", "\(name(place)): mean loss over \(counted(curves.count, "trial"))", svg: chart.svg(marks),
      table: table)
  }

  /// At most 100 of the passes, the last among them.
  private func thinnedPasses(_ passes: [Int]) -> [Int] {
    let step = max(1, passes.count / 100)
    return passes.indices.filter { $0 % step == 0 || $0 == passes.count - 1 }.map { passes[$0] }
  }

  private var rowsFigure: String? {
    guard let curve = board.learningCurve else { return nil }
    let shown = Set(drawn.map { board.rows[$0].competitor.name })
    let values = curve.points.flatMap { $0.models.filter { shown.contains($0.model) }.compactMap(\.scores.mean) }
    guard let range = padded(values), let first = curve.points.first?.trainingRows,
      let last = curve.points.last?.trainingRows
    else { return nil }
    let chart = Chart(
      curve.title, x: .init(title: "training rows", range: first * 0.9...last * 1.1, isLogarithmic: true),
      y: .init(title: curve.metric.title, range: range))
    let lines = drawn.map { place -> String in
      let points = curve.points.compactMap { point in
        point.models.first { $0.model == board.rows[place].competitor.name }?.scores.mean.map {
          (point.trainingRows, $0)
        }
      }
      return chart.line(points, place)
        + points.map { chart.mark($0.0, $0.1, place, "\(name(place)), \(grouped(Int($0.0))) rows: \(score($0.1))") }
        .joined()
    }
    let ends = drawn.compactMap { place in
      curve.points.last?.models.first { $0.model == board.rows[place].competitor.name }?.scores.mean.map {
        (model: place, name: name(place), value: $0)
      }
    }
    let labels = curve.points.map { ($0.trainingRows, grouped(Int($0.trainingRows.rounded()))) }
    return figure(
      "learning-rows", curve.title, svg: chart.svg(lines.joined() + chart.names(ends), xLabels: labels),
      table: curve.table)
  }
}
