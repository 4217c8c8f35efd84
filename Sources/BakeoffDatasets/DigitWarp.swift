/// How a hand bends a whole digit: slant, aspect, rotation and a smooth wobble.
struct DigitWarp {
  private let columnX: DigitPoint
  private let columnY: DigitPoint
  private let wobble: [DigitPoint]

  /// A warp drawn at random.
  init(_ hand: inout DigitHand) {
    // cos = (1 - t^2) / (1 + t^2), sin = 2t / (1 + t^2), t being the tangent of half the angle.
    let t = hand.normal(0.06)
    let (cosine, sine) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
    let slant = 0.15 + hand.normal(0.26)
    let width = hand.uniform(0.66...1.3)
    // x' = width x - slant y, then rotated.
    columnX = DigitPoint(cosine, sine) * width
    columnY = DigitPoint(-slant * cosine - sine, -slant * sine + cosine)
    wobble = (0..<6).map { _ in hand.offset(0.09) }
  }

  /// Where a point of the box goes; the middle of the box goes near the origin, its half side to about 1.
  func callAsFunction(_ point: DigitPoint) -> DigitPoint {
    let (x, y) = ((point.x - 50) * 0.02, (point.y - 50) * 0.02)
    // The lowest Legendre polynomials in x and y beyond the affine ones.
    let (x2, y2) = (1.5 * x * x - 0.5, 1.5 * y * y - 0.5)
    var bent = DigitPoint(x, y)
    bent += wobble[0] * (x * y) + wobble[1] * x2 + wobble[2] * y2
    bent += wobble[3] * (x2 * y) + wobble[4] * (x * y2) + wobble[5] * (y * (2.5 * y * y - 1.5))
    return columnX * bent.x + columnY * bent.y
  }
}
