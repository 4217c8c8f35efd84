import BakeoffCore
import BakeoffMath

/// The training rows of a linear model as `SparseRows`, passed over many times: block by block in order, or batch by
/// batch in any order.
///
/// What is not zero is kept in memory where it takes no more than the given bytes; otherwise each batch reads the
/// features anew. Which of the two changes no number.
public struct SparseBatches: Sendable {
  private let features: Features
  private let offset: [Float]?
  private var kept: SparseRows?

  private static let blockSize = 1024

  /// Batches of the rows of `features`, `offset` taken from each row where given.
  public init(_ features: Features, offset: [Float]? = nil, keepingUpTo bytes: Int = 256 << 20) {
    self.features = features
    self.offset = offset
    let room = bytes / SparseRows.bytesPerValue
    var all = SparseRows(features, rows: 0..<0)
    var count = 0
    for (number, range) in blocks.enumerated() {
      let block = block(range)
      count += block.valueCount
      guard count <= room else { return }
      // A guess: growing bit by bit would copy everything over and over.
      if number == 0 { all.reserveCapacity(min(room, count * blocks.count / 8 * 9)) }
      all.append(block)
    }
    kept = all
  }

  /// The given rows, in the given order.
  public func batch(_ rows: ArraySlice<Int>) -> SparseRows {
    if let kept { return kept.selecting(rows) }
    return SparseRows(features.selecting(rows), rows: 0..<rows.count, offset: offset)
  }

  /// Calls `body` with all rows, a block of them at a time, in order; the range is that of the rows it holds.
  public func forEachBlock(_ body: (SparseRows, Range<Int>) throws -> Void) rethrows {
    for range in blocks { try body(kept?.selecting(range) ?? block(range), range) }
  }

  /// The mean of the squared lengths of the rows, after the offset; 0 without rows.
  package var meanSquaredLength: Double {
    var sum = 0.0
    forEachBlock { rows, _ in sum += rows.squaredLength }
    return sum / Double(max(features.count, 1))
  }

  private func block(_ range: Range<Int>) -> SparseRows { SparseRows(features, rows: range, offset: offset) }

  private var blocks: [Range<Int>] {
    stride(from: 0, to: features.count, by: Self.blockSize).map { $0..<min($0 + Self.blockSize, features.count) }
  }
}
