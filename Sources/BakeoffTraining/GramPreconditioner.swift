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
    var matrix = gramMatrix(features, rows: sample, offset: offset)
    for index in matrix.indices { matrix[index] *= scale }
    for index in 0..<size {
      // A little more than l2, so that rounding in single precision cannot make it indefinite.
      matrix[index * size + index] *= 1 + 1e-6
      if index < size - 1 { matrix[index * size + index] += l2 }
    }
    factor = Cholesky(matrix, size: size)
    diagonal = (0..<size).map { matrix[$0 * size + $0] }
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
