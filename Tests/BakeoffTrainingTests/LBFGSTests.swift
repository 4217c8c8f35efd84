import BakeoffMath
import BakeoffTraining
import Foundation
import Testing

/// Rosenbrock's valley, its minimum 0 at (1, 1).
private func rosenbrock(_ x: [Double], _ gradient: inout [Double]) -> Double {
  let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
  gradient = [-2 * a - 400 * x[0] * b, 200 * b]
  return a * a + 100 * b * b
}

/// sum_i scale_i (x_i - i)^2 / 2 with scales from 1 to 10^decades, plus 1.
private struct Bowl {
  let scales: [Double]

  init(decades: Double, size: Int = 40) {
    scales = (0..<size).map { pow(10, decades * Double($0) / Double(size - 1)) }
  }

  func callAsFunction(_ x: [Double], _ gradient: inout [Double]) -> Double {
    var value = 1.0
    for index in x.indices {
      let distance = x[index] - Double(index)
      gradient[index] = scales[index] * distance
      value += scales[index] * distance * distance / 2
    }
    return value
  }
}

@Test func theCurvedValleyIsFollowedToItsEnd() throws {
  let minimum = try LBFGS(maximumIterations: 200, tolerance: 1e-14).minimize(from: [-1.2, 1], rosenbrock)
  #expect(abs(minimum.point[0] - 1) < 1e-5 && abs(minimum.point[1] - 1) < 1e-5)
  #expect(minimum.iterations < 200, "the tolerance ended it")
}

@Test func theLengthenedBowlIsSolvedAndThePreconditionerShortensTheWay() throws {
  let bowl = Bowl(decades: 4)
  let start = [Double](repeating: 0, count: 40)
  let solver = LBFGS(maximumIterations: 1000, tolerance: 1e-12)
  let plain = try solver.minimize(from: start) { bowl($0, &$1) }
  let helped = try solver.minimize(
    from: start,
    preconditioner: { vector in for index in vector.indices { vector[index] /= bowl.scales[index] } },
    { bowl($0, &$1) })
  #expect(zip(plain.point, 0...).allSatisfy { abs($0 - Double($1)) < 1e-3 })
  #expect(helped.iterations == 1)
  #expect(plain.iterations > 10)
}

@Test func theValueNeverRises() throws {
  var values: [Double] = []
  _ = try LBFGS(maximumIterations: 50, tolerance: 0).minimize(
    from: [-1.2, 1], onIteration: { values.append($1) }, rosenbrock)
  #expect(values.count > 20)
  #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
}

@Test func stepsAreLimited() throws {
  let minimum = try LBFGS(maximumIterations: 3, tolerance: 0).minimize(from: [-1.2, 1], rosenbrock)
  #expect(minimum.iterations == 3)
}

@Test func aGradientThatPointsTheWrongWayDoesNotPassForAMinimum() throws {
  let minimum = try LBFGS(maximumIterations: 200, tolerance: 1e-14).minimize(from: [-1.2, 1]) { point, gradient in
    let value = rosenbrock(point, &gradient)
    gradient = gradient.map { -$0 }
    return value
  }
  #expect(minimum.iterations == 0)
  #expect(minimum.point == [-1.2, 1])
}

@Test func whereTheFunctionIsNotDefinedTheStepIsShortened() throws {
  // x + 1 / x, taken as undefined for x <= 0; the first step would land there.
  let minimum = try LBFGS(maximumIterations: 100, tolerance: 1e-14).minimize(
    from: [3], preconditioner: { $0[0] *= 100 }
  ) { point, gradient in
    guard point[0] > 0 else { return .nan }
    gradient[0] = 1 - 1 / (point[0] * point[0])
    return point[0] + 1 / point[0]
  }
  #expect(abs(minimum.point[0] - 1) < 1e-5)
}

@Test func aValueThatIsNotANumberAtTheStartIsNoMinimum() throws {
  let minimum = try LBFGS(maximumIterations: 5, tolerance: 1e-3).minimize(from: [1]) { _, gradient in
    gradient[0] = .nan
    return .nan
  }
  #expect(minimum.value.isNaN && minimum.iterations == 0)
}

@Test func anErrorOfTheFunctionEndsTheSearch() {
  struct Stopped: Error {}
  #expect(throws: Stopped.self) {
    try LBFGS(maximumIterations: 5, tolerance: 0).minimize(from: [1]) { _, _ in throw Stopped() }
  }
}
