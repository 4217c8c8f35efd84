import BakeoffCore

/// The training rows in a new random order every epoch, cut into batches; the last batch of an epoch may be smaller.
///
/// The orders depend on the seed, the number of rows and the epoch alone.
public struct MiniBatches: Sendable {
  /// Rows in every batch but the last of an epoch: at least 1, and no more than there are.
  package let batchSize: Int
  private var order: [Int]
  private var generator: SeededGenerator

  /// Batches of the rows 0..<rows.
  public init(rows: Int, batchSize: Int, seed: UInt64) {
    precondition(rows >= 0 && batchSize > 0, "a batch holds at least one row")
    self.batchSize = min(batchSize, max(rows, 1))
    order = Array(0..<rows)
    generator = SeededGenerator(seed: seed)
  }

  /// Batches an epoch.
  public var countPerEpoch: Int { (order.count + batchSize - 1) / batchSize }

  /// How many epochs it takes to make `steps` batches, and no fewer than `least`.
  public func epochs(atLeast least: Int, steps: Int) -> Int {
    max(least, (steps + max(countPerEpoch, 1) - 1) / max(countPerEpoch, 1))
  }

  /// The batches of the next epoch; together they hold every row once.
  public mutating func nextEpoch() -> [ArraySlice<Int>] {
    order.shuffle(using: &generator)
    return stride(from: 0, to: order.count, by: batchSize).map { start in
      order[start..<min(start + batchSize, order.count)]
    }
  }
}
