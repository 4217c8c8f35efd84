import BakeoffCore
import BakeoffKernels

/// Rows of features without their zeros (compressed sparse rows), in single precision.
///
/// Images are mostly background: the products below cost as much as there are values that are not zero.
public struct SparseRows: Sendable {
  /// The number of columns (features).
  let columnCount: Int
  // Longer than what the rows hold where they were read.
  var values: [Float] = []
  var columns: [Int32] = []
  /// Row r holds values[starts[r]..<ends[r]], so that selecting rows copies none of them.
  var starts: [Int64] = []
  var ends: [Int64] = []

  /// No rows of `columnCount` columns.
  public init(columnCount: Int) { self.columnCount = columnCount }

  /// Keeps what is not zero of the given rows of `features`, after taking `offset` from each feature where given.
  public init(_ features: Features, rows: Range<Int>, offset: [Float]? = nil) {
    self.init(columnCount: features.shape.count)
    read(features, rows: rows, offset: offset)
  }

  /// The given rows, in the given order.
  public func selecting(_ rows: ArraySlice<Int>) -> SparseRows {
    var result = self
    result.starts = rows.map { starts[$0] }
    result.ends = rows.map { ends[$0] }
    return result
  }

  /// The rows of `range`, in order.
  package func selecting(_ range: Range<Int>) -> SparseRows {
    var result = self
    result.starts = Array(starts[range])
    result.ends = Array(ends[range])
    return result
  }

  /// Adds the rows of `other` after these.
  package mutating func append(_ other: SparseRows) {
    precondition(other.columnCount == columnCount, "rows of the same features")
    for (start, end) in zip(other.starts, other.ends) {
      starts.append(Int64(values.count))
      values += other.values[Int(start)..<Int(end)]
      columns += other.columns[Int(start)..<Int(end)]
      ends.append(Int64(values.count))
    }
  }

  /// The sum of the squares of all values.
  package var squaredLength: Double {
    zip(starts, ends).reduce(0) { sum, row in
      values[Int(row.0)..<Int(row.1)].reduce(sum) { $0 + Double($1) * Double($1) }
    }
  }

  /// The number of rows.
  public var count: Int { starts.count }

  /// The number of values kept.
  package var valueCount: Int { zip(starts, ends).reduce(0) { $0 + Int($1.1 - $1.0) } }

  /// Bytes one kept value takes.
  package static let bytesPerValue = MemoryLayout<Float>.stride + MemoryLayout<Int32>.stride
}

extension SparseRows {
  /// output = initial + X weights for the rows `range`: weights has columnCount rows, the one row of `initial` starts
  /// every row of output, which has at least range.count of them; all have the same columns.
  ///
  /// A row's result depends on that row alone, bit for bit.
  public func multiply(
    _ range: Range<Int>, weights: PaddedMatrix, initial: PaddedMatrix, into output: inout PaddedMatrix
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && weights.rows == columnCount)
    precondition(output.rows >= range.count && initial.rows == 1)
    let stride = output.stride
    precondition(weights.stride == stride && initial.stride == stride, "matrices of the same columns")
    weights.withValues { weights in
      initial.withValues { initial in
        output.withMutableValues { output in
          withRows {
            bakeoff_sparse_product(
              $0, Int64(range.lowerBound), Int64(range.count), weights.baseAddress, initial.baseAddress,
              Int64(stride), output.baseAddress)
          }
        }
      }
    }
  }

  /// gradient += X' residuals for the rows `range`: residuals has at least range.count rows, gradient columnCount rows,
  /// both the same columns, which threads share out.
  package func addTransposedProduct(
    _ range: Range<Int>, residuals: PaddedMatrix, to gradient: inout PaddedMatrix, by team: ThreadTeam? = nil
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && gradient.rows == columnCount)
    precondition(residuals.rows >= range.count && residuals.stride == gradient.stride)
    let stride = residuals.stride
    residuals.withValues { residuals in
      gradient.withMutableValues { gradient in
        withRows { rows in
          // Safe to share: every thread adds to columns of its own.
          nonisolated(unsafe) let (rows, residuals, gradient) = (rows, residuals, gradient)
          sharedOut(stride, by: team, unit: laneCount) { _, lanes in
            bakeoff_sparse_transposed_product(
              rows, Int64(range.lowerBound), Int64(range.count), residuals.baseAddress, Int64(stride),
              Int64(lanes.lowerBound), Int64(lanes.upperBound), gradient.baseAddress)
          }
        }
      }
    }
  }

  private func withRows(_ body: (BakeoffSparseRows) -> Void) {
    values.withUnsafeBufferPointer { values in
      columns.withUnsafeBufferPointer { columns in
        starts.withUnsafeBufferPointer { starts in
          ends.withUnsafeBufferPointer { ends in
            body(
              BakeoffSparseRows(
                values: values.baseAddress, columns: columns.baseAddress, starts: starts.baseAddress,
                ends: ends.baseAddress))
          }
        }
      }
    }
  }
}
