import BakeoffCore
import BakeoffMath

/// Near the inverse Hessian of a penalised linear model: the inverse of c [X 1]'[X 1] + l2 I (no l2 for the intercept).
///
/// The Hessian is X' D X + l2 I with D's entries p (1 - p); one constant c in place of D makes it one matrix for all
/// classes and all steps. A sample of the rows is enough for the Gram matrix. With too many features for a square
/// matrix its diagonal alone is used.
public struct GramPreconditioner: Sendable {
  /// p (1 - p) of a typical row of a fitted model.
  private static let typicalCurvature = 0.02
  /// More features than this and a square matrix of them is too large.
  private static let maximumFactoredSize = 4096
  private static let maximumSample = 8000

  private let factor: Cholesky?
  private let diagonal: [Double]

  /// The preconditioner for all rows of `features`, `offset` taken from each.
  public init(_ features: Features, offset: [Float]?, l2: Double) {
    let size = features.shape.count + 1
    let stride = max(1, features.count / Self.maximumSample)
    let sample = Array(Swift.stride(from: 0, to: features.count, by: stride))
    let scale = Self.typicalCurvature * Double(features.count) / Double(sample.count)
    // A little more than the Gram matrix, so that rounding in single precision cannot make it indefinite.
    let regularised = { (square: Double, index: Int) in square * scale * (1 + 1e-6) + (index < size - 1 ? l2 : 0) }
    guard size <= Self.maximumFactoredSize else {
      let squares = columnSquares(features, rows: sample, offset: offset) + [Double(sample.count)]
      (factor, diagonal) = (nil, squares.enumerated().map { regularised($1, $0) })
      return
    }
    var matrix = gramMatrix(features, rows: sample, offset: offset)
    diagonal = (0..<size).map { regularised(matrix[$0 * size + $0], $0) }
    for index in matrix.indices { matrix[index] *= scale }
    for index in 0..<size { matrix[index * size + index] = diagonal[index] }
    factor = Cholesky(matrix, size: size)
  }

  /// Replaces a matrix ((features + 1) x columns, row-major) by its product with the inverse.
  public func apply(_ matrix: inout [Double]) {
    let columns = matrix.count / diagonal.count
    if let factor {
      factor.solve(&matrix, columns: columns)
    } else {
      for index in matrix.indices { matrix[index] /= diagonal[index / columns] }
    }
  }
}

/// The sum of the squares of each feature over the given rows, less `offset` where given.
private func columnSquares(_ features: Features, rows: [Int], offset: [Float]?) -> [Double] {
  var squares = [Double](repeating: 0, count: features.shape.count)
  for row in rows {
    for (column, value) in features.floats(row..<row + 1).enumerated() {
      let distance = Double(value - (offset?[column] ?? 0))
      squares[column] += distance * distance
    }
  }
  return squares
}
