import BakeoffMath

/// Finds a step that lowers the function enough and makes its slope less steep (the weak Wolfe conditions).
///
/// Doubles the step until it is too long, then halves the interval. Source: Lewis, Overton, "Nonsmooth optimization via
/// quasi-Newton methods", Mathematical Programming 2013, algorithm 2.6.
struct LineSearch {
  /// The step tried first.
  let firstStep: Double

  /// A step that was accepted.
  struct Step {
    let length: Double
    let point: [Double]
    let value: Double
    let gradient: [Double]
  }

  private static let sufficientDecrease = 1e-4
  private static let curvature = 0.9
  private static let maximumEvaluations = 40

  /// Searches along `direction`, whose slope at `start` is negative; no step where rounding leaves no descent.
  func run(
    from start: Minimum, gradient: [Double], along direction: [Double], slope: Double,
    _ objective: (_ point: [Double], _ gradient: inout [Double]) throws -> Double
  ) throws -> Step? {
    var (shortest, longest) = (0.0, Double.infinity)
    var length = firstStep
    var lowered: Step?
    for _ in 1...Self.maximumEvaluations {
      var point = start.point
      add(length, direction, to: &point)
      var gradientThere = gradient
      let value = try objective(point, &gradientThere)
      // Written so that a value that is not a number counts as too high.
      if !(value <= start.value + Self.sufficientDecrease * length * slope) {
        longest = length
      } else {
        lowered = Step(length: length, point: point, value: value, gradient: gradientThere)
        if dot(gradientThere, direction) >= Self.curvature * slope { return lowered }
        shortest = length
      }
      length = longest.isFinite ? (shortest + longest) / 2 : 2 * length
      if length == shortest || length == longest { return lowered }
    }
    return lowered
  }
}
