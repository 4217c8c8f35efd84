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
  /// The weights last evaluated.
  package private(set) var columns: LinearColumns

  /// Rows multiplied at a time: their residuals stay in the nearest cache.
  private static let rowsAtATime = 128

  /// The objective for `targets` (columns of `columns`), one for each of `rows`.
  package init(rows: SparseBatches, targets: [Int], columns: LinearColumns, l2: Double) {
    self.rows = rows
    self.targets = targets
    self.columns = columns
    self.l2 = l2
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
    try rows.forEachBlock { rows, range in
      try checkpoint()
      value += withDenormalsFlushed { addLosses(rows, labels: targets[range], to: &gradient) }
    }
    return value
  }

  /// Adds the gradient of one block's losses to `gradient` and returns their sum.
  private func addLosses(_ rows: SparseRows, labels: ArraySlice<Int>, to gradient: inout [Double]) -> Double {
    let classes = columns.classes.count
    var residuals = PaddedMatrix(rows: Self.rowsAtATime, columns: classes)
    var weightGradient = PaddedMatrix(rows: columns.featureCount, columns: classes)
    var interceptGradient = PaddedMatrix(rows: 1, columns: classes)
    var loss = 0.0
    for first in stride(from: 0, to: rows.count, by: Self.rowsAtATime) {
      let some = first..<min(first + Self.rowsAtATime, rows.count)
      loss += residualsAndLoss(rows, some, labels.dropFirst(first).prefix(some.count), into: &residuals)
      rows.addTransposedProduct(some, residuals: residuals, to: &weightGradient)
      interceptGradient.addColumnSums(of: residuals, count: some.count)
    }
    addLearned(weightGradient, atRow: 0, to: &gradient)
    addLearned(interceptGradient, atRow: columns.featureCount, to: &gradient)
    return loss
  }

  /// Writes P - Y of some rows (some.count x classes) and returns the sum of their losses.
  private func residualsAndLoss(
    _ rows: SparseRows, _ some: Range<Int>, _ targets: ArraySlice<Int>, into residuals: inout PaddedMatrix
  ) -> Double {
    columns.scores(rows, some, into: &residuals)
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
