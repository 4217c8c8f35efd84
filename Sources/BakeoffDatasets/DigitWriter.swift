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
