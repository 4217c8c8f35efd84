import BakeoffMath
import BakeoffTraining
import Testing

/// Rosenbrock's valley, its minimum 0 at (1, 1).
private func rosenbrock(_ x: [Double], _ gradient: inout [Double]) -> Double {
  let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
  gradient = [-2 * a - 400 * x[0] * b, 200 * b]
  return a * a + 100 * b * b
}

@Test func theCurvedValleyIsFollowedToItsEnd() throws {
  let minimum = try LBFGS(maximumIterations: 200, tolerance: 1e-14).minimize(from: [-1.2, 1], rosenbrock)
  #expect(abs(minimum.point[0] - 1) < 1e-5 && abs(minimum.point[1] - 1) < 1e-5)
  #expect(minimum.hasConverged)
}
