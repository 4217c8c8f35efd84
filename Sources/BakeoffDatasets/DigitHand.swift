import BakeoffCore

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
