/// Strokes as a pen draws them: short straight segments with a width.
struct DigitPen {
  /// A straight piece of a stroke, in whatever unit the points have.
  struct Segment {
    var start: DigitPoint
    var end: DigitPoint
  }

  /// Pieces a curve between two points is cut into.
  private static let steps = 5

  /// The smooth curve through the points of each stroke (a Catmull-Rom spline), cut into segments.
  ///
  /// Source: Catmull and Rom, "A class of local interpolating splines", 1974.
  static func segments(through strokes: [[DigitPoint]]) -> [Segment] {
    var segments: [Segment] = []
    segments.reserveCapacity(strokes.reduce(0) { $0 + $1.count } * steps)
    for points in strokes {
      for index in 0..<points.count - 1 where points[index] != points[index + 1] {
        let before = points[max(index - 1, 0)]
        let after = points[min(index + 2, points.count - 1)]
        var start = points[index]
        for step in 1...steps {
          let end = spline(before, points[index], points[index + 1], after, Float(step) / Float(steps))
          segments.append(Segment(start: start, end: end))
          start = end
        }
      }
    }
    return segments
  }

  private static func spline(
    _ a: DigitPoint, _ b: DigitPoint, _ c: DigitPoint, _ d: DigitPoint, _ t: Float
  ) -> DigitPoint {
    let linear = c - a
    let square = 2 * a - 5 * b + 4 * c - d
    let cube = 3 * (b - c) + d - a
    return b + (t * (linear + t * (square + t * cube))) * 0.5
  }
}
