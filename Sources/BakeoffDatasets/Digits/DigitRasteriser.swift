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

/// Draws segments into a picture of 28 x 28 pixels as MNIST has them: the digit, pen width and all, fits a box of
/// 20 x 20 pixels, and its centre of mass lies near the centre of the picture.
struct DigitRasteriser {
  /// Pixels on each side of a picture.
  static let side = 28
  /// Pixels on the longer side of a digit; with the soft edges it touches 20.
  private static let box: Float = 19.2
  /// The share of a digit's box that ink may cover before the pen gets finer, so that loops stay open.
  private static let mostInk: Float = 0.52

  /// Half the width of the pen, in pixels.
  let radius: Float
  /// Pixels over which the edge of a stroke goes from full ink to none.
  let softness: Float
  /// How far the centre of mass of the strokes lies from the centre of the picture, in pixels.
  let offset: DigitPoint

  /// The ink of every pixel (side x side, row-major), 0...1.
  func ink(_ segments: [DigitPen.Segment]) -> [Float] {
    var ink = [Float](repeating: 0, count: Self.side * Self.side)
    let extent = DigitExtent(segments)
    let radius = fineRadius(extent)
    let scale = (Self.box - 2 * radius) / extent.sides.max()
    // The centre of pixel i is i + 0.5; MNIST centres on pixel 14 of 0...27.
    let middle = DigitPoint(repeating: Float(Self.side / 2) + 0.5) + offset
    for segment in segments {
      draw(
        DigitPen.Segment(
          start: (segment.start - extent.centre) * scale + middle, end: (segment.end - extent.centre) * scale + middle),
        radius: radius, into: &ink)
    }
    return ink
  }

  /// The radius of the pen, finer where much has to be drawn in little room.
  private func fineRadius(_ extent: DigitExtent) -> Float {
    let scale = (Self.box - 2 * radius) / extent.sides.max()
    let room = Self.box * max(extent.sides.min() * scale + 2 * radius, 8)
    return min(radius, Self.mostInk * room / (2 * extent.length * scale))
  }

  /// Lays one segment, in pixels, over the ink: a pixel holds the most of what covers it.
  private func draw(_ segment: DigitPen.Segment, radius: Float, into ink: inout [Float]) {
    let reach = radius + softness / 2
    let low = pointwiseMin(segment.start, segment.end) - reach
    let high = pointwiseMax(segment.start, segment.end) + reach
    let last = Float(Self.side - 1)
    let columns = Int(min(max(low.x, 0), last))...Int(min(max(high.x, 0), last))
    let rows = Int(min(max(low.y, 0), last))...Int(min(max(high.y, 0), last))
    let step = segment.end - segment.start
    let inverse = 1 / max(step.x * step.x + step.y * step.y, 1e-12)
    for row in rows {
      for column in columns {
        let pixel = DigitPoint(Float(column) + 0.5, Float(row) + 0.5) - segment.start
        let along = min(max((pixel.x * step.x + pixel.y * step.y) * inverse, 0), 1)
        let away = pixel - step * along
        let squared = away.x * away.x + away.y * away.y
        if squared < reach * reach {
          let cover = min((reach - squared.squareRoot()) / softness, 1)
          let index = row * Self.side + column
          ink[index] = max(ink[index], cover)
        }
      }
    }
  }
}

/// How far segments reach, before they are fitted into a box.
private struct DigitExtent {
  /// The width and height of the smallest box around them.
  let sides: DigitPoint
  /// Their length.
  let length: Float
  /// Their centre of mass, each weighing its length.
  let centre: DigitPoint

  init(_ segments: [DigitPen.Segment]) {
    var (low, high) = (segments[0].start, segments[0].start)
    var (length, moment): (Float, DigitPoint) = (0, .zero)
    for segment in segments {
      low = pointwiseMin(low, pointwiseMin(segment.start, segment.end))
      high = pointwiseMax(high, pointwiseMax(segment.start, segment.end))
      let step = segment.end - segment.start
      let weight = (step.x * step.x + step.y * step.y).squareRoot()
      length += weight
      moment += (segment.start + segment.end) * (0.5 * weight)
    }
    sides = high - low
    self.length = length
    centre = moment / length
  }
}
