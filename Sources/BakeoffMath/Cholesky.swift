#if canImport(Accelerate)
  import Accelerate
#else
  import CBLAS
#endif

/// The factor L of a symmetric positive definite matrix A = L L' (L lower triangular), for solving A x = b.
///
/// Blocked, so that nearly all the work is BLAS. Source: Golub, Van Loan, Matrix Computations, algorithm 4.2.10.
public struct Cholesky: Sendable {
  /// The number of rows and of columns.
  public let size: Int
  // size x size, row-major; above the diagonal stands what was there before.
  private var factor: [Double]
  private static let blockSize = 64

  /// Factors `matrix` (size x size, row-major; what is above the diagonal is not read). Nil if it is not positive
  /// definite in double precision. `checkpoint` is called between blocks of columns and may throw.
  public init?(_ matrix: [Double], size: Int, checkpoint: () throws -> Void = {}) throws {
    precondition(matrix.count == size * size)
    self.size = size
    factor = matrix
    for start in stride(from: 0, to: size, by: Self.blockSize) {
      try checkpoint()
      let end = min(start + Self.blockSize, size)
      guard factorDiagonalBlock(start..<end) else { return nil }
      eliminate(start..<end)
    }
  }

  /// Replaces B (size x columns, row-major) by the solution X of A X = B.
  public func solve(_ b: inout [Double], columns: Int) {
    precondition(b.count == size * columns)
    for transposition in [CblasNoTrans, CblasTrans] {
      cblas_dtrsm(
        CblasRowMajor, CblasLeft, CblasLower, transposition, CblasNonUnit, Int32(size), Int32(columns), 1, factor,
        Int32(size), &b, Int32(columns))
    }
  }

  /// Factors the block on the diagonal by the definition; false at a pivot that is not positive.
  private mutating func factorDiagonalBlock(_ block: Range<Int>) -> Bool {
    for column in block {
      for row in column..<block.upperBound {
        var sum = factor[row * size + column]
        for k in block.lowerBound..<column { sum -= factor[row * size + k] * factor[column * size + k] }
        if row == column {
          guard sum > 0, sum.isFinite else { return false }
          factor[row * size + column] = sum.squareRoot()
        } else {
          factor[row * size + column] = sum / factor[column * size + column]
        }
      }
    }
    return true
  }

  /// Finds the rows of L below the block and takes their product from what remains.
  private mutating func eliminate(_ block: Range<Int>) {
    let remaining = size - block.upperBound
    guard remaining > 0 else { return }
    let size = size
    factor.withUnsafeMutableBufferPointer { factor in
      guard let base = factor.baseAddress else { return }
      let panel = base + block.upperBound * size + block.lowerBound
      cblas_dtrsm(
        CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(remaining), Int32(block.count), 1,
        base + block.lowerBound * size + block.lowerBound, Int32(size), panel, Int32(size))
      cblas_dsyrk(
        CblasRowMajor, CblasLower, CblasNoTrans, Int32(remaining), Int32(block.count), -1, panel, Int32(size), 1,
        base + block.upperBound * size + block.upperBound, Int32(size))
    }
  }
}
