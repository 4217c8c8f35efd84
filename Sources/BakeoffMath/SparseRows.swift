import BakeoffCore
import BakeoffKernels

/// Rows of features without their zeros (compressed sparse rows), in single precision.
///
/// Images are mostly background: the products below cost as much as there are values that are not zero.
public struct SparseRows: Sendable {
  /// The number of columns (features).
  let columnCount: Int
  private var values: [Float] = []
  private var columns: [Int32] = []
  /// Row r holds values[starts[r]..<ends[r]], so that selecting rows copies none of them.
  private var starts: [Int64] = []
  private var ends: [Int64] = []

  private static let blockSize = 64

  /// Keeps what is not zero of the given rows of `features`, after taking `offset` from each feature where given.
  public init(_ features: Features, rows: Range<Int>, offset: [Float]? = nil) {
    precondition(offset == nil || offset?.count == features.shape.count, "one offset a feature")
    columnCount = features.shape.count
    var block = [Float](repeating: 0, count: min(Self.blockSize, rows.count) * columnCount)
    var blockColumns = [Int32](repeating: 0, count: block.count)
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockSize) {
      let blockRows = first..<min(first + Self.blockSize, rows.upperBound)
      var output = block.mutableSpan
      features.copyRows(blockRows, into: &output)
      let kept = compress(&block, &blockColumns, count: blockRows.count, offset: offset)
      values += block[..<kept]
      columns += blockColumns[..<kept]
    }
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

  /// Makes room for so many values, where it is known about how many will be appended.
  package mutating func reserveCapacity(_ valueCount: Int) {
    values.reserveCapacity(valueCount)
    columns.reserveCapacity(valueCount)
  }

  /// Adds the rows of `other` after these.
  package mutating func append(_ other: SparseRows) {
    precondition(other.columnCount == columnCount, "rows of the same features")
    let before = Int64(values.count)
    values += other.values
    columns += other.columns
    starts += other.starts.map { $0 + before }
    ends += other.ends.map { $0 + before }
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

  /// Moves what is not zero of `count` dense rows to the front of `values`; returns how many values that are.
  private mutating func compress(
    _ values: inout [Float], _ columns: inout [Int32], count: Int, offset: [Float]?
  ) -> Int {
    let before = self.values.count
    var kept = 0
    values.withUnsafeMutableBufferPointer { values in
      columns.withUnsafeMutableBufferPointer { columns in
        withOptional(offset) { offset in
          guard let first = values.baseAddress, let firstColumn = columns.baseAddress else { return }
          for row in 0..<count {
            starts.append(Int64(before + kept))
            kept += Int(
              bakeoff_compress(first + row * columnCount, offset, Int64(columnCount), first + kept, firstColumn + kept))
            ends.append(Int64(before + kept))
          }
        }
      }
    }
    return kept
  }
}

/// Calls `body` with the address of the floats, nil where there are none.
private func withOptional(_ floats: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
  if let floats { floats.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
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
  /// both the same columns.
  public func addTransposedProduct(_ range: Range<Int>, residuals: PaddedMatrix, to gradient: inout PaddedMatrix) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && gradient.rows == columnCount)
    precondition(residuals.rows >= range.count && residuals.stride == gradient.stride)
    let stride = residuals.stride
    residuals.withValues { residuals in
      gradient.withMutableValues { gradient in
        withRows {
          bakeoff_sparse_transposed_product(
            $0, Int64(range.lowerBound), Int64(range.count), residuals.baseAddress, Int64(stride),
            gradient.baseAddress)
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
