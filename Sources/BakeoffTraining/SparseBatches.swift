import BakeoffCore
import BakeoffMath

/// The training rows of a linear model as `SparseRows`, passed over many times: block by block in order, or batch by
/// batch in any order.
///
/// Each batch is read anew from the features, which is as fast as memory for bytes and needs none of its own. Rows of
/// floats of which almost all are zero, a hundred words out of ten thousand, are kept without their zeros: where that
/// takes an eighth of the features' memory at the most. Which of the two changes no number.
public struct SparseBatches: Sendable {
  private let features: Features
  private let offset: [Float]?
  private var kept: SparseRows?

  private static let blockSize = 1024

  /// Batches of the rows of `features`, `offset` taken from each row where given.
  public init(_ features: Features, offset: [Float]? = nil) {
    self.features = features
    self.offset = offset
    if features.buffer.element != .byte, offset == nil { kept = Self.kept(features) }
  }

  /// The rows without their zeros; nil where they take more than an eighth of the features' memory.
  private static func kept(_ features: Features) -> SparseRows? {
    let bytes = features.count * features.shape.count * features.buffer.element.size
    let room = bytes / 8 / SparseRows.bytesPerValue
    var (all, block, count) = (
      SparseRows(columnCount: features.shape.count), SparseRows(columnCount: features.shape.count), 0
    )
    for range in blocks(of: features.count) {
      block.read(features, rows: range)
      count += block.valueCount
      guard count <= room else { return nil }
      all.append(block)
    }
    return all
  }

  /// Whether the rows are kept without their zeros.
  package var isKept: Bool { kept != nil }

  /// The number of rows.
  public var count: Int { features.count }
  /// Memory for a batch.
  public func makeBatch() -> SparseRows { SparseRows(columnCount: features.shape.count) }

  /// Puts the given rows, in the given order, in the place of those in `batch`.
  public func read(_ rows: ArraySlice<Int>, into batch: inout SparseRows) {
    if let kept { batch = kept.selecting(rows) } else { batch.read(features, rows: rows, offset: offset) }
  }

  /// Puts the rows of a range in the place of those in `batch`.
  public func read(_ rows: Range<Int>, into batch: inout SparseRows) {
    if let kept { batch = kept.selecting(rows) } else { batch.read(features, rows: rows, offset: offset) }
  }

  /// The ranges of rows whose sums are taken apart before they are added, in order.
  public var blocks: [Range<Int>] { Self.blocks(of: count) }

  private static func blocks(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: blockSize).map { $0..<min($0 + blockSize, count) }
  }

  /// The mean of the squared lengths of the rows, after the offset; 0 without rows.
  package var meanSquaredLength: Double {
    var rows = makeBatch()
    var sum = 0.0
    for block in blocks {
      read(block, into: &rows)
      sum += rows.squaredLength
    }
    return sum / Double(max(count, 1))
  }
}
