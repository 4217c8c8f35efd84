import BakeoffCore
import BakeoffMath
import BakeoffTraining

/// The sum of log-losses of the training rows plus l2 / 2 times the squared weights; intercepts are not penalised.
///
/// f(W, b) = sum_i [log sum_k exp(z_ik) - z_i,y(i)] + l2 / 2 ||W||^2 with z = x W + b, and
/// df/dW = X' (P - Y) + l2 W, df/db = 1' (P - Y), where P = softmax(z) and Y has a one for each row's class.
/// Parameters: (features + 1) x learned columns, row-major, the intercepts last. Rows and products are in single
/// precision, sums over blocks of rows in double. Source: scikit-learn, `LogisticRegression`, with l2 = 1 / C.
package struct LogisticObjective {
  private let rows: SparseBatches
  /// The column of each row's class.
  private let targets: [Int]
  private let l2: Double
  private let threads: @Sendable () -> Int
  /// The weights last evaluated.
  package private(set) var columns: LinearColumns

  /// Rows multiplied at a time: their residuals stay in the nearest cache.
  private static let rowsAtATime = 128
  /// Blocks a thread whose sums are kept until they are added, in order, so that threads change no bit.
  private static let blocksAThread = 4

  /// The objective for `targets` (columns of `columns`), one for each of `rows`, evaluated by so many threads.
  package init(
    rows: SparseBatches, targets: [Int], columns: LinearColumns, l2: Double,
    threads: @escaping @Sendable () -> Int = { 1 }
  ) {
    self.rows = rows
    self.targets = targets
    self.columns = columns
    self.l2 = l2
    self.threads = threads
  }

  /// The value at `parameters`, and the gradient there; `checkpoint` is called between blocks and may throw.
  package mutating func evaluate(
    _ parameters: [Double], gradient: inout [Double], checkpoint: () throws -> Void = {}
  ) throws -> Double {
    columns.load(parameters)
    let penalised = columns.featureCount * columns.learned.count
    var value = 0.0
    for index in parameters.indices {
      let isWeight = index < penalised
      gradient[index] = isWeight ? l2 * parameters[index] : 0
      if isWeight { value += l2 / 2 * parameters[index] * parameters[index] }
    }
    let blocks = rows.blocks
    var first = 0
    while first < blocks.count {
      try checkpoint()
      let threads = threads()
      let some = blocks[first..<min(first + Self.blocksAThread * threads, blocks.count)]
      for sums in blockSums(some, threads: threads) {
        value += sums.loss
        withDenormalsFlushed {
          addLearned(sums.weightGradient, atRow: 0, to: &gradient)
          addLearned(sums.interceptGradient, atRow: columns.featureCount, to: &gradient)
        }
      }
      first = some.endIndex
    }
    return value
  }

  /// The sums over the rows of a block, in single precision but for the loss.
  private struct BlockSums: Sendable {
    var loss = 0.0
    var weightGradient: PaddedMatrix
    var interceptGradient: PaddedMatrix
  }

  /// The sums of each of some blocks, which threads take in turn.
  private func blockSums(_ blocks: ArraySlice<Range<Int>>, threads: Int) -> [BlockSums] {
    concurrently(blocks.count, threads: threads, state: { RowMemory(rows, classes: columns.classes.count) }) {
      sums(of: blocks[blocks.startIndex + $0], in: &$1)
    }
  }

  /// What a thread works in: rows as they were read, and their residuals.
  private struct RowMemory {
    var rows: SparseRows
    var residuals: PaddedMatrix

    init(_ batches: SparseBatches, classes: Int) {
      rows = batches.makeBatch()
      residuals = PaddedMatrix(rows: LogisticObjective.rowsAtATime, columns: classes)
    }
  }

  private func sums(of block: Range<Int>, in memory: inout RowMemory) -> BlockSums {
    var sums = BlockSums(
      weightGradient: PaddedMatrix(rows: columns.featureCount, columns: columns.classes.count),
      interceptGradient: PaddedMatrix(rows: 1, columns: columns.classes.count))
    withDenormalsFlushed {
      for first in stride(from: block.lowerBound, to: block.upperBound, by: Self.rowsAtATime) {
        let some = first..<min(first + Self.rowsAtATime, block.upperBound)
        rows.read(some, into: &memory.rows)
        sums.loss += residualsAndLoss(memory.rows, targets[some], into: &memory.residuals)
        memory.rows.addTransposedProduct(0..<some.count, residuals: memory.residuals, to: &sums.weightGradient)
        sums.interceptGradient.addColumnSums(of: memory.residuals, count: some.count)
      }
    }
    return sums
  }

  /// Writes P - Y of the rows (rows.count x classes) and returns the sum of their losses.
  private func residualsAndLoss(
    _ rows: SparseRows, _ targets: ArraySlice<Int>, into residuals: inout PaddedMatrix
  ) -> Double {
    columns.scores(rows, 0..<rows.count, into: &residuals)
    return SoftmaxCrossEntropy.differentiate(&residuals, targets: targets, scale: 1)
  }

  /// Adds the learned columns of `part` to the gradient's rows from `row` on.
  private func addLearned(_ part: PaddedMatrix, atRow row: Int, to gradient: inout [Double]) {
    let (learned, rows, stride) = (columns.learned, part.rows, part.stride)
    precondition((row + part.rows) * learned.count <= gradient.count)
    // By pointers: it is done for every block, and checking each index costs as much as adding.
    part.withValues { part in
      gradient.withUnsafeMutableBufferPointer { gradient in
        for partRow in 0..<rows {
          let start = (row + partRow) * learned.count
          for index in 0..<learned.count {
            gradient[start + index] += Double(part[partRow * stride + learned.lowerBound + index])
          }
        }
      }
    }
  }
}
