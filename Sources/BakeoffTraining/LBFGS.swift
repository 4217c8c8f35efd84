import BakeoffMath

/// Minimises a smooth function of many variables: limited-memory BFGS with a line search and an optional preconditioner.
///
/// Each step goes along -H g, where H approximates the inverse Hessian from the last `memory` steps; a preconditioner
/// supplies the H it starts from (up to a factor). Source: Nocedal, Wright, Numerical Optimization, algorithm 7.4.
public struct LBFGS: Sendable {
  /// Steps remembered, at least 1.
  public var memory: Int
  /// Steps taken at the most.
  public var maximumIterations: Int
  /// Stops once the expected gain, half of g' H g, is at most this share of the value.
  public var tolerance: Double

  /// Makes a minimiser.
  public init(memory: Int = 10, maximumIterations: Int, tolerance: Double) {
    precondition(memory >= 1 && maximumIterations >= 0 && tolerance >= 0)
    self.memory = memory
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
  }

  /// Walks downhill from `start`.
  ///
  /// - Parameters:
  ///   - start: The first point.
  ///   - preconditioner: Replaces a vector v by P v, with P symmetric positive definite and near the inverse Hessian.
  ///   - onIteration: Called after each step with its number from 1 and the value there; may throw to stop.
  ///   - objective: The value at a point; writes the gradient there to its second argument.
  /// - Returns: The lowest point found, never higher than `start`.
  public func minimize(
    from start: [Double], preconditioner: ((inout [Double]) -> Void)? = nil,
    onIteration: (_ iteration: Int, _ value: Double) throws -> Void = { _, _ in },
    _ objective: (_ point: [Double], _ gradient: inout [Double]) throws -> Double
  ) throws -> Minimum {
    var history = CurvatureHistory(memory: memory)
    var gradient = [Double](repeating: 0, count: start.count)
    var current = Minimum(point: start, value: try objective(start, &gradient))
    while current.iterations < maximumIterations {
      let direction = history.direction(gradient: gradient, preconditioner: preconditioner)
      let slope = dot(direction, gradient)
      if -slope / 2 <= tolerance * abs(current.value) || !(slope < 0) { break }
      let isUnscaled = history.isEmpty && preconditioner == nil
      let search = LineSearch(firstStep: isUnscaled ? 1 / dot(gradient, gradient).squareRoot() : 1)
      guard
        let step = try search.run(from: current, gradient: gradient, along: direction, slope: slope, objective)
      else { break }
      var change = step.gradient
      add(-1, gradient, to: &change)
      history.append(step: direction.map { $0 * step.length }, gradientChange: change)
      gradient = step.gradient
      current.point = step.point
      current.value = step.value
      current.iterations += 1
      try onIteration(current.iterations, current.value)
    }
    return current
  }
}

/// Where a minimisation ended.
public struct Minimum: Sendable {
  /// The lowest point found.
  public internal(set) var point: [Double]
  /// The value there.
  public internal(set) var value: Double
  /// Steps taken.
  package internal(set) var iterations = 0
}

/// The last steps and how the gradient changed along them.
private struct CurvatureHistory {
  private struct Pair {
    let step: [Double]
    let gradientChange: [Double]
    let curvature: Double
  }

  let memory: Int
  private var pairs: [Pair] = []

  init(memory: Int) { self.memory = memory }

  var isEmpty: Bool { pairs.isEmpty }

  /// Remembers a step s and gradient change y, unless s'y says nothing of the curvature but rounding.
  mutating func append(step: [Double], gradientChange: [Double]) {
    let curvature = dot(step, gradientChange)
    let scale = (dot(step, step) * dot(gradientChange, gradientChange)).squareRoot()
    guard curvature > 1e-12 * scale else { return }
    if pairs.count == memory { pairs.removeFirst() }
    pairs.append(Pair(step: step, gradientChange: gradientChange, curvature: curvature))
  }

  /// -H g by the two-loop recursion.
  func direction(gradient: [Double], preconditioner: ((inout [Double]) -> Void)?) -> [Double] {
    var direction = gradient.map { -$0 }
    var weights: [Double] = []
    for pair in pairs.reversed() {
      let weight = dot(pair.step, direction) / pair.curvature
      weights.append(weight)
      add(-weight, pair.gradientChange, to: &direction)
    }
    preconditioner?(&direction)
    if let last = pairs.last {
      var change = last.gradientChange
      preconditioner?(&change)
      let factor = last.curvature / dot(last.gradientChange, change)
      for index in direction.indices { direction[index] *= factor }
    }
    for (pair, weight) in zip(pairs, weights.reversed()) {
      add(weight - dot(pair.gradientChange, direction) / pair.curvature, pair.step, to: &direction)
    }
    return direction
  }
}
