import BakeoffCore
import BakeoffMath
import Testing

/// Rows of small whole numbers, half of them zero, so that every order of summation gives the same float.
private func wholeNumbers(_ count: Int, seed: Int) -> [Float] {
  (0..<count).map { $0 * seed % 7 < 3 ? 0 : Float($0 * seed % 5) - 2 }
}

private func filled(rows: Int, columns: Int, seed: Int) -> PaddedMatrix {
  var matrix = PaddedMatrix(rows: rows, columns: columns)
  let values = wholeNumbers(rows * columns, seed: seed)
  for row in 0..<rows {
    for column in 0..<columns { matrix[row, column] = values[row * columns + column] }
  }
  return matrix
}

@Test(arguments: [(1, 1, 1), (5, 3, 2), (70, 13, 16), (130, 9, 37)])
func sparseProductsAgreeWithTheirDefinition(shape: (rows: Int, features: Int, columns: Int)) {
  let (rows, features, columns) = shape
  let values = wholeNumbers(rows * features, seed: 11)
  let offset = wholeNumbers(features, seed: 3)
  let x = { (row: Int, feature: Int) in values[row * features + feature] - offset[feature] }
  let sparse = SparseRows(
    Features(shape: FeatureShape(features: features), floats: values), rows: 0..<rows, offset: offset)
  let weights = filled(rows: features, columns: columns, seed: 5)
  let initial = filled(rows: 1, columns: columns, seed: 9)
  let some = rows / 3..<rows
  var output = PaddedMatrix(rows: some.count, columns: columns)
  sparse.multiply(some, weights: weights, initial: initial, into: &output)
  for (index, row) in some.enumerated() {
    for column in 0..<columns {
      let expected = (0..<features).reduce(initial[0, column]) { $0 + x(row, $1) * weights[$1, column] }
      #expect(output[index, column] == expected)
    }
  }
  var gradient = filled(rows: features, columns: columns, seed: 2)
  let before = gradient
  sparse.addTransposedProduct(some, residuals: output, to: &gradient)
  for feature in 0..<features {
    for column in 0..<columns {
      let sum = some.enumerated().reduce(Float(0)) { $0 + x($1.element, feature) * output[$1.offset, column] }
      #expect(gradient[feature, column] == before[feature, column] + sum)
    }
  }
}

@Test func onlyWhatIsNotZeroIsKept() {
  let features = Features(shape: FeatureShape(height: 2, width: 2), bytes: [0, 255, 0, 0, 51, 0, 0, 51])
  #expect(SparseRows(features, rows: 0..<2).valueCount == 3)
  #expect(SparseRows(features, rows: 1..<2).count == 1)
  #expect(SparseRows(features, rows: 0..<0).count == 0)
}

@Test func chosenRowsGiveTheProductsTheyGiveAmongAll() {
  let features = Features(shape: FeatureShape(features: 6), floats: wholeNumbers(5 * 6, seed: 11))
  let all = SparseRows(features, rows: 0..<5)
  let chosen = [4, 1, 1, 0]
  let some = all.selecting(chosen[...])
  let apart = SparseRows(features.selecting(chosen), rows: 0..<chosen.count)
  #expect(some.count == 4 && some.valueCount == apart.valueCount && some.squaredLength == apart.squaredLength)
  let weights = filled(rows: 6, columns: 3, seed: 5)
  let products = [some, apart].map { rows in
    var output = PaddedMatrix(rows: chosen.count, columns: 3)
    rows.multiply(0..<chosen.count, weights: weights, initial: filled(rows: 1, columns: 3, seed: 9), into: &output)
    return output.withValues(Array.init)
  }
  #expect(products[0] == products[1])
  let middle = all.selecting(1..<4)
  #expect(middle.count == 3 && middle.squaredLength == all.selecting([1, 2, 3]).squaredLength)
}

@Test func aCopyOfAMatrixDoesNotSeeLaterChanges() {
  var matrix = PaddedMatrix(rows: 2, columns: 3, padding: -1)
  let copy = matrix
  matrix[1, 2] = 5
  #expect(matrix[1, 2] == 5 && copy[1, 2] == 0)
  #expect(matrix.stride == 16)
  #expect(matrix.withValues { Array($0[3..<16]) } == Array(repeating: -1, count: 13))
  #expect(matrix.withValues { Int(bitPattern: $0.baseAddress) % 64 } == 0)
}

/// Rows as a product with the identity shows them.
private func dense(_ rows: SparseRows, columns: Int) -> [[Float]] {
  var identity = PaddedMatrix(rows: columns, columns: columns)
  for column in 0..<columns { identity[column, column] = 1 }
  var output = PaddedMatrix(rows: rows.count, columns: columns)
  rows.multiply(
    0..<rows.count, weights: identity, initial: PaddedMatrix(rows: 1, columns: columns), into: &output)
  return (0..<rows.count).map { row in (0..<columns).map { output[row, $0] } }
}

@Test(arguments: [1, 15, 16, 17, 50], FeatureBuffer.Element.allKinds)
func rowsAreReadAsTheyAreStored(columns: Int, element: FeatureBuffer.Element) {
  let bytes = (0..<9 * columns).map { (index: Int) -> UInt8 in index * 73 % 7 < 4 ? 0 : UInt8(index * 31 % 256) }
  let shape = FeatureShape(features: columns)
  let buffer =
    switch element {
    case .byte: FeatureBuffer(bytes)
    case .float: FeatureBuffer(bytes.map { Float($0) - 40 })
    case .double: FeatureBuffer(bytes.map { Double($0) / 3 })
    }
  let features = Features(shape: shape, buffer: buffer).selecting([8, 0, 3, 3, 7, 1])
  let offset = element == .byte ? nil : (0..<columns).map { Float($0 % 5) }
  func expected(_ rows: [Int]) -> [[Float]] {
    rows.map { zip(features.floats($0..<$0 + 1), offset ?? Array(repeating: 0, count: columns)).map { $0 - $1 } }
  }
  var rows = SparseRows(columnCount: columns)
  rows.read(features, rows: 1..<6, offset: offset)
  #expect(dense(rows, columns: columns) == expected(Array(1..<6)))
  // Fewer rows than before, in the same memory.
  rows.read(features, rows: [5, 0, 5][...], offset: offset)
  #expect(dense(rows, columns: columns) == expected([5, 0, 5]))
  rows.read(features, rows: 2..<2, offset: offset)
  #expect(rows.count == 0)
}

extension FeatureBuffer.Element {
  fileprivate static let allKinds: [Self] = [.byte, .float, .double]
}

@Test func whatIsNotANumberIsNotZero() {
  let features = Features(shape: FeatureShape(features: 18), floats: [Float](repeating: .nan, count: 18))
  #expect(SparseRows(features, rows: 0..<1).valueCount == 18)
}
