import BakeoffCore

/// Writes single rows: a label and the picture of a digit, both a function of the seed alone.
struct DigitWriter: Sendable {
  private let alphabet = DigitAlphabet()

  /// The label 0...9 and the picture (28 x 28 bytes, white ink on black) that follow from `seed`.
  func row(seed: UInt64) -> (label: Int, bytes: [UInt8]) {
    var hand = DigitHand(seed: seed)
    let label = min(Int(hand.uniform(0...10)), 9)
    return (label, picture(of: label, &hand))
  }

  private func picture(of digit: Int, _ hand: inout DigitHand) -> [UInt8] {
    let strokes = shaken(hand.choose(alphabet.styles[digit]).strokes, &hand)
    let warp = DigitWarp(&hand)
    let segments = DigitPen.segments(through: strokes).map {
      DigitPen.Segment(start: warp($0.start), end: warp($0.end))
    }
    let rasteriser = DigitRasteriser(
      radius: min(max(1.4 + hand.normal(0.42), 0.7), 2.8), softness: hand.uniform(0.8...1.5),
      offset: DigitPoint(hand.uniform(-0.5...0.5), hand.uniform(-0.5...0.5)))
    let grain = hand.uniform(0...0.12)
    return rasteriser.ink(segments).map { ink in
      guard ink > 0 else { return 0 }
      return UInt8(min(max(ink + hand.normal(grain), 0), 1) * 255)
    }
  }

  /// The strokes with every point moved a little; points that stand twice stay together.
  private func shaken(_ strokes: [[DigitPoint]], _ hand: inout DigitHand) -> [[DigitPoint]] {
    strokes.map { points in
      let stray = hand.offset(3)
      var last = (from: DigitPoint(-1, -1), to: DigitPoint.zero)
      return points.map { point in
        if point != last.from { last = (from: point, to: point + stray + hand.offset(3.1)) }
        return last.to
      }
    }
  }
}

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

/// The random numbers of one handwritten row.
///
/// Only additions, multiplications, divisions and square roots are used, here and wherever digits are drawn: IEEE 754
/// rounds those the same everywhere, while sines and logarithms differ from one C library to the next.
struct DigitHand {
  private var generator: SeededGenerator

  /// The numbers that follow from `seed`.
  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// Evenly distributed in a range.
  mutating func uniform(_ range: ClosedRange<Float>) -> Float {
    let unit = Float(generator.next() >> 40) * 0x1p-24
    return range.lowerBound + (range.upperBound - range.lowerBound) * unit
  }

  /// Bell-shaped with mean 0 and this standard deviation, at most 3.5 of them away: the sum of four uniform numbers.
  mutating func normal(_ deviation: Float) -> Float {
    let bits = generator.next()
    let sum = (0..<4).reduce(Int32(0)) { $0 + Int32(truncatingIfNeeded: (bits >> (16 * UInt64($1))) & 0xFFFF) }
    // A uniform number of 0..<65536 has the deviation 65536 / sqrt(12); the sum of four has twice that.
    return Float(sum - 131_070) * (1.732_050_8 / 65_536) * deviation
  }

  /// A point around the origin, bell-shaped in both directions.
  mutating func offset(_ deviation: Float) -> DigitPoint {
    DigitPoint(normal(deviation), normal(deviation))
  }

  /// A style, chosen by weight.
  mutating func choose(_ styles: [DigitStyle]) -> DigitStyle {
    var rest = uniform(0...1) * styles.reduce(0) { $0 + $1.weight }
    for style in styles.dropLast() {
      rest -= style.weight
      if rest < 0 { return style }
    }
    return styles[styles.count - 1]
  }
}
