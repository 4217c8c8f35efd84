import BakeoffCore
import BakeoffMath

/// The training rows of a linear model, passed over many times, as blocks of `SparseRows`.
///
/// What is not zero is kept in memory where it takes no more than the given bytes; otherwise each pass reads the
/// features anew. Which of the two changes no number.
public struct SparseBlocks: Sendable {
  /// Rows of a block.
  public static let blockSize = 1024

  private let features: Features
  private let offset: [Float]?
  private var kept: [SparseRows]?

  /// Blocks of all rows of `features`, `offset` taken from each row where given.
  public init(_ features: Features, offset: [Float]? = nil, keepingUpTo bytes: Int = 256 << 20) {
    self.features = features
    self.offset = offset
    kept = []
    var size = 0
    for range in ranges {
      let block = block(range)
      size += block.valueCount * SparseRows.bytesPerValue
      guard size <= bytes else {
        kept = nil
        break
      }
      kept?.append(block)
    }
  }

  /// The rows of each block, in order.
  public var ranges: [Range<Int>] {
    stride(from: 0, to: features.count, by: Self.blockSize).map { $0..<min($0 + Self.blockSize, features.count) }
  }

  /// Calls `body` with each block and the rows it holds, in order.
  public func forEach(_ body: (SparseRows, Range<Int>) throws -> Void) rethrows {
    for (index, range) in ranges.enumerated() {
      try body(kept?[index] ?? block(range), range)
    }
  }

  private func block(_ range: Range<Int>) -> SparseRows { SparseRows(features, rows: range, offset: offset) }
}
