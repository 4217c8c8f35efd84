import BakeoffCore

/// The largest difference between `gradient` and central differences of `function` at `point`, relative to the largest
/// derivative.
///
/// Layers are piecewise linear in every number, so that the difference quotient is exact but for rounding (some 1e-7 of
/// the function over the step of 1e-3) and for kinks within a step.
func gradientError(_ gradient: [Float], of function: ([Float]) -> Double, at point: [Float]) -> Double {
  let step: Float = 1e-3
  var moved = point
  var (largestError, largestSlope) = (0.0, 1e-12)
  for index in point.indices {
    moved[index] = point[index] + step
    let (above, high) = (function(moved), Double(moved[index]))
    moved[index] = point[index] - step
    let (below, low) = (function(moved), Double(moved[index]))
    moved[index] = point[index]
    let slope = (above - below) / (high - low)
    largestError = max(largestError, abs(slope - Double(gradient[index])))
    largestSlope = max(largestSlope, abs(slope))
  }
  return largestError / largestSlope
}

/// What float32 arithmetic leaves of the agreement of a right gradient with its difference quotients.
let gradientTolerance = 6e-3

/// `count` numbers in -1...1.
func randomValues(_ count: Int, using generator: inout SeededGenerator) -> [Float] {
  (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
}
