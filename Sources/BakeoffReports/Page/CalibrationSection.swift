import BakeoffCore
import BakeoffEvaluation
import Foundation

extension ReportData {
  /// Reliability, curves, and scores of each class.
  var calibrationSection: String {
    let parts = [reliabilityFigure, curvesFigure(isROC: true), curvesFigure(isROC: false), classTable].compactMap(
      \.self)
    return section(
      "calibration", "Probabilities, thresholds and classes",
      "On the diagonal a model is right as often as it says; below it, it is too sure of itself.", parts.joined())
  }

  private var reliabilityFigure: String? {
    let known = pooled.compactMap { entry in
      Calibration(entry.predictions).map { (place: entry.place, calibration: $0) }
    }
    guard !known.isEmpty else { return nil }
    let chart = Chart(
      "Reliability", x: .init(title: "probability of the named class", range: 0...1),
      y: .init(title: "share that is right", range: 0...1), height: 380)
    let (start, end) = (chart.point(0, 0), chart.point(1, 1))
    let diagonal = element(
      "line",
      [
        "class": "front", "x1": coordinate(start.x), "y1": coordinate(start.y), "x2": coordinate(end.x),
        "y2": coordinate(end.y),
      ])
    let marks = known.map { place, calibration -> String in
      chart.line(calibration.bins.map { ($0.confidence, $0.accuracy) }, place)
        + calibration.bins.map {
          chart.mark(
            $0.confidence, $0.accuracy, place,
            "\(name(place)): \(counted($0.count, "row")), \(score($0.accuracy)) right at \(score($0.confidence))")
        }.joined()
    }
    let ends = known.compactMap { place, calibration in
      calibration.bins.last.map { (model: place, name: name(place), value: $0.accuracy) }
    }
    let table = Table(columns: [
      Table.Column("model", alignment: .left, cells: known.map { name($0.place) }),
      Table.Column("expected calibration error", cells: known.map { score($0.calibration.expectedError) }),
    ])
    return figure(
      "reliability", "Reliability, in 15 bins of the probability",
      svg: chart.svg(diagonal + marks.joined() + chart.names(ends)),
      table: table) + htmlTable(table, caption: "Expected calibration error")
  }

  private func curvesFigure(isROC: Bool) -> String? {
    let known = curves.map { (place: $0.place, points: isROC ? $0.curves.roc : $0.curves.precisionRecall) }
    guard !known.isEmpty else { return nil }
    let title = isROC ? "ROC curve" : "Precision and recall"
    let chart = Chart(
      title, x: .init(title: isROC ? "false positives, share" : "recall", range: 0...1),
      y: .init(title: isROC ? "true positives, share" : "precision", range: 0...1), height: 380)
    let marks = known.map { place, points in chart.line(points.map { ($0.x, $0.y) }, place) }
    let ends = known.compactMap { place, points in
      // Where the curves are furthest apart is no fixed place; the legend stands in the order of the board.
      points.isEmpty ? nil : (model: place, name: name(place), value: 1 - Double(place) * 0.001)
    }
    let rows = known.flatMap { place, points in points.map { (name(place), $0) } }
    let table = Table(columns: [
      Table.Column("model", alignment: .left, cells: rows.map(\.0)),
      Table.Column(chart.x.title, cells: rows.map { score($0.1.x) }),
      Table.Column(chart.y.title, cells: rows.map { score($0.1.y) }),
    ])
    let kind = board.run.classNames.count == 2 ? "of the positive class" : "every row and class a pair (micro average)"
    return figure(
      isROC ? "roc" : "precision-recall", "\(title), \(kind)", svg: chart.svg(marks.joined() + chart.names(ends)),
      table: table)
  }

  /// Precision, recall and F1 of each class and model, as bars in a table.
  private var classTable: String? {
    let names = board.run.classNames
    let rows = board.rows.enumerated().filter { $0.element.ok > 0 && $0.element.competitor.role == .entrant }
    guard !rows.isEmpty, names.count <= 200 else { return nil }
    func bar(_ value: Double?) -> String {
      let share = value ?? 0
      return
        "<td class=\"number\"><span class=\"bar\" style=\"--share:\(String(format: "%.3f", share))\"></span>\(score(share))</td>"
    }
    let panels = rows.map { place, row -> String in
      let lines = names.indices.map { label -> String in
        let counts = row.confusion.classCounts[label]
        return "<tr><th scope=\"row\" class=\"name\">\(text(names[label]))</th>"
          + [ClassScore.precision, .recall, .f1].map { bar($0.value(counts)) }.joined()
          + "<td class=\"number\">\(grouped(counts.support))</td></tr>"
      }
      let caption = "Scores of each class, \(name(place))"
      return
        "<details><summary>\(text(caption))</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(text(caption))\"><table><caption>\(text(caption))</caption>"
        + "<thead><tr><th scope=\"col\">class</th><th scope=\"col\">precision</th><th scope=\"col\">recall</th><th scope=\"col\">F1</th><th scope=\"col\">rows</th></tr></thead>"
        + "<tbody>\(lines.joined(separator: "\n"))</tbody></table></div></details>"
    }
    return panels.joined()
  }
}
