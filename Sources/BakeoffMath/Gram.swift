import BakeoffCore

/// [X 1]'[X 1], the Gram matrix of the given rows of `features` and a column of ones, less `offset` where given.
///
/// The result is size x size, row-major, size = features + 1, in single precision but for its type. Values that are
/// zero cost nothing on one side of the product, whose columns threads share out. `checkpoint` is called between blocks
/// of rows and may throw.
package func gramMatrix(
  _ features: Features, rows: [Int], offset: [Float]? = nil, by team: ThreadTeam? = nil,
  checkpoint: () throws -> Void = {}
) throws -> [Double] {
  let width = features.shape.count
  let size = width + 1
  let rowsAtATime = 64
  var gram = PaddedMatrix(rows: width, columns: size)
  var dense = PaddedMatrix(rows: rowsAtATime, columns: size)
  var sparse = SparseRows(columnCount: width)
  for first in stride(from: 0, to: rows.count, by: rowsAtATime) {
    try checkpoint()
    let some = rows[first..<min(first + rowsAtATime, rows.count)]
    fill(&dense, with: features.selecting(some), offset: offset)
    sparse.read(features, rows: some, offset: offset)
    sparse.addTransposedProduct(0..<some.count, residuals: dense, to: &gram, by: team)
  }
  var result = [Double](repeating: 0, count: size * size)
  for row in 0..<width {
    for column in 0..<size { result[row * size + column] = Double(gram[row, column]) }
    result[width * size + row] = Double(gram[row, width])
  }
  result[size * size - 1] = Double(rows.count)
  return result
}

/// Writes [X 1] less the offset to the first rows of `dense`.
private func fill(_ dense: inout PaddedMatrix, with features: Features, offset: [Float]?) {
  let width = features.shape.count
  let values = features.floats()
  let stride = dense.stride
  dense.withMutableValues { dense in
    for row in 0..<features.count {
      for column in 0..<width {
        dense[row * stride + column] = values[row * width + column] - (offset?[column] ?? 0)
      }
      dense[row * stride + width] = 1
    }
  }
}
