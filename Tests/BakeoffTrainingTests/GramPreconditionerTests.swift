import BakeoffCore
import BakeoffTraining
import Testing

/// Rows of floats with few zeros, and their value for any row and column.
private func rows(_ count: Int, features: Int) -> Features {
  let values = (0..<count * features).map { Float(($0 * 37 + $0 / features) % 11) - 4 }
  return Features(shape: FeatureShape(features: features), floats: values)
}

@Test func theInverseIsThatOfTheScaledGramMatrixAndThePenalty() throws {
  let (count, width, l2) = (9, 3, 0.7)
  let features = rows(count, features: width)
  let offset: [Float] = [1, -2, 0.5]
  let preconditioner = try GramPreconditioner(features, offset: offset, l2: l2)
  let x = { (row: Int, column: Int) in
    column == width ? 1 : Double(features.floats(row..<row + 1)[column] - offset[column])
  }
  let right = (0..<(width + 1) * 2).map { Double($0 % 5) - 2 }
  var solution = right
  preconditioner.apply(&solution)
  for row in 0...width {
    for column in 0..<2 {
      let product = (0...width).reduce(0.0) { sum, k in
        let gram = (0..<count).reduce(0.0) { $0 + x($1, row) * x($1, k) }
        return sum + (0.02 * gram + (row == k && k < width ? l2 : 0)) * solution[k * 2 + column]
      }
      #expect(abs(product - right[row * 2 + column]) < 1e-4)
    }
  }
}

@Test func tooManyFeaturesForASquareMatrixAreDividedByItsDiagonal() throws {
  let features = rows(3, features: 5000)
  let preconditioner = try GramPreconditioner(features, offset: nil, l2: 2)
  var vector = [Double](repeating: 1, count: 5001)
  preconditioner.apply(&vector)
  for column in [0, 17, 4999] {
    let squares = (0..<3).reduce(0.0) { sum, row in
      let value = Double(features.floats(row..<row + 1)[column])
      return sum + value * value
    }
    #expect(abs(vector[column] * (0.02 * squares + 2) - 1) < 1e-5)
  }
  #expect(abs(vector[5000] * 0.06 - 1) < 1e-5)
}

@Test(arguments: [3, 5000]) func makingAPreconditionerCanBeStopped(width: Int) {
  struct Stopped: Error {}
  var calls = 0
  #expect(throws: Stopped.self) {
    try GramPreconditioner(rows(200, features: width), offset: nil, l2: 1) {
      calls += 1
      if calls == 3 { throw Stopped() }
    }
  }
}

/// One feature: 1 in the rows of a sample of every second row, 10 in the others.
@Test func aSampleHoldsNoMoreRowsThanItMay() throws {
  let count = 9001
  let features = Features(
    shape: FeatureShape(features: 1), floats: (0..<count).map { $0 % 2 == 0 ? 1 : 10 })
  var vector = [1.0, 0]
  try GramPreconditioner(features, offset: nil, l2: 0.5).apply(&vector)
  // The sample's Gram matrix is n [1 1; 1 1], n (1 + 1e-6) on the diagonal, scaled to all rows.
  let (rest, full) = (0.02 * Double(count), 0.02 * Double(count) * (1 + 1e-6))
  #expect(abs(vector[0] / (full / ((full + 0.5) * full - rest * rest)) - 1) < 1e-6)
}

@Test func aMatrixThatRoundingLeavesIndefiniteIsReplacedByItsDiagonal() throws {
  // Multiples of one feature: a matrix of rank one, but for the rounding of each sum.
  let (count, width) = (6000, 64)
  let value = { (row: Int, column: Int) in (1000 + Float(row % 977) / 7) * (1 + Float(column) / 10) }
  let features = Features(
    shape: FeatureShape(features: width), floats: (0..<count * width).map { value($0 / width, $0 % width) })
  var vector = [Double](repeating: 1, count: width + 1)
  try GramPreconditioner(features, offset: nil, l2: 1e-30).apply(&vector)
  for column in 0..<width {
    let squares = (0..<count).reduce(0.0) { $0 + Double(value($1, column)) * Double(value($1, column)) }
    #expect(abs(vector[column] * 0.02 * squares - 1) < 1e-3)
  }
}
