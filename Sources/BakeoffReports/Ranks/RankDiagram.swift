import BakeoffCore
import BakeoffEvaluation
import Foundation

extension RankStudy {
  /// The critical-difference diagram in a terminal: mean ranks on a line from the best to the worst, a line for each group
  /// that cannot be told apart.
  var diagramText: String {
    let width = 44
    let last = Double(models.count)
    func place(_ rank: Double) -> Int { Int(((rank - 1) / max(last - 1, 1) * Double(width - 1)).rounded()) }
    func line(_ marks: Range<Int>, _ mark: String) -> String {
      padded(String(repeating: " ", count: marks.lowerBound) + String(repeating: mark, count: marks.count), to: width)
    }
    var scale = [Character](repeating: " ", count: width + 2)
    for rank in 1...models.count {
      for (offset, digit) in "\(rank)".enumerated() { scale[place(Double(rank)) + offset] = digit }
    }
    let heading = String(scale).trimmingTrailingSpaces + "\n"
    let rows = models.indices.map { model in
      let rank = friedman.meanRanks[model]
      return line(place(rank)..<place(rank) + 1, "●") + "  " + String(format: "%5.2f", rank) + "  "
        + oneLine(models[model]) + "\n"
    }
    let bars = groups.map { group in
      let ends = place(friedman.meanRanks[group.lowerBound])..<place(friedman.meanRanks[group.upperBound]) + 1
      let names = group.map { oneLine(models[$0]) }.joined(separator: ", ")
      let lines = wrapped("not told apart: \(names)", width: 34, indentation: "")
      return lines.enumerated().map { index, text in
        (index == 0 ? line(ends, "━") : String(repeating: " ", count: width)) + "  \(text)\n"
      }.joined()
    }
    return "mean rank, 1 the best\n" + heading + rows.joined() + bars.joined()
  }

  /// The critical-difference diagram as SVG: models on a line by their mean rank, thick bars over groups that cannot be told
  /// apart. Source: Demšar 2006, figure 1.
  public var svg: String {
    // A letter is some seven units wide.
    let longest = models.map { Double(terminalWidth(oneLine($0))) }.max() ?? 0
    let margin = 80 + 7.5 * longest
    let (width, row) = (340 + 2 * margin, 22.0)
    let axis = 70.0
    let last = Double(models.count)
    func x(_ rank: Double) -> Double { margin + (rank - 1) / max(last - 1, 1) * (width - 2 * margin) }
    let left = (models.count + 1) / 2
    let bars = groups.enumerated().map { index, group in
      let y = axis + 12 + Double(index) * 9
      return line(
        x(friedman.meanRanks[group.lowerBound]) - 4, y, x(friedman.meanRanks[group.upperBound]) + 4, y, class: "bar")
    }
    let first = axis + 24 + Double(groups.count) * 9
    let labels = models.indices.map { model -> String in
      let rank = friedman.meanRanks[model]
      let isLeft = model < left
      let y = first + Double(isLeft ? model : models.count - 1 - model) * row
      let end = isLeft ? margin - 24 : width - margin + 24
      let text = "\(xmlEscaped(oneLine(models[model]))) \(String(format: "%.2f", rank))"
      return
        "<polyline points=\"\(number(x(rank))),\(number(axis)) \(number(x(rank))),\(number(y)) \(number(end)),\(number(y))\"/>"
        + "<text x=\"\(number(end + (isLeft ? -6 : 6)))\" y=\"\(number(y + 4))\" text-anchor=\"\(isLeft ? "end" : "start")\">\(text)</text>"
    }
    let ticks = (1...models.count).map { rank in
      line(x(Double(rank)), axis - 6, x(Double(rank)), axis, class: "axis")
        + "<text x=\"\(number(x(Double(rank))))\" y=\"\(number(axis - 10))\" text-anchor=\"middle\">\(rank)</text>"
    }
    let height = first + Double(left) * row + 12
    let title = "Mean ranks of \(models.count) models on \(datasets.count) data sets by \(xmlEscaped(metric.title))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" role="img" aria-label="\(title)">
      <title>\(title)</title>
      <style>
      svg { background: #fff; color: #111; font: 13px system-ui, sans-serif; }
      text { fill: #111; } line, polyline { stroke: #111; fill: none; } .bar { stroke-width: 4; }
      </style>
      \(criticalBar(x))\(line(x(1), axis, x(last), axis, class: "axis"))
      \((ticks + bars + labels).joined(separator: "\n"))
      </svg>

      """
  }

  /// The critical difference as a bar above the axis, where pairs are told apart by it.
  private func criticalBar(_ x: (Double) -> Double) -> String {
    guard postHoc == .nemenyi, let difference = friedman.criticalDifference else { return "" }
    let end = x(1 + min(difference, Double(models.count - 1)))
    let label =
      "CD = \(String(format: "%.3f", difference))"
      + (difference > Double(models.count - 1) ? " (wider than the axis)" : "")
    return line(x(1), 30, end, 30, class: "axis") + line(x(1), 26, x(1), 34, class: "axis")
      + line(end, 26, end, 34, class: "axis")
      + "<text x=\"\(number(x(1)))\" y=\"20\">\(label)</text>\n"
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) -> String {
    "<line class=\"\(name)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\"/>"
  }
}

private func number(_ value: Double) -> String { String(format: "%.1f", value) }

/// The text as it must stand in XML, with what cannot be seen written out, such as a mark that turns the order of letters.
func xmlEscaped(_ text: String) -> String {
  visibleLines(text).reduce(into: "") { escaped, character in
    switch character {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    default: escaped.append(character)
    }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String { String(reversed().drop { $0 == " " }.reversed()) }
}
