import BakeoffCore
import BakeoffKernels

/// Rows of features without their zeros (compressed sparse rows), in single precision.
///
/// Images are mostly background: the products below cost as much as there are values that are not zero. Matrices that
/// meet the rows have `width` columns, a multiple of `SparseRows.lanes`; `paddedWidth` gives it.
public struct SparseRows: Sendable {
  /// Matrices that meet the rows have a multiple of this many columns.
  public static let lanes = 16

  /// The number of columns (features).
  public let columnCount: Int
  private var values: [Float] = []
  private var columns: [Int32] = []
  private var starts: [Int64] = [0]

  private static let blockSize = 64

  /// The least multiple of `lanes` that is at least `width`.
  public static func paddedWidth(_ width: Int) -> Int { (width + lanes - 1) / lanes * lanes }

  /// Keeps what is not zero of the given rows of `features`, after taking `offset` from each feature where given.
  public init(_ features: Features, rows: Range<Int>, offset: [Float]? = nil) {
    precondition(offset == nil || offset?.count == features.shape.count, "one offset a feature")
    columnCount = features.shape.count
    starts.reserveCapacity(rows.count + 1)
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

  /// The number of rows.
  public var count: Int { starts.count - 1 }

  /// The number of values kept.
  public var valueCount: Int { values.count }

  /// Whether every value is a finite number.
  public var areFinite: Bool { values.allSatisfy(\.isFinite) }

  /// Bytes one kept value takes.
  public static let bytesPerValue = MemoryLayout<Float>.stride + MemoryLayout<Int32>.stride

  /// Moves what is not zero of `count` dense rows to the front of `values`; returns how many values that are.
  private mutating func compress(
    _ values: inout [Float], _ columns: inout [Int32], count: Int, offset: [Float]?
  ) -> Int {
    let before = self.values.count
    var kept = 0
    for row in 0..<count {
      for column in 0..<columnCount {
        let value = values[row * columnCount + column] - (offset?[column] ?? 0)
        // Written first and kept or not afterwards: a branch here would be mispredicted at every edge of a stroke.
        values[kept] = value
        columns[kept] = Int32(truncatingIfNeeded: column)
        kept += value == 0 ? 0 : 1
      }
      starts.append(Int64(before + kept))
    }
    return kept
  }
}

extension SparseRows {
  /// output = initial + X weights for the rows `range`: weights is columnCount x width, initial has width values and
  /// starts every row, output is range.count x width.
  ///
  /// A row's result depends on that row alone, bit for bit.
  public func multiply(
    _ range: Range<Int>, weights: Span<Float>, initial: Span<Float>, width: Int, into output: inout MutableSpan<Float>
  ) {
    check(range, width: width)
    precondition(weights.count >= columnCount * width && initial.count >= width && output.count >= range.count * width)
    weights.withUnsafeBufferPointer { weights in
      initial.withUnsafeBufferPointer { initial in
        output.withUnsafeMutableBufferPointer { output in
          withRows {
            bakeoff_sparse_product(
              $0, nil, Int64(range.lowerBound), Int64(range.count), weights.baseAddress, initial.baseAddress,
              Int64(width), output.baseAddress)
          }
        }
      }
    }
  }

  /// gradient += X' residuals for the rows `range`: residuals is range.count x width, gradient columnCount x width.
  public func addTransposedProduct(
    _ range: Range<Int>, residuals: Span<Float>, width: Int, to gradient: inout MutableSpan<Float>
  ) {
    check(range, width: width)
    precondition(residuals.count >= range.count * width && gradient.count >= columnCount * width)
    residuals.withUnsafeBufferPointer { residuals in
      gradient.withUnsafeMutableBufferPointer { gradient in
        withRows {
          bakeoff_sparse_transposed_product(
            $0, nil, Int64(range.lowerBound), Int64(range.count), residuals.baseAddress, Int64(width),
            gradient.baseAddress)
        }
      }
    }
  }

  private func check(_ range: Range<Int>, width: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the rows are among the rows")
    precondition(width > 0 && width % Self.lanes == 0, "the width is a multiple of the lanes")
  }

  private func withRows(_ body: (BakeoffSparseRows) -> Void) {
    values.withUnsafeBufferPointer { values in
      columns.withUnsafeBufferPointer { columns in
        starts.withUnsafeBufferPointer { starts in
          body(
            BakeoffSparseRows(
              values: values.baseAddress, columns: columns.baseAddress, starts: starts.baseAddress))
        }
      }
    }
  }
}
