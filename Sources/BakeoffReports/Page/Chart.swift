import BakeoffCore
import Foundation

/// A plane with two axes on which marks are drawn, as SVG.
struct Chart {
  /// What an axis shows.
  struct Axis {
    let title: String
    let range: ClosedRange<Double>
    var isLogarithmic = false

    /// Where a value is between 0 and 1.
    func place(_ value: Double) -> Double {
      let (low, high) = (scaled(range.lowerBound), scaled(range.upperBound))
      return high > low ? (scaled(value) - low) / (high - low) : 0.5
    }

    private func scaled(_ value: Double) -> Double { isLogarithmic ? log10(max(value, 1e-12)) : value }

    /// Round values within the range.
    var ticks: [Double] {
      if isLogarithmic {
        let (low, high) = (log10(range.lowerBound).rounded(.down), log10(range.upperBound).rounded(.up))
        let powers = stride(from: low, through: high, by: max(1, ((high - low) / 6).rounded(.up))).map { pow(10, $0) }
        let inside = powers.filter { range.contains($0) }
        return inside.count >= 2 ? inside : [range.lowerBound, range.upperBound]
      }
      let step = roundStep((range.upperBound - range.lowerBound) / 5)
      guard step > 0 else { return [range.lowerBound] }
      return stride(
        from: (range.lowerBound / step).rounded(.up), through: (range.upperBound / step + 1e-9).rounded(.down), by: 1
      )
      .map { $0 * step }
    }
  }

  let title: String
  let x: Axis
  let y: Axis
  var width = 720.0
  var height = 320.0
  private let margins = (left: 64.0, right: 150.0, top: 14.0, bottom: 46.0)

  init(_ title: String, x: Axis, y: Axis, width: Double = 720, height: Double = 320) {
    self.title = title
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The point of a pair of values.
  func point(_ a: Double, _ b: Double) -> (x: Double, y: Double) {
    (
      margins.left + x.place(a) * (width - margins.left - margins.right),
      height - margins.bottom - y.place(b) * (height - margins.top - margins.bottom)
    )
  }

  /// The whole picture with `marks` on it.
  func svg(
    _ marks: String, xLabels: [(value: Double, text: String)]? = nil, yLabels: [(value: Double, text: String)]? = nil
  ) -> String {
    let (left, right) = (margins.left, width - margins.right)
    let (top, bottom) = (margins.top, height - margins.bottom)
    let horizontal = (yLabels ?? y.ticks.map { ($0, tickText($0)) }).map { value, text -> String in
      let at = point(x.range.lowerBound, value).y
      return element(
        "line",
        ["class": "grid", "x1": coordinate(left), "x2": coordinate(right), "y1": coordinate(at), "y2": coordinate(at)])
        + label(left - 8, at + 4, text, anchor: "end")
    }
    let vertical = (xLabels ?? x.ticks.map { ($0, tickText($0)) }).map { value, text -> String in
      let at = point(value, y.range.lowerBound).x
      return element(
        "line",
        ["class": "grid", "x1": coordinate(at), "x2": coordinate(at), "y1": coordinate(top), "y2": coordinate(bottom)])
        + label(at, bottom + 18, text, anchor: "middle")
    }
    let titles =
      label((left + right) / 2, height - 8, x.title, anchor: "middle")
      + element(
        "text",
        [
          "x": "14", "y": coordinate((top + bottom) / 2), "text-anchor": "middle",
          "transform": "rotate(-90 14 \(coordinate((top + bottom) / 2)))",
        ],
        text(y.title))
    return element(
      "svg",
      [
        "viewBox": "0 0 \(coordinate(width)) \(coordinate(height))", "role": "img", "aria-label": title,
        "class": "chart",
      ],
      "<title>\(text(title))</title>" + horizontal.joined() + vertical.joined() + titles + marks)
  }

  /// A line through points, in the look of the model with this number.
  func line(_ points: [(Double, Double)], _ model: Int) -> String {
    let list = points.map { point($0.0, $0.1) }.map { "\(coordinate($0.x)),\(coordinate($0.y))" }.joined(separator: " ")
    return element(
      "polyline",
      ["class": "line m\(model % 8)", "points": list, "stroke-dasharray": dashes[(model / 8) % dashes.count]])
  }

  /// A mark in the shape and colour of the model with this number.
  func mark(_ a: Double, _ b: Double, _ model: Int, _ title: String) -> String {
    let at = point(a, b)
    return element(
      "path", ["class": "mark m\(model % 8)", "d": shape(model, at.x, at.y)], "<title>\(text(title))</title>")
  }

  /// The name of a model at the height of its line's end, moved so that names do not cover each other.
  func names(_ ends: [(model: Int, name: String, value: Double)]) -> String {
    var next = margins.top + 4
    return ends.sorted { $0.value > $1.value }.map { end -> String in
      let wanted = point(x.range.upperBound, end.value).y
      let at = max(wanted, next)
      next = at + 15
      let start = width - margins.right + 16
      return element("path", ["class": "mark m\(end.model % 8)", "d": shape(end.model, start, at)])
        + label(start + 10, at + 4, abbreviatedName(end.name), anchor: "start")
    }.joined()
  }

  func label(_ x: Double, _ y: Double, _ content: String, anchor: String) -> String {
    element("text", ["x": coordinate(x), "y": coordinate(y), "text-anchor": anchor], text(content))
  }

  /// A shape of its own for each of four models, so that colour is not all that tells them apart.
  private func shape(_ model: Int, _ x: Double, _ y: Double) -> String {
    let (l, r, t, b) = (coordinate(x - 5), coordinate(x + 5), coordinate(y - 5), coordinate(y + 5))
    let (cx, cy) = (coordinate(x), coordinate(y))
    return switch model % 4 {
    case 0: "M\(l),\(cy)a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z"
    case 1: "M\(l),\(t)H\(r)V\(b)H\(l)z"
    case 2: "M\(cx),\(t)L\(r),\(b)H\(l)z"
    default: "M\(cx),\(t)L\(r),\(cy)L\(cx),\(b)L\(l),\(cy)z"
    }
  }
}

private let dashes = ["none", "6 3", "2 3", "8 3 2 3"]

/// A name that fits beside a chart.
func abbreviatedName(_ name: String) -> String { name.count > 16 ? name.prefix(15) + "…" : name }

/// 1, 2 or 5 times a power of ten that is not below `step`.
private func roundStep(_ step: Double) -> Double {
  guard step > 0, step.isFinite else { return 0 }
  let power = pow(10, log10(step).rounded(.down))
  return ([1.0, 2, 5, 10].first { $0 * power >= step * 0.999 } ?? 10) * power
}

/// A tick's value in few digits.
func tickText(_ value: Double) -> String {
  // -0 and what is 0 but for rounding.
  if abs(value) < 1e-12 { return "0" }
  if abs(value) < 1e-3 || abs(value) >= 1e5 { return String(format: "%.0e", value) }
  return String(format: "%.4g", value)
}

/// A range around values, a little wider than they are; nil for none.
func padded(_ values: [Double], by share: Double = 0.06) -> ClosedRange<Double>? {
  guard let low = values.min(), let high = values.max() else { return nil }
  let pad = high > low ? (high - low) * share : max(abs(high) * 0.05, 0.005)
  return low - pad...high + pad
}
