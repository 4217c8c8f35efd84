/// A place in the box a digit is drawn in: x to the right and y down, both about 0...100.
typealias DigitPoint = SIMD2<Float>

/// One way of writing a digit: the strokes of the pen, each a few points it passes through.
struct DigitStyle: Sendable {
  /// How often it is chosen against the other styles of its digit.
  let weight: Float
  /// The points each stroke passes through; a point that stands twice in a row is a corner, the rest is a smooth curve.
  let strokes: [[DigitPoint]]

  /// A style from strokes written as x, y, x, y, ...
  init(_ weight: Float, _ strokes: [Float]...) {
    self.weight = weight
    self.strokes = strokes.map { numbers in
      stride(from: 0, to: numbers.count, by: 2).map { DigitPoint(numbers[$0], numbers[$0 + 1]) }
    }
  }
}
