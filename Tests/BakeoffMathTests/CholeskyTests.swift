import BakeoffCore
import BakeoffMath
import Testing

/// B B' + I for a random B: positive definite.
private func randomPositiveDefinite(size: Int) -> [Double] {
  var generator = SeededGenerator(seed: UInt64(size))
  let b = (0..<size * size).map { _ in Double.random(in: -1...1, using: &generator) }
  return (0..<size * size).map { index in
    let (row, column) = (index / size, index % size)
    return (0..<size).reduce(row == column ? 1 : 0) { $0 + b[row * size + $1] * b[column * size + $1] }
  }
}

@Test(arguments: [1, 2, 63, 64, 65, 150], [1, 3])
func theSolutionSolvesTheEquations(size: Int, columns: Int) throws {
  let matrix = randomPositiveDefinite(size: size)
  let factor = try #require(try Cholesky(matrix, size: size))
  let right = (0..<size * columns).map { Double($0 % 9) - 4 }
  var solution = right
  factor.solve(&solution, columns: columns)
  for row in 0..<size {
    for column in 0..<columns {
      let product = (0..<size).reduce(0) { $0 + matrix[row * size + $1] * solution[$1 * columns + column] }
      #expect(abs(product - right[row * columns + column]) < 1e-9)
    }
  }
}

@Test(arguments: [3, 100])
func aMatrixThatIsNotPositiveDefiniteIsRefused(size: Int) throws {
  var matrix = randomPositiveDefinite(size: size)
  matrix[size * size - 1] = -1
  #expect(try Cholesky(matrix, size: size) == nil)
}

@Test func theGramMatrixAgreesWithItsDefinition() throws {
  let values: [Float] = (0..<900).map { Float($0 * 7 % 11) - 4 }
  let features = Features(shape: FeatureShape(features: 3), floats: values)
  let (rows, offset): ([Int], [Float]) = (Array(stride(from: 0, to: 300, by: 1)) + [5], [1, 0, -2])
  let gram = try gramMatrix(features, rows: rows, offset: offset)
  let x = { (row: Int, column: Int) in column == 3 ? 1 : Double(values[row * 3 + column] - offset[column]) }
  for row in 0..<4 {
    for column in 0...row {
      #expect(gram[row * 4 + column] == rows.reduce(0) { $0 + x($1, row) * x($1, column) })
    }
  }
}
