import BakeoffKernels

/// Writes the sum of the rows of a row-major matrix (rows x columns) to `sums` from `start` on.
func sumRows(_ matrix: AlignedFloats, rows: Int, columns: Int, into sums: inout AlignedFloats, at start: Int) {
  precondition(rows * columns <= matrix.count && start + columns <= sums.count)
  sums.withUnsafeMutableBufferPointer { sums in
    matrix.withUnsafeBufferPointer { matrix in
      guard let sums = sums.baseAddress, let matrix = matrix.baseAddress else { return }
      (sums + start).update(repeating: 0, count: columns)
      bakeoff_add_rows(sums + start, matrix, rows, columns)
    }
  }
}
