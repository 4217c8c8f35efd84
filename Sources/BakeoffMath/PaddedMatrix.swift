import BakeoffKernels

/// A matrix in single precision whose rows fill whole vector registers and start on cache lines: rows x columns,
/// row-major, each row padded to a multiple of 16 values.
///
/// A value like any other: copies share memory until one of them is changed.
public struct PaddedMatrix: Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns without the padding.
  public let columns: Int
  /// Values from one row to the next, a multiple of 16.
  public let stride: Int
  /// Rows x stride, as long as ever.
  package var values: AlignedFloats

  /// A matrix of zeros, or with `padding` beyond its columns.
  public init(rows: Int, columns: Int, padding: Float = 0) {
    precondition(rows >= 0 && columns > 0)
    self.rows = rows
    self.columns = columns
    stride = paddedToLanes(columns)
    values = AlignedFloats(count: rows * stride)
    if padding == 0 { return }
    for row in 0..<rows {
      for column in columns..<stride { values[row * stride + column] = padding }
    }
  }

  /// The value in a row and column.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return values[row * stride + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      values[row * stride + column] = newValue
    }
  }

  /// Calls `body` with the values, rows x stride.
  public func withValues<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
    try values.withUnsafeBufferPointer(body)
  }

  /// Calls `body` with the values, rows x stride, to change them.
  public mutating func withMutableValues<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try values.withUnsafeMutableBufferPointer(body)
  }
}

extension PaddedMatrix {
  /// Adds the sums of the columns of `source` over its first `count` rows to the first row.
  package mutating func addColumnSums(of source: PaddedMatrix, count: Int) {
    precondition(source.stride == stride && count <= source.rows && rows > 0)
    let stride = stride
    withMutableValues { sums in
      source.withValues { source in
        guard let sums = sums.baseAddress, let source = source.baseAddress else { return }
        bakeoff_add_rows(sums, source, count, stride)
      }
    }
  }
}

extension PaddedMatrix {
  /// Moves `average` by `share` of the way to this matrix, then multiplies this matrix by `decay`.
  package mutating func decay(by decay: Float, afterAveragingInto average: inout PaddedMatrix, share: Float) {
    precondition(average.rows == rows && average.stride == stride)
    withMutableValues { values in
      average.withMutableValues { average in
        bakeoff_average_and_decay(values.baseAddress, average.baseAddress, Int64(values.count), share, decay)
      }
    }
  }
}
