import BakeoffCore
import BakeoffMath

/// The training rows of a linear model, fetched batch by batch in any order, as `SparseRows`.
///
/// What is not zero is kept in memory where it takes no more than the given bytes; otherwise each batch reads the
/// features anew. Which of the two changes no number.
public struct SparseBatches: Sendable {
  /// The mean of the squared lengths of the rows, after the offset; 0 without rows.
  public let meanSquaredLength: Double
  private let features: Features
  private let offset: [Float]?
  private let kept: SparseRows?

  /// Batches of the rows of `features`, `offset` taken from each row where given.
  public init(_ features: Features, offset: [Float]? = nil, keepingUpTo bytes: Int = 256 << 20) {
    self.features = features
    self.offset = offset
    var (all, length) = (SparseRows(features, rows: 0..<0), 0.0)
    var fits = true
    for first in stride(from: 0, to: features.count, by: SparseBlocks.blockSize) {
      let range = first..<min(first + SparseBlocks.blockSize, features.count)
      let block = SparseRows(features, rows: range, offset: offset)
      length += block.squaredLength
      fits = fits && (all.valueCount + block.valueCount) * SparseRows.bytesPerValue <= bytes
      if fits { all.append(block) }
    }
    kept = fits ? all : nil
    meanSquaredLength = features.count > 0 ? length / Double(features.count) : 0
  }

  /// The given rows, in the given order.
  public func batch(_ rows: ArraySlice<Int>) -> SparseRows {
    if let kept { return kept.selecting(rows) }
    return SparseRows(features.selecting(rows), rows: 0..<rows.count, offset: offset)
  }
}
