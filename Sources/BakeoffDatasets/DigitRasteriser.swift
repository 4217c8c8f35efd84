/// Draws segments into a picture of 28 x 28 pixels as MNIST has them: the digit, pen width and all, fits a box of
/// 20 x 20 pixels, and its centre of mass is the centre of the picture.
struct DigitRasteriser {
  /// Pixels on each side of a picture.
  static let side = 28
  private static let box: Float = 19.2

  /// Half the width of the pen, in pixels.
  let radius: Float
  /// Pixels over which the edge of a stroke goes from full ink to none.
  let softness: Float
  /// How far the centre of mass lies from the centre of the picture, in pixels.
  let offset: DigitPoint

  /// The ink of every pixel (side x side, row-major), 0...1.
  func ink(_ segments: [DigitPen.Segment]) -> [Float] {
    var ink = [Float](repeating: 0, count: Self.side * Self.side)
    for segment in fitted(segments) { draw(segment, into: &ink) }
    return ink
  }

  /// The segments in pixels.
  private func fitted(_ segments: [DigitPen.Segment]) -> [DigitPen.Segment] {
    var (low, high) = (segments[0].start, segments[0].start)
    var (length, moment): (Float, DigitPoint) = (0, .zero)
    for segment in segments {
      low = pointwiseMin(low, segment.end)
      high = pointwiseMax(high, segment.end)
      let step = segment.end - segment.start
      let weight = (step.x * step.x + step.y * step.y).squareRoot()
      length += weight
      moment += (segment.start + segment.end) * (0.5 * weight)
    }
    let scale = (Self.box - 2 * radius) / (high - low).max()
    let centre = moment / length
    let middle = DigitPoint(repeating: Float(Self.side + 1) / 2) + offset
    return segments.map {
      DigitPen.Segment(start: ($0.start - centre) * scale + middle, end: ($0.end - centre) * scale + middle)
    }
  }

  /// Lays one segment over the ink: a pixel holds the darkest of what covers it.
  private func draw(_ segment: DigitPen.Segment, into ink: inout [Float]) {
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
