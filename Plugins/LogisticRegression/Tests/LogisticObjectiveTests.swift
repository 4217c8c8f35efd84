import BakeoffCore
import BakeoffTraining
import LogisticRegressionPlugin
import Testing

/// The largest error of `gradient` against central differences of `value`, relative to the larger of the two and 1.
private func gradientError(
  at point: [Double], gradient: [Double], _ value: ([Double]) throws -> Double
) rethrows -> Double {
  // Values carry single-precision rounding of some 1e-6: a step this wide keeps its share below that of curvature.
  let step = 1e-2
  var worst = 0.0
  for index in point.indices {
    var (ahead, behind) = (point, point)
    ahead[index] += step
    behind[index] -= step
    let difference = (try value(ahead) - value(behind)) / (2 * step)
    worst = max(worst, abs(difference - gradient[index]) / max(abs(difference), abs(gradient[index]), 1))
  }
  return worst
}

/// An objective over random rows of floats, a third of them zero, and a random point.
private func randomObjective(rows: Int, features: Int, classes: Int, l2: Double) -> (LogisticObjective, [Double]) {
  var generator = SeededGenerator(seed: UInt64(rows * 31 + features * 7 + classes))
  let values = (0..<rows * features).map { $0 % 3 == 0 ? 0 : Float.random(in: -1...1, using: &generator) }
  let labels = (0..<rows).map { _ in Int.random(in: 0..<classes, using: &generator) }
  let columns = LinearColumns(featureCount: features, classes: Array(0..<classes))
  let batches = SparseBatches(Features(shape: FeatureShape(features: features), floats: values))
  let objective = LogisticObjective(rows: batches, targets: labels, columns: columns, l2: l2)
  let point = (0..<columns.parameterCount).map { _ in Double.random(in: -1...1, using: &generator) }
  return (objective, point)
}

@Test(arguments: [(1, 1, 2), (7, 3, 2), (40, 5, 3), (150, 2, 17), (1100, 4, 3)], [0.5, 30])
func theGradientAgreesWithFiniteDifferences(shape: (rows: Int, features: Int, classes: Int), l2: Double) throws {
  var (objective, point) = randomObjective(
    rows: shape.rows, features: shape.features, classes: shape.classes, l2: l2)
  var gradient = [Double](repeating: .nan, count: point.count)
  _ = try objective.evaluate(point, gradient: &gradient)
  var unused = gradient
  let value = { try objective.evaluate($0, gradient: &unused) }
  #expect(try gradientError(at: point, gradient: gradient, value) < 2e-3)
  // The check itself: a gradient whose largest component is wrong by a tenth does not pass.
  let largest = try #require(gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) })
  gradient[largest] = gradient[largest] * 1.1 + 0.1
  #expect(try gradientError(at: point, gradient: gradient, value) > 2e-3)
}

@Test func atZeroEveryRowCostsTheLogarithmOfTheClasses() throws {
  var (objective, point) = randomObjective(rows: 10, features: 3, classes: 4, l2: 1)
  let zeros = point.map { _ in 0.0 }
  let value = try objective.evaluate(zeros, gradient: &point)
  #expect(abs(value - 10 * 1.3862943611198906) < 1e-5)
}

@Test func addingANumberToEveryInterceptChangesNothing() throws {
  var (objective, point) = randomObjective(rows: 50, features: 3, classes: 4, l2: 1)
  var gradient = point
  let value = try objective.evaluate(point, gradient: &gradient)
  for index in point.count - 4..<point.count { point[index] += 5 }
  #expect(abs(try objective.evaluate(point, gradient: &gradient) - value) < 1e-4)
}

@Test func threadsChangeNoBit() throws {
  let features = Features(
    shape: FeatureShape(height: 2, width: 3), bytes: (0..<6 * 70_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) })
  let point = (0..<21).map { Double($0 % 5) - 2 }
  let values = try [1, 2, 5].map { threads in
    var objective = LogisticObjective(
      rows: SparseBatches(features), targets: (0..<70_000).map { $0 % 3 },
      columns: LinearColumns(featureCount: 6, classes: [0, 1, 2]), l2: 1, threads: { threads })
    var gradient = point
    return [try objective.evaluate(point, gradient: &gradient)] + gradient
  }
  #expect(values[0] == values[1] && values[0] == values[2])
}
