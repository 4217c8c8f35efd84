import BakeoffCore
import BakeoffMath

/// Near the inverse Hessian of a penalised linear model: the inverse of c [X 1]'[X 1] + l2 I (no l2 for the intercept).
///
/// The Hessian is X' D X + l2 I with D's entries p (1 - p); one constant c in place of D makes it one matrix for all
/// classes and all steps. A sample of the rows is enough for the Gram matrix. Its diagonal alone is used with too many
/// features for a square matrix, and where rounding leaves that matrix indefinite.
package struct GramPreconditioner: Sendable {
  /// p (1 - p) of a typical row of a fitted model.
  private static let typicalCurvature = 0.02
  /// More features than this and a square matrix of them is too large.
  private static let maximumFactoredSize = 4096
  private static let maximumSample = 8000

  private let factor: Cholesky?
  private let diagonal: [Double]

  /// The preconditioner for all rows of `features`, `offset` taken from each, made by so many threads; `checkpoint` is called several times a
  /// second and may throw.
  package init(
    _ features: Features, offset: [Float]?, l2: Double, threads: Int = 1, checkpoint: () throws -> Void = {}
  ) throws {
    let size = features.shape.count + 1
    let stride = max(1, (features.count + Self.maximumSample - 1) / Self.maximumSample)
    let sample = Array(Swift.stride(from: 0, to: features.count, by: stride))
    let scale = Self.typicalCurvature * Double(features.count) / Double(sample.count)
    // A little more than the Gram matrix, which rounding in single precision can leave slightly indefinite.
    let regularised = { (square: Double, index: Int) in square * scale * (1 + 1e-6) + (index < size - 1 ? l2 : 0) }
    guard size <= Self.maximumFactoredSize else {
      let squares = try columnSquares(features, rows: sample, offset: offset, checkpoint: checkpoint)
      (factor, diagonal) = (nil, (squares + [Double(sample.count)]).enumerated().map { regularised($1, $0) })
      return
    }
    let team = ThreadTeam()
    team.use(threads: threads)
    var matrix = try gramMatrix(features, rows: sample, offset: offset, by: team, checkpoint: checkpoint)
    diagonal = (0..<size).map { regularised(matrix[$0 * size + $0], $0) }
    for index in matrix.indices { matrix[index] *= scale }
    for index in 0..<size { matrix[index * size + index] = diagonal[index] }
    factor = try Cholesky(matrix, size: size, checkpoint: checkpoint)
  }

  /// Replaces a matrix ((features + 1) x columns, row-major) by its product with the inverse.
  package func apply(_ matrix: inout [Double]) {
    let columns = matrix.count / diagonal.count
    if let factor {
      factor.solve(&matrix, columns: columns)
    } else {
      for index in matrix.indices { matrix[index] /= diagonal[index / columns] }
    }
  }
}

/// The sum of the squares of each feature over the given rows, less `offset` where given.
private func columnSquares(
  _ features: Features, rows: [Int], offset: [Float]?, checkpoint: () throws -> Void
) rethrows -> [Double] {
  var squares = [Double](repeating: 0, count: features.shape.count)
  for (number, row) in rows.enumerated() {
    if number % 64 == 0 { try checkpoint() }
    for (column, value) in features.floats(row..<row + 1).enumerated() {
      let distance = Double(value - (offset?[column] ?? 0))
      squares[column] += distance * distance
    }
  }
  return squares
}
